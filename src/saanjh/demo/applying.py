"""How one applies to the open call besides alone and on a screen: together, through a host, later, on paper."""

import datetime
from typing import Any

from django.utils import timezone

from saanjh.calls.actions import applications, extensions, intakes, partners
from saanjh.calls.models import Application, Call
from saanjh.demo.world import World
from saanjh.ground.models import Organisation

PARTNERED, GROUP = "Neem Chhaon Trust", "Thal Desert Network"
PARTNER, HOST = "Pul Theatre Group", "Neem Chhaon Trust"
ON_PAPER, BY_VOICE = "Hunar Ghar Bahawalpur", "Cholistan Listening Project"
ADDED = 100_000_00  # the partner's share, in paisa
LATER = 5  # days: before the one by which screening is promised


def tell(world: World, call: Call) -> None:
    """A partnership, a host that is asked, a district that has longer, and two applications that an officer enters."""
    together(world, call)
    through_a_host(world, call)
    later(world, call)
    on_paper(world, call)


def together(world: World, call: Call) -> None:
    """A draft with a partner that agreed, and one of which only the name is written."""
    lead, partner = _of(world, PARTNERED), _of(world, PARTNER)
    draft, editor = call.applications.get(organisation=lead), world.editor(lead)
    does = "It plays the scene from which the talk begins."
    named = partners.name(draft, organisation=partner, does=does, share_minor=ADDED, by=editor)
    partners.agree(named, by=world.signatory(partner))
    partners.name(draft, name="A committee of the bazaar", does="It lends the room on Fridays.", by=editor)


def through_a_host(world: World, call: Call) -> None:
    """A group that asks a registered organisation to sign for it; the answer is still out."""
    group, host = _of(world, GROUP), _of(world, HOST)
    draft = applications.start(call, group, by=world.editor(group))
    does = "It signs, keeps the money and pays the bills of the group."
    partners.name(draft, role="host", organisation=host, does=does, by=world.editor(group))


def later(world: World, call: Call) -> None:
    """One district can hand in later, because mobile data is switched off there."""
    end = datetime.datetime.combine(call.closes_on + datetime.timedelta(days=LATER + 1), datetime.time.min)
    extensions.extend(
        call,
        districts=[world.districts["pishin"]],
        until=timezone.make_aware(end),
        reason="connectivity",
        note="Mobile data is switched off in the district on most days.",
        by=world.people["programme_officer"],
    )


def on_paper(world: World, call: Call) -> None:
    """One application that came on paper is handed in; one that was told by voice is still being entered."""
    officer, place = world.people["programme_officer"], [world.districts["bahawalpur"]]
    facts: dict[str, Any] = {"received_on": call.opens_on, "districts": place, "written_in": "ur", "by": officer}
    entered = intakes.enter(call, _of(world, ON_PAPER), came="paper", **facts)
    _fill(entered, call.applications.exclude(number="").order_by("serial")[0], world)
    intakes.enter(call, _of(world, BY_VOICE), came="voice", **facts)


def _fill(application: Application, like: Application, world: World) -> None:
    """Copied from the paper, which answers as the other organisation did; and handed in."""
    officer = world.people["programme_officer"]
    applications.describe(
        application,
        title_en="A workshop with open doors",
        title_ur="کھلے دروازوں والی ورکشاپ",
        amount_minor=like.amount_minor,
        months=like.months,
        districts=list(application.districts.all()),
        women_led=application.organisation.women_led,
        youth_led=application.organisation.youth_led,
        themes=list(like.themes.all()),
        written_in="ur",
        by=officer,
    )
    for section in application.call.form_version.sections.all():
        applications.answer(application, section, like.sheet.answers, by=officer)
    applications.submit(application, by=officer)


def _of(world: World, name: str) -> Organisation:
    return next(each for each in world.organisations if each.name_en == name)
