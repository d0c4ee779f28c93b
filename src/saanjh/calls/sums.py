"""The money that there is for a call: that of its rules, each time that it was raised, and what there is now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest

from saanjh.calls.models import Call, MoneyRaise, PanelRules


@dataclass(frozen=True)
class Money:
    """What the rules have as they stand, and each time that it was raised, the oldest first.

    What was raised belongs to the call for good: rules that are set anew do not take it away.
    """

    of_rules: int
    raises: list[MoneyRaise]

    @property
    def now(self) -> int:
        return max(self.of_rules, self.raised or 0)

    @property
    def raised(self) -> int | None:
        """To what it was raised last; the rules have never less from then on."""
        return self.raises[-1].money_minor if self.raises else None


def money_of(call: Call) -> Money | None:
    """None without rules. Two queries."""
    panel = PanelRules.objects.filter(call=call).first()
    return money_under(panel) if panel else None


def money_under(panel: PanelRules) -> Money:
    """With these rules. One query."""
    rows = MoneyRaise.objects.filter(call=panel.call_id)
    return Money(panel.money_minor, list(rows.select_related("by").order_by("pk")))


def money_now() -> Any:
    """The same as `Money.now`, as an expression over the applications of a call; null without rules."""
    raises = MoneyRaise.objects.filter(call=OuterRef("call")).order_by("-money_minor")
    of_rules = "call__panel_rules__money_minor"
    return Greatest(Coalesce(Subquery(raises.values("money_minor")[:1]), of_rules), of_rules)


def money_asked(question: Mapping[str, Any]) -> int:
    """The money with which a set was chosen."""
    return next(int(rule["minor"]) for rule in question["rules"] if rule["rule"] == "Budget")
