"""Who proposes a decision and who confirms it: two people, neither of whom reviewed, screened, or is close."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import (
    Application,
    Call,
    Decision,
    GateCheck,
    Intake,
    Outcome,
    ProposedDecision,
    Review,
    ThirdReview,
)
from saanjh.calls.models.applications import READERS
from saanjh.calls.rules.closeness import close
from saanjh.calls.rules.intakes import ENTERED
from saanjh.calls.rules.third_reviews import must_be_read, must_not_wait
from saanjh.calls.timetables import norm_times
from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal

MOST_PLACES = 500
TO_DECIDE = {Application.State.UNDER_REVIEW, Application.State.RESERVE}


@dataclass(frozen=True)
class Known:
    """What bears on one person's decisions about some applications, by their primary keys."""

    reviewed: set[int]  # this person was named to review them
    screened: set[int]  # this person closed one of their gates
    close: set[int]  # a conflict of interest bars this person
    read: dict[int, int]  # how many reviews are in
    proposed: set[int]  # a proposal waits
    third: dict[int, ThirdReview]  # a third review was or is wanted
    entered: set[int]  # this person entered it for its organisation


def known_of(applications: Iterable[Application], by: Person, *, near: set[int] | None = None) -> Known:
    """At most four queries, however many. The applications come with their organisations.

    `near` are those to whose applicants `by` is too close, where that was found out before.
    """
    rows = list(applications)
    of = {"application": OuterRef("pk")}
    found = Application.objects.filter(pk__in=[each.pk for each in rows]).order_by()
    facts = found.annotate(
        is_reviewed=Exists(Review.objects.filter(**of, reviewer=by)),
        is_screened=Exists(GateCheck.objects.filter(**of, closed_by=by)),
        is_proposed=Exists(ProposedDecision.objects.filter(**of).waiting()),
        is_entered=Exists(Intake.objects.by([by]).filter(**of)),
        read=Count("reviews", filter=Q(reviews__state=Review.State.SUBMITTED)),
    ).values_list("pk", "is_reviewed", "is_screened", "is_proposed", "is_entered", "read")
    third = {each.application_id: each for each in ThirdReview.objects.filter(application__in=rows)}
    if near is None:
        near = {application for _person, application in close([by.pk], rows)}
    known = Known(set(), set(), near, {}, set(), third, set())
    for pk, is_reviewed, is_screened, is_proposed, is_entered, read in facts:
        known.read[pk] = read
        for is_so, group in (
            (is_reviewed, known.reviewed),
            (is_screened, known.screened),
            (is_proposed, known.proposed),
            (is_entered, known.entered),
        ):
            if is_so:
                group.add(pk)
    return known


def may_propose(application: Application, *, by: Person, known: Known | None = None) -> None:
    """Refusal unless `by` chairs the panel, may judge this application, its reviews are in, and nothing is proposed.

    Whoever asks this of many applications found out beforehand what is `known` of them.
    """
    if not may(by, Role.PANEL_CHAIR, over=[(ScopeKind.PROGRAMME, application.call.programme_id)]):
        raise Refusal(_("Only the chair of the programme’s panel proposes a decision."))
    known = known_of([application], by) if known is None else known
    _may_judge(application, known)
    if known.read.get(application.pk, 0) < application.terms.reviews:
        raise Refusal(_("Wait until every reviewer has handed in."))
    must_not_wait(application, known.third.get(application.pk), known.read.get(application.pk, 0))
    if application.pk in known.proposed:
        raise Refusal(_("A decision is proposed already. Take it back first, or wait until it is confirmed."))
    if application.state not in TO_DECIDE:
        words = _("This is no longer possible: it now stands at “%(state)s”.")
        raise Refusal(words % {"state": application.get_state_display()})


def _may_judge(application: Application, known: Known) -> None:
    """Refusal for whoever read or screened it, or is close to the applicant."""
    if application.pk in known.reviewed:
        raise Refusal(_("You were named to review this application: who reviews does not decide."))
    if application.pk in known.entered:
        raise Refusal(ENTERED)
    if application.pk in known.close:
        raise Refusal(_("You are too close to this applicant to decide: leave it to somebody else."))
    if application.pk in known.screened:
        raise Refusal(_("You screened this application: who screens does not decide."))


def may_answer(proposal: ProposedDecision, *, by: Person, known: Known | None = None) -> None:
    """Refusal unless `by` is another officer or chair of the programme, who may judge it, and it still waits."""
    application = proposal.application
    if not may(by, *READERS, over=[(ScopeKind.PROGRAMME, application.call.programme_id)]):
        raise Refusal(_("Only the programme’s officers and the chairs of its panel confirm a decision."))
    if proposal.proposed_by_id == by.pk:
        raise Refusal(_("You proposed this decision. Nobody decides alone: somebody else confirms it."))
    _may_judge(application, known_of([application], by) if known is None else known)
    must_wait(proposal)


def may_confirm(proposal: ProposedDecision, *, by: Person, known: Known | None = None) -> None:
    """Refusal unless `by` may answer it, and still all reviews are in and no third is wanted."""
    application = proposal.application
    known = known_of([application], by) if known is None else known
    may_answer(proposal, by=by, known=known)
    must_be_read(application, known.third.get(application.pk), known.read.get(application.pk, 0))


def may_take_back(proposal: ProposedDecision, *, by: Person) -> None:
    """Refusal unless `by` proposed it and nobody has answered yet."""
    if proposal.proposed_by_id != by.pk:
        raise Refusal(_("Somebody else proposed this decision. You can send it back."))
    must_wait(proposal)


def must_wait(proposal: ProposedDecision) -> None:
    """Refusal for a proposal that was confirmed, sent back or taken back meanwhile."""
    if proposal.state != ProposedDecision.State.WAITING:
        raise Refusal(
            _("This proposal no longer waits: it now stands at “%(state)s”.") % {"state": proposal.get_state_display()}
        )


def places_taken(call: Call) -> set[int]:
    """The places on the call's reserve that somebody has, or is proposed for. Two queries."""
    stands = Decision.objects.filter(application__call=call, outcome=Outcome.RESERVE, application__state="reserve")
    proposed = ProposedDecision.objects.filter(application__call=call, outcome=Outcome.RESERVE).waiting()
    found = [*stands.values_list("place", flat=True), *proposed.values_list("place", flat=True)]
    return {place for place in found if place is not None}


def holds_until(call: Call, today: datetime.date | None = None) -> datetime.date:
    """Until when a reserve holds where nobody says otherwise: until the grants are to be signed."""
    today = today or timezone.localdate()
    usual = datetime.timedelta(days=norm_times()["contract"])
    last = call.contracts_by or call.answers_on + usual
    return last if last > today else today + usual


def may_reserve(place: int, until: datetime.date, taken: set[int], today: datetime.date) -> None:
    """Refusal, on its field, for a place that there is not or that is taken, and for a day that is over."""
    if not 1 <= place <= MOST_PLACES:
        words = _("A place on the reserve list is a number from 1 to %(most)s.")
        raise Refusal(words % {"most": MOST_PLACES}, field="place")
    if place in taken:
        raise Refusal(_("Place %(place)s on the reserve list is taken.") % {"place": place}, field="place")
    if until < today:
        raise Refusal(_("The reserve must hold until a day that is not over."), field="holds_until")
