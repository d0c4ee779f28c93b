"""Deciding about one application: the chair proposes, a second person confirms or sends it back."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.calls import decision_queries, queries
from saanjh.calls.actions import decisions
from saanjh.calls.actions import proposed_decisions as proposals
from saanjh.calls.bounds import bounds as bounds_of
from saanjh.calls.models import Application, Outcome, ProposedDecision
from saanjh.calls.models.applications import READERS
from saanjh.calls.rules import decisions as rules
from saanjh.calls.rules.closeness import is_kept_from
from saanjh.calls.rules.panel_rules import is_close, must_decide_by_current
from saanjh.calls.rules.reviews import must_not_be_told
from saanjh.ground.access import Role, visible
from saanjh.ground.fields import Written
from saanjh.ground.models import Purpose
from saanjh.ground.refusals import Refusal
from saanjh.web import answers
from saanjh.web.components.inputs import Day, Number, Words
from saanjh.web.desk import reading
from saanjh.web.desk.confirming import Question, allows, confirm, why_not
from saanjh.web.guards import DeskRequest, guard


class DecisionForm(forms.Form):
    """The outcome, and the reasons as the applicant will read them; for the reserve a place and a day."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=Outcome.choices, widget=forms.RadioSelect)
    place = Number(
        label=_("Place on the reserve list"),
        whole=True,
        lowest=1,
        highest=rules.MOST_PLACES,
        required=False,
        help_text=_("Only for the reserve. Leave it blank for the next one that is free."),
    )
    holds_until = Day(
        label=_("The reserve holds until"),
        required=False,
        help_text=_("Only for the reserve. Left blank: until the grants are to be signed."),
    )
    reason = Words(
        label=_("Reasons"),
        help_text=_("The applicant reads them as you write them. Name what was good, and what would help."),
        max_length=4000,
        lines=8,
    )
    written_in = forms.ChoiceField(
        label=_("Language of the reasons"), choices=Written.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if application.state == Application.State.RESERVE:
            outcomes = [each for each in Outcome.choices if each[0] != Outcome.RESERVE]
            self.fields["outcome"] = forms.ChoiceField(label=_("Decision"), choices=outcomes, widget=forms.RadioSelect)
            for name in ("place", "holds_until"):
                del self.fields[name]


def _read(request: DeskRequest, application: Application) -> dict[str, Any]:
    """What whoever decides has before them; nothing of it for who is close to the applicant, or is still to review it.

    The set and the money are shown to nobody who is close to any applicant of the call.
    """
    must_not_be_told(application, by=request.user)
    read = [] if is_kept_from(request.user, application) else queries.reviews_in(application)
    bounds = None if is_close(request.user, application.call) else bounds_of(application.call)
    return {
        "call": application.call,
        "bounds": bounds,
        "behind": bounds and why_not(lambda: must_decide_by_current(application.call, bounds.changed)),
        "stand": bounds and bounds.stand(application.number),
        "application": application,
        "read": read,
        "mean": queries.mean(read),
        "districts": list(application.districts.all()),
        "pages": reading.answered(application.sheet),
    }


@guard(Role.PANEL_CHAIR, finds=Application, sensitive=Purpose.DECIDING)
def application_decide(request: DeskRequest, application: Application) -> HttpResponse:
    """Propose a decision, with all reviews beside the answers."""
    initial = {"written_in": application.sheet.written_in}
    return answers.answer(
        request,
        answers.form_for(request, DecisionForm, application=application, initial=initial),
        "desk/applications/decide.html",
        {
            **_read(request, application),
            "refused": why_not(lambda: rules.may_propose(application, by=request.user)),
            "is_proposed": application.proposed_decisions.exists(),
        },
        act=lambda data: proposals.propose(application, by=request.user, **data),
        then=lambda made: _page(application),
        said=_("The decision is proposed. The applicant is told when a second person has confirmed it."),
    )


class AnswerForm(forms.Form):
    """Confirm what is proposed, or send it back with a word why."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("confirm", _("Confirm it, and tell the applicant")), ("send_back", _("Send it back to the chair"))],
        widget=forms.RadioSelect,
    )
    why = Words(
        label=_("Why it is sent back"),
        help_text=_("Only where you send it back. The chair reads it, the applicant does not."),
        max_length=2000,
        lines=4,
        required=False,
    )
    written_in = forms.ChoiceField(
        label=_("Language of these words"), choices=Written.choices, widget=forms.RadioSelect
    )


@guard(*READERS, finds=Application, sensitive=Purpose.DECIDING)
def application_decision(request: DeskRequest, application: Application) -> HttpResponse:
    """What is proposed about an application, for the second person; for the chair, what came of it."""
    seen = visible(request.user, ProposedDecision).filter(application=application)
    proposal = seen.waiting().select_related("proposed_by").first()
    form = answers.form_for(request, AnswerForm, initial={"written_in": get_language()})
    mine = proposal is not None and proposal.proposed_by_id == request.user.pk
    return answers.answer(
        request,
        form,
        "desk/applications/decision.html",
        {
            **_read(request, application),
            "proposal": proposal,
            "mine": mine,
            "refused": why_not(lambda: rules.may_answer(proposal, by=request.user)) if proposal and not mine else "",
            "ended": [] if proposal else decision_queries.ended(seen),
            "proposes": proposal is None and allows(rules.may_propose, application, request),
        },
        act=lambda data: _answered(proposal, data, request),
        then=lambda made: _page(application),
        said=_("Your answer is written down."),
    )


def _answered(proposal: ProposedDecision | None, data: dict[str, Any], request: DeskRequest) -> Any:
    if proposal is None:
        raise Refusal(_("No decision about this application waits to be confirmed."))
    if data["answer"] == "confirm":
        return decisions.confirm(proposal, by=request.user)
    return decisions.send_back(proposal, why=data["why"], written_in=data["written_in"], by=request.user)


@guard(Role.PANEL_CHAIR, finds=Application)
def application_decision_take_back(request: DeskRequest, application: Application) -> HttpResponse:
    """Take back what one proposed."""
    proposal = visible(request.user, ProposedDecision).filter(application=application).waiting().first()

    def found() -> ProposedDecision:
        if proposal is None:
            raise Refusal(_("No decision about this application waits to be confirmed."))
        return proposal

    return confirm(
        request,
        Question(
            _("Take this proposal back?"),
            _("Nobody can confirm it then. The applicant was told nothing of it. You can propose another decision."),
            _("Take it back"),
            reverse("application_decision", args=[application.public_id]),
        ),
        act=lambda: proposals.take_back(found(), by=request.user),
        check=lambda: rules.may_take_back(found(), by=request.user),
        then=lambda made: _page(application),
        said=_("The proposal is taken back."),
    )


def _page(application: Application) -> str:
    return reverse("application", args=[application.public_id])


urlpatterns = [
    path("applications/<str:id>/decide/", application_decide, name="application_decide"),
    path("applications/<str:id>/decision/", application_decision, name="application_decision"),
    path(
        "applications/<str:id>/decision/take-back/",
        application_decision_take_back,
        name="application_decision_take_back",
    ),
]
