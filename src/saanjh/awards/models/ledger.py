"""The cash book of a grant: what came in, what was spent, what lies in the bank and in petty cash."""

from typing import Self

from django.db import models
from django.db.models import F, Q, Sum, Window
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models.agreements import BudgetLine
from saanjh.awards.models.awards import Award, seen_by
from saanjh.ground.access import Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText, WrittenIn
from saanjh.ground.models import Person, StoredFile
from saanjh.ground.records import Record, Rows
from saanjh.programmes.models import ExchangeRate

POTS = ("bank", "cash", "advance")


class CashLineRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(seen_by(standing, "award__")).select_related("award__organisation", "award__programme")

    def with_balances(self) -> Self:
        """Of one grant each line with what each pot held after it (`bank_held`, `cash_held`, `advance_held`)."""
        order = [F("day").asc(), F("pk").asc()]
        return self.annotate(**{f"{pot}_held": Window(Sum(f"{pot}_minor"), order_by=order) for pot in POTS})

    def standing(self) -> Self:
        """Those that count by themselves: neither reversed nor reversing."""
        return self.filter(reverses=None, reversed_by=None)


class CashLine(Record):
    """One thing that happened to the money of a grant, on a day. It never changes (triggers).

    What was wrong is reversed by a line with the opposite amounts, which cannot be reversed itself. `bank_minor`,
    `cash_minor` and `advance_minor` say by how much it changed each pot, `spent_minor` what it adds to what is spent:
    sums of them are balances. All are in the grant's currency; `paid_minor` and `whole_minor` are in the one paid in.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Money received from the programme")
        SPENT = "spent", _("Money spent")
        MOVED = "moved", _("Moved between bank and petty cash")
        ADVANCED = "advanced", _("Advance given for costs")
        GIVEN_BACK = "given_back", _("Rest of an advance given back")
        RETURNED = "returned", _("Money returned to the programme")

    class Pot(models.TextChoices):
        BANK = "bank", _("Bank")
        CASH = "cash", _("Petty cash")
        ADVANCE = "advance", _("Out of an advance")

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="cash_lines")
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    day = models.DateField(_("day"))
    kind = models.CharField(max_length=10, choices=Kind.choices)
    pot = models.CharField(_("from where, or to where"), max_length=7, choices=Pot.choices)
    what = FreeLine(_("what it was for, in a few words"), max_length=200)  # of a reversing line: why
    written_in = WrittenIn(_("language of the words"))
    currency = models.CharField(max_length=3)
    paid_minor = models.BigIntegerField()
    rate = models.ForeignKey(ExchangeRate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    bank_minor = models.BigIntegerField(default=0)
    cash_minor = models.BigIntegerField(default=0)
    advance_minor = models.BigIntegerField(default=0)
    spent_minor = models.BigIntegerField(default=0)
    budget_line = models.ForeignKey(BudgetLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    voucher = FreeLine(_("voucher number"), max_length=30, blank=True)
    tax_minor = models.BigIntegerField(default=0)
    whole_minor = models.BigIntegerField(null=True, blank=True)
    share_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = CashLineRows.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["award", "day"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0, paid_minor__gt=0), name="cashline_of_something"),
            models.CheckConstraint(condition=Q(tax_minor__range=(0, F("paid_minor"))), name="cashline_tax_in_bounds"),
            models.CheckConstraint(
                condition=Q(whole_minor=None, share_percent=None) | Q(whole_minor__gte=F("paid_minor")),
                name="cashline_share_of_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind="spent", budget_line__isnull=False) & ~Q(voucher="")
                | ~Q(kind="spent") & Q(budget_line=None, spent_minor=0),
                name="cashline_spent_on_what",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def scopes(self) -> Scopes:
        return self.award.scopes()


class ExplanationRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(seen_by(standing, "award__"))


class Explanation(Record):
    """Why a heading is spent faster or slower than the days go by, in the organisation's words. Never changed.

    `points` is what it explains: percent of the heading that is spent, less percent of the days that are over.
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="explanations")
    heading = models.CharField(max_length=8)
    points = models.IntegerField()
    spent_minor = models.BigIntegerField()
    words = FreeText(_("why it differs"), max_length=1000)
    written_in = WrittenIn(_("language of these words"))
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = ExplanationRows.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="explanation_says_why")]

    def scopes(self) -> Scopes:
        return self.award.scopes()


class ReconciliationRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(seen_by(standing, "award__"))


class Reconciliation(Record):
    """The balance on a bank's statement on a day beside the book's, with what explains a difference; never changed."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="reconciliations")
    day = models.DateField(_("day of the statement"))
    statement_minor = models.BigIntegerField(_("balance on the bank’s statement"))
    book_minor = models.BigIntegerField()
    words = FreeText(_("what explains the difference"), max_length=1000, blank=True)
    written_in = WrittenIn(_("language of these words"))
    reconciled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = ReconciliationRows.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(statement_minor=F("book_minor")) | ~Q(words=""), name="reconciliation_explained"
            ),
        ]

    def scopes(self) -> Scopes:
        return self.award.scopes()

    @property
    def difference_minor(self) -> int:
        """What the statement has more than the book."""
        return self.statement_minor - self.book_minor
