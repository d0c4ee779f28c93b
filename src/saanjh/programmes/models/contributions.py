"""Who gives the money: what was pledged, and what arrived of it."""

from typing import Self

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText, WrittenIn
from saanjh.ground.merging import ALL_MOVE
from saanjh.ground.models import Organisation, Person
from saanjh.ground.records import Record, Rows
from saanjh.programmes.models.programmes import Programme


class ContributionRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(programme__in=Programme.objects.visible_to(standing))

    def public(self) -> Self:
        return self.filter(programme__in=Programme.objects.public())

    def with_arrived(self) -> Self:
        """Each with `arrived`: the sum of what arrived and stands, in minor units; None where nothing does."""
        return self.annotate(arrived=Sum("receipts__amount_minor", filter=Q(receipts__struck_out=None)))


class Contribution(Record):
    """A pledge of an organisation to a programme, in the currency in which it was made."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="contributions")
    donor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contributions")
    amount_minor = models.BigIntegerField(_("amount pledged"))
    currency = models.CharField(_("currency"), max_length=3)
    pledged_on = models.DateField(_("pledged on"))
    expected_on = models.DateField(_("expected by"), null=True, blank=True)
    earmark_en = FreeLine(_("what it is tied to, in English"), max_length=300, blank=True)
    earmark_ur = FreeLine(_("what it is tied to, in Urdu"), max_length=300, blank=True)

    WHEN_JOINED = {"donor": ALL_MOVE}

    objects = ContributionRows.as_manager()

    class Meta:
        ordering = ["pledged_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="contribution_more_than_nothing"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="contribution_currency"),
        ]

    def scopes(self) -> Scopes:
        return ((ScopeKind.PROGRAMME, self.programme_id),)


class ReceiptRows(models.QuerySet["Receipt"]):
    def standing(self) -> Self:
        """Those that were not struck out: what counts."""
        return self.filter(struck_out=None)


class Receipt(models.Model):
    """Money of a contribution that arrived on a day, in the contribution's currency. It never changes (triggers)."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="receipts")
    amount_minor = models.BigIntegerField()
    received_on = models.DateField()

    objects = ReceiptRows.as_manager()

    class Meta:
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="receipt_more_than_nothing"),
        ]


class StrikeOut(models.Model):
    """That money was recorded by mistake: what was recorded stays readable and counts no more.

    It never changes either (triggers): money that did arrive is recorded anew.
    """

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="struck_out")
    reason = FreeText(_("reason"), max_length=2000)
    written_in = WrittenIn(_("language of the reason"))
    struck_out_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    struck_out_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="strike_out_says_why")]
