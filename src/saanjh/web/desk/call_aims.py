"""What a draft call is for, where, and who may apply: one page beside its days and amounts."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.calls import queries
from saanjh.calls.actions import aims as actions
from saanjh.calls.models import Call
from saanjh.calls.rules import calls as rules
from saanjh.ground.access import Role
from saanjh.ground.models import Province
from saanjh.ground.writing import afresh
from saanjh.programmes.models import Objective, Scheme, Theme
from saanjh.web import answers
from saanjh.web.components.choosing import SomeOf
from saanjh.web.components.districts import Districts, with_provinces
from saanjh.web.guards import DeskRequest, guard

LISTS = {"themes": Scheme.THEMES, "target_groups": Scheme.TARGET_GROUPS, "drivers": Scheme.DRIVERS}
MOST_DISTRICTS = 200


class AimsForm(forms.Form):
    """Objectives, themes, groups, what people struggle with, districts; and who may apply, and how."""

    objectives = SomeOf(Objective.objects.none(), name="text", label=_("Objectives of the programme"), required=False)
    themes = SomeOf(Theme.objects.none(), name="label", label=_("Themes"), required=False)
    target_groups = SomeOf(Theme.objects.none(), name="label", label=_("For whom"), required=False)
    drivers = SomeOf(Theme.objects.none(), name="label", label=_("What people struggle with"), required=False)
    provinces = SomeOf(Province.objects.all(), name="name", label=_("Whole provinces"), required=False)
    districts = Districts(
        label=_("Only in these districts"),
        most=MOST_DISTRICTS,
        required=False,
        help_text=_("Blank: everywhere. When you save, further lists appear."),
    )
    for_csos = forms.BooleanField(label=_("Civil society organisations may apply"), required=False)
    for_academia = forms.BooleanField(label=_("Universities and research institutes may apply"), required=False)
    with_partners = forms.BooleanField(
        label=_("Several may apply together"),
        required=False,
        help_text=_("One of them leads, and signs. The others are named in the application, and agree there."),
    )
    through_host = forms.BooleanField(
        label=_("A group may apply through a host"),
        required=False,
        help_text=_(
            "A group without registration, through a registered organisation that agrees to it, signs and answers for "
            "the money."
        ),
    )
    host_applies = forms.BooleanField(label=_("A host may also apply for itself"), required=False)

    is_blind = forms.BooleanField(
        label=_("Reviewers are not told who applies"),
        required=False,
        help_text=_(
            "Their pages show neither the name of the organisation, nor what is known of it, nor answers to questions "
            "that the form marks as telling who applies. What people write freely may still give it away."
        ),
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["objectives"].queryset = call.programme.objectives.order_by("number", "pk")  # type: ignore[attr-defined]
        for name, scheme in LISTS.items():
            self.fields[name].queryset = Theme.objects.of(scheme)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """All three lists as one, and districts with those of whole provinces, as the action takes them."""
        data = super().clean() or self.cleaned_data
        with_provinces(data)
        data["themes"] = [row for name in LISTS for row in data.pop(name, ())]
        return data


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_aims(request: DeskRequest, call: Call) -> HttpResponse:
    """Say what a draft call is for, and who may apply."""
    if request.method != "POST":
        rules.may_prepare(call, by=request.user)
    form = answers.form_for(request, AimsForm, call=call, initial=_aims(call))
    return answers.answer(
        request,
        form,
        "desk/calls/aims.html",
        {"call": call},
        act=lambda data: actions.aim(call, by=request.user, **data),
        then=lambda made: reverse("desk_call", args=[call.public_id]),
        said=_("What the call is for is kept."),
        stands=lambda: AimsForm(call=call, initial=_aims(afresh(call))),
    )


def _aims(call: Call) -> dict[str, Any]:
    chosen = list(call.themes.all())
    lists = {name: [row.pk for row in chosen if row.scheme == scheme] for name, scheme in LISTS.items()}
    flags = {name: getattr(call, name) for name in actions.FLAGS}
    objectives = [row.pk for row in call.objectives.all()]
    provinces, rest = queries.gathered(call.districts.select_related("province"))
    places = {"provinces": [row.pk for row in provinces], "districts": rest}
    return {**flags, **lists, **places, "objectives": objectives}


urlpatterns = [path("calls/<str:id>/aims/", call_aims, name="call_aims")]
