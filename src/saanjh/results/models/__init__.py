"""What a grant set out to reach, what was measured of it, and the reasons with which values were returned."""

from saanjh.results.models.circumstances import Circumstance
from saanjh.results.models.locks import PeriodLock
from saanjh.results.models.targets import Target
from saanjh.results.models.values import SAMPLES, Method, Return, Tally, Turn, Value, places_of

__all__ = ["SAMPLES", "Circumstance", "Method", "PeriodLock", "Return", "Tally", "Target", "Turn", "Value", "places_of"]
