"""Partners and a host: named in a draft as one of its steps, and asked on a page of their own."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.calls.actions import partners as actions
from saanjh.calls.models import Application, ApplicationPartner
from saanjh.calls.rules import applications as rules
from saanjh.calls.rules import partners as partner_rules
from saanjh.ground.access import WRITERS, Role, ScopeKind, standing_of
from saanjh.ground.fields import Written
from saanjh.ground.models import Organisation
from saanjh.web import answers
from saanjh.web.components.choosing import Typed
from saanjh.web.components.inputs import Amount, Words
from saanjh.web.desk import applying
from saanjh.web.desk.confirming import Question, Steps, allows, confirm
from saanjh.web.guards import DeskRequest, guard

As = ApplicationPartner.Role


class Known(Typed):
    """An organisation that is known here, or nothing. One that is not public is found by the code of its page alone."""

    def __init__(self, rows: Any, *, label: Any, help_text: Any) -> None:
        super().__init__(rows, label=label)
        self.required, self.help_text = False, help_text

    def clean(self, value: Any) -> Any:
        """The organisation, or None for a blank."""
        typed = str(value or "").strip()
        if not typed:
            return None
        return Organisation.objects.current().filter(public_id=typed).first() or super().clean(typed)


class PartnerForm(forms.Form):
    """One organisation: known here or by its name, as what, with which share and for which part of the work."""

    def __init__(self, *args: Any, application: Application, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        call = application.call
        roles = [(role.value, role.label) for role, taken in _taken(application) if taken]
        self.fields["role"] = forms.ChoiceField(label=_("It takes part as"), choices=roles, widget=forms.RadioSelect)
        self.fields["organisation"] = Known(
            rows,
            label=_("An organisation that is known here"),
            help_text=_(
                "Type its name. One that is not shown on the portal gives you the code at the end of the address of "
                "its page here. It is asked, and answers itself."
            ),
        )
        if call.with_partners:
            self.fields["name"] = Words(
                label=_("Or the name of another"),
                max_length=200,
                required=False,
                help_text=_("The name of the organisation only, and nobody’s. It is shown as not confirmed."),
            )
        self.fields["share_minor"] = Amount(
            label=_("Its share of the grant"),
            currency=call.currency,
            required=False,
            help_text=_("Leave it blank where none is agreed."),
        )
        self.fields["does"] = Words(
            label=_("What it does in the project"),
            max_length=500,
            lines=3,
            help_text=_("In a sentence or two. It reads this, and not your draft, when it is asked."),
        )
        self.fields["written_in"] = forms.ChoiceField(
            label=_("In which language do you write?"), choices=Written.choices, widget=forms.RadioSelect
        )


def _taken(application: Application) -> list[tuple[As, bool]]:
    return [(As.PARTNER, application.call.with_partners), (As.HOST, application.call.through_host)]


@guard(*WRITERS, Role.PROGRAMME_OFFICER, finds=Application)
def application_partners(request: DeskRequest, application: Application) -> HttpResponse:
    """Who applies together with the organisation, or answers for it: one is named at a time."""
    if application.state != Application.State.DRAFT and request.method != "POST":
        return HttpResponseRedirect(reverse("application", args=[application.public_id]))
    roles = [role for role, taken in _taken(application) if taken]
    initial = {"written_in": application.sheet.written_in, "role": roles[0] if len(roles) == 1 else None}
    rows = _choosable(request, application)
    return answers.answer(
        request,
        answers.form_for(request, PartnerForm, application=application, rows=rows, initial=initial),
        "desk/applications/partners.html",
        {
            **applying.step(application, rules.WITH),
            "partners": application.partners_named(),
            "takes": bool(roles),
            "on": applying.after(application, rules.WITH),
        },
        act=lambda data: actions.name(application, by=request.user, **data),
        then=lambda made: reverse("application_partners", args=[application.public_id]),
        said=_("It is named."),
    )


def _choosable(request: DeskRequest, application: Application) -> Any:
    """The organisations that anybody may know of, and one's own."""
    mine = standing_of(request.user).ids(ScopeKind.ORGANISATION)
    rows = Organisation.objects.current().exclude(pk=application.organisation_id)
    return rows.filter(Q(is_public=True) | Q(pk__in=mine))


@guard(*WRITERS, Role.PROGRAMME_OFFICER, finds=ApplicationPartner)
def partner_take_out(request: DeskRequest, partner: ApplicationPartner) -> HttpResponse:
    """Take a partner or the host out of a draft."""
    application = partner.application
    back = reverse("application_partners", args=[application.public_id])
    return confirm(
        request,
        Question(
            _("Take it out of the application?"),
            _("It is told so, where it was asked. It can be named again, and then answers anew."),
            _("Take it out"),
            back,
            facts=[(partner.get_role_display(), partner.called)],
        ),
        act=lambda: actions.take_out(partner, by=request.user),
        then=lambda made: back,
        said=_("It is taken out."),
    )


@guard(*WRITERS, finds=ApplicationPartner, methods=("GET",))
def partner(request: DeskRequest, partner: ApplicationPartner) -> HttpResponse:
    """What an organisation is asked: by whom, for which call, as what, with which share. Not the draft itself."""
    context = {
        "partner": partner,
        "application": partner.application,
        "call": partner.application.call,
        "may_answer": allows(partner_rules.may_answer, partner, request),
    }
    return render(request, "desk/applications/partner.html", context)


def _asked(partner: ApplicationPartner) -> Sequence[tuple[Any, Any]]:
    return [(_("Takes part as"), partner.get_role_display())]


STEPS = Steps(ApplicationPartner, "partners", "partner", "partner")
urlpatterns = [
    path("applications/<str:id>/partners/", application_partners, name="application_partners"),
    path("partners/<str:id>/", partner, name="partner"),
    path("partners/<str:id>/take-out/", partner_take_out, name="partner_take_out"),
    STEPS.step(
        "agree",
        actions.agree,
        Role.SIGNATORY,
        title=_("Does your organisation take part?"),
        words=_(
            "As a partner it does the part of the work that is named. As the host it signs, receives the money and "
            "answers for it, and its people read the application. You can take it back until it is handed in."
        ),
        button=_("Yes, we take part"),
        said=_("Your organisation takes part."),
        check=partner_rules.may_agree,
        facts=_asked,
    ),
    STEPS.step(
        "decline",
        actions.decline,
        Role.SIGNATORY,
        title=_("Does your organisation stay out of it?"),
        words=_("Whoever leads is told, and cannot hand the application in with your name."),
        button=_("No, we do not take part"),
        said=_("Your organisation does not take part."),
        check=partner_rules.may_answer,
        facts=_asked,
    ),
]
