"""What people fill in about initiatives: the page of a grant, what others do, how exactly a place is shown."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.atlas.models import Initiative, Precision, Sweep
from saanjh.awards.models import Award
from saanjh.ground.fields import Written
from saanjh.ground.models import District, Organisation, Province
from saanjh.programmes.models import Programme, Scheme, Theme
from saanjh.web.components.choosing import OneOf, SomeOf, one_organisation
from saanjh.web.components.inputs import ONE_TITLE, Amount, Day, TitledForm, Words


class InitiativeFilter(forms.Form):
    """Which initiatives to list."""

    narrows = True
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *Initiative.State.choices])


class PageForm(TitledForm):
    """What a public page says: its label, its summary, its theme and groups."""

    title_en = Words(
        label=_("Public label in English"),
        max_length=160,
        required=False,
        help_text=_("What everybody may read. Its address is made from it."),
    )
    title_ur = Words(label=_("Public label in Urdu"), max_length=160, required=False, help_text=ONE_TITLE)
    summary = Words(
        label=_("What is done, in two or three sentences"),
        max_length=1000,
        lines=4,
        help_text=_("In plain words. No place where the place is not to be told, and nobody’s name."),
    )
    written_in = forms.ChoiceField(label=_("Language of the summary"), choices=Written.choices)
    public_theme = OneOf(
        Theme.objects.none(),
        name="label",
        label=_("Theme, as the public reads it"),
        required=False,
        help_text=_("What the programme calls it inside is never shown."),
    )
    activity_types = SomeOf(Theme.objects.none(), name="label", label=_("Kinds of activity"), required=False)
    target_groups = SomeOf(Theme.objects.none(), name="label", label=_("For whom"), required=False)

    LISTS = {
        "public_theme": Scheme.THEMES,
        "activity_types": Scheme.ACTIVITY_TYPES,
        "target_groups": Scheme.TARGET_GROUPS,
    }

    def __init__(self, *args: Any, award: Award | None = None, page: Initiative | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, scheme in self.LISTS.items():
            self.fields[name].queryset = Theme.objects.of(scheme)  # type: ignore[attr-defined]
        self.initial = {"written_in": get_language(), **_known(award, page), **self.initial}


def _known(award: Award | None, page: Initiative | None) -> dict[str, Any]:
    if page is not None:
        return {
            "title_en": page.title_en,
            "title_ur": page.title_ur,
            "summary": page.summary,
            "written_in": page.written_in,
            "public_theme": page.public_theme_id,
            "activity_types": [theme.pk for theme in page.activity_types.all()],
            "target_groups": [theme.pk for theme in page.target_groups.all()],
        }
    return {"title_en": award.title_en, "title_ur": award.title_ur} if award is not None else {}


class RegisterForm(PageForm):
    """What somebody does without a grant of ours: also who, where, when, for how much."""

    organisation = OneOf(Organisation.objects.none(), label=_("Organisation"))
    districts = SomeOf(District.objects.none(), label=_("Districts"))
    public_precision = forms.ChoiceField(label=_("What the public is told of the place"), choices=Precision.choices)
    starts_on = Day(label=_("First day"))
    ends_on = Day(label=_("Last day"))
    funding_source_class = OneOf(
        Theme.objects.none(), name="label", label=_("Where the money comes from"), required=False
    )

    LISTS = {**PageForm.LISTS, "funding_source_class": Scheme.FUNDING_SOURCE_CLASSES}

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = one_organisation(Organisation.objects.current(), label=_("Organisation"))
        self.fields["districts"].queryset = District.objects.current()  # type: ignore[attr-defined]
        self.fields["amount"] = Amount(
            currency=programme.currency, lowest=1, label=_("Amount, where it is known"), required=False
        )
        self.programme = programme

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        facts = dict(self.cleaned_data)
        amount_minor = facts.pop("amount")
        return {**facts, "amount_minor": amount_minor, "currency": self.programme.currency}


class PlaceForm(forms.Form):
    """How exactly the place is shown."""

    precision = forms.ChoiceField(
        label=_("What the public is told of the place"), choices=Precision.choices, widget=forms.RadioSelect
    )


class SweepForm(forms.Form):
    """That it was asked in some districts who works there."""

    asked_on = Day(label=_("Asked on"))
    how = forms.ChoiceField(label=_("How it was asked"), choices=Sweep.How.choices, widget=forms.RadioSelect)
    districts = SomeOf(District.objects.none(), label=_("Districts"))

    def __init__(self, *args: Any, province: Province | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = District.objects.current()
        if province is not None:
            rows = rows.filter(province=province)
        self.fields["districts"].queryset = rows  # type: ignore[attr-defined]
