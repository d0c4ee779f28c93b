"""What a public label may not say: words that close doors, and places that were to stay untold."""

import csv
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from django.db.models import Prefetch, prefetch_related_objects

from saanjh.atlas.models import Initiative, Precision
from saanjh.ground.models import District
from saanjh.kit import text

WORDS = Path(__file__).resolve().parents[1] / "data" / "atlas" / "label_words.csv"


@cache
def closed_words() -> tuple[str, ...]:
    """How the words begin that a public label avoids, as `_plain` writes them."""
    with WORDS.open(encoding="utf-8", newline="") as rows:
        return tuple(_plain(row["begins_with"]).rstrip() for row in csv.DictReader(rows))


def closed_word(*said: str) -> str:
    """The beginning of the first such word that is said, or an empty text."""
    whole = _plain(*said)
    return next((word.strip() for word in closed_words() if word in whole), "")


def place_named(initiative: Initiative, precision: str) -> str:
    """The first place named in label or summary that is finer than this precision tells, or an empty text."""
    if precision == Precision.DISTRICT:
        return ""
    whole = _plain(initiative.title_en, initiative.title_ur, initiative.summary)
    return next((name for name in _untold(initiative, precision) if _plain(name) in whole), "")


def with_names(initiatives: Sequence[Initiative]) -> None:
    """Fetch the districts of these initiatives with every name of theirs, unless that was done. Two queries."""
    places = District.objects.select_related("province").prefetch_related("aliases")
    prefetch_related_objects(initiatives, Prefetch("districts", places))


def _untold(initiative: Initiative, precision: str) -> Iterable[str]:
    with_names([initiative])
    for district in initiative.districts.all():
        yield from (district.name_en, district.name_ur)
        yield from (alias.name for alias in district.aliases.all())
        if precision == Precision.WITHHELD:
            yield from (district.province.name_en, district.province.name_ur)


def _plain(*said: str) -> str:
    """The normalised words with a space around each, so that whole words can be looked for."""
    return f" {' '.join(text.words(' '.join(said)))} "
