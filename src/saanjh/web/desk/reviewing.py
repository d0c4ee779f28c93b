"""Who reviews in a call: what each reads and knows, to whom she is too close, and how many women and young people."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.calls import panels
from saanjh.calls.actions import panels as actions
from saanjh.calls.models import Call, ReviewerProfile
from saanjh.calls.models.panels import MOST
from saanjh.calls.rules import panels as rules
from saanjh.ground.access import Role
from saanjh.ground.fields import Written
from saanjh.ground.models import Organisation, Person, Purpose
from saanjh.ground.writing import afresh
from saanjh.programmes.models import Scheme, Theme
from saanjh.web import answers
from saanjh.web.components.choosing import SomeOf
from saanjh.web.components.inputs import Number
from saanjh.web.desk.confirming import why_not
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

NAMES = 100  # organisations on one page of the list


class ProfileForm(forms.Form):
    """What a reviewer reads and knows, and the most that she takes."""

    languages = forms.MultipleChoiceField(
        label=_("Languages this person reads"), choices=Written.choices, widget=forms.CheckboxSelectMultiple
    )
    themes = SomeOf(
        Theme.objects.of(Scheme.THEMES),
        name="label",
        label=_("Themes this person knows"),
        required=False,
        to_field_name="code",
    )
    most = Number(
        label=_("Most applications"),
        help_text=_("How many this person takes in this call at most."),
        whole=True,
        lowest=1,
        highest=MOST,
    )


class OwnForm(ProfileForm):
    """The same, asked of the reviewer herself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].label = _("Languages you read")
        self.fields["themes"].label = _("Themes you know")
        self.fields["most"].help_text = _("How many you take in this call at most.")


@guard(Role.REVIEWER, finds=Call)
def reviewer_profile(request: DeskRequest, call: Call) -> HttpResponse:
    """What one reads and knows, said by the reviewer herself."""
    rules.may_describe(call, request.user, by=request.user)
    return _described(request, call, request.user, OwnForm, "desk/reviews/profile.html", reverse("reviews"))


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_reviewer(request: DeskRequest, call: Call) -> HttpResponse:
    """The same of the reviewer whom the address names after `?of=`, said by an officer; else a list to choose from."""
    back, people, of = reverse("call_reviewers", args=[call.public_id]), panels.reviewers(call), request.GET.get("of")
    if of is None:
        return render(request, "desk/calls/reviewer.html", {"call": call, "people": people, "back": back})
    person = next((each for each in people if each.public_id == of), None)
    if person is None:
        raise Http404
    return _described(request, call, person, ProfileForm, "desk/calls/reviewer.html", back)


def _described(
    request: DeskRequest, call: Call, person: Person, form: type[ProfileForm], template: str, back: str
) -> HttpResponse:
    return answers.answer(
        request,
        answers.form_for(request, form, initial=_said(call, person)),
        template,
        {"call": call, "person": person, "back": back},
        act=lambda data: actions.describe(call, person, by=request.user, **data),
        then=lambda made: back,
        said=_("It is kept. Proposals go by it from now on."),
        stands=lambda: form(initial=_said(afresh(call), person)),
    )


def _said(call: Call, person: Person) -> dict[str, Any]:
    profile = ReviewerProfile.objects.filter(call=call, person=person).first()
    if profile is None:
        return {}
    return {"languages": profile.languages, "themes": list(profile.themes.all()), "most": profile.most}


class TooCloseForm(forms.Form):
    """The applicants to whom one is too close."""

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisations"] = SomeOf(
            organisations,
            label=_("I am too close to"),
            help_text=_("Nobody asks why. You read nothing of these, and this is not taken back."),
            to_field_name="public_id",
        )


@guard(Role.REVIEWER, finds=Call, sensitive=Purpose.SELECTING)
def reviewer_conflicts(request: DeskRequest, call: Call) -> HttpResponse:
    """Who applied, by name alone; a reviewer ticks those whom she cannot judge, before anything is given to her."""
    refused = why_not(lambda: rules.may_declare(call, by=request.user))
    page = Pages([] if refused else panels.not_declared(call, request.user), NAMES).get_page(request.GET.get("page"))
    shown = Organisation.objects.filter(pk__in=[each.pk for each in page]).order_by("name_en", "pk")
    declared = [] if refused else panels.declared(call, request.user)
    return answers.answer(
        request,
        answers.form_for(request, TooCloseForm, organisations=shown),
        "desk/reviews/too_close.html",
        {"call": call, "page": page, "refused": refused, "declared": declared},
        act=lambda data: actions.declare(call, data["organisations"], by=request.user),
        then=lambda made: reverse("reviewer_conflicts", args=[call.public_id]),
        said=_("Thank you. These are closed to you, and others read them."),
    )


class CountForm(forms.Form):
    """How many review and decide, and how many of them are women and under 30."""

    PEOPLE = (("reviewers", _("Reviewers")), ("panel", _("People on the panel")))
    PARTS = (
        ("reviewers_women", _("Women among the reviewers")),
        ("reviewers_young", _("Under 30 among the reviewers")),
        ("panel_women", _("Women on the panel")),
        ("panel_young", _("Under 30 on the panel")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.PEOPLE:
            self.fields[name] = Number(label=label, whole=True, lowest=0, highest=MOST)
        for name, label in self.PARTS:
            self.fields[name] = Number(label=label, whole=True, lowest=0, highest=MOST, required=False)
        self.order_fields(["reviewers", "reviewers_women", "reviewers_young", "panel", "panel_women", "panel_young"])


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_panel(request: DeskRequest, call: Call) -> HttpResponse:
    """State the counts of those who review and decide."""
    return answers.answer(
        request,
        answers.form_for(request, CountForm, initial=panels.counts(call)),
        "desk/calls/panel.html",
        {"call": call},
        act=lambda data: actions.count(call, data, by=request.user),
        then=lambda made: reverse("desk_call", args=[call.public_id]),
        said=_("The counts are kept."),
        stands=lambda: CountForm(initial=panels.counts(afresh(call))),
    )


urlpatterns = [
    path("reviews/calls/<str:id>/", reviewer_profile, name="reviewer_profile"),
    path("reviews/calls/<str:id>/too-close/", reviewer_conflicts, name="reviewer_conflicts"),
    path("calls/<str:id>/reviewer/", call_reviewer, name="call_reviewer"),
    path("calls/<str:id>/panel/", call_panel, name="call_panel"),
]
