"""How the demo's first grants go on: steps done, permissions, risks, a pause, what people said."""

from typing import Any

from saanjh.awards.actions import consultations, pauses, permits, plans, risks
from saanjh.awards.agreement_queries import steps_on
from saanjh.awards.models import Award
from saanjh.awards.rules.risks import Look
from saanjh.demo.world import World
from saanjh.ground.models import Person
from saanjh.kit.periods import add_months
from saanjh.programmes.models import Scheme, Theme

WAITED = (41, 63, 55, 38, 72)  # days that district administrations took


def tell(world: World) -> None:
    """Each grant asks its district; the first one tells the rest; the last one is paused for lack of a road."""
    for place, award in enumerate(world.awards):
        _permission(world, award, WAITED[place % len(WAITED)])
    first, editor = world.awards[0], world.editor(world.awards[0].organisation)
    for step in steps_on(first, world.today)[:2]:
        day = min(max(step.due_on, first.starts_on), world.today)
        plans.mark_done(first, step=step.code, done_on=day, by=editor)
    plans.take_back(first.step_marks.order_by("-pk")[0], by=editor)
    _school(world, first, editor)
    _risks(world, first, editor)
    _said(world, first, editor)
    pauses.pause(world.awards[-1], why="access", by=world.editor(world.awards[-1].organisation))


def _permission(world: World, award: Award, days: int) -> None:
    editor, asked = world.editor(award.organisation), world.ago(days + 10)
    permit = permits.ask(award, kind="district", issuer="district_administration", applied_on=asked, by=editor)
    permits.decide(permit, what="granted", day=world.ago(10), expires_on=add_months(world.today, 8), by=editor)


def _school(world: World, award: Award, editor: Person) -> None:
    facts: dict[str, Any] = {"issuer": "education", "applied_on": world.ago(40)}
    school = permits.ask(award, kind="school", by=editor, **facts)
    permits.decide(school, what="granted", day=world.ago(33), expires_on=world.ago(-12), by=editor)
    permits.ask(award, kind="gathering", issuer="local_government", applied_on=world.ago(6), by=editor)
    wrong = permits.ask(award, kind="health", by=editor, **facts)
    permits.was_mistaken(wrong, by=editor)


def _risks(world: World, award: Award, editor: Person) -> None:
    facts: dict[str, Any] = {"written_in": "en", "next_on": world.ago(-21)}
    look = Look(3, 4, "We ask the driver each morning and meet nearer to the village.", owner="field_officer", **facts)
    road = risks.write_down(award, kind="access", what="Rain closes the road to two villages", look=look, by=editor)
    look = Look(4, 2, "We meet nearer to the village until the road is mended.", owner="editor", **facts)
    risks.review(road, look=look, by=editor)
    look = Look(2, 3, "We buy paper and tea for two months at once.", owner="editor", **facts)
    risks.write_down(award, kind="money", what="Prices rise faster than the budget", look=look, by=editor)


def _said(world: World, award: Award, editor: Person) -> None:
    steps = steps_on(award, world.today)
    consultations.write_down(
        award,
        day=world.ago(30),
        with_whom=Theme.objects.of(Scheme.TARGET_GROUPS)[0],
        said="The evening is too late for those who come on foot.",
        has_changed=True,
        step=steps[3].code if steps else "",
        changed="The first activities are in the morning, and nearer to the bus.",
        written_in="en",
        headcounts={("women", "15-29", "unknown"): 14, ("men", "30-59", "unknown"): 11},
        by=editor,
    )
