"""Who writes the agreement of a grant, and what must hold of it, and why not."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saanjh.awards import budgets
from saanjh.awards.budgets import Line
from saanjh.awards.models import Agreement, Award
from saanjh.ground.access import Role, ScopeKind, may, standing_of
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.kit import money
from saanjh.programmes.models import ChosenIndicator

MOST_LINES = 60


def may_prepare(award: Award, *, by: Person) -> None:
    """Refusal unless `by` runs the programme, is not of the organisation, and the offer waits with an agreement."""
    _runs(award, by)
    if award.state != Award.State.OFFERED:
        raise Refusal(_("This offer was answered. From now on a change is proposed to the other side."))
    if not Agreement.objects.filter(award=award, is_fixed=False).exists():
        raise Refusal(_("No agreement is written for this grant yet: bring it in first."))


def may_bring_in(award: Award, *, by: Person) -> None:
    """Refusal unless `by` runs the programme, and the grant, which was not given up, has no agreement."""
    _runs(award, by)
    if award.state in {Award.State.DECLINED, Award.State.CALLED_BACK}:
        raise Refusal(_("This grant was given up: nothing is agreed on it."))
    if Agreement.objects.filter(award=award).exists():
        raise Refusal(_("This grant has its agreement already."))


def _runs(award: Award, by: Person) -> None:
    if not may(by, Role.PROGRAMME_OFFICER, over=[(ScopeKind.PROGRAMME, award.programme_id)]):
        raise Refusal(_("Only an officer of the programme writes the agreement of a grant."))
    if award.organisation_id in standing_of(by).ids(ScopeKind.ORGANISATION):
        raise Refusal(_("You belong to this organisation: ask another officer."))


def adds_up(lines: Iterable[Line], award: Award) -> None:
    """Refusal unless the lines come to the amount of the grant, to the last paisa."""
    total, asked = sum(line.minor for line in lines), award.amount_minor
    if total != asked:
        facts = {
            "total": _plain(total, award.currency),
            "amount": _plain(asked, award.currency),
            "difference": _plain(abs(asked - total), award.currency),
            "currency": award.currency,
        }
        words = (
            _("The lines come to %(total)s %(currency)s and the grant is %(amount)s: %(difference)s more is needed.")
            if total < asked
            else _("The lines come to %(total)s %(currency)s and the grant is %(amount)s: %(difference)s is too much.")
        )
        raise Refusal(words % facts)


def _plain(minor: int, currency: str) -> str:
    return money.plain(money.from_minor(minor, currency))


def budget_fits(award: Award, lines: Sequence[Line]) -> None:
    """Refusal unless the lines add up to the grant, under headings that there are, within their limits."""
    headings = budgets.of_application(award.application).headings
    if not lines:
        raise Refusal(_("Write what the grant pays for: one line or more."))
    if len(lines) > MOST_LINES:
        raise Refusal(_("At most %(most)s lines fit.") % {"most": MOST_LINES})
    if {line.heading for line in lines} - {heading.code for heading in headings}:
        raise Refusal(_("Choose a heading from the list."))
    for place, line in enumerate(lines, 1):
        if not line.what.strip() or line.minor < 1:
            raise Refusal(_("Line %(row)s: say what it is for, and an amount above zero.") % {"row": place})
    adds_up(lines, award)
    if broken := budgets.broken(award.application, headings, lines):
        raise Refusal(" ".join(broken))


def days_fit(agreement: Agreement, days: Mapping[str, date]) -> None:
    """Refusal unless each milestone has a day of the grant, none before the one that it follows."""
    before: Any = None
    for step in agreement.milestones.order_by("position", "pk"):
        day = days.get(step.code)
        if day is None or not agreement.starts_on <= day <= agreement.ends_on:
            first, last = date_format(agreement.starts_on), date_format(agreement.ends_on)
            words = _("Choose a day of the grant, from %(first)s to %(last)s.")
            raise Refusal(words % {"first": first, "last": last}, field=f"day_{step.code}")
        if before and day < before:
            raise Refusal(_("This step comes before the one above it."), field=f"day_{step.code}")
        before = day


def level_fits(level: str, reason: str, *, found: str) -> None:
    """Refusal unless the level is the one that was found, or a reason says why it is another."""
    if level != found and not reason.strip():
        raise Refusal(_("The assessment says otherwise: give the reason for another level."), field="level_reason")


def visibility_fits(visibility: str, *, is_unseen: bool) -> None:
    """Refusal where visibility is waived without a reason, or is planned in no word."""
    if visibility.strip():
        return
    if is_unseen:
        raise Refusal(_("Say why the grant is not shown: what could happen to whom."), field="visibility")
    raise Refusal(_("Say how the grant is shown, or waive that for safety."), field="visibility")


def indicators_fit(award: Award, indicators: Collection[ChosenIndicator]) -> None:
    """Refusal unless each is one that the programme measures."""
    if any(each.programme_id != award.programme_id or each.set_aside_on for each in indicators):
        raise Refusal(_("Choose from the indicators that the programme measures."), field="indicators")


def is_whole(agreement: Agreement) -> None:
    """Refusal to accept what is not written to its end: its budget must add up to the grant."""
    lines = [Line(line.heading, line.what, line.amount_minor) for line in agreement.lines.all()]
    if not lines:
        raise Refusal(_("The budget of this agreement is not written yet. Ask the officer of the programme for it."))
    adds_up(lines, agreement.award)
