"""The map of districts, drawn by one of three measures: initiatives, people who came, months that were covered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from saanjh.atlas.queries import Reach
from saanjh.web.components.initiative_map import district_tile, initiative_key
from saanjh.web.components.languages import worded
from saanjh.web.components.tile_map import Step, Tile, regions, tile_key, tile_map

Entries = list[tuple[Step, str, Any]]


@dataclass(frozen=True)
class Measure:
    """What the tiles say: the step and number of a district, the words of its tile, the key."""

    code: str
    name: Any
    words: Any
    value: Callable[[Reach], int | None]
    steps: tuple[int, int]  # from which values on a tile is mid, and high
    said: Callable[[str, int], str]
    key: Entries

    def tile(self, row: Reach, href: str | None) -> Tile | None:
        """The district's tile, or None where it has no place on the grid."""
        place, name = row.district, worded(row.district, "name")[0]
        if place.tile_row is None or place.tile_column is None:
            return None
        value = self.value(row)
        if row.count is None or not value:
            return district_tile(name, place.tile_row, place.tile_column, None if row.count is None else 0, href)
        mid, high = self.steps
        step: Step = "high" if value >= high else "mid" if value >= mid else "low"
        text = str(value) if value < 1000 else f"{value // 1000}k"  # a tile holds three signs
        return Tile(place.tile_row, place.tile_column, self.said(name, value), step, text, href)


def _initiatives(name: str, value: int) -> str:
    return ngettext("%(district)s: %(count)s initiative", "%(district)s: %(count)s initiatives", value) % {
        "district": name,
        "count": value,
    }


def _people(name: str, value: int) -> str:
    return _("%(district)s: about %(count)s people") % {"district": name, "count": value}


def _months(name: str, value: int) -> str:
    return ngettext("%(district)s: %(count)s month of 12", "%(district)s: %(count)s months of 12", value) % {
        "district": name,
        "count": value,
    }


UNKNOWN = gettext_lazy("Not known, or not to be shown. A blank is not a zero.")
MEASURES = {
    measure.code: measure
    for measure in (
        Measure(
            "initiatives",
            gettext_lazy("Initiatives"),
            gettext_lazy("One tile is one district, the number its published initiatives."),
            lambda row: row.count,
            (2, 4),
            _initiatives,
            [],
        ),
        Measure(
            "people",
            gettext_lazy("People who came"),
            gettext_lazy(
                "One tile is one district, the number the people counted at activities, in fives and never fewer "
                "than ten; k stands for thousand. Somebody who came twice is counted twice."
            ),
            lambda row: row.people,
            (100, 500),
            _people,
            [
                ("high", "", gettext_lazy("500 people or more")),
                ("mid", "", gettext_lazy("100 to 499")),
                ("low", "", gettext_lazy("10 to 99")),
                ("none", "", gettext_lazy("None reported, or fewer than ten counted")),
                ("unknown", "", UNKNOWN),
            ],
        ),
        Measure(
            "months",
            gettext_lazy("Months covered"),
            gettext_lazy(
                "One tile is one district, the number the months of the last twelve in which a published initiative "
                "was running there."
            ),
            lambda row: row.months,
            (6, 12),
            _months,
            [
                ("high", "12", gettext_lazy("All twelve months")),
                ("mid", "6", gettext_lazy("6 to 11 months")),
                ("low", "1", gettext_lazy("1 to 5 months")),
                ("none", "", gettext_lazy("No month, or none reported")),
                ("unknown", "", UNKNOWN),
            ],
        ),
    )
}


def drawn(rows: Iterable[Reach], measure: Measure, *, title: str, linked: bool = False) -> SafeString:
    """The whole map: as one light picture, or with a link in every tile."""
    tiles = [
        tile
        for row in rows
        if (tile := measure.tile(row, reverse("district", args=[row.district.slug]) if linked else None))
    ]
    return tile_map(tiles, regions(get_language() or "en"), title=title)


def key(measure: Measure) -> SafeString:
    """The legend of the measure."""
    return tile_key(measure.key) if measure.key else initiative_key()
