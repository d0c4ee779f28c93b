"""What waits for whom: the applicant's drafts, the officer's steps, the gate checker's, the reviewer's, the chair's."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Case, Count, Exists, OuterRef, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.calls import appeals, to_decide
from saanjh.calls.chasing import DUE, under_way
from saanjh.calls.models import (
    Application,
    ApplicationPartner,
    Call,
    Enquiry,
    Extension,
    Gate,
    Review,
    ThirdReview,
    TrialProposal,
)
from saanjh.calls.models.applications import READERS
from saanjh.calls.models.reviews import NOT_STANDING
from saanjh.calls.panels import calls_to_review
from saanjh.calls.queries import OPEN_STATES, WANTED, untold_reviews
from saanjh.calls.rules.deadlines import open_among
from saanjh.calls.rules.intakes import in_hand, is_entering, without_officer
from saanjh.calls.screening import past_gates, to_screen, with_checks
from saanjh.calls.to_decide import FEW, MOST
from saanjh.ground.access import WRITERS, Role, ScopeKind, Standing
from saanjh.ground.naming import named
from saanjh.ground.waiting import Waiting

ASKED = Count("reviews", filter=~Q(reviews__state__in=NOT_STANDING))


def waiting(standing: Standing) -> list[Waiting]:
    """All of it, for a person of this standing; each kind is asked for only where the role is held."""
    found: list[Waiting] = []
    if organisations := standing.ids(ScopeKind.ORGANISATION, *WRITERS):
        found += _drafts(organisations)
    if organisations := standing.ids(ScopeKind.ORGANISATION, Role.SIGNATORY):
        found += _to_agree(organisations)
    if programmes := standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER):
        for each in (_to_answer, _to_close, _late, _to_conclude):
            found += each(programmes)
        found += [*_to_assign(programmes, standing), *_to_third(programmes, standing), *_to_enter(programmes, standing)]
    if standing.has(Role.GATE_CHECKER):
        found += _to_screen(standing)
    if standing.has(Role.REVIEWER):
        found += [*_to_describe(standing), *_to_try(standing), *_to_review(standing)]
    if programmes := standing.ids(ScopeKind.PROGRAMME, Role.PANEL_CHAIR):
        found += [*to_decide.to_propose(programmes, standing), *to_decide.to_call_up(programmes, standing)]
    if programmes := standing.ids(ScopeKind.PROGRAMME, *READERS):
        found += to_decide.to_confirm(programmes, standing)
    found += _to_answer_appeals(standing)
    return found


def _drafts(organisations: set[int]) -> Iterator[Waiting]:
    hosted = ApplicationPartner.objects.filter(organisation__in=organisations, role="host", state="agreed").order_by()
    ready = Q(pk__in=hosted.values("application"), ready_at__isnull=False)
    mine = Q(organisation__in=organisations)
    rows = Application.objects.filter(mine | ready, state="draft", call__state="open")
    drafts = list(rows.select_related("call", "organisation__merged_into")[:MOST])
    still = open_among(drafts)
    for each in drafts:
        if each.pk in still:
            yield Waiting(
                _("An application is ready to be signed and handed in")
                if each.ready_at
                else _("Finish your application and hand it in"),
                each.call.code,
                "calls.application",
                each.public_id,
                due=each.call.closes_on,
            )


def _to_agree(organisations: set[int]) -> Iterator[Waiting]:
    there = Q(organisation__in=organisations) | Q(organisation__merged_into__in=organisations)
    rows = ApplicationPartner.objects.filter(there, state="asked", application__call__state="open")
    for each in rows.select_related("application__call").order_by("pk")[:MOST]:
        yield Waiting(
            _("Say whether your organisation takes part in an application"),
            each.application.call.code,
            "calls.applicationpartner",
            each.public_id,
            due=each.application.call.closes_on,
        )


def _to_answer(programmes: set[int]) -> Iterator[Waiting]:
    rows = Enquiry.objects.filter(call__programme__in=programmes, state="asked").select_related("call")
    for each in rows.order_by("pk")[:MOST]:
        yield Waiting(
            _("Answer a question about the call"),
            each.call.code,
            "calls.enquiry",
            each.public_id,
            due=each.call.closes_on,
        )


def _to_enter(programmes: set[int], standing: Standing) -> Iterator[Waiting]:
    """What one entered oneself, each for itself; what others left behind by the call, without saying whose it is."""
    rows = Application.objects.filter(
        Q(intake__entered_by=standing.person) | without_officer(programmes), state="draft", call__state="open"
    )
    own_first = Case(When(intake__entered_by=standing.person, then=0), default=1)
    drafts = list(rows.select_related("call", "organisation", "intake__entered_by").order_by(own_first, "pk")[:MOST])
    own = [each for each in drafts if each.intake.entered_by == standing.person]
    for call in dict.fromkeys(each.call for each in drafts if each not in own and in_hand(each)):
        yield Waiting(
            _("Take over what an officer who left began to enter"),
            call.code,
            "calls.call.entering",
            call.public_id,
            due=call.closes_on,
        )
    for each in own:
        if standing.person is None or not is_entering(each, standing.person):
            continue  # its organisation opened it again, and goes on by itself
        yield Waiting(
            _("Finish entering an application, and hand it in"),
            each.call.code,
            "calls.application",
            each.public_id,
            whose=named(each.organisation, "name"),
            due=each.call.closes_on,
        )


def _to_answer_appeals(standing: Standing) -> Iterator[Waiting]:
    for each in appeals.to_answer(standing)[:MOST]:
        yield Waiting(
            _("Answer an appeal"),
            each.application.number,
            "calls.appeal",
            each.public_id,
            whose=named(each.application.organisation, "name"),
            due=each.due_on,
        )


def _to_close(programmes: set[int]) -> Iterator[Waiting]:
    rows = Call.objects.filter(programme__in=programmes, state="open", closes_on__lt=timezone.localdate())
    rows = rows.exclude(Exists(Extension.objects.filter(call=OuterRef("pk"), until__gt=timezone.now())))
    for call in rows[:MOST]:
        yield Waiting(_("Close the call"), call.code, "calls.call.desk", call.public_id, due=call.closes_on)


def _whose(application: Application, is_untold: bool) -> str:
    """Whose it is; nothing for who is still to review it in a blind call."""
    return "" if is_untold else named(application.organisation, "name")


def _to_assign(programmes: set[int], standing: Standing) -> Iterator[Waiting]:
    rows = past_gates(
        Application.objects.filter(call__programme__in=programmes, call__state="closed", state__in=OPEN_STATES)
    ).annotate(asked=ASKED)
    untold = untold_reviews(standing.person).filter(application=OuterRef("pk"))
    rows = rows.exclude(third_review__state="wanted").annotate(untold=Exists(untold))
    found = list(rows.filter(asked__lt=WANTED).select_related("organisation", "call")[:MOST])
    for call, number in Counter(each.call for each in found).items():
        if number > FEW:
            yield Waiting(
                _("Name the reviewers of many applications"), call.code, "calls.call.assignment", call.public_id
            )
            found = [each for each in found if each.call != call]
    for each in found:
        yield Waiting(
            _("Name reviewers"),
            each.number,
            "calls.application.reviewers",
            each.public_id,
            whose=_whose(each, each.untold),
        )


def _to_third(programmes: set[int], standing: Standing) -> Iterator[Waiting]:
    untold = untold_reviews(standing.person).filter(application=OuterRef("application"))
    rows = ThirdReview.objects.filter(state="wanted", application__call__programme__in=programmes)
    rows = rows.annotate(untold=Exists(untold))
    rows = rows.filter(application__state="under_review").select_related("application__organisation")
    lacking = Application.objects.filter(third_review__in=rows).annotate(asked=ASKED).filter(asked__lt=WANTED)
    for third in rows.filter(application__in=lacking.order_by().values("pk")).order_by("pk")[:MOST]:
        yield Waiting(
            _("Name a third reviewer: the two reviews are %(why)s") % {"why": third.get_why_display()},
            third.application.number,
            "calls.application.reviewers",
            third.application.public_id,
            whose=_whose(third.application, third.untold),
        )


def _late(programmes: set[int]) -> Iterator[Waiting]:
    late = under_way().filter(application__call__programme__in=programmes, due__lt=timezone.localdate())
    rows = Call.objects.filter(pk__in=late.order_by().values("application__call"))
    for call in rows.order_by("pk")[:MOST]:
        yield Waiting(_("Reviews are late"), call.code, "calls.call.reviews", call.public_id, due=call.reviewed_by)


def _to_screen(standing: Standing) -> Iterator[Waiting]:
    for each in with_checks(to_screen(standing))[:MOST]:
        closed = {check.gate for check in each.standing_checks if check.is_closed}  # type: ignore[attr-defined]
        yield Waiting(
            _("Screen an application"),
            each.number,
            f"calls.application.gate.{next(gate for gate in Gate if gate not in closed)}",
            each.public_id,
            whose=named(each.organisation, "name"),
        )


def _to_conclude(programmes: set[int]) -> Iterator[Waiting]:
    unfinished = Q(applications__state__in=OPEN_STATES) | Q(applications__appeals__state="lodged")
    undecided = Count("applications", filter=unfinished)
    rows = Call.objects.filter(programme__in=programmes, state="closed").annotate(undecided=undecided)
    for call in rows.filter(undecided=0)[:MOST]:
        yield Waiting(
            _("All is decided: conclude the call"), call.code, "calls.call.desk", call.public_id, due=call.answers_on
        )


def _to_describe(standing: Standing) -> Iterator[Waiting]:
    for call, said in calls_to_review(standing):
        if not said:
            yield Waiting(_("Say what you read and know"), call.code, "calls.reviewer.profile", call.public_id)


def _to_try(standing: Standing) -> Iterator[Waiting]:
    left = TrialProposal.objects.filter(call__in=standing.ids(ScopeKind.CALL, Role.REVIEWER))
    left = left.exclude(given__person=standing.person)
    for call in Call.objects.filter(state="closed", pk__in=left.order_by().values("call")).order_by("pk")[:MOST]:
        yield Waiting(_("Score the trial proposals"), call.code, "calls.reviewer.trials", call.public_id)


def _to_review(standing: Standing) -> Iterator[Waiting]:
    rows = Review.objects.filter(reviewer=standing.person, state="assigned").annotate(due=DUE)
    rows = rows.select_related("application__call")
    for review in rows[:MOST]:
        yield Waiting(
            _("Review an application"),
            review.application.number,
            "calls.review",
            review.public_id,
            due=review.due,
        )
