"""The lists and the bank as they come from files, and what they would change here. Nothing is written in this file."""

from collections.abc import Iterable
from dataclasses import dataclass

from saanjh.programmes.models import Indicator, Theme

THEME = ("label_en", "label_ur", "note", "standing", "source", "position")
INDICATOR = (
    "level",
    "unit",
    "frequency",
    "aggregation",
    "aggregation_note",
    "name_en",
    "name_ur",
    "definition_en",
    "definition_ur",
    "calculation",
    "disaggregation",
    "verification",
    "sensitivity",
    "aligned_with",
    "is_core",
    "position",
)


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One row of a list, by scheme and code."""

    scheme: str
    code: str
    position: int
    label_en: str
    label_ur: str
    note: str
    standing: str
    source: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator; `theme`, `unit`, `frequency` and `aggregation` are codes of the lists."""

    code: str
    position: int
    theme: str
    level: str
    unit: str
    frequency: str
    aggregation: str
    aggregation_note: str
    name_en: str
    name_ur: str
    definition_en: str
    definition_ur: str
    calculation: str
    disaggregation: str
    verification: str
    sensitivity: str
    aligned_with: str
    is_core: bool


@dataclass(frozen=True, slots=True)
class Lists:
    """What was handed in."""

    themes: tuple[ThemeRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What the lists would change, as (scheme, code) and as codes of indicators."""

    themes_added: tuple[tuple[str, str], ...] = ()
    themes_changed: tuple[tuple[str, str], ...] = ()
    kept: tuple[tuple[str, str], ...] = ()  # corrected here by a person, so left alone
    indicators_added: tuple[str, ...] = ()
    indicators_changed: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether the lists say only what is known here."""
        return self == Changes(kept=self.kept)


def compare(lists: Lists) -> Changes:
    """What the lists would change. A row that a list no longer has stays: something may point to it."""
    themes = {(each.scheme, each.code): each for each in Theme.objects.all()}
    bank = {each.code: each for each in Indicator.objects.select_related("theme")}
    differing = [
        (row.scheme, row.code)
        for row in lists.themes
        if (row.scheme, row.code) in themes and _differs(themes[row.scheme, row.code], row, THEME)
    ]
    return Changes(
        themes_added=tuple((row.scheme, row.code) for row in lists.themes if (row.scheme, row.code) not in themes),
        themes_changed=tuple(key for key in differing if not themes[key].corrected_here),
        kept=tuple(key for key in differing if themes[key].corrected_here),
        indicators_added=tuple(row.code for row in lists.indicators if row.code not in bank),
        indicators_changed=tuple(
            row.code
            for row in lists.indicators
            if row.code in bank and (bank[row.code].theme.code != row.theme or _differs(bank[row.code], row, INDICATOR))
        ),
    )


def _differs(here: object, row: object, names: Iterable[str]) -> bool:
    return any(getattr(here, name) != getattr(row, name) for name in names)
