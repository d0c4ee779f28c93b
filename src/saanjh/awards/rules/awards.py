"""Who may offer, answer and end a grant, on which terms, and why not."""

import datetime
from collections.abc import Collection

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Agreement, Award
from saanjh.awards.rules.agreements import is_whole
from saanjh.calls.models import Application
from saanjh.ground import states
from saanjh.ground.access import Role, ScopeKind, may, standing_of
from saanjh.ground.models import District, Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.states import Moves
from saanjh.kit.periods import add_months

MOVES: Moves = {
    (Award.State.OFFERED, "accept"): Award.State.ACTIVE,
    (Award.State.OFFERED, "decline"): Award.State.DECLINED,
    (Award.State.OFFERED, "call_back"): Award.State.CALLED_BACK,
    (Award.State.ACTIVE, "complete"): Award.State.COMPLETED,
    (Award.State.ACTIVE, "end_early"): Award.State.ENDED_EARLY,
}
ONE_DAY = datetime.timedelta(days=1)


def may_offer(application: Application, *, by: Person) -> None:
    """Refusal unless `by` runs the programme, the application was selected, and no offer for it stands.

    One that was called back leaves room for another. One that the organisation declined does not: it gave the grant up.
    """
    if not may(by, Role.PROGRAMME_OFFICER, over=application.scopes()):
        raise Refusal(_("Only an officer of the programme offers a grant."))
    if application.state != Application.State.SELECTED:
        raise Refusal(_("A grant can be offered only for a selected application."))
    if Award.objects.standing().filter(application=application).exists():
        raise Refusal(_("A grant was already offered for this application."))


def terms_fit(
    application: Application,
    *,
    amount_minor: int,
    starts_on: datetime.date,
    ends_on: datetime.date,
    districts: Collection[District],
) -> None:
    """Refusal unless amount, days and districts are within what was asked for and what the call allows."""
    call, programme = application.call, application.call.programme
    if amount_minor < 1:
        raise Refusal(_("Write an amount above zero."), field="amount")
    if amount_minor > application.terms.ceiling_minor:
        raise Refusal(_("The amount is above the largest grant of this call."), field="amount")
    if application.amount_minor is None or amount_minor > application.amount_minor:
        raise Refusal(_("The amount is above what the organisation asked for."), field="amount")
    earliest = add_months(starts_on, call.min_months) - ONE_DAY
    latest = add_months(starts_on, call.max_months) - ONE_DAY
    if not earliest <= ends_on <= latest:
        raise Refusal(
            _("The call allows %(fewest)s to %(most)s months: end between %(earliest)s and %(latest)s.")
            % {"fewest": call.min_months, "most": call.max_months, "earliest": earliest, "latest": latest},
            field="ends_on",
        )
    if starts_on < programme.starts_on or ends_on > programme.ends_on:
        raise Refusal(_("The programme does not run on all of these days."), field="starts_on")
    if not districts:
        raise Refusal(_("Choose at least one district."), field="districts")


def may_answer(award: Award, *, by: Person) -> None:
    """Refusal unless `by` signs for the organisation, did not make the offer, and it waits for an answer."""
    if not may(by, Role.SIGNATORY, over=[(ScopeKind.ORGANISATION, award.organisation_id)]):
        raise Refusal(_("Only a signatory of the organisation accepts or declines a grant."))
    if by.pk == award.offered_by_id:
        raise Refusal(_("Whoever offered a grant cannot accept it."))
    states.check(award, "accept", MOVES)


def may_accept(award: Award, *, by: Person) -> None:
    """Refusal unless `by` may answer, and the agreement, where one is written, is whole."""
    may_answer(award, by=by)
    if written := Agreement.objects.filter(award=award, is_fixed=False).first():
        is_whole(written)


def may_call_back(award: Award, *, by: Person) -> None:
    """Refusal unless `by` runs the programme and nobody has answered the offer."""
    if not may(by, Role.PROGRAMME_OFFICER, over=[(ScopeKind.PROGRAMME, award.programme_id)]):
        raise Refusal(_("Only an officer of the programme calls an offer back."))
    states.check(award, "call_back", MOVES)


def may_complete(award: Award, *, by: Person) -> None:
    """Refusal unless `by` runs the programme, has no part in the organisation, and the last day is over."""
    _may_end(award, by)
    states.check(award, "complete", MOVES)
    if timezone.localdate() <= award.ends_on:
        raise Refusal(
            _("The grant runs until the end of %(last)s. It is completed after that.")
            % {"last": date_format(award.ends_on)}
        )


def may_end_early(award: Award, *, by: Person) -> None:
    """Refusal unless `by` runs the programme, has no part in the organisation, and the grant runs today."""
    _may_end(award, by)
    states.check(award, "end_early", MOVES)
    if timezone.localdate() > award.ends_on:
        raise Refusal(_("The last day of this grant is over: it is completed, not ended early."))
    if timezone.localdate() < award.starts_on:
        raise Refusal(
            _("The grant begins on %(first)s. It can be ended from that day on.")
            % {"first": date_format(award.starts_on)}
        )


def _may_end(award: Award, by: Person) -> None:
    if not may(by, Role.PROGRAMME_OFFICER, over=[(ScopeKind.PROGRAMME, award.programme_id)]):
        raise Refusal(_("Only an officer of the programme completes a grant or ends it early."))
    if award.organisation_id in standing_of(by).ids(ScopeKind.ORGANISATION):
        raise Refusal(_("You belong to this organisation: ask another officer."))


def accounts(money_accounted_for: bool, reason: str) -> None:
    """Refusal where neither all the money is accounted for nor a reason is given."""
    if not money_accounted_for and not reason.strip():
        raise Refusal(_("Say what is not accounted for, and why the grant is completed all the same."), field="reason")
