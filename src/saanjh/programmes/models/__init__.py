"""The tables of programmes, one file a noun."""

from saanjh.programmes.models.codelists import Scheme, Standing, Theme
from saanjh.programmes.models.contributions import Contribution, Receipt, StrikeOut
from saanjh.programmes.models.indicators import ChosenIndicator, Indicator
from saanjh.programmes.models.programmes import Objective, Programme
from saanjh.programmes.models.rates import ExchangeRate

__all__ = [
    "ChosenIndicator",
    "Contribution",
    "ExchangeRate",
    "Indicator",
    "Objective",
    "Programme",
    "Receipt",
    "Scheme",
    "Standing",
    "StrikeOut",
    "Theme",
]
