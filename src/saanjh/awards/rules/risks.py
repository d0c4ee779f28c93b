"""Who writes down risks and looks at them again, what fits, how grave one is, and why not."""

import datetime
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.awards.codes import RISKS, labels
from saanjh.awards.models import OWNERS, Award, RiskReview
from saanjh.awards.rules.sides import writes_down
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.kit.periods import add_months

USUAL = 1  # months until a risk is looked at again, as the form proposes
LONGEST = 3  # months: a quarter, as reports are (domain report, 5.5)


class Grave(models.TextChoices):
    """How grave a risk is: likelihood times harm, in words (our choice of bounds, as registers of risk use them)."""

    LOW = "low", pgettext_lazy("risk", "Low")
    MIDDLING = "middling", pgettext_lazy("risk", "Middling")
    HIGH = "high", pgettext_lazy("risk", "High")
    VERY_HIGH = "very_high", pgettext_lazy("risk", "Very high")


def grave(likelihood: int, harm: int) -> Grave:
    """Of 1 to 25: low up to 4, middling up to 9, high up to 14, very high from 15 on."""
    score = likelihood * harm
    if score >= 15:
        return Grave.VERY_HIGH
    if score >= 10:
        return Grave.HIGH
    return Grave.MIDDLING if score >= 5 else Grave.LOW


@dataclass(frozen=True)
class Look:
    """What was typed of how a risk looks; without a next day it is over."""

    likelihood: int
    harm: int
    doing: str
    written_in: str
    owner: str
    next_on: datetime.date | None


def may_write(award: Award, *, by: Person) -> None:
    """Refusal unless `by` works for the organisation and the grant is active."""
    writes_down(award, by=by)


def risk_fits(kind: str, what: str) -> None:
    """Refusal unless the kind is known and something is said."""
    if kind not in labels(RISKS):
        raise Refusal(_("Choose what kind of risk it is."), field="kind")
    if not what.strip():
        raise Refusal(_("Say what could happen."), field="what")


def look_fits(look: Look, *, is_first: bool) -> None:
    """Refusal unless both measures are 1 to 5, a role looks after it, and the next day is within a quarter.

    Only a risk that was looked at before can be over.
    """
    if look.likelihood not in RiskReview.Likelihood.values:
        raise Refusal(_("Choose how likely it is."), field="likelihood")
    if look.harm not in RiskReview.Harm.values:
        raise Refusal(_("Choose how much harm it would do."), field="harm")
    if not look.doing.strip():
        raise Refusal(_("Say what is done about it."), field="doing")
    if look.owner not in OWNERS:
        raise Refusal(_("Choose a role."), field="owner")
    today = timezone.localdate()
    if look.next_on is None:
        if is_first:
            raise Refusal(_("Say when it is looked at again."), field="next_on")
    elif not today < look.next_on <= add_months(today, LONGEST):
        raise Refusal(_("Look at it again after today and within three months."), field="next_on")
