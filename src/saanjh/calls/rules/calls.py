"""When a call may be published, closed and concluded, and why not, in words."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saanjh.calls import costs, panels
from saanjh.calls.criteria import criteria_of
from saanjh.calls.models import Appeal, Call, CostRule, SimplifiedTrack
from saanjh.calls.models.calls import MOST_REVIEWS
from saanjh.calls.models.tracks import simplified
from saanjh.calls.rules import closeness
from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.models import Person, RoleHeld
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.refusals import Refusal
from saanjh.kit.text import isolated
from saanjh.questions.models import FormVersion

STEPS = {  # the days of a call, in order, as its form says them
    "closes_on": _("Closes at the end of"),
    "screened_by": _("Screened by"),
    "reviewed_by": _("Read by the reviewers by"),
    "answers_on": _("Decisions are told by"),
    "contracts_by": _("Grants signed by"),
}
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


def may_discard(call: Call, *, by: Person) -> None:
    """Refusal unless it is a draft, which nobody applied to and nobody holds a role in."""
    may_run(call, by=by)
    if call.state != Call.State.DRAFT or call.applications.exists():
        raise Refusal(_("Only a draft is thrown away: this call is published, and stays."))
    if RoleHeld.objects.filter(scope_kind=ScopeKind.CALL, scope_id=call.pk).exists():
        raise Refusal(_("Somebody was given a role in this call already, so it stays as a draft."))


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
    yield from disordered(call)
    if call.floor_minor < 1:
        yield Refusal(_("The smallest grant must be more than nothing."), field="floor_minor")
    if call.floor_minor > call.ceiling_minor:
        yield Refusal(_("The smallest grant is larger than the largest."), field="floor_minor")
    if not 1 <= call.reviews <= MOST_REVIEWS:
        yield Refusal(_("Give between 1 and %(most)s reviewers.") % {"most": MOST_REVIEWS}, field="reviews")
    if not 1 <= call.min_months <= call.max_months <= LONGEST_MONTHS:
        yield Refusal(
            _("Give the months from fewest to most, between 1 and %(most)s.") % {"most": LONGEST_MONTHS},
            field="min_months",
        )
    yield from _form_broken(call.form_version, call)
    if lighter := simplified(call):
        yield from lighter_broken(lighter)
    if wrong := unbalanced(each.weight for each in criteria_of(call)):
        yield wrong
    for rule in costs.rules_of(call):
        if rule.kind == CostRule.Kind.UNIT and rule.amount_minor is None:
            words = _("The rules for costs: write what %(stated)s come to in %(currency)s, or take the rule out.")
            yield Refusal(words % {"stated": isolated(rule.stated), "currency": call.currency}, field="costs")
    if call.programme.state != "open":
        yield Refusal(_("Open the programme first: this call belongs to one that is not open."))


def disordered(call: Call) -> Iterator[Refusal]:
    """Each day of a step that comes before the day of the step that it follows, with both steps and both days."""
    days = {name: getattr(call, name) for name in STEPS if getattr(call, name) is not None}
    for (first, before), (name, after) in pairwise(days.items()):
        if after < before and (first, name) != ("closes_on", "answers_on"):  # said in words of its own
            words = _("“%(step)s” is %(day)s, but “%(before)s”, which comes first, is %(then)s.")
            facts = {
                "step": STEPS[name],
                "day": date_format(after),
                "before": STEPS[first],
                "then": date_format(before),
            }
            yield Refusal(words % facts, field=name)


def _form_broken(form: FormVersion, call: Call) -> Iterator[Refusal]:
    if form.state != FormVersion.State.PUBLISHED:
        yield Refusal(_("Publish the form first: applicants must know what is asked."), field="form_version")
    if form.scopes() != ((ScopeKind.PROGRAMME, call.programme_id),):
        yield Refusal(_("Choose a form of the call’s own programme."), field="form_version")


def lighter_broken(track: SimplifiedTrack) -> Iterator[Refusal]:
    """What is wrong with the terms of a simplified track: they are lighter than those of its call in every way."""
    call = track.call
    if track.floor_minor < 1:
        yield Refusal(_("The smallest grant must be more than nothing."), field="floor_minor")
    if track.floor_minor > track.ceiling_minor:
        yield Refusal(_("The smallest grant is larger than the largest."), field="floor_minor")
    if track.ceiling_minor > call.ceiling_minor:
        yield Refusal(_("The simplified track cannot give more than the call’s largest grant."), field="ceiling_minor")
    if not 1 <= track.reviews <= call.reviews:
        yield Refusal(
            _("Give between 1 and %(most)s reviewers: no more than the full track has.") % {"most": call.reviews},
            field="reviews",
        )
    if track.form_version_id == call.form_version_id:
        words = _("This is the form of the full track. Choose a shorter one, or do without the simplified track.")
        yield Refusal(words, field="simplified")
    for wrong in _form_broken(track.form_version, call):
        yield Refusal(_("The simplified track: %(why)s") % {"why": wrong.why}, field=wrong.field)


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
    """Refusal before the deadline, which was promised, and while too few are named to read what was handed in."""
    may_close_by_now(call, by=by, now=now)
    if call.state == Call.State.OPEN:
        must_have_reviewers(call)


def may_close_by_now(call: Call, *, by: Person, now: datetime.datetime) -> None:
    """Refusal unless `by` runs the call, and before the deadline."""
    may_run(call, by=by)
    if call.state == Call.State.OPEN and now < call.closes_at:
        raise Refusal(
            _("The call was promised to stay open to the end of %(day)s.") % {"day": date_format(call.closes_on)}
        )


def must_have_reviewers(call: Call) -> None:
    """Refusal while for some application handed in too few of those named so far are free of a conflict.

    A published call is no draft any more, and takes its reviewers until here: docs/decisions/0024. Four queries.
    """
    people = [each.pk for each in panels.reviewers(call)]
    rows = call.applications.filter(state="submitted").select_related("organisation", "call__simplified")
    applications = list(rows)
    if applications and not people and not _names_anybody(call):
        raise Refusal(_("Nobody is named to review for this call yet. Name its reviewers first, then close it."))
    close = closeness.close(people, applications) if people else set()
    barred = Counter(application for _person, application in close)
    if short := sum(len(people) - barred[each.pk] < each.terms.reviews for each in applications):
        words = ngettext(
            "For %(number)s application fewer reviewers of this call are left, conflicts aside, than are to read it. "
            "Name others first.",
            "For %(number)s applications fewer reviewers of this call are left, conflicts aside, than are to read "
            "them. Name others first.",
            short,
        )
        raise Refusal(words % {"number": short})


def _names_anybody(call: Call) -> bool:
    """Whether somebody is named at all, also who belongs to an applicant and so reads nothing."""
    return bool(Person.objects.holding(Role.REVIEWER, over=(ScopeKind.CALL, call.pk)).exists())


def lacking(call: Call) -> int:
    """How many reviewers it lacks so that an application of any track could be read, whoever applies. One query."""
    return max(0, call.reviews - len(panels.reviewers(call)))  # the simplified track never asks for more


def may_conclude(call: Call, *, by: Person) -> None:
    """Refusal while an application still waits for its decision, or an appeal for its answer."""
    may_run(call, by=by)
    if call.state == Call.State.DECIDED:
        raise Refusal(_("This call is concluded already."))
    if call.state != Call.State.CLOSED:
        raise Refusal(_("A call is concluded after it was closed and everything in it is decided."))
    waiting = call.applications.filter(state__in=["submitted", "under_review"]).count()
    appeals = Appeal.objects.filter(application__call=call, state=Appeal.State.LODGED).count()
    why = []
    if waiting:
        why.append(_("Some applications still wait for a decision: %(number)s.") % {"number": waiting})
    if appeals:
        why.append(_("Some appeals still wait for an answer: %(number)s.") % {"number": appeals})
    if why:
        raise Refusal(" ".join(why))
