"""What is spent of a budget, beside how many of its days are over: by line, by heading, in all."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Sum

from saanjh.awards import budgets, patterns
from saanjh.awards.models import Agreement, Award, BudgetLine, CashLine, Explanation


@dataclass(frozen=True)
class Pace:
    """How many of the grant's days are over, today included."""

    over: int
    days: int

    @property
    def percent(self) -> int:
        """The same in percent, half rounded up."""
        return _rounded(self.over * 100, self.days)


@dataclass(frozen=True)
class Spending:
    """What may be spent on something, and what is; minor units of the grant's currency."""

    budget: int
    spent: int
    pace: Pace

    @property
    def left(self) -> int:
        """What may still be spent; below 0 where more was."""
        return self.budget - self.spent

    @property
    def burn(self) -> int | None:
        """How many percent of the budget are spent, half rounded up; None where nothing was planned."""
        return _rounded(self.spent * 100, self.budget) if self.budget else None

    @property
    def forecast(self) -> int | None:
        """What it comes to if every further day costs what a day did until now; None before the first day.

        To three digits: more would say that anybody knows.
        """
        return _rough(_rounded(self.spent * self.pace.days, self.pace.over)) if self.pace.over else None

    @property
    def points(self) -> int:
        """By how many percent of the budget it runs before (or, below 0, behind) the days; half rounded up."""
        return _rounded(self._ahead * 100, self.budget * self.pace.days) if self.budget else 100 * bool(self.spent)

    @property
    def is_off(self) -> bool:
        """Whether that is more than what goes without an explanation (data/agreements/money_rules.csv), exactly."""
        most = patterns.money_rules()["variance"]
        return abs(self._ahead) * 100 > most * self.budget * self.pace.days

    @property
    def _ahead(self) -> int:
        return self.spent * self.pace.days - self.budget * self.pace.over


@dataclass
class Heading:
    """A heading of the budget with its lines; `dropped` is what was spent on lines that the budget no longer has."""

    label: BudgetLine  # any of its lines: its code and how it is worded
    whole: Spending
    lines: list[tuple[BudgetLine, Spending]] = field(default_factory=list)
    dropped: int = 0
    explanation: Explanation | None = None

    @property
    def needs_words(self) -> bool:
        """Whether it is off and nothing explains that: no words, or words for another direction or a smaller gap."""
        if not self.whole.is_off:
            return False
        last, most = self.explanation, patterns.money_rules()["variance"]
        return last is None or last.points * self.whole.points <= 0 or abs(self.whole.points - last.points) > most


@dataclass(frozen=True)
class Actual:
    """The budget in force beside what is spent, and what of that is above the most that a heading may take."""

    agreement: Agreement
    total: Spending
    headings: list[Heading]
    above: list[str]


def pace_of(agreement: Agreement, today: datetime.date) -> Pace:
    """How far the days of the agreement are gone at the end of today."""
    days = (agreement.ends_on - agreement.starts_on).days + 1
    return Pace(min(max((today - agreement.starts_on).days + 1, 0), days), days)


def actual(award: Award, today: datetime.date) -> Actual | None:
    """The budget in force beside what the cash book says; None where nothing is agreed. Sums come from the database."""
    agreement = Agreement.objects.in_force().filter(award=award).first()
    if agreement is None:
        return None
    pace = pace_of(agreement, today)
    headings = _headings(agreement, pace, list(_sums(award)))
    told = Explanation.objects.filter(award=award).select_related("written_by").order_by("pk")
    for each in told:  # the later one takes the place of the earlier
        if each.heading in headings:
            headings[each.heading].explanation = each
    spent = {code: heading.whole.spent for code, heading in headings.items()}
    above = budgets.above(award.application, spent, agreement.amount_minor)
    total = Spending(sum(each.whole.budget for each in headings.values()), sum(spent.values()), pace)
    return Actual(agreement, total, list(headings.values()), above)


def _sums(award: Award) -> list[tuple[BudgetLine, int]]:
    """What is spent on each line of whatever version, reversed lines taken off: one query that adds up."""
    names = ("pk", "heading", "label_en", "label_ur", "what")
    rows = CashLine.objects.filter(award=award, kind=CashLine.Kind.SPENT).order_by()
    sums = rows.values_list(*(f"budget_line__{name}" for name in names)).annotate(Sum("spent_minor"))
    return [(BudgetLine(**dict(zip(names, line, strict=True))), minor) for *line, minor in sums]


def _headings(agreement: Agreement, pace: Pace, sums: list[tuple[BudgetLine, int]]) -> dict[str, Heading]:
    """The headings in the order of the budget; what an earlier version had is found again by heading and words."""
    lines = list(agreement.lines.all())
    own = {line.pk: line for line in lines}
    alike = {(line.heading, line.what): line for line in reversed(lines)}
    spent = dict.fromkeys(own, 0)
    dropped: list[tuple[BudgetLine, int]] = []
    for line, minor in sums:
        now = own.get(line.pk) or alike.get((line.heading, line.what))
        if now:
            spent[now.pk] += minor
        else:
            dropped.append((line, minor))
    found: dict[str, Heading] = {}
    for line in lines:
        heading = found.setdefault(line.heading, Heading(line, Spending(0, 0, pace)))
        heading.lines.append((line, Spending(line.amount_minor, spent[line.pk], pace)))
    for line, minor in dropped:
        found.setdefault(line.heading, Heading(line, Spending(0, 0, pace))).dropped += minor
    for heading in found.values():
        parts = [part for _line, part in heading.lines]
        all_spent = sum(part.spent for part in parts) + heading.dropped
        heading.whole = Spending(sum(part.budget for part in parts), all_spent, pace)
    return found


def _rounded(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)


def _rough(minor: int) -> int:
    return round(minor, min(0, 3 - len(str(abs(minor)))))
