"""The rule set for costs of a call: what no heading of the form's budget says, line by line."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saanjh.calls.models.calls import Call
from saanjh.ground.access import Scopes
from saanjh.ground.fields import FreeLine, FreeText
from saanjh.questions.models import Heading


class CostRule(models.Model):
    """One limit of a call, copied from a rule set (data/selection) and then the call's own.

    `words` are phrases, one a line, in either language: a line of a budget that says one of them is meant. Triggers
    refuse any change once the call is published (migration 0020).
    """

    class Kind(models.TextChoices):
        UNIT = "unit", _("What one unit may cost")
        SHARE = "share", _("What certain lines may take of the budget together")
        NEVER = "never", _("What is never paid")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="cost_rules")
    ruleset = models.CharField(max_length=20)  # the code of the set that it was copied from
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    heading = models.CharField(max_length=8, blank=True)  # the lines of this heading only
    percent = models.PositiveSmallIntegerField(null=True)
    percent_of = models.CharField(max_length=12, choices=Heading.Of.choices, default=Heading.Of.TOTAL)
    # In the call's currency; None while it stands in another one in the set, and nobody has said what it comes to.
    amount_minor = models.BigIntegerField(null=True)
    stated = models.CharField(max_length=24, blank=True)  # the amount as the set has it: 1000 USD
    words = FreeText(_("words by which such a line is known"), max_length=2000, blank=True)
    label_en = FreeLine(_("words in English"), max_length=200)
    label_ur = FreeLine(_("words in Urdu"), max_length=200, blank=True)
    source = FreeLine(max_length=200)

    class Meta:
        ordering = ["call", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="cost_rule_once"),
            models.UniqueConstraint(fields=["call", "position"], name="cost_rule_place_once"),
            models.CheckConstraint(
                condition=Q(kind="unit", percent=None, words="")
                | Q(kind="share", amount_minor=None, percent__gte=0, percent__lte=100) & (~Q(words="") | ~Q(heading=""))
                | Q(kind="never", percent=None, amount_minor=None) & ~Q(words=""),
                name="cost_rule_of_its_kind",
            ),
            models.CheckConstraint(condition=Q(amount_minor=None) | Q(amount_minor__gte=1), name="cost_rule_amount"),
        ]

    def __str__(self) -> str:
        return self.label_en

    def scopes(self) -> Scopes:
        return self.call.scopes()
