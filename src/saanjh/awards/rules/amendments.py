"""Who proposes and answers a change of an agreement, how far it goes, what goes by notice, and why not."""

import datetime
from collections.abc import Collection, Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saanjh.awards import budgets, patterns
from saanjh.awards.budgets import Line
from saanjh.awards.models import Agreement, Amendment, Award
from saanjh.awards.rules import agreements
from saanjh.calls.rules import aims
from saanjh.ground import states
from saanjh.ground.access import ORGANISATION, Role, ScopeKind, may, standing_of
from saanjh.ground.models import District, Person
from saanjh.ground.naming import named
from saanjh.ground.refusals import Refusal
from saanjh.ground.states import Moves
from saanjh.kit.periods import add_months
from saanjh.kit.text import isolated
from saanjh.questions.budgets import protected

Side, State = Amendment.Side, Amendment.State
MOVES: Moves = {
    (State.OPEN, "accept"): State.ACCEPTED,
    (State.OPEN, "decline"): State.DECLINED,
    (State.OPEN, "take_back"): State.TAKEN_BACK,
}


def side_of(award: Award, *, by: Person) -> Amendment.Side:
    """For which side `by` speaks; Refusal for whoever speaks for neither, or belongs to both."""
    signs = may(by, Role.SIGNATORY, over=[(ScopeKind.ORGANISATION, award.organisation_id)])
    if may(by, Role.PROGRAMME_OFFICER, over=[(ScopeKind.PROGRAMME, award.programme_id)]):
        if award.organisation_id in standing_of(by).ids(ScopeKind.ORGANISATION, *ORGANISATION):
            raise Refusal(_("You belong to both sides of this grant: ask another officer or signatory."))
        return Side.PROGRAMME
    if signs:
        return Side.ORGANISATION
    raise Refusal(_("Only a signatory of the organisation or an officer of the programme changes the agreement."))


def may_propose(award: Award, *, by: Person) -> None:
    """Refusal unless `by` speaks for one side, the grant runs, has an agreement, and no other change is open."""
    side_of(award, by=by)
    _still_runs(award)
    if not Agreement.objects.in_force().filter(award=award).exists():
        raise Refusal(_("No agreement is written for this grant yet. An officer of the programme brings it in first."))
    if Amendment.objects.open().filter(award=award).exists():
        raise Refusal(_("Another change of this agreement waits for an answer: it is answered or taken back first."))


def _still_runs(award: Award) -> None:
    if award.state == Award.State.OFFERED:
        raise Refusal(_("This grant is not accepted yet: nothing is agreed that could be changed."))
    if award.state != Award.State.ACTIVE or timezone.localdate() > award.ends_on:
        raise Refusal(_("This grant is over: its agreement no longer changes."))


def may_answer(amendment: Amendment, *, by: Person) -> None:
    """Refusal unless `by` speaks for the other side, is not who proposed it, and it waits on a grant that runs."""
    if side_of(amendment.award, by=by) == amendment.side or by.pk == amendment.proposed_by_id:
        raise Refusal(_("The other side answers this. Nobody accepts what the own side proposed."))
    states.check(amendment, "accept", MOVES)
    _still_runs(amendment.award)


def may_take_back(amendment: Amendment, *, by: Person) -> None:
    """Refusal unless `by` speaks for the side that proposed it, and it waits for an answer."""
    if side_of(amendment.award, by=by) != amendment.side:
        raise Refusal(_("Only the side that proposed a change takes it back."))
    states.check(amendment, "take_back", MOVES)


def says_why(reason: str, effect: str) -> None:
    """Refusal where the other side would not be told why, or what follows."""
    if not reason.strip():
        raise Refusal(_("Give the reason: the other side reads it."), field="reason")
    if not effect.strip():
        raise Refusal(_("Say what it changes for the work: the other side reads it."), field="effect")


def extension_fits(award: Award, ends_on: datetime.date) -> None:
    """Refusal unless the new last day is a later one, within the programme."""
    if ends_on <= award.ends_on:
        words = _("Choose a day after %(last)s, the last day until now.")
        raise Refusal(words % {"last": date_format(award.ends_on)}, field="ends_on")
    if ends_on > award.programme.ends_on:
        words = _("The programme ends on %(last)s: choose a day until then.")
        raise Refusal(words % {"last": date_format(award.programme.ends_on)}, field="ends_on")


def shift_fits(now: Agreement, lines: Sequence[Line]) -> None:
    """Refusal unless the lines are others, add up, keep the limits, and take nothing from a protected heading."""
    there = lines_of(now)
    if sorted(map(_plain, there)) == sorted(map(_plain, lines)):
        raise Refusal(_("Nothing was changed: all of this stands there already."))
    agreements.budget_fits(now.award, lines)
    before, after = budgets.sums(there), budgets.sums(lines)
    for code in sorted(protected()):
        if after.get(code, 0) < before.get(code, 0):
            label = next(line for line in now.lines.all() if line.heading == code)
            words = _("“%(heading)s” is protected: it is not cut to pay for something else.")
            raise Refusal(words % {"heading": isolated(named(label, "label"))})


def _plain(line: Line) -> tuple[str, str, int]:
    return line.heading, line.what, line.minor


def districts_fit(award: Award, districts: Collection[District]) -> None:
    """Refusal unless there are some, they are others than now, and those added are ones that the call is for."""
    now = {district.pk for district in award.districts.all()}
    if not districts:
        raise Refusal(_("Choose at least one district."), field="districts")
    if {district.pk for district in districts} == now:
        raise Refusal(_("Nothing was changed: all of this stands there already."), field="districts")
    added = [district for district in districts if district.pk not in now]
    if why := aims.outside(award.application.call, added):
        raise Refusal(why, field="districts")


def lines_of(agreement: Agreement) -> list[Line]:
    """Its budget as plain lines, in order."""
    return [Line(line.heading, line.what, line.amount_minor) for line in agreement.lines.all()]


def agreed_by_both(award: Award) -> Agreement:
    """The latest version that both sides agreed on: from it what goes by notice is counted, however often."""
    versions = Agreement.objects.in_force().filter(award=award)
    return versions.exclude(amendment__state=State.BY_NOTICE)[0]


def extends_by_notice(award: Award, ends_on: datetime.date) -> bool:
    """Whether the organisation alone may move the last day there: by at most so many months since both agreed."""
    return ends_on <= add_months(agreed_by_both(award).ends_on, patterns.by_notice()["extension"])


def shifts_by_notice(award: Award, lines: Sequence[Line]) -> bool:
    """Whether the organisation alone may write these lines: no new one, no heading moved too far."""
    agreed = lines_of(agreed_by_both(award))
    if {(line.heading, line.what) for line in lines} - {(line.heading, line.what) for line in agreed}:
        return False
    before, after = budgets.sums(agreed), budgets.sums(lines)
    most = patterns.by_notice()["budget"]
    return all(abs(after.get(code, 0) - before[code]) * 100 <= most * before[code] for code in before)
