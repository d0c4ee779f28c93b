"""What pages need to know of agreements: the one of a day, all versions, and what changed between two."""

import datetime
from dataclasses import dataclass
from typing import Any

from saanjh.awards.models import Agreement, Amendment, Award, Milestone
from saanjh.awards.rules.amendments import lines_of
from saanjh.calls.digests import digest as digest_of
from saanjh.calls.models import Capacity
from saanjh.ground.access import Role, ScopeKind, Standing


def level_found(award: Award) -> str:
    """The level of risk of the organisation's latest assessment in the programme; moderate where there is none."""
    rows = Capacity.objects.filter(
        application__organisation=award.application.organisation_id, application__call__programme=award.programme_id
    )
    return rows.order_by("-pk").values_list("level", flat=True).first() or Capacity.Level.MODERATE


def on(award: Award, day: datetime.date) -> Agreement | None:
    """The version in force on a day; before the first one, the first; while an offer waits, what is written for it."""
    versions = Agreement.objects.filter(award=award)
    return versions.on(day).first() or versions.in_force().last() or versions.filter(is_fixed=False).first()


def now(award: Award) -> Agreement:
    """The version in force; IndexError where there is none."""
    return Agreement.objects.in_force().filter(award=award).select_related("award")[0]


def versions(award: Award) -> list[Agreement]:
    """All versions that are or were in force, the latest first, with all their parts and what brought them."""
    return list(Agreement.objects.in_force().filter(award=award).whole().select_related("amendment")[:50])


def shown(award: Award, versions: list[Agreement], day: datetime.date) -> Agreement | None:
    """Of all versions the one to show for a day, as `on` does, with all its parts."""
    if not versions:
        return Agreement.objects.filter(award=award, is_fixed=False).whole().first()
    return next((each for each in versions if each.from_day and each.from_day <= day), versions[-1])


def amendments(award: Award) -> list[Amendment]:
    """The latest changes that were proposed or told, whatever came of them."""
    return list(Amendment.objects.filter(award=award).select_related("proposed_by").order_by("-pk")[:20])


def districts_on(award: Award, day: datetime.date) -> set[int]:
    """The districts (primary keys) in which the grant worked on a day; those of the grant where nothing is agreed."""
    agreement = on(award, day)
    rows = agreement.districts if agreement else award.districts
    return set(rows.order_by().values_list("pk", flat=True))


def steps_on(award: Award, day: datetime.date) -> list[Milestone]:
    """The steps that were agreed on a day, in order; none where nothing is agreed. At most three queries."""
    agreement = on(award, day)
    return list(agreement.milestones.all()) if agreement and agreement.is_fixed else []


def plain(agreement: Agreement) -> dict[str, Any]:
    """All that is agreed, as plain values, in their order: for a digest and for telling versions apart."""
    names = ("amount_minor", "level", "level_reason", "is_unseen", "visibility")
    return {
        **{name: getattr(agreement, name) for name in names},
        "starts_on": agreement.starts_on.isoformat(),
        "ends_on": agreement.ends_on.isoformat(),
        "districts": sorted(each.slug for each in agreement.districts.all()),
        "indicators": sorted(each.indicator.code for each in agreement.indicators.all()),
        "lines": [[line.heading, line.what, line.minor] for line in lines_of(agreement)],
        "milestones": [[step.code, step.due_on.isoformat()] for step in agreement.milestones.all()],
        "tranches": [[part.percent, part.amount_minor, part.milestone] for part in agreement.tranches.all()],
    }


def digest(agreement: Agreement) -> str:
    """SHA-256 of all that is agreed: two that say the same have the same."""
    return digest_of(plain(agreement))


@dataclass(frozen=True)
class Difference:
    """One thing that differs between two versions; `about` is a field, `of` the thing in it, None where it is not."""

    about: str
    of: Any
    before: Any
    after: Any


def differences(before: Agreement, after: Agreement) -> list[Difference]:
    """What changed from one version to another: days, places, lines, milestones, tranches, words."""
    one, two = plain(before), plain(after)
    found = [
        Difference(name, None, one[name], two[name])
        for name in ("starts_on", "ends_on", "amount_minor", "level", "is_unseen", "visibility")
        if one[name] != two[name]
    ]
    for name in ("districts", "indicators"):
        found += _keyed(name, dict.fromkeys(one[name], True), dict.fromkeys(two[name], True))
    found += _keyed("lines", _summed(one["lines"]), _summed(two["lines"]))
    found += _keyed("milestones", dict(one["milestones"]), dict(two["milestones"]))
    return found + _keyed("tranches", *(_numbered(each["tranches"]) for each in (one, two)))


def _numbered(tranches: list[list[Any]]) -> dict[int, int]:
    return {place: minor for place, (_percent, minor, _milestone) in enumerate(tranches, 1)}


def _summed(lines: list[list[Any]]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for heading, what, minor in lines:
        found[heading, what] = found.get((heading, what), 0) + minor
    return found


def _keyed(about: str, before: dict[Any, Any], after: dict[Any, Any]) -> list[Difference]:
    keys = dict.fromkeys([*before, *after])
    return [
        Difference(about, key, before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)
    ]


def to_answer(standing: Standing) -> list[Amendment]:
    """The open changes of grants that run that the person answers for the other side."""
    signs = standing.ids(ScopeKind.ORGANISATION, Role.SIGNATORY)
    runs = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
    sides = (
        (Amendment.Side.PROGRAMME, "award__organisation__in", signs),
        (Amendment.Side.ORGANISATION, "award__programme__in", runs),
    )
    found: list[Amendment] = []
    for side, scope, mine in sides:
        if mine:
            rows = Amendment.objects.open().filter(side=side, award__state=Award.State.ACTIVE, **{scope: mine})
            found += rows.select_related("award__application", "award__organisation").order_by("pk")[:50]
    return found
