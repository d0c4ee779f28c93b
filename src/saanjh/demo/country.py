"""What the chapters of the national demo share: how much is told, the words, a dice that falls the same each time."""

import copy
import csv
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from saanjh.demo.world import World
from saanjh.ground.models import Organisation
from saanjh.programmes.models import Indicator, Theme

WORDS = Path(__file__).with_name("national_words.csv")
Step = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How much is told: a value of each indicator for each of the full months of each grant."""

    organisations: int = 2_000
    initiatives: int = 5_000
    grants: int = 502
    indicators: int = 35
    months: int = 57


LISTS = ("themes", "activity_types", "target_groups", "funding_source_classes")


class Country:
    """What the chapters share: the world, the words, and a dice that falls the same way each time."""

    def __init__(self, world: World, size: Size, note: Step) -> None:
        self.world, self.size, self.note = copy.copy(world), size, note
        self.dice = random.Random(5_270_111)
        self.words: dict[str, list[tuple[str, str]]] = {}
        with WORDS.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                self.words.setdefault(row["kind"], []).append((row["en"], row["ur"]))
        self.districts = list(world.districts.values())
        self.hosts: list[Organisation] = []  # those with a grant
        self.indicators: list[Indicator] = []
        self.lists = {scheme: list(Theme.objects.of(scheme)) for scheme in LISTS}

    def title(self) -> tuple[str, str]:
        """A public label in both languages, which names no place."""
        (what_en, what_ur), (where_en, where_ur) = (self.dice.choice(self.words[kind]) for kind in ("what", "where"))
        return f"{what_en} {where_en}", f"{where_ur} {what_ur}"

    def summary(self) -> str:
        """A sentence for a public page."""
        what, where = (self.dice.choice(self.words[kind])[0] for kind in ("what", "where"))
        return f"{what} {where}, twice a month; those who come choose what is done next."
