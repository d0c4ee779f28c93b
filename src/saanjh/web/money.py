"""Where the money goes, stage by stage: each room that knows a stage adds one line to STAGES."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.atlas.queries import kept_quiet
from saanjh.awards.queries import allocated, granted
from saanjh.programmes.models import Programme
from saanjh.programmes.queries import Gift, gifts

Sums = dict[tuple[int, str], int]  # (programme, currency) -> minor units; absent where nothing is recorded


@dataclass(frozen=True)
class Stage:
    """A station on the money's way, and the sentence that says what is counted there.

    `sums` takes the programmes, their gifts at hand, and the grants of which no public sum may tell.
    """

    code: str
    name: Any
    counts: Any
    sums: Callable[[list[int], list[Gift], Any], Sums]


def _added(given: list[Gift], amount: str) -> Sums:
    sums: Sums = {}
    for gift in given:
        minor = getattr(gift, amount)
        if minor is not None:
            key = (gift.programme.pk, gift.currency)
            sums[key] = sums.get(key, 0) + minor
    return sums


STAGES = [
    Stage(
        "pledged",
        _("Pledged"),
        _("What contributors have promised."),
        lambda programmes, given, quiet: _added(given, "pledged_minor"),
    ),
    Stage(
        "received",
        _("Received"),
        _("What of it has arrived."),
        lambda programmes, given, quiet: _added(given, "received_minor"),
    ),
    Stage(
        "allocated",
        _("Allocated"),
        _("What is set aside for a call or a grant."),
        lambda programmes, given, quiet: allocated(programmes, quiet),
    ),
    Stage(
        "granted",
        _("Granted"),
        _("Grants that organisations have accepted."),
        lambda programmes, given, quiet: granted(programmes, quiet),
    ),
]


@dataclass(frozen=True)
class Station:
    """A stage of one programme in one currency; `minor` is None where nothing is recorded."""

    stage: Stage
    minor: int | None


@dataclass(frozen=True)
class Flow:
    """A programme's money in one currency, from promise to grant, and who gives it."""

    programme: Programme
    currency: str
    stations: list[Station]
    gifts: list[Gift]

    @property
    def largest(self) -> int:
        """Where the scale of the bars ends."""
        return max((station.minor or 0 for station in self.stations), default=0)

    @property
    def is_recorded(self) -> bool:
        """Whether any sum is recorded at all."""
        return any(station.minor is not None for station in self.stations)


def public_flows(programmes: Collection[Programme]) -> list[Flow]:
    """The same as `flows` without the grants of work that is excluded for safety: no sum gives one away."""
    return flows(programmes, kept_quiet())


def flows(programmes: Collection[Programme], quiet: Any = ()) -> list[Flow]:
    """The money of each programme, one flow for each currency, its own currency first. Nothing is converted."""
    ids = [programme.pk for programme in programmes]
    given = gifts(ids)
    sums = {stage.code: stage.sums(ids, given, quiet) for stage in STAGES}
    return [
        Flow(
            programme,
            currency,
            [Station(stage, sums[stage.code].get((programme.pk, currency))) for stage in STAGES],
            [gift for gift in given if (gift.programme.pk, gift.currency) == (programme.pk, currency)],
        )
        for programme in programmes
        for currency in _currencies(programme, sums)
    ]


def _currencies(programme: Programme, sums: dict[str, Sums]) -> list[str]:
    others = {currency for stage in sums.values() for pk, currency in stage if pk == programme.pk}
    return [programme.currency, *sorted(others - {programme.currency})]
