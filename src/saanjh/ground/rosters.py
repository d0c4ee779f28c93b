"""A list of places that somebody hands in, and what it would change here. Nothing is written in this file."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from saanjh.ground.models import Alias, District, Province, Roster
from saanjh.ground.refusals import Refusal
from saanjh.kit import text

FACTS = (
    "division",
    "pcode",
    "tile_row",
    "tile_column",
    "tile_label",
    "centre_lat",
    "centre_lon",
    "population_2023",
    "women_2023",
    "men_2023",
    "transgender_2023",
    "population_2017",
    "youth_2023",
    "urban_percent_2023",
    "literacy_percent_2023",
    "area_km2",
)
Fact = str | int | float


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A list of an authority: its code, its day, and where the figures beside it come from."""

    code: str
    title_en: str
    day: datetime.date
    title_ur: str = ""
    figures_en: str = ""
    figures_ur: str = ""


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    """A province, territory or capital; `country` is its ISO 3166 code."""

    slug: str
    kind: str
    name_en: str
    name_ur: str
    pcode: str = ""
    country: str = "PK"


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """A district on a roster. `facts` holds what is known, by the names in FACTS; a blank is left out, never zero."""

    slug: str
    province: str
    name_en: str
    name_ur: str
    roster: str
    valid_from: datetime.date
    valid_to: datetime.date | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AliasRow:
    """Another name, and the districts that it can mean."""

    name_en: str
    name_ur: str
    kind: str
    districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """What was handed in. Each part may be empty: then what is here already is built upon."""

    rosters: tuple[RosterRow, ...] = ()
    provinces: tuple[ProvinceRow, ...] = ()
    districts: tuple[DistrictRow, ...] = ()
    aliases: tuple[AliasRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What a list would change: districts by their slugs, and how many names are new."""

    added: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str, str], ...] = ()  # slug, name here, name on the list
    changed: tuple[tuple[str, tuple[str, ...]], ...] = ()  # slug, the facts that differ
    ended: tuple[tuple[str, datetime.date], ...] = ()  # slug, its last day
    returned: tuple[str, ...] = ()  # ended once, and on a list again
    kept: tuple[str, ...] = ()  # named otherwise on the list, but corrected here by a person
    rosters: tuple[str, ...] = ()  # new or changed, as the provinces
    provinces: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str, str], ...] = ()  # slug, name, kind

    @property
    def is_nothing(self) -> bool:
        """Whether the list says only what is known here."""
        return self == Changes(kept=self.kept)


def compare(places: Places) -> Changes:
    """What the list would change. Raises Refusal for one older than that in force, or that names what is unknown."""
    known = {district.slug: district for district in District.objects.select_related("province", "roster")}
    days = dict(Roster.objects.values_list("code", "day")) | {row.code: row.day for row in places.rosters}
    _refuse_unknown(places, known, days)
    _refuse_older(places, known, days)
    there = [(known[row.slug], row) for row in places.districts if row.slug in known]
    facts = [(district.slug, _differing(district, row)) for district, row in there]
    named = [(district, row) for district, row in there if _named_otherwise(district, row)]
    return Changes(
        added=tuple(row.slug for row in places.districts if row.slug not in known),
        renamed=tuple((row.slug, district.name_en, row.name_en) for district, row in named if not district.names_kept),
        changed=tuple((slug, names) for slug, names in facts if names),
        ended=tuple(_ending(places, known, days)),
        returned=tuple(district.slug for district, row in there if district.valid_to and not row.valid_to),
        kept=tuple(district.slug for district, _row in named if district.names_kept),
        rosters=_rosters(places),
        provinces=_provinces(places),
        aliases=_aliases(places, named),
    )


def _refuse_unknown(places: Places, known: Mapping[str, District], days: Mapping[str, datetime.date]) -> None:
    """A row may point only to what the list brings along or what is here already."""
    provinces = {row.slug for row in places.provinces} | set(Province.objects.values_list("slug", flat=True))
    districts = {row.slug for row in places.districts} | set(known)
    wanted = [(row.province, provinces) for row in places.districts]
    wanted += [(row.roster, set(days)) for row in places.districts]
    wanted += [(slug, districts) for row in places.aliases for slug in row.districts]
    for name, there in wanted:
        if name not in there:
            raise Refusal(_("The list speaks of “%(name)s”, which is not known here.") % {"name": name})


def _refuse_older(places: Places, known: Mapping[str, District], days: Mapping[str, datetime.date]) -> None:
    for province, day in _covered(places, days).items():
        for district in known.values():
            if district.province.slug == province and district.roster and district.roster.day > day:
                raise Refusal(
                    _("For %(province)s a list of %(later)s is in force; this one of %(day)s is older.")
                    % {"later": district.roster.day, "province": province, "day": day}
                )


def _covered(places: Places, days: Mapping[str, datetime.date]) -> dict[str, datetime.date]:
    """The provinces of which the list names a district, each with its day; it says nothing of any other."""
    covered: dict[str, datetime.date] = {}
    for row in places.districts:
        covered[row.province] = max(days[row.roster], covered.get(row.province, datetime.date.min))
    return covered


def _ending(
    places: Places, known: Mapping[str, District], days: Mapping[str, datetime.date]
) -> list[tuple[str, datetime.date]]:
    """Districts that stood until now and are on the list no more: they end on the day before it."""
    covered, listed = _covered(places, days), {row.slug for row in places.districts}
    gone = [
        (district.slug, covered[district.province.slug] - datetime.timedelta(days=1))
        for district in known.values()
        if district.valid_to is None and district.slug not in listed and district.province.slug in covered
    ]
    said = [
        (row.slug, row.valid_to)
        for row in places.districts
        if row.valid_to and (row.slug not in known or known[row.slug].valid_to != row.valid_to)
    ]
    return gone + said


def _differing(district: District, row: DistrictRow) -> tuple[str, ...]:
    facts = [name for name, value in row.facts.items() if getattr(district, name) != value]
    moved = ["province"] if district.province.slug != row.province else []
    listed = ["roster"] if district.roster is None or district.roster.code != row.roster else []
    return (*facts, *moved, *listed)


def _named_otherwise(district: District, row: DistrictRow) -> bool:
    return (district.name_en, district.name_ur) != (row.name_en, row.name_ur)


def _rosters(places: Places) -> tuple[str, ...]:
    here = {each.code: each for each in Roster.objects.all()}
    names = ("title_en", "title_ur", "day", "figures_en", "figures_ur")
    return tuple(row.code for row in places.rosters if _unlike(here.get(row.code), row, names))


def _provinces(places: Places) -> tuple[str, ...]:
    here = {each.slug: each for each in Province.objects.all()}
    names = ("kind", "name_en", "name_ur", "pcode", "country")
    return tuple(row.slug for row in places.provinces if _unlike(here.get(row.slug), row, names))


def _unlike(here: object, row: object, names: tuple[str, ...]) -> bool:
    return here is None or any(getattr(here, name) != getattr(row, name) for name in names)


def _aliases(places: Places, named: list[tuple[District, DistrictRow]]) -> tuple[tuple[str, str, str], ...]:
    """Names that are new: those of the list, and what a district was called before (or is called on the list only)."""
    wanted = [
        (slug, name, row.kind)
        for row in places.aliases
        for slug in row.districts
        for name in (row.name_en, row.name_ur)
    ]
    for district, row in named:
        told = row if district.names_kept else district
        wanted += [(district.slug, name, "former_name") for name in (told.name_en, told.name_ur)]
    have = set(Alias.objects.values_list("district__slug", "search_name"))
    fresh: dict[tuple[str, str], tuple[str, str, str]] = {}
    for slug, name, kind in wanted:
        key = (slug, text.normalise(name))
        if name and key not in have:
            fresh.setdefault(key, (slug, name, kind))
    return tuple(fresh.values())
