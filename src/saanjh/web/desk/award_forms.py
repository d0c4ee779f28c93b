"""What people fill in about grants: the offer, an activity, which ones to list."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.awards import agreement_queries as queries
from saanjh.awards import plan_queries as plans
from saanjh.awards.models import Activity, Agreement, Award
from saanjh.calls.models import Application
from saanjh.ground.fields import Written
from saanjh.ground.models import District
from saanjh.programmes.models import Scheme, Theme
from saanjh.web.components.choosing import OneOf, SomeOf
from saanjh.web.components.inputs import ONE_TITLE, Amount, Day, Evidence, TitledForm, Words
from saanjh.web.components.languages import worded
from saanjh.web.desk.people_counted import HeadcountForm, cells_initial
from saanjh.web.desk.reasons import ReasonForm


class AwardFilter(forms.Form):
    """Which grants to list."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *Award.State.choices])


class OfferForm(TitledForm):
    """The terms of a grant, begun from what the organisation asked for."""

    title_en = Words(label=_("Public title in English"), max_length=160, required=False)
    title_ur = Words(label=_("Public title in Urdu"), help_text=ONE_TITLE, max_length=160, required=False)
    theme = OneOf(
        Theme.objects.none(), name="label", label=_("Internal theme"), help_text=_("Never shown on public pages.")
    )
    starts_on = Day(label=_("First day"))
    ends_on = Day(label=_("Last day"))
    districts = SomeOf(District.objects.none(), label=_("Districts"))
    public_precision = forms.ChoiceField(
        label=_("What the public is told of the place"), choices=Award.Precision.choices
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = application.districts.all()
        self.fields["theme"].queryset = Theme.objects.of(Scheme.THEMES)  # type: ignore[attr-defined]
        self.fields["districts"].queryset = asked if asked else District.objects.current()  # type: ignore[attr-defined]
        self.fields["amount"] = Amount(currency=application.call.currency, label=_("Amount"))
        self.order_fields(["title_en", "title_ur", "theme", "amount"])
        self.initial = {
            "title_en": application.title_en,
            "title_ur": application.title_ur,
            "amount": min(application.amount_minor or 0, application.terms.ceiling_minor),
            "districts": [district.pk for district in asked],
            **self.initial,
        }

    def terms(self) -> dict[str, Any]:
        """The terms as the action takes them."""
        terms = dict(self.cleaned_data)
        amount_minor, districts = terms.pop("amount"), list(terms.pop("districts"))
        return {**terms, "amount_minor": amount_minor, "districts": districts}


def accept_form(award: Award) -> type[forms.Form]:
    """A form that says by itself which agreement was read before the grant was accepted."""
    written = Agreement.objects.filter(award=award, is_fixed=False).whole().first()
    reads = queries.digest(written) if written else ""

    class AcceptForm(forms.Form):
        reads = forms.CharField(initial="", required=False, widget=forms.HiddenInput)

    AcceptForm.base_fields["reads"].initial = reads
    return AcceptForm


class CompleteForm(ReasonForm):
    """Whether the money is accounted for; where not, why the grant is completed all the same."""

    money_accounted_for = forms.BooleanField(label=_("All the money is accounted for"), required=False)
    reason = Words(
        label=_("Where it is not: what is missing, and why the grant is completed all the same"),
        max_length=2000,
        lines=6,
        required=False,
    )
    field_order = ("money_accounted_for", "reason", "written_in")


class ActivityForm(HeadcountForm):
    """One activity: what, where, when, how many; the counts come from the grid below."""

    activity_type = OneOf(Theme.objects.none(), name="label", label=_("What kind of activity"))
    what = Words(label=_("What was done, in a few words"), max_length=200)
    written_in = forms.ChoiceField(label=_("Language of these words"), choices=Written.choices)
    district = OneOf(District.objects.none(), label=_("District"), empty_label=None)
    day = Day(label=_("Day"))
    step = forms.ChoiceField(label=_("Which step of the plan it belongs to"), required=False)
    file = Evidence(
        label=_("A picture or a PDF that shows it"),
        required=False,
        help_text=_("No faces, no lists of names: those stay with you."),
    )

    def __init__(self, *args: Any, award: Award, before: Activity | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity_type"].queryset = Theme.objects.of(Scheme.ACTIVITY_TYPES)  # type: ignore[attr-defined]
        self.fields["district"].queryset = award.districts.all()  # type: ignore[attr-defined]
        known = _shown(before) if before else {"day": timezone.localdate(), "written_in": get_language()}
        if steps := step_choices(award, before.day if before else timezone.localdate()):
            self.fields["step"].choices = steps  # type: ignore[attr-defined]
            known.setdefault("step", plans.last_step(award))
        else:
            del self.fields["step"]
        self.initial = {**known, **self.initial}

    def facts(self) -> dict[str, Any]:
        """What the action takes, without the file."""
        names = ("activity_type", "what", "written_in", "district", "day")
        step = self.cleaned_data.get("step", "")
        return {**{name: self.cleaned_data[name] for name in names}, "step": step, "headcounts": self.headcounts()}


def step_choices(award: Award, day: datetime.date) -> list[tuple[str, Any]]:
    """The steps that were agreed on a day, to choose from, and none of them; empty where nothing is agreed."""
    steps = [(step.code, worded(step, "label")[0]) for step in queries.steps_on(award, day)]
    return [("", _("None of them")), *steps] if steps else []


def _shown(activity: Activity) -> dict[str, Any]:
    counts = activity.headcounts.values_list("sex", "age_band", "disability", "people")
    return {
        "activity_type": activity.activity_type_id,
        "what": activity.what,
        "written_in": activity.written_in,
        "district": activity.district_id,
        "day": activity.day,
        "step": activity.step,
        **cells_initial({tuple(cell): people for *cell, people in counts}),
    }
