"""An organisation's applications: where each stands, what comes next and when; and how one is withdrawn."""

import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from saanjh.awards import queries as awards
from saanjh.awards.models import Award
from saanjh.calls import decision_queries, queries, screening, timetables
from saanjh.calls.actions import applications as actions
from saanjh.calls.feedback import feedback
from saanjh.calls.models import Application, Call, Decision, GateCheck
from saanjh.calls.models.applications import READERS, SCREENERS
from saanjh.calls.rules import applications as rules
from saanjh.calls.rules import deadlines, intakes
from saanjh.calls.rules.reviews import must_not_be_told
from saanjh.ground.access import ORGANISATION, WRITERS, Role, may, standing_of
from saanjh.ground.models import Purpose
from saanjh.web.components.timeline import Moment
from saanjh.web.desk import appealing, beside_screening, reading, selection
from saanjh.web.desk.confirming import Question, allows, confirm
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25


@guard(*ORGANISATION, methods=("GET",))
def applications(request: DeskRequest) -> HttpResponse:
    """The applications of one's organisations, the newest first."""
    standing = standing_of(request.user)
    page = Pages(queries.applications_of(standing), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "partnerships": queries.partnerships_of(standing)[:PAGE]}
    return render(request, "desk/applications/list.html", context)


@guard(
    *ORGANISATION,
    *READERS,
    *SCREENERS,
    finds=Application,
    methods=("GET",),
    sensitive=Purpose.SELECTING,
    unless=ORGANISATION,
)
def application(request: DeskRequest, application: Application) -> HttpResponse:
    """Where an application stands: for the applicant what comes next and when; for the programme what to do."""
    must_not_be_told(application, by=request.user)
    own = application.organisation.scopes()
    signs = application.signs
    behind = (*own, *signs.scopes())  # a host reads and signs what it answers for; only the applicant writes it
    ours = may(request.user, *ORGANISATION, over=behind)
    decided = decision_queries.decisions_of(application)
    checks = screening.standing_checks(application)
    told = screening.told_of(checks)
    beside = selection.beside(request, application)
    appeal = appealing.beside(application) if ours or beside["reads"] else {}
    award = awards.of_application(application) if application.state == Application.State.SELECTED else None
    context = {
        "application": application,
        "call": application.call,
        "ours": ours,
        "reads_as_host": signs != application.organisation and may(request.user, *WRITERS, over=signs.scopes()),
        "entering": intakes.is_entering(application, request.user),
        "writes": may(request.user, *WRITERS, over=own),
        "signs": may(request.user, Role.SIGNATORY, over=behind),
        "may_discard": application.state == Application.State.DRAFT and allows(rules.may_discard, application, request),
        "is_open": deadlines.is_open(application),
        "longer": deadlines.longer(application),
        "decided": decided,
        "decision": decided[-1] if decided else None,
        "feedback": feedback(application) if ours and decided else None,
        "award": award,
        "award_is_ours": award is not None and may(request.user, *ORGANISATION, over=award.scopes()),
        "told": told,
        "moments": [*_moments(application, decided, told), *_next(application, award, appeal)],
        "signed_by": _signed_by(application.call),
        "pages": reading.answered(application.sheet),
        "districts": list(application.districts.select_related("province")),
        "themes": list(application.themes.all()),
        **beside,
        **appeal,
        **beside_screening.beside(request, application, checks, reads=beside["reads"]),
    }
    return render(request, "desk/applications/application.html", context)


