"""The forms of programmes: what it says of itself, its objectives, its indicators, its money."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from saanjh.ground.fields import Written
from saanjh.ground.models import Organisation
from saanjh.programmes import queries
from saanjh.programmes.models import (
    ChosenIndicator,
    Contribution,
    Indicator,
    Objective,
    Programme,
    Receipt,
    Scheme,
    Theme,
)
from saanjh.web.components.choosing import OneOf, SomeOf, one_organisation
from saanjh.web.components.inputs import ONE_TITLE, Amount, Day, TitledForm, Words
from saanjh.web.components.quantities import amount
from saanjh.web.desk.reasons import ReasonForm

THEMES = {"five_rs": Scheme.NPVE_5R, "areas": Scheme.UN_PLAN_OF_ACTION, "themes": Scheme.THEMES}

OFFICE = _(
    "Where one brings an application on paper or asks, and at which hours. It stands on the page of each call. Write "
    "it in words: telephone numbers and e-mail addresses are not kept here."
)


def language_of(label: Any) -> forms.ChoiceField:
    """Which language long words are in."""
    return forms.ChoiceField(label=label, choices=Written.choices, widget=forms.RadioSelect)


def _some_of(scheme: Scheme) -> SomeOf:
    return SomeOf(Theme.objects.of(scheme), name="label", label=scheme.label, required=False)


class ProgrammeForm(TitledForm):
    """What a programme says of itself; the currency is chosen once."""

    title_en = Words(
        label=_("Title in English"),
        max_length=200,
        required=False,
        help_text=_("The public reads it, and it becomes the address of the page."),
    )
    title_ur = Words(label=_("Title in Urdu"), max_length=200, required=False, help_text=ONE_TITLE)
    summary = Words(label=_("What it is, in a few sentences"), max_length=3000, lines=8)
    written_in = language_of(_("Language of these sentences"))
    office_en = Words(label=_("The office, in English"), max_length=600, lines=3, required=False, help_text=OFFICE)
    office_ur = Words(label=_("The office, in Urdu"), max_length=600, lines=3, required=False)
    starts_on = Day(label=_("First day"))
    ends_on = Day(label=_("Last day"))
    currency = forms.ChoiceField(label=_("Currency of account"), help_text=_("It cannot be changed later."))
    five_rs = _some_of(Scheme.NPVE_5R)
    areas = _some_of(Scheme.UN_PLAN_OF_ACTION)
    themes = _some_of(Scheme.THEMES)

    def __init__(self, *args: Any, programme: Programme | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = self._shown(programme) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if programme:
            del self.fields["currency"]
        else:
            self.fields["currency"].choices = queries.choices(Scheme.CURRENCIES, get_language() or "en")  # type: ignore[attr-defined]

    @staticmethod
    def _shown(programme: Programme | None) -> dict[str, Any]:
        if programme is None:
            return {"written_in": (get_language() or "en")[:2]}
        names = ("title_en", "title_ur", "summary", "written_in", "office_en", "office_ur", "starts_on", "ends_on")
        chosen = list(programme.themes.all())
        themes = {name: [row for row in chosen if row.scheme == scheme] for name, scheme in THEMES.items()}
        return {name: getattr(programme, name) for name in names} | themes

    def clean(self) -> dict[str, Any]:
        """All themes as one list, as the action takes them."""
        data = super().clean()
        data["themes"] = [row for name in THEMES for row in data.pop(name, ())]
        return data


class ObjectiveForm(forms.Form):
    """One objective in both languages."""

    text_en = Words(label=_("Objective in English"), max_length=500, lines=3)
    text_ur = Words(label=_("Objective in Urdu"), max_length=500, lines=3, required=False)

    def __init__(self, *args: Any, objective: Objective | None = None, **kwargs: Any) -> None:
        if objective:
            kwargs["initial"] = {"text_en": objective.text_en, "text_ur": objective.text_ur}
        super().__init__(*args, **kwargs)


class IndicatorChoice(OneOf):
    """An indicator by its code and name."""

    def label_from_instance(self, thing: Any) -> str:
        return f"{thing.code} {super().label_from_instance(thing)}"


class ChoiceForm(forms.Form):
    """Which indicator, and why."""

    indicator = IndicatorChoice(Indicator.objects.none(), label=_("Indicator"))
    reason = Words(label=_("Why does the programme measure this?"), max_length=1000, lines=4)
    assumption = Words(
        label=_("What is taken for granted?"),
        help_text=_("What must be true so that this number says what we think it says."),
        max_length=1000,
        lines=4,
        required=False,
    )
    written_in = language_of(_("Language of these sentences"))

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        kwargs["initial"] = {"written_in": (get_language() or "en")[:2]} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        chosen = ChosenIndicator.objects.current().filter(programme=programme).values("indicator")
        self.fields["indicator"].queryset = Indicator.objects.exclude(pk__in=chosen)  # type: ignore[attr-defined]


class PledgeForm(forms.Form):
    """Who promised how much, when, and for what."""

    donor = OneOf(Organisation.objects.none(), label=_("Contributor"))
    currency = forms.ChoiceField(label=_("Currency"))
    amount = Amount(currency="PKR", label=_("Amount pledged"))
    pledged_on = Day(label=_("Pledged on"))
    expected_on = Day(label=_("Expected by"), required=False)
    earmark_en = Words(label=_("What it is tied to, in English"), max_length=300, required=False)
    earmark_ur = Words(label=_("What it is tied to, in Urdu"), max_length=300, required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        currencies = queries.choices(Scheme.CURRENCIES, get_language() or "en")
        self.fields["currency"].choices = currencies  # type: ignore[attr-defined]
        self.fields["currency"].initial = programme.currency
        self.fields["donor"] = one_organisation(Organisation.objects.current(), label=_("Contributor"))
        typed = self.data.get("currency")
        if typed in dict(currencies):
            self.fields["amount"].currency = typed  # type: ignore[attr-defined]


class ReceiptForm(forms.Form):
    """How much arrived, and when."""

    amount = Amount(currency="PKR", label=_("Amount received"))
    received_on = Day(label=_("Received on"))

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].currency = contribution.currency  # type: ignore[attr-defined]


class Arrived(forms.ModelChoiceField):
    """What arrived, by its amount and day."""

    def label_from_instance(self, thing: Any) -> str:
        currency = thing.contribution.currency
        return pgettext("between items of a list", ", ").join(
            [str(amount(thing.amount_minor, currency)), date_format(thing.received_on)]
        )


class StrikeOutForm(ReasonForm):
    """What was recorded by mistake, and the reason."""

    receipt = Arrived(Receipt.objects.none(), label=_("What was recorded by mistake?"), empty_label=None)
    field_order = ("receipt", "reason", "written_in")

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Arrived = self.fields["receipt"]  # type: ignore[assignment]
        field.queryset = contribution.receipts.select_related("contribution")  # a form sent twice is sound twice
        field.choices = [(each.pk, field.label_from_instance(each)) for each in field.queryset.standing()]
