"""What people fill in about the money of a grant: a line of the cash book, why it is reversed."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Agreement, Award, BudgetLine, CashLine
from saanjh.ground.fields import Written
from saanjh.web.components.inputs import Amount, Day, Evidence, Number, Words
from saanjh.web.desk.reasons import ReasonForm

Kind, Pot = CashLine.Kind, CashLine.Pot
PLACES = {
    Kind.RECEIVED: _("Where did it arrive?"),
    Kind.SPENT: _("Paid from"),
    Kind.MOVED: _("Taken from"),
    Kind.ADVANCED: _("Given from"),
    Kind.GIVEN_BACK: _("Where was it put?"),
    Kind.RETURNED: _("Paid from"),
}
MORE = ("tax", "whole", "share_percent", "currency", "file")  # what few payments need: folded away


class OfBudget(forms.ModelChoiceField):
    """A line of the budget by its heading's letter and what it is for."""

    def label_from_instance(self, thing: Any) -> str:
        return f"{thing.heading} {thing.what}"


class CashForm(forms.Form):
    """One line of the cash book; only a payment is asked for its budget line and voucher."""

    what = Words(label=_("What it was for, in a few words"), max_length=200, help_text=_("No names of people."))
    day = Day(label=_("Day"))
    pot = forms.ChoiceField(widget=forms.RadioSelect)
    written_in = forms.ChoiceField(label=_("Language of these words"), choices=Written.choices)

    def __init__(self, *args: Any, award: Award, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = Kind(kind)
        pots = [*Pot] if kind == Kind.SPENT else [Pot.BANK, Pot.CASH]
        self.fields["pot"].choices = [(each.value, each.label) for each in pots]  # type: ignore[attr-defined]
        self.fields["pot"].label = PLACES[self.kind]
        others = self._currencies(award)
        currency = str(self.data.get("currency") or award.currency)
        amounts = currency if currency in {award.currency, *others} else award.currency
        self.fields["amount"] = Amount(currency=amounts, label=_("Amount"), required=kind != Kind.SPENT)
        if kind == Kind.SPENT:
            self._ask_of_payment(award, amounts)
        if others:
            choices = [(each, each) for each in (award.currency, *others)]
            self.fields["currency"] = forms.ChoiceField(label=_("Currency"), choices=choices, required=False)
        self.order_fields(["budget_line", "what", "amount", "voucher", "day", "pot", "written_in"])
        self.initial = {"day": timezone.localdate(), "pot": Pot.BANK, "written_in": get_language(), **self.initial}

    def _currencies(self, award: Award) -> list[str]:
        """Those that the programme has a rate for into the grant's own."""
        rows = award.programme.rates.filter(into=award.currency).order_by("of")
        return list(rows.values_list("of", flat=True).distinct())

    def _ask_of_payment(self, award: Award, currency: str) -> None:
        lines = BudgetLine.objects.filter(agreement=Agreement.objects.in_force().filter(award=award).first())
        self.fields |= {
            "budget_line": OfBudget(lines, label=_("Line of the budget"), empty_label=_("Choose")),
            "voucher": Words(label=_("Voucher number"), max_length=30),
            "tax": Amount(currency=currency, label=_("Tax withheld, part of the amount"), required=False),
            "whole": Amount(currency=currency, label=_("Shared cost: the whole amount"), required=False),
            "share_percent": Number(
                label=_("Shared cost: share of this grant in percent"),
                help_text=_("Leave the amount blank then: it is reckoned."),
                lowest=0,
                highest=100,
                required=False,
            ),
            "file": Evidence(
                label=_("Receipt"), required=False, help_text=_("No lists of names: those stay with you.")
            ),
        }

    def short(self) -> list[Any]:
        """The fields that every line needs."""
        return [each for each in self if each.name not in MORE]

    def more(self) -> list[Any]:
        """Those that few lines need."""
        return [each for each in self if each.name in MORE]

    def facts(self) -> dict[str, Any]:
        """What the action takes, without the file."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "file"}
        renamed = {"amount": "amount_minor", "tax": "tax_minor", "whole": "whole_minor"}
        found = {renamed.get(name, name): value for name, value in found.items()}
        return {**found, "kind": self.kind.value} | (
            {"tax_minor": found["tax_minor"] or 0} if "tax_minor" in found else {}
        )


class ReverseForm(ReasonForm):
    """Why a line of the cash book was wrong, in a line of its own."""

    reason = Words(label=_("Reason"), max_length=200)
