"""What people fill in about values: the figures, the reasons of a return, which values to list."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.ground.fields import Written
from saanjh.programmes.models import Indicator
from saanjh.results.models import Method, Value
from saanjh.results.rules import COUNT, MOST, Figures, is_share
from saanjh.web.components.inputs import Day, Number, Words
from saanjh.web.components.languages import active
from saanjh.web.components.tables import rows
from saanjh.web.desk.reasons import ReasonForm


class ValueFilter(forms.Form):
    """Which values to list."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *Value.State.choices])
    award = forms.SlugField(required=False, max_length=10, widget=forms.HiddenInput)


def _levels() -> list[tuple[int, str]]:
    """The levels of evidence in the page's language."""
    return [(int(row["code"]), row[f"label_{active()}"]) for row in rows("codelists/evidence_levels.csv")]


class FiguresForm(forms.Form):
    """A value with all that one must know to believe it. A share is asked for as k of n, all else as a value."""

    period_start = Day(label=_("First day of the period"))
    period_end = Day(label=_("Last day of the period"))
    numerator = Number(label=_("How many of them"), whole=True, lowest=0, highest=MOST)
    n = Number(label=_("How many were asked or counted"), whole=True, lowest=1, highest=MOST)
    value = Number(label=_("The value"), lowest=-MOST, highest=MOST)
    low = Number(label=_("Lower end of the range"), lowest=-MOST, highest=MOST, required=False)
    high = Number(label=_("Upper end of the range"), lowest=-MOST, highest=MOST, required=False)
    method = forms.ChoiceField(label=_("How it was measured"), choices=Method.choices)
    evidence_level = forms.TypedChoiceField(
        label=_("How well it is shown"), choices=_levels, coerce=int, widget=forms.RadioSelect
    )
    source = Words(label=_("Where the figures come from"), max_length=1000, lines=4)
    written_in = forms.ChoiceField(label=_("Language of these words"), choices=Written.choices)

    def __init__(self, *args: Any, indicator: Indicator, before: Value | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("value", "low", "high") if is_share(indicator) else ("numerator",):
            del self.fields[name]
        if indicator.unit == COUNT:
            del self.fields["low"], self.fields["high"]
        known = {name: getattr(before, name) for name in self.fields} if before else {"written_in": get_language()}
        self.initial = {**known, **self.initial}

    def figures(self) -> Figures:
        """What was typed, as the actions take it."""
        return Figures(**self.cleaned_data)


class ReturnForm(ReasonForm):
    """Why a value goes back."""

    reason = Words(label=_("What has to be mended"), max_length=2000, lines=6)
