"""Who may do what in a programme, and why not."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, may
from saanjh.ground.models import Organisation, Person
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import (
    ChosenIndicator,
    Contribution,
    Indicator,
    Programme,
    Receipt,
    Scheme,
    StrikeOut,
    Theme,
)

PLACES_OF_A_RATE = 6
MOST_OF_A_RATE = 10**9


def may_plan(by: Person) -> None:
    """An administrator plans the first programme; whoever leads one may plan another."""
    if by.username != SYSTEM and not may(by, Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER):
        raise Refusal(_("Only a programme officer or an administrator plans a programme."))


def leads(programme: Programme, *, by: Person) -> bool:
    """Whether `by` is an officer of this programme."""
    return may(by, Role.PROGRAMME_OFFICER, over=programme.scopes())


def may_change(programme: Programme, *, by: Person) -> None:
    """Refusal unless `by` leads the programme and it is not closed."""
    if not leads(programme, by=by):
        raise Refusal(_("Only a programme officer of this programme does this."))
    if programme.state == Programme.State.CLOSED:
        raise Refusal(_("The programme is closed: nothing in it changes any more."))


def may_open(programme: Programme, *, by: Person) -> None:
    """A programme is opened by its officer, once it says what it wants to reach."""
    may_change(programme, by=by)
    if not programme.objectives.exists():
        raise Refusal(_("Add at least one objective before you open the programme."))


def sound_dates(starts_on: datetime.date, ends_on: datetime.date) -> None:
    """Refusal for an end before the beginning."""
    if ends_on < starts_on:
        raise Refusal(_("The last day lies before the first."), field="ends_on")


def sound_currency(currency: str, *, field: str = "currency") -> None:
    """Refusal for a currency that is not on the list."""
    if not Theme.objects.of(Scheme.CURRENCIES).filter(code=currency).exists():
        raise Refusal(_("Choose a currency from the list."), field=field)


def sound_themes(themes: Iterable[Theme]) -> None:
    """Only rows of the lists of themes and policies are themes of a programme."""
    wanted = {Scheme.THEMES, Scheme.NPVE_5R, Scheme.UN_PLAN_OF_ACTION}
    if any(theme.scheme not in wanted for theme in themes):
        raise Refusal(_("Choose themes from the list."), field="themes")


def may_keep_accounts(programme: Programme, *, by: Person) -> None:
    """Refusal unless `by` keeps the money of this programme and it is not closed."""
    if not may(by, Role.FINANCE_OFFICER, over=programme.scopes()):
        raise Refusal(_("Only a finance officer of this programme records contributions."))
    if programme.state == Programme.State.CLOSED:
        raise Refusal(_("The programme is closed: nothing in it changes any more."))


def sound_pledge(donor: Organisation, amount_minor: int, pledged_on: datetime.date) -> None:
    """Refusal for a pledge of nothing, of tomorrow, or by a duplicate of another organisation."""
    if donor.merged_into_id:
        raise Refusal(_("This organisation was joined into another: choose that one."), field="donor")
    if amount_minor <= 0:
        raise Refusal(_("Write an amount above zero."), field="amount")
    _not_ahead(pledged_on, field="pledged_on")


def may_receive(contribution: Contribution, amount_minor: int, received_on: datetime.date, *, by: Person) -> None:
    """What arrives is above zero, is not of tomorrow, and is not more than what was pledged."""
    may_keep_accounts(contribution.programme, by=by)
    if amount_minor <= 0:
        raise Refusal(_("Write an amount above zero."), field="amount")
    _not_ahead(received_on, field="received_on")
    if received_on < contribution.pledged_on:
        raise Refusal(_("This day is before the day of the pledge."), field="received_on")
    received = contribution.receipts.standing().aggregate(sum=Sum("amount_minor"))["sum"] or 0
    if received + amount_minor > contribution.amount_minor:
        raise Refusal(
            _("This is more than was pledged and has not arrived yet. Record a further pledge first."), field="amount"
        )


def sound_rate(of: str, into: str, value: Decimal, day: datetime.date) -> None:
    """Refusal for a currency in itself, a rate that is none, or one of tomorrow."""
    if of == into:
        raise Refusal(_("Choose two different currencies."), field="into")
    if not 0 < value < MOST_OF_A_RATE or -int(value.normalize().as_tuple().exponent) > PLACES_OF_A_RATE:
        raise Refusal(
            _("Write a rate above zero, with at most %(places)s digits after the point.")
            % {"places": PLACES_OF_A_RATE},
            field="value",
        )
    _not_ahead(day, field="day")


def may_strike_out(contribution: Contribution, *, by: Person) -> None:
    """Refusal unless `by` may record what arrives, and something is recorded that stands."""
    may_keep_accounts(contribution.programme, by=by)
    if not contribution.receipts.standing().exists():
        raise Refusal(_("Nothing is recorded of this contribution that could be struck out."))


def is_standing(receipt: Receipt) -> None:
    """Refusal where it was struck out already."""
    if StrikeOut.objects.filter(receipt=receipt).exists():
        raise Refusal(_("This was struck out already."), field="receipt")


def _not_ahead(day: datetime.date, *, field: str) -> None:
    if day > timezone.localdate():
        raise Refusal(_("This day has not come yet."), field=field)


def may_choose(programme: Programme, indicator: Indicator, *, by: Person) -> None:
    """An indicator is chosen by the programme's officer, once."""
    may_change(programme, by=by)
    if ChosenIndicator.objects.current().filter(programme=programme, indicator=indicator).exists():
        raise Refusal(_("The programme has chosen this indicator already."), field="indicator")


def may_keep_lists(by: Person) -> None:
    """Refusal unless `by` runs the installation."""
    if by.username != SYSTEM and not may(by, Role.ADMINISTRATOR, Role.OPERATOR):
        raise Refusal(_("Only an administrator or the operator changes these lists."))