def _moments(application: Application, decided: list[Decision], told: list[GateCheck]) -> list[Moment]:
    """What happened and what is still ahead, for the applicant."""
    call, state = application.call, application.state
    moments = []
    if application.submitted_at:
        moments.append(Moment(timezone.localdate(application.submitted_at), pgettext("application", "Handed in")))
    if state == Application.State.WITHDRAWN:
        return moments
    moments.append(Moment(call.closes_on, _("The call closes"), ahead=not queries.is_past(call.closes_on)))
    moments += [Moment(timezone.localdate(each.closed_at), _("Screened")) for each in told if each.closed_at]
    moments += [Moment(timezone.localdate(each.decided_at), each.get_outcome_display()) for each in decided]
    if decided:
        if state == Application.State.RESERVE and decided[-1].holds_until:
            moments.append(Moment(decided[-1].holds_until, _("The reserve list holds until this day."), ahead=True))
    elif state not in {Application.State.DRAFT, Application.State.NOT_ELIGIBLE}:
        words = ngettext(
            "One person reads it. By this day you are told the decision and its reasons.",
            "%(number)s people read it, each for themselves. By this day you are told the decision and its reasons.",
            application.terms.reviews,
        ) % {"number": application.terms.reviews}
        moments.append(Moment(call.answers_on, words, ahead=True))
    return moments


def _next(application: Application, award: Award | None, appeal: dict[str, Any]) -> list[Moment]:
    """What may still come after the decision: the grant that is offered and signed, an appeal."""
    moments = []
    if application.state == Application.State.SELECTED and (award is None or award.state == Award.State.OFFERED):
        words = _("By this day the grant is offered to your organisation, and signed.")
        moments.append(Moment(_signed_by(application.call), words, ahead=True))
    if (last := appeal.get("appeal_until")) and not appeal["appeal_past"]:
        moments.append(Moment(last, _("Until this day your organisation can appeal."), ahead=True))
    return sorted(moments, key=lambda each: each.day)


def _signed_by(call: Call) -> datetime.date:
    """By when grants are signed: as the call says, or after the usual time."""
    return call.contracts_by or timetables.proposed(call.closes_on, call.answers_on)["contracts_by"]


@guard(Role.SIGNATORY, finds=Application)
def application_withdraw(request: DeskRequest, application: Application) -> HttpResponse:
    """Take an application back."""
    question = Question(
        gettext_lazy("Withdraw this application?"),
        gettext_lazy("It will not be read or decided. Until the call closes it can be opened again."),
        gettext_lazy("Withdraw it"),
        _page(application),
    )
    return confirm(
        request,
        question,
        act=lambda: actions.withdraw(application, by=request.user),
        then=_page,
        said=gettext_lazy("The application is withdrawn."),
        check=lambda: rules.may_withdraw(application, by=request.user, now=timezone.now()),
    )


@guard(*WRITERS, finds=Application)
def application_discard(request: DeskRequest, application: Application) -> HttpResponse:
    """Throw away a draft."""
    question = Question(
        gettext_lazy("Throw this draft away?"),
        gettext_lazy(
            "All that was written in it goes, for good. Your organisation can begin anew while the call is open."
        ),
        gettext_lazy("Throw it away"),
        _page(application),
    )
    return confirm(
        request,
        question,
        act=lambda: actions.discard(application, by=request.user),
        then=lambda call: reverse("applications"),
        said=gettext_lazy("The draft is gone."),
        check=lambda: rules.may_discard(application, by=request.user),
    )


@guard(Role.SIGNATORY, Role.PROGRAMME_OFFICER, finds=Application)
def application_reopen(request: DeskRequest, application: Application) -> HttpResponse:
    """Make an application a draft again."""
    question = Question(
        gettext_lazy("Open this application again?"),
        gettext_lazy(
            "It becomes a draft that you can change. It counts only if it is handed in anew before the call closes."
        ),
        gettext_lazy("Open it again"),
        _page(application),
    )
    return confirm(
        request,
        question,
        act=lambda: actions.reopen(application, by=request.user),
        then=_page,
        said=gettext_lazy("The application is a draft again. Hand it in anew before the call closes."),
        check=lambda: rules.may_reopen(application, by=request.user, now=timezone.now()),
    )


def _page(application: Application) -> str:
    return reverse("application", args=[application.public_id])


urlpatterns = [
    path("applications/", applications, name="applications"),
    path("applications/<str:id>/", application, name="application"),
    path("applications/<str:id>/withdraw/", application_withdraw, name="application_withdraw"),
    path("applications/<str:id>/discard/", application_discard, name="application_discard"),
    path("applications/<str:id>/reopen/", application_reopen, name="application_reopen"),
]
