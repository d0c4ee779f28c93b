"""What may be decided: what the panel's set with its departures says, and no more than there is money for."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from saanjh.calls.bounds import Bounds
from saanjh.calls.models import Application, Outcome
from saanjh.ground.refusals import Refusal
from saanjh.kit import money


@dataclass
class Tally:
    """The bounds of a call, and the money that is spoken for while decisions are added one by one."""

    bounds: Bounds
    spent: int

    def add(self, application: Application, outcome: str) -> None:
        """Refusal for what departs from the set without a departure, and for more money than there is.

        A place on the reserve is the panel's own decision already: of whom it calls up only the money counts.
        """
        if application.state != Application.State.RESERVE:
            self._must_fit_set(application, outcome)
        if outcome == Outcome.SELECTED:
            self._must_be_paid(application)
            self.spent += application.amount_minor or 0

    def _must_fit_set(self, application: Application, outcome: str) -> None:
        stand = self.bounds.stand(application.number)
        if stand is None or stand.is_in == (outcome == Outcome.SELECTED):
            return
        if stand.is_in:
            words = _(
                "This application is in the panel’s set. Write first, on the page of the set, why the panel leaves it "
                "out, or take another decision."
            )
        else:
            words = _(
                "This application is not in the panel’s set. Write first, on the page of the set, why the panel puts "
                "it in, or take another decision."
            )
        raise Refusal(words, field="outcome")

    def _must_be_paid(self, application: Application) -> None:
        there, asked = self.bounds.money, application.amount_minor or 0
        if there is None or self.spent + asked <= there:
            return
        currency = application.call.currency
        names = {"spent": self.spent, "money": there, "asked": asked}
        said = {name: money.plain(money.from_minor(minor, currency)) for name, minor in names.items()}
        words = _(
            "The money is not enough: of %(money)s %(currency)s, %(spent)s are decided or proposed, and this "
            "application asks for %(asked)s. It can be selected only where another one is not."
        )
        if self.bounds.is_begun:
            words = _(
                "The money is not enough: of %(money)s %(currency)s, %(spent)s are decided or proposed, and this "
                "application asks for %(asked)s. It can be selected only where another one is not, or once there is "
                "more money: “Raise the money” on the page of the portfolio."
            )
        raise Refusal(words % {**said, "currency": currency}, field="outcome")


def proposing(bounds: Bounds) -> Tally:
    """Whoever proposes counts what is proposed already too."""
    return Tally(bounds, bounds.decided + bounds.proposed)


def confirming(bounds: Bounds) -> Tally:
    """Whoever confirms counts what is decided: what is confirmed now was proposed before."""
    return Tally(bounds, bounds.decided)
