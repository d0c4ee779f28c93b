"""Which call or grant a contribution's money is set aside for."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models.awards import Award
from saanjh.calls.models import Call
from saanjh.ground.access import ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows
from saanjh.programmes.models import Contribution, ExchangeRate, Programme


class AllocationRows(Rows):
    def standing(self) -> Self:
        """Those that were not taken back: what counts."""
        return self.filter(taken_back=None)

    def visible_to(self, standing: Standing) -> Self:
        rows = self.filter(contribution__programme__in=Programme.objects.visible_to(standing))
        return rows.select_related("contribution__programme", "call", "award__application", "rate")


class Allocation(Record):
    """Money of a contribution that is set aside for one call or one grant. It never changes (triggers).

    What a grant gets of a contribution that is set aside for its call is `drawn` from there: it is counted once.
    `there_minor` is the same sum in the currency of the call or grant, by the rate where that is another one.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="allocations")
    call = models.ForeignKey(Call, null=True, blank=True, on_delete=models.PROTECT, related_name="allocations")
    award = models.ForeignKey(Award, null=True, blank=True, on_delete=models.PROTECT, related_name="allocations")
    drawn = models.BooleanField(default=False)
    amount_minor = models.BigIntegerField(_("amount"))
    there_minor = models.BigIntegerField()
    rate = models.ForeignKey(ExchangeRate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    allocated_on = models.DateField(_("set aside on"))
    allocated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = AllocationRows.as_manager()

    class Meta:
        ordering = ["-allocated_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0, there_minor__gt=0), name="allocation_of_something"),
            models.CheckConstraint(
                condition=Q(call__isnull=False, award=None, drawn=False) | Q(call=None, award__isnull=False),
                name="allocation_for_one",
            ),
        ]

    def scopes(self) -> Scopes:
        return ((ScopeKind.PROGRAMME, self.contribution.programme_id),)

    @property
    def there_currency(self) -> str:
        """The currency of the call or grant."""
        return self.rate.into if self.rate else self.contribution.currency


class TakenBack(models.Model):
    """That money is no longer set aside there, and why. What was set aside stays readable and counts no more."""

    allocation = models.OneToOneField(Allocation, on_delete=models.PROTECT, related_name="taken_back")
    reason = FreeText(_("reason"), max_length=2000)
    written_in = WrittenIn(_("language of the reason"))
    taken_back_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "taken back"
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="taken_back_says_why")]
