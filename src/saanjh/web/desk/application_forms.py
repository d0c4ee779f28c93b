"""The forms of an application that are the same in every call."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saanjh.calls.actions.applications import LONGEST_TITLE, MOST_DISTRICTS, MOST_THEMES
from saanjh.calls.models import Call, Terms, Track
from saanjh.calls.models.tracks import simplified
from saanjh.calls.rules.applications import themes_of
from saanjh.ground.fields import Written
from saanjh.ground.models import District, Organisation
from saanjh.web.components.choosing import SomeOf
from saanjh.web.components.districts import Districts
from saanjh.web.components.drafts import Draft
from saanjh.web.components.inputs import Amount, Number, Words
from saanjh.web.components.languages import worded
from saanjh.web.components.quantities import amount

# The two ways of applying, with what one can ask for on each
SHORT = _("Simplified, by a short form: from %(least)s to %(most)s.")
WHOLE = _("Full, by the whole form: from %(least)s to %(most)s.")


class ApplyForm(forms.Form):
    """For which organisation, and in which language it will be written."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"), empty_label=None)
    written_in = forms.ChoiceField(
        label=_("In which language will you write?"),
        help_text=_("Both are read. You can change it later."),
        choices=Written.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, call: Call, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if lighter := simplified(call):
            self.fields["track"] = forms.ChoiceField(
                label=_("How do you want to apply?"),
                help_text=_("As long as you have not answered the form, you can come back here and choose again."),
                choices=[
                    (Track.SIMPLIFIED, SHORT % _between(lighter, call.currency)),
                    (Track.FULL, WHOLE % _between(call, call.currency)),
                ],
                widget=forms.RadioSelect,
            )
        mine = self.fields["organisation"]
        mine.queryset = organisations  # type: ignore[attr-defined]
        mine.label_from_instance = lambda row: worded(row, "name")[0]  # type: ignore[attr-defined]


class YesNo(forms.TypedChoiceField):
    """Yes, no, or not said yet: cleaned to True, False or None."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        choices = [("yes", _("Yes")), ("no", _("No"))]
        super().__init__(choices=choices, coerce=lambda value: value == "yes", empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class AboutForm(Draft):
    """The first step, the same in every call."""

    def __init__(self, *args: Any, call: Call, terms: Terms | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title_en"] = Words(
            label=_("Title in English"),
            help_text=_("What others may read on the map: plain, and without a name or a village."),
            max_length=LONGEST_TITLE,
        )
        self.fields["title_ur"] = Words(
            label=_("Title in Urdu"),
            help_text=_("In one of the two languages, or better in both."),
            max_length=LONGEST_TITLE,
        )
        self.fields["amount_minor"] = Amount(
            label=_("Grant asked for"), currency=call.currency, help_text=_amounts(terms or call, call.currency)
        )
        self.fields["months"] = Number(label=_("For how many months?"), whole=True, help_text=_months(call))
        there = list(call.districts.select_related("province"))
        self.fields["districts"] = Districts(
            label=_("In which districts?"), most=MOST_DISTRICTS, only=there, help_text=_where(there)
        )
        if (themes := themes_of(call)).exists():
            self.fields["themes"] = SomeOf(
                themes,
                name="label",
                label=_("What is the project about?"),
                help_text=_("Choose at most %(most)s, those that it is mainly about.") % {"most": MOST_THEMES},
            )
        self.fields["women_led"] = YesNo(
            label=_("Is your organisation led by women?"),
            help_text=_(
                "Yes, where at least half of those who decide in it, on its board and in its management, are women. "
                "Your organisation says so itself, for this application; nobody’s name is asked."
            ),
        )
        self.fields["youth_led"] = YesNo(
            label=_("Is your organisation led by young people?"),
            help_text=_("Yes, where at least half of those who decide in it are younger than 30."),
        )
        self.fields["written_in"] = forms.ChoiceField(
            label=_("In which language do you write?"), choices=Written.choices, widget=forms.RadioSelect
        )


def _amounts(terms: Terms, currency: str) -> str:
    return str(_("From %(least)s to %(most)s.") % _between(terms, currency))


def _between(terms: Terms, currency: str) -> dict[str, str]:
    return {"least": amount(terms.floor_minor, currency), "most": amount(terms.ceiling_minor, currency)}


def _where(there: list[District]) -> str:
    """Where the call is for, if not everywhere, and how to name more districts than there are lists."""
    names = " · ".join(worded(each, "name")[0] for each in there)
    said = [str(_("The call is for work in: %(names)s.") % {"names": names})] if names else []
    return " ".join([*said, str(_("When you save, further lists appear."))])


def _months(call: Call) -> str:
    if call.min_months == call.max_months:
        return ngettext("%(number)s month.", "%(number)s months.", call.max_months) % {"number": call.max_months}
    return str(_("From %(least)s to %(most)s.") % {"least": call.min_months, "most": call.max_months})
