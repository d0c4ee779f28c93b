"""When a call may be published, closed and concluded, and why not, in words."""

import datetime
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saanjh.calls.criteria import criteria_of
from saanjh.calls.models import Call
from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.models import Person
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.refusals import Refusal

LONGEST_MONTHS = 60
WHOLE = 100  # what the weights of a call's criteria come to


def clock(now: datetime.datetime | None) -> datetime.datetime:
    """The moment that counts: the one named (by an import, by the demo), else the present one."""
    return now or timezone.now()


def may_run(call: Call, *, by: Person) -> None:
    """Refusal unless `by` runs the programme's calls."""
    if by.username != SYSTEM and not may(by, Role.PROGRAMME_OFFICER, over=[(ScopeKind.PROGRAMME, call.programme_id)]):
        raise Refusal(_("Only a programme officer does this."))


def may_prepare(call: Call, *, by: Person) -> None:
    """Refusal unless `by` runs the programme's calls and this one is still a draft."""
    may_run(call, by=by)
    if call.state != Call.State.DRAFT:
        raise Refusal(_("This call is published: what applicants rely on no longer changes."))


def may_publish(call: Call, *, by: Person, now: datetime.datetime) -> None:
    """Refusal, on its field, when the call breaks its own rules."""
    may_prepare(call, by=by)
    for wrong in broken(call, now=now):
        raise wrong


def broken(call: Call, *, now: datetime.datetime) -> Iterator[Refusal]:
    """What keeps a call from being published."""
    if call.closes_on < call.opens_on:
        yield Refusal(_("The call closes before it opens."), field="closes_on")
    if call.closes_at <= now:
        yield Refusal(_("The closing day has passed already."), field="closes_on")
    if call.answers_on <= call.closes_on:
        yield Refusal(_("Decisions cannot be told before the call has closed."), field="answers_on")
    if call.floor_minor < 1:
        yield Refusal(_("The smallest grant must be more than nothing."), field="floor_minor")
    if call.floor_minor > call.ceiling_minor:
        yield Refusal(_("The smallest grant is larger than the largest."), field="floor_minor")
    if not 1 <= call.min_months <= call.max_months <= LONGEST_MONTHS:
        yield Refusal(
            _("Give the months from fewest to most, between 1 and %(most)s.") % {"most": LONGEST_MONTHS},
            field="min_months",
        )
    if call.form_version.state != "published":
        yield Refusal(_("Publish the form first: applicants must know what is asked."), field="form_version")
    if call.form_version.scopes() != ((ScopeKind.PROGRAMME, call.programme_id),):
        yield Refusal(_("Choose a form of the call’s own programme."), field="form_version")
    if wrong := unbalanced(each.weight for each in criteria_of(call)):
        yield wrong
    if call.programme.state != "open":
        yield Refusal(_("Open the programme first: this call belongs to one that is not open."))


def unbalanced(weights: Iterable[int]) -> Refusal | None:
    """What is wrong with the weights of the criteria, in words that say how to mend it, or nothing."""
    weights = list(weights)
    if any(not 1 <= weight <= WHOLE for weight in weights):
        return Refusal(_("Each weight is a whole number from 1 to 100."), field="weights")
    total = sum(weights)
    if total < WHOLE:
        words = _("The weights of the criteria come to %(total)s, not to 100. Add %(missing)s.")
        return Refusal(words % {"total": total, "missing": WHOLE - total}, field="weights")
    if total > WHOLE:
        words = _("The weights of the criteria come to %(total)s, not to 100. Take %(over)s away.")
        return Refusal(words % {"total": total, "over": total - WHOLE}, field="weights")
    return None


def may_close(call: Call, *, by: Person, now: datetime.datetime) -> None:
    """Refusal before the deadline: applicants were promised the whole of the last day."""
    may_run(call, by=by)
    if call.state == Call.State.OPEN and now < call.closes_at:
        raise Refusal(
            _("The call was promised to stay open to the end of %(day)s.") % {"day": date_format(call.closes_on)}
        )


def may_conclude(call: Call, *, by: Person) -> None:
    """Refusal while an application still waits for its decision."""
    may_run(call, by=by)
    waiting = call.applications.filter(state__in=["submitted", "under_review"]).count()
    if waiting:
        raise Refusal(_("Some applications still wait for a decision: %(number)s.") % {"number": waiting})
