"""The agreement of a grant: begun with the offer, written by the officer, in force when it is accepted."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.awards import agreement_queries as queries
from saanjh.awards import budgets, patterns
from saanjh.awards.budgets import Line
from saanjh.awards.models import Agreement, Award, BudgetLine, Milestone, Tranche
from saanjh.awards.rules import agreements as rules
from saanjh.ground import history
from saanjh.ground.models import District, Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh
from saanjh.programmes.models import ChosenIndicator


@action
def begin(award: Award, *, by: Person) -> Agreement:
    """Write the first version from what the application says; the action that asks for it records it."""
    made = Agreement.objects.create(
        award=award,
        amount_minor=award.amount_minor,
        starts_on=award.starts_on,
        ends_on=award.ends_on,
        level=queries.level_found(award),
        made_by=by,
    )
    made.districts.set(award.districts.all())
    made.indicators.set(ChosenIndicator.objects.current().filter(programme=award.programme_id, indicator__is_core=True))
    asked = budgets.of_application(award.application)
    _write_lines(made, asked.headings, budgets.cut_to(asked.lines, award.amount_minor))
    days = patterns.days_of(award.starts_on, award.ends_on)
    Milestone.objects.bulk_create(
        Milestone(
            agreement=made,
            position=place,
            code=step.code,
            label_en=step.label_en,
            label_ur=step.label_ur,
            due_on=days[step.code],
        )
        for place, step in enumerate(patterns.steps(), 1)
    )
    _write_tranches(made)
    return made


def _write_lines(agreement: Agreement, headings: Iterable[Any], lines: Sequence[Line]) -> None:
    """Put the lines under their headings, each with the words of its heading as they are now."""
    known = {heading.code: heading for heading in headings}
    ordered = sorted(lines, key=lambda line: list(known).index(line.heading))
    agreement.lines.all().delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(
            agreement=agreement,
            position=place,
            heading=line.heading,
            label_en=known[line.heading].label_en,
            label_ur=known[line.heading].label_ur,
            what=line.what,
            amount_minor=line.minor,
        )
        for place, line in enumerate(ordered, 1)
    )


def _write_tranches(agreement: Agreement) -> None:
    agreement.tranches.all().delete()
    Tranche.objects.bulk_create(
        Tranche(
            agreement=agreement,
            position=place,
            percent=part.percent,
            amount_minor=part.minor,
            milestone=part.milestone,
        )
        for place, part in enumerate(patterns.tranches(agreement.amount_minor, agreement.level), 1)
    )


@action
def bring_in(award: Award, *, by: Person) -> Agreement:
    """Write the first version for a grant from before there were agreements; one that was accepted is in force by it.

    Where the application says no budget, an accepted grant goes without one until a change brings it in.
    """
    rules.may_bring_in(afresh(award), by=by)
    made = begin(award, by=by)
    if award.answered_at:
        in_force(made, timezone.localdate(award.answered_at))
    history.record("agreement_brought_in", award, by=by, agreement=made.public_id)
    return made


@action
def in_force(agreement: Agreement, day: datetime.date) -> None:
    """Fix the version, and let it be in force from this day on; the action that asks for it records it."""
    earlier = Agreement.objects.in_force().filter(award=agreement.award_id).first()
    agreement.number = earlier.number + 1 if earlier and earlier.number else 1
    agreement.from_day, agreement.is_fixed = day, True
    agreement.save(update_fields=["number", "from_day", "is_fixed"])


def accepted(award: Award, day: datetime.date, *, reads: str = "") -> None:
    """Bring what is written for the offer into force, within the action that accepts it; nothing where nothing is.

    Refusal where it is not whole, or is another than the one that was read (`reads`: queries.digest).
    """
    written = Agreement.objects.select_for_update().filter(award=award, is_fixed=False).first()
    if written is None:
        return
    if reads and reads != queries.digest(written):
        raise Refusal(_("The agreement was changed since you opened it. Read it again before you accept it."))
    rules.is_whole(written)
    in_force(written, day)


@action
def write_budget(award: Award, lines: Sequence[Line], *, by: Person) -> Agreement:
    """Put these lines in place of those of the agreement that is offered."""
    agreement = written(award, by=by)
    rules.budget_fits(award, lines)
    _write_lines(agreement, budgets.of_application(award.application).headings, lines)
    history.record("agreement_budget_written", award, by=by, lines=len(lines))
    return agreement


@action
def write_steps(
    award: Award, *, days: Mapping[str, datetime.date], level: str, level_reason: str, written_in: str, by: Person
) -> Agreement:
    """Give each milestone its day, and the tranches of a level of risk: another one than was found needs a reason."""
    agreement = written(award, by=by)
    rules.days_fit(agreement, days)
    rules.level_fits(level, level_reason, found=queries.level_found(award))
    steps = list(agreement.milestones.all())
    for step in steps:
        step.due_on = days[step.code]
    Milestone.objects.bulk_update(steps, ["due_on"])
    agreement.level, agreement.level_reason, agreement.written_in = level, level_reason, written_in
    agreement.save(update_fields=["level", "level_reason", "written_in"])
    _write_tranches(agreement)
    history.record("agreement_steps_written", award, by=by, level=level)
    return agreement


@action
def write_visibility(
    award: Award,
    *,
    visibility: str,
    is_unseen: bool,
    written_in: str,
    indicators: Collection[ChosenIndicator],
    by: Person,
) -> Agreement:
    """Say how the grant is shown, or why not, and what is measured under it."""
    agreement = written(award, by=by)
    rules.visibility_fits(visibility, is_unseen=is_unseen)
    rules.indicators_fit(award, indicators)
    agreement.visibility, agreement.is_unseen, agreement.written_in = visibility, is_unseen, written_in
    agreement.save(update_fields=["visibility", "is_unseen", "written_in"])
    agreement.indicators.set(indicators)
    history.record("agreement_visibility_written", award, by=by, unseen=is_unseen, indicators=len(indicators))
    return agreement


def written(award: Award, *, by: Person) -> Agreement:
    """The version that is being written, locked; Refusal where `by` may not write, or none is written any more."""
    rules.may_prepare(afresh(award), by=by)
    return Agreement.objects.select_for_update().get(award=award, is_fixed=False)


@action
def next_version(
    now: Agreement,
    *,
    by: Person,
    ends_on: datetime.date | None = None,
    lines: Sequence[Line] | None = None,
    districts: Collection[District] | None = None,
) -> Agreement:
    """A version like the one in force, but for what is given; fixed, in force only when it is answered."""
    kept = ("amount_minor", "starts_on", "level", "level_reason", "is_unseen", "visibility", "written_in")
    facts = {name: getattr(now, name) for name in kept}
    made = Agreement.objects.create(award=now.award, ends_on=ends_on or now.ends_on, made_by=by, **facts)
    made.districts.set(now.districts.all() if districts is None else districts)
    made.indicators.set(now.indicators.all())
    if lines is None:
        _copy(now.lines.all(), made)
    else:
        _write_lines(made, budgets.of_application(now.award.application).headings, lines)
    _copy(now.tranches.all(), made)
    today, steps = timezone.localdate(), list(now.milestones.all())
    days = {step.code: step.due_on for step in steps}
    moved = patterns.stretched(days, today=today, was=now.ends_on, last=ends_on) if ends_on else days
    for step in steps:
        step.due_on = moved[step.code]
    _copy(steps, made)
    made.is_fixed = True
    made.save(update_fields=["is_fixed"])
    return made


def _copy(rows: Iterable[Any], into: Agreement) -> None:
    """The same rows as new ones of another version."""
    rows = list(rows)
    for row in rows:
        row.pk, row.agreement = None, into
        row._state.adding = True
    if rows:
        type(rows[0]).objects.bulk_create(rows)
