"""What the panel fills in: the rules of its set, and why it departs from what was reckoned."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saanjh.calls.actions.portfolios import PLAIN, SETS
from saanjh.calls.criteria import criteria_of
from saanjh.calls.models import Call, Criterion, PanelRules
from saanjh.calls.portfolio_questions import begun_with, defaults
from saanjh.calls.rules.applications import themes_of
from saanjh.calls.rules.panel_rules import MOST_GRANTS
from saanjh.calls.sums import money_of, money_under
from saanjh.ground.fields import Written
from saanjh.web.components.choosing import SomeOf
from saanjh.web.components.districts import Districts
from saanjh.web.components.inputs import Amount, Number, Words
from saanjh.web.components.languages import worded
from saanjh.web.components.quantities import amount
from saanjh.web.desk.portfolio_words import joined
from saanjh.web.wording.fields import FIELDS

WHY = {"required": _("Give the reason: it stands in the record of the selection.")}


class RulesForm(forms.Form):
    """The rules of one call's set. What is left blank is not asked for."""

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["money_minor"] = Amount(
            label=FIELDS["money_minor"], currency=call.currency, lowest=1, help_text=_raised(call)
        )
        self.fields["points_least"] = _percent("points_least", _("Of 100. An application below is not chosen."))
        if bounded := [each for each in criteria_of(call) if each.min_percent]:
            self.fields["criteria_least"] = forms.BooleanField(
                label=FIELDS["criteria_least"], required=False, help_text=_of_criteria(bounded)
            )
        self.fields["province_percent"] = _percent("province_percent", _("Percent of the money available."))
        self.fields["shares_of"] = forms.ChoiceField(
            label=FIELDS["shares_of"], choices=PanelRules.Of.choices, widget=forms.RadioSelect
        )
        self.fields["women_percent"] = _percent("women_percent")
        self.fields["youth_percent"] = _percent("youth_percent")
        self.fields["first_time_percent"] = _percent(
            "first_time_percent",
            _("Percent, for organisations of which no application to another call was ever selected."),
        )
        if (themes := themes_of(call)).exists():
            self.fields["themes"] = SomeOf(
                themes, name="label", label=_("Themes of which each has at least one grant"), required=False
            )
        self.fields["districts"] = Districts(
            label=_("Districts that come first"),
            required=False,
            help_text=_("When you save, further lists appear."),
        )
        for name in ("district_least", "district_most", "organisation_most"):
            self.fields[name] = _grants(name, required=name == "district_least")
        self.fields["noise_tied"] = forms.BooleanField(
            label=FIELDS["noise_tied"],
            required=False,
            help_text=_(
                "Whom the last ranking cannot tell from the line of its cut counts the same points as others there: "
                "your rules and the lot then decide. Have the applications ranked first."
            ),
        )
        if bounded or PanelRules.objects.filter(call=call).exists():
            self._ask_why()

    def _ask_why(self) -> None:
        """The action says when a reason is needed; one that is given before is kept too."""
        self.fields["reason"] = Words(
            label=_("Reason for the change"),
            help_text=_(
                "Needed once a review was handed in, and where the least of single criteria does not hold. It stands "
                "in the record of the selection, which may be shown to anybody. Name nobody."
            ),
            max_length=2000,
            lines=4,
            required=False,
        )
        self.fields["written_in"] = forms.ChoiceField(
            label=_("Language of the reason"), choices=Written.choices, widget=forms.RadioSelect, required=False
        )

    def clean_written_in(self) -> str:
        return self.cleaned_data["written_in"] or Written.ENGLISH


def _raised(call: Call) -> str:
    """The currency; where the money was raised, to what: the rules have never less from then on."""
    money = money_of(call)
    if money is None or money.raised is None:
        return call.currency
    said = _("It was raised to %(money)s, with a reason: give so much or more.")
    return f"{call.currency}. {said % {'money': amount(money.raised, call.currency)}}"


def _percent(name: str, help_text: Any = "") -> Number:
    said = help_text or _("Percent.")
    return Number(
        label=FIELDS[name], whole=True, lowest=0, highest=100, required=False, help_text=_with_default(name, said)
    )


def _grants(name: str, *, required: bool) -> Number:
    said = _with_default(name, _("A number of grants."))
    return Number(label=FIELDS[name], whole=True, lowest=1, highest=MOST_GRANTS, required=required, help_text=said)


def _of_criteria(bounded: list[Criterion]) -> str:
    """What the least of each of these criteria is, and what it means."""
    named = joined(f"{worded(each, 'label')[0]} ({each.min_percent} %)" for each in bounded)
    said = _(
        "An application whose reviews give it less on average in one of these is not chosen: %(criteria)s. It begins "
        "ticked, a default of this project: look at it and change it."
    )
    return str(said % {"criteria": named})


def _with_default(name: str, said: Any) -> str:
    """The help, and the value with which it begins, marked as a default that may be changed."""
    row = defaults()[name]
    if not row["value"] or row["standing"] != "default":
        return str(said)
    usual = _("It begins with %(value)s, a default of this project: look at it and change it.")
    return f"{said} {usual % {'value': row['value']}}"


def as_they_stand(call: Call) -> dict[str, Any]:
    """The rules of a call as its form shows them; the defaults where none are set."""
    panel = PanelRules.objects.filter(call=call).first()
    if panel is None:
        return begun_with()
    values = {name: getattr(panel, name) for name in PLAIN} | {"money_minor": money_under(panel).now}
    return values | {name: list(getattr(panel, name).all()) for name in SETS}


class DepartureForm(forms.Form):
    """Why the panel departs."""

    reason = Words(
        label=_("Reason"),
        help_text=_("It stands in the record of the selection, which may be shown to anybody. Name nobody."),
        max_length=2000,
        error_messages=WHY,
        lines=5,
    )
    written_in = forms.ChoiceField(label=_("Language of the reason"), choices=Written.choices, widget=forms.RadioSelect)


class RaiseForm(forms.Form):
    """How much money there is now, and why there is more."""

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["money_minor"] = Amount(
            label=_("Money there is from now on, in all"), currency=call.currency, lowest=1, help_text=call.currency
        )
        self.fields["reason"] = Words(
            label=_("Reason"),
            help_text=_("It stands in the record of the selection, which may be shown to anybody. Name nobody."),
            max_length=2000,
            error_messages=WHY,
            lines=5,
        )
        self.fields["written_in"] = forms.ChoiceField(
            label=_("Language of the reason"), choices=Written.choices, widget=forms.RadioSelect
        )
