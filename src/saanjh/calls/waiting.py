"""What waits for whom: the applicant's drafts, the officer's steps, the gate checker's, the reviewer's, the chair's."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.calls import appeals
from saanjh.calls.decision_queries import lapsed, ready
from saanjh.calls.models import Application, Call, Enquiry, Gate, ProposedDecision, Review
from saanjh.calls.models.applications import READERS
from saanjh.calls.panels import calls_to_review
from saanjh.calls.queries import OPEN_STATES, WANTED
from saanjh.calls.screening import past_gates, to_screen, with_checks
from saanjh.ground.access import WRITERS, Role, ScopeKind, Standing
from saanjh.ground.naming import named
from saanjh.ground.waiting import Waiting

MOST = 50
FEW = 5  # applications of one call up to which each stands there by itself


def waiting(standing: Standing) -> list[Waiting]:
    """All of it, for a person of this standing; each kind is asked for only where the role is held."""
    found: list[Waiting] = []
    if organisations := standing.ids(ScopeKind.ORGANISATION, *WRITERS):
        found += _drafts(organisations)
    if programmes := standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER):
        found += [*_to_answer(programmes), *_to_close(programmes), *_to_assign(programmes), *_to_conclude(programmes)]
    if standing.has(Role.GATE_CHECKER):
        found += _to_screen(standing)
    if standing.has(Role.REVIEWER):
        found += [*_to_describe(standing), *_to_review(standing)]
    if programmes := standing.ids(ScopeKind.PROGRAMME, Role.PANEL_CHAIR):
        found += [*_to_decide(programmes), *_run_out(programmes)]
    if programmes := standing.ids(ScopeKind.PROGRAMME, *READERS):
        found += _to_confirm(programmes, standing)
    found += _to_answer_appeals(standing)
    return found


def _drafts(organisations: set[int]) -> Iterator[Waiting]:
    rows = Application.objects.filter(organisation__in=organisations, state="draft", call__state="open")
    for each in rows.select_related("call")[:MOST]:
        if each.call.is_open():
            yield Waiting(
                _("Finish your application and hand it in"),
                each.call.code,
                "calls.application",
                each.public_id,
                due=each.call.closes_on,
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
    for call in rows[:MOST]:
        yield Waiting(_("Close the call"), call.code, "calls.call.desk", call.public_id, due=call.closes_on)


def _to_assign(programmes: set[int]) -> Iterator[Waiting]:
    rows = past_gates(
        Application.objects.filter(call__programme__in=programmes, call__state="closed", state__in=OPEN_STATES)
    ).annotate(asked=Count("reviews", filter=~Q(reviews__state="stepped_down")))
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
            whose=named(each.organisation, "name"),
        )


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
    unfinished = Q(applications__state__in=OPEN_STATES) | Q(applications__appeal__state="lodged")
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


def _to_review(standing: Standing) -> Iterator[Waiting]:
    rows = Review.objects.filter(reviewer=standing.person, state="assigned").select_related("application__call")
    for review in rows[:MOST]:
        yield Waiting(
            _("Review an application"),
            review.application.number,
            "calls.review",
            review.public_id,
            due=review.application.call.answers_on,
        )


def _to_decide(programmes: set[int]) -> Iterator[Waiting]:
    rows = ready(Application.objects.filter(call__programme__in=programmes))
    found = list(rows.select_related("call", "organisation")[:MOST])
    for call, number in Counter(each.call for each in found).items():
        if number > FEW:
            yield Waiting(
                _("Propose many decisions"), call.code, "calls.call.decisions", call.public_id, due=call.answers_on
            )
            found = [each for each in found if each.call != call]
    for each in found:
        yield Waiting(
            _("Propose a decision about an application"),
            each.number,
            "calls.application.decide",
            each.public_id,
            whose=named(each.organisation, "name"),
            due=each.call.answers_on,
        )


def _to_confirm(programmes: set[int], standing: Standing) -> Iterator[Waiting]:
    """What somebody else proposed; not what this person reviewed, or is too close to."""
    rows = ProposedDecision.objects.all().visible_to(standing).waiting().exclude(proposed_by=standing.person)
    rows = rows.filter(application__call__programme__in=programmes)
    rows = rows.exclude(application__reviews__reviewer=standing.person)
    found = list(rows.select_related("application__call", "application__organisation").order_by("pk")[:MOST])
    for call, number in Counter(each.application.call for each in found).items():
        if number > FEW:
            yield Waiting(
                _("Confirm many decisions"), call.code, "calls.call.decisions", call.public_id, due=call.answers_on
            )
            found = [each for each in found if each.application.call != call]
    for each in found:
        yield Waiting(
            _("Confirm a decision, or send it back"),
            each.application.number,
            "calls.application.decision",
            each.application.public_id,
            whose=named(each.application.organisation, "name"),
            due=each.application.call.answers_on,
        )


def _run_out(programmes: set[int]) -> Iterator[Waiting]:
    for each in lapsed(programmes)[:MOST]:
        yield Waiting(
            _("The reserve has run out: call up or decline"),
            each.application.number,
            "calls.application.decide",
            each.application.public_id,
            whose=named(each.application.organisation, "name"),
            due=each.holds_until,
        )
