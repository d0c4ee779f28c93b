"""The checklists of a call: its own, or the default ones of the codelist that a draft will be given when published."""

import csv
from collections.abc import Iterator
from pathlib import Path

from saanjh.calls.models import Call, Gate, GateItem

FILE = Path(__file__).resolve().parent.parent / "data" / "codelists" / "gates.csv"


def items_of(call: Call) -> list[GateItem]:
    """What is asked at the gates of the call, in order; of a draft that nobody changed not saved yet.

    A call that was published before there were gates has none: its applications go to the reviewers at once.
    """
    items = list(call.gate_items.all())
    return copied_for(call) if not items and call.state == Call.State.DRAFT else items


def by_gate(call: Call) -> list[tuple[Gate, list[GateItem]]]:
    """(gate, its points in order) of a call that has gates."""
    items = items_of(call)
    return [(gate, points) for gate in Gate if (points := [each for each in items if each.gate == gate])]


def copied_for(call: Call) -> list[GateItem]:
    """The default checklists as rows of this call, in their order, not saved yet."""
    places = dict.fromkeys(Gate.values, 0)
    items = []
    for row in _rows():
        places[row["gate"]] += 1
        place = {"gate": row["gate"], "position": places[row["gate"]], "code": row["code"]}
        items.append(GateItem(call=call, label_en=row["label_en"], label_ur=row["label_ur"], **place))
    return items


def _rows() -> Iterator[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as rows:
        yield from csv.DictReader(rows)
