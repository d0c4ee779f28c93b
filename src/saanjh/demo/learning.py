"""The demo's lessons: published ones, and one that waits to be read."""

import csv
from pathlib import Path

from saanjh.demo.world import World
from saanjh.learning.actions import lessons

FILE = Path(__file__).with_name("learning.csv")


def tell(world: World) -> None:
    """One lesson a grant; the last is handed in and not yet published."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, (award, row) in enumerate(zip(world.awards, rows, strict=False), 1):
        editor = world.editor(award.organisation)
        words = {**row, "confidence": int(row["confidence"])}
        lesson = lessons.write(award, by=editor, **words)
        lessons.hand_in(lesson, by=editor)
        if number < len(rows):
            lessons.publish(lesson, by=world.people["programme_officer"])
