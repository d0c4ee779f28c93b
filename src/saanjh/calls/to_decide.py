"""What waits for those who decide: only what the rules let this person propose, confirm or call up."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from django.utils.translation import gettext_lazy as _

from saanjh.calls.decision_queries import lapsed, ready
from saanjh.calls.models import Application, Call, ProposedDecision
from saanjh.calls.rules.decisions import Known, known_of, may_confirm, may_propose
from saanjh.calls.rules.panel_rules import is_close
from saanjh.ground.access import Standing
from saanjh.ground.models import Person
from saanjh.ground.naming import named
from saanjh.ground.refusals import Refusal
from saanjh.ground.waiting import Waiting

MOST = 50
LOOKED_AT = 4 * MOST  # of which so many are shown: some of them are not this person's to judge
FEW = 5  # applications of one call up to which each stands there by itself


def to_propose(programmes: set[int], standing: Standing) -> Iterator[Waiting]:
    """What this chair may propose: not what she reviewed, screened or entered, or is too close to."""
    rows = ready(Application.objects.filter(call__programme__in=programmes))
    rows = rows.select_related("call__simplified", "organisation").order_by("call_id", "serial", "pk")
    read = list(rows[:LOOKED_AT])
    allowed = _proposes(read, standing.person)
    found = [each for each in read if each.pk in allowed][:MOST]
    many = _many((each.call for each in found), standing.person)
    for call in many:
        words = _("Propose many decisions")
        yield Waiting(words, call.code, "calls.call.decisions", call.public_id, due=call.answers_on)
    for each in found:
        if each.call not in many:
            yield Waiting(
                _("Propose a decision about an application"),
                each.number,
                "calls.application.decide",
                each.public_id,
                whose=named(each.organisation, "name"),
                due=each.call.answers_on,
            )


def to_confirm(programmes: set[int], standing: Standing) -> Iterator[Waiting]:
    """What somebody else proposed and this person may confirm."""
    rows = ProposedDecision.objects.all().visible_to(standing).waiting().exclude(proposed_by=standing.person)
    rows = rows.filter(application__call__programme__in=programmes).order_by("pk")
    read = list(rows.select_related("application__call", "application__organisation")[:LOOKED_AT])
    found = _confirms(read, standing.person)[:MOST]
    many = _many((each.application.call for each in found), standing.person)
    for call in many:
        words = _("Confirm many decisions")
        yield Waiting(words, call.code, "calls.call.decisions", call.public_id, due=call.answers_on)
    for each in found:
        if each.application.call not in many:
            yield Waiting(
                _("Confirm a decision, or send it back"),
                each.application.number,
                "calls.application.decision",
                each.application.public_id,
                whose=named(each.application.organisation, "name"),
                due=each.application.call.answers_on,
            )


def to_call_up(programmes: set[int], standing: Standing) -> Iterator[Waiting]:
    """Whose place on the reserve has run out, and about whom this chair may propose the last answer."""
    read = list(lapsed(programmes).select_related("application__call__simplified")[:LOOKED_AT])
    allowed = _proposes([each.application for each in read], standing.person)
    for each in [each for each in read if each.application_id in allowed][:MOST]:
        yield Waiting(
            _("The reserve has run out: call up or decline"),
            each.application.number,
            "calls.application.decide",
            each.application.public_id,
            whose=named(each.application.organisation, "name"),
            due=each.holds_until,
        )


def _proposes(applications: list[Application], by: Person | None) -> set[int]:
    """Those of these applications about which the person may propose a decision, by primary keys."""
    if by is None or not applications:
        return set()
    known = known_of(applications, by)
    return {each.pk for each in applications if _is_allowed(may_propose, each, by, known)}


def _confirms(proposals: list[ProposedDecision], by: Person | None) -> list[ProposedDecision]:
    """Those of these proposals that the person may confirm."""
    if by is None or not proposals:
        return []
    known = known_of([each.application for each in proposals], by)
    return [each for each in proposals if _is_allowed(may_confirm, each, by, known)]


def _is_allowed(rule: Callable[..., None], thing: Application | ProposedDecision, by: Person, known: Known) -> bool:
    with suppress(Refusal):
        rule(thing, by=by, known=known)
        return True
    return False


def _many(calls: Iterable[Call], by: Person | None) -> set[Call]:
    """The calls of which many wait, and whose page for many at once opens to the person: close to no applicant."""
    return {call for call, number in Counter(calls).items() if number > FEW and by and not is_close(by, call)}
