"""What people fill in about an agreement: budget lines, steps and tranches, visibility, why it is changed."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.awards.budgets import Line
from saanjh.awards.models import Agreement, Award
from saanjh.calls.models import Capacity
from saanjh.ground.fields import Written
from saanjh.ground.models import District
from saanjh.programmes.models import ChosenIndicator
from saanjh.questions.models import Heading
from saanjh.web.components.choosing import SomeOf
from saanjh.web.components.filled_rows import FilledRows, Grid, Row
from saanjh.web.components.inputs import Amount, Day, Words
from saanjh.web.components.languages import worded

BLANK = 3  # lines to write more in; after saving there are as many again


class OnForm(forms.Form):
    """On which day one wants to know what was agreed."""

    on = Day(label=_("As it was agreed on"), required=False)


def _row_of(headings: Iterable[Heading], currency: str) -> type[Row]:
    choices = [("", _("Choose")), *((each.code, f"{each.code} {worded(each, 'label')[0]}") for each in headings)]

    class LineRow(Row):
        heading = forms.ChoiceField(label=_("Heading"), choices=choices)
        what = Words(label=_("What it is for"), max_length=200)
        amount = Amount(label=_("Amount"), currency=currency)

        def filled(self) -> dict[str, Any]:
            """A heading alone is a line that nobody wrote in."""
            found = super().filled()
            return found if set(found) - {"heading"} else {}

    return LineRow


class LinesForm(forms.Form):
    """The budget line by line; a line that is emptied goes."""

    def __init__(self, *args: Any, agreement: Agreement, headings: list[Heading], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = _row_of(headings, agreement.award.currency)
        grid = Grid(row, code="lines", fewest=1, most=60, blank=BLANK)
        grid.is_trial = True  # no row is added in between: those that are blank are enough, and saving brings more
        self.fields["lines"] = FilledRows(label=_("Budget lines"), widget=grid)
        self.order_fields(["lines"])
        there = [
            {"heading": line.heading, "what": line.what, "amount": line.amount_minor} for line in agreement.lines.all()
        ]
        self.initial = {"lines": there or [{"heading": each.code} for each in headings], **self.initial}

    def budget(self) -> list[Line]:
        """The lines as the actions take them."""
        rows = self.cleaned_data["lines"]
        return [Line(row.get("heading", ""), row.get("what", ""), row.get("amount", 0)) for row in rows]


class StepsForm(forms.Form):
    """The day of each step, and the level of risk from which the tranches follow."""

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps = list(agreement.milestones.all())
        for step in self.steps:
            self.fields[f"day_{step.code}"] = Day(label=worded(step, "label")[0], initial=step.due_on)
        self.fields["level"] = forms.ChoiceField(
            label=_("Level of risk"), choices=Capacity.Level.choices, help_text=_("The tranches follow from it.")
        )
        self.fields["level_reason"] = Words(
            label=_("Where it is another than the assessment says: why"), max_length=1000, lines=3, required=False
        )
        self.fields["written_in"] = forms.ChoiceField(label=_("Language of these words"), choices=Written.choices)
        names = ("level", "level_reason", "written_in")
        self.initial = {**{name: getattr(agreement, name) for name in names}, **self.initial}

    def terms(self) -> dict[str, Any]:
        """What the action takes."""
        days: dict[str, datetime.date] = {each.code: self.cleaned_data[f"day_{each.code}"] for each in self.steps}
        return {"days": days, **{name: self.cleaned_data[name] for name in ("level", "level_reason", "written_in")}}


class _Indicators(SomeOf):
    def label_from_instance(self, thing: Any) -> str:
        return f"{thing.indicator.code} {worded(thing.indicator, 'name')[0]}"


class VisibilityForm(forms.Form):
    """How the grant is shown, or why not; what is measured."""

    is_unseen = forms.BooleanField(
        label=_("Waive visibility for safety"),
        required=False,
        help_text=_("No sign, no logo, no public event: where being seen could harm somebody."),
    )
    visibility = Words(
        label=_("How the grant is shown; where that is waived, why"), max_length=2000, lines=6, required=False
    )
    written_in = forms.ChoiceField(label=_("Language of these words"), choices=Written.choices)
    indicators = _Indicators(
        ChosenIndicator.objects.none(), label=_("What is measured under this grant"), required=False
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = ChosenIndicator.objects.current().filter(programme=agreement.award.programme_id)
        self.fields["indicators"].queryset = chosen.select_related("indicator")  # type: ignore[attr-defined]
        names = ("is_unseen", "visibility", "written_in")
        self.initial = {
            **{name: getattr(agreement, name) for name in names},
            "indicators": [each.pk for each in agreement.indicators.all()],
            **self.initial,
        }


class WhyForm(forms.Form):
    """Why the agreement is changed, and what follows, in words that the other side reads."""

    reason = Words(label=_("Why"), max_length=2000, lines=4)
    effect = Words(label=_("What it changes for the work"), max_length=2000, lines=4)
    written_in = forms.ChoiceField(label=_("Language of these words"), choices=Written.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"written_in": get_language(), **self.initial}

    def why(self) -> dict[str, str]:
        """What the action takes of these words."""
        return {name: self.cleaned_data[name] for name in ("reason", "effect", "written_in")}


class ExtendForm(WhyForm):
    """A later last day."""

    ends_on = Day(label=_("New last day"))
    field_order = ("ends_on", "reason", "effect", "written_in")

    def __init__(self, *args: Any, award: Award, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"ends_on": award.ends_on, **self.initial}


class ShiftForm(LinesForm, WhyForm):
    """Other budget lines of the same sum."""


class MoveForm(WhyForm):
    """All districts in which the grant works from then on."""

    districts = SomeOf(District.objects.none(), label=_("Districts"))
    field_order = ("districts", "reason", "effect", "written_in")

    def __init__(self, *args: Any, award: Award, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed, now = award.application.call.districts.all(), award.districts.all()
        offered = (allowed | now).distinct() if allowed else District.objects.current()
        self.fields["districts"].queryset = offered.order_by("name_en", "pk")  # type: ignore[attr-defined]
        self.initial = {"districts": [each.pk for each in now], **self.initial}
