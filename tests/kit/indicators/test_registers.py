"""Every indicator of the bank, reckoned from a register by its own rule and once more by hand."""

import csv
import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from statistics import mean, variance
from typing import Any

import pytest

import saanjh
from saanjh.kit.indicators.conditions import holds
from saanjh.kit.indicators.registers import RULES, Calculated, calculate, read_parameters

DATA = Path(saanjh.__file__).parent / "data" / "indicators"
Row = dict[str, Any]
Test = Callable[[Row], Any]
YES = [
    "disagrees",
    "answered",
    "useful",
    "belongs",
    "asked",
    "says_yes",
    "settled",
    "taken_up",
    "held",
    "trusts",
    "agrees",
    "closed",
    "received",
    "published",
    "due",
    "changed",
    "granted",
    "led_by_young",
    "done",
    "in_work_study_or_business",
    "traced",
    "trained",
    "enrolled",
    "acted",
    "followed_up",
    "led_by_women",
    "passed",
    "on_time",
    "accepted_first",
    "first_or_small",
    "member",
    "reused",
    "on_track",
    "listed",
    "given",
    "cited",
    "coded_positive",
    "coded",
    "recalls",
    "tried_out",
    "consent",
    "checked",
    "approved",
    "handled",
    "reported",
    "in_sample",
    "confirmed",
]
NUMBERS = [
    "places_named",
    "attended",
    "communities",
    "smallest_percent",
    "days_to_close",
    "target_days",
    "changes",
    "activities",
    "age",
    "acts",
    "sessions",
    "least_sessions",
    "traditions",
    "messages",
    "closed_day",
    "due_day",
    "new_sources",
    "looks",
    "quarters",
    "decisions",
    "contributions",
    "organisations",
    "done_day",
    "served",
    "families",
    "estimate",
    "hours_to_handle",
    "relations_accepted",
    "trust",
    "amount",
    "attitude",
    "identity",
    "part",
    "norms",
    "acting",
]
SCORES = ("start", "end", "before", "after")
PARTS = {
    "seats_of_young": "seats", "roles_of_women": "roles", "women": "participants", "completed": "referred",
    "in_work_study_or_training": "traced_in_all",
}  # fmt: skip


def a_register(seed: int, size: int = 200) -> list[Row]:
    """Rows with every column that an indicator asks for; some answers are missing."""
    dice = random.Random(seed)
    return [_row(dice) for _ in range(size)]


def _row(dice: random.Random) -> Row:
    row: Row = {name: dice.random() < 0.7 for name in YES}
    row |= {name: dice.randint(0, 30) for name in NUMBERS}
    row |= {name: None if dice.random() < 0.1 else dice.randint(0, 10) for name in SCORES}
    row["traced"] = dice.random() < 0.8
    for part, whole in PARTS.items():
        row[whole] = dice.randint(0, 20)
        row[part] = dice.randint(0, row[whole])
    return row | {
        "code": f"c{dice.randint(0, 80)}",
        "institution": dice.choice(["courts", "police", "schools"]),
        "channel": dice.choice(["radio", "posters"]),
        "district": f"d{dice.randint(0, 120)}",
        "theme": dice.choice(["youth", "trust", "", None]),
        "highest": 30,
        "least": 2,
        "hours_to_handle": dice.randint(0, 140),
    }


SHARES: dict[str, tuple[Test, Test]] = {
    "RES-03": (lambda r: r["disagrees"], lambda r: r["answered"]),
    "RES-04": (lambda r: r["useful"] and r["belongs"], lambda r: r["answered"]),
    "RES-05": (lambda r: r["places_named"] > 0, lambda r: r["asked"]),
    "COH-02": (lambda r: r["says_yes"], lambda r: r["answered"]),
    "COH-04": (lambda r: r["settled"], lambda r: r["taken_up"]),
    "COH-06": (lambda r: r["communities"] > 1 and r["smallest_percent"] > 19, lambda r: r["held"]),
    "TRU-01": (lambda r: r["trusts"], lambda r: r["answered"]),
    "TRU-03": (lambda r: r["agrees"], lambda r: r["answered"]),
    "TRU-04": (lambda r: r["closed"] and not r["days_to_close"] > r["target_days"], lambda r: r["received"]),
    "TRU-05": (lambda r: r["published"], lambda r: r["due"]),
    "TRU-06": (lambda r: r["changes"] > 0, lambda r: r["granted"]),
    "YOU-04": (lambda r: r["acts"] > 0, lambda r: r["answered"]),
    "YOU-05": (lambda r: r["in_work_study_or_business"], lambda r: r["traced"]),
    "YOU-06": (lambda r: not r["sessions"] < r["least_sessions"], lambda r: r["enrolled"]),
    "WOM-02": (lambda r: r["acted"], lambda r: r["followed_up"]),
    "WOM-04": (lambda r: r["led_by_women"], lambda r: r["granted"]),
    "WOM-05": (lambda r: r["passed"], lambda r: r["held"]),
    "WOM-06": (lambda r: r["agrees"], lambda r: r["answered"]),
    "REL-05": (lambda r: r["passed"], lambda r: r["trained"]),
    "CSO-03": (lambda r: r["on_time"] and r["accepted_first"], lambda r: r["due"]),
    "CSO-04": (lambda r: r["closed"] and not r["closed_day"] > r["due_day"], lambda r: r["due"]),
    "CSO-05": (lambda r: r["first_or_small"], lambda r: r["granted"]),
    "CSO-06": (lambda r: r["new_sources"] > 0, lambda r: r["closed"]),
    "CSO-07": (lambda r: not r["looks"] < r["quarters"] and r["decisions"] > 0, lambda r: r["granted"]),
    "NET-01": (lambda r: r["contributions"] > 0, lambda r: r["member"]),
    "NET-03": (lambda r: r["done"] and not r["done_day"] > r["due_day"], lambda r: r["due"]),
    "NET-06": (lambda r: r["on_track"], lambda r: r["listed"]),
    "VIC-03": (lambda r: r["agrees"], lambda r: r["answered"]),
    "REH-02": (lambda r: r["agrees"], lambda r: r["answered"]),
    "COM-02": (lambda r: r["coded_positive"], lambda r: r["coded"]),
    "COM-03": (lambda r: r["recalls"] and r["agrees"], lambda r: r["answered"]),
    "COM-05": (lambda r: r["consent"] and r["checked"] and r["approved"], lambda r: r["published"]),
    "COM-06": (lambda r: r["handled"] and r["hours_to_handle"] < 73, lambda r: r["reported"]),
    # the whole: rows that were matched
    "RES-02": (lambda r: r["end"] - r["start"] >= 2, lambda r: r["start"] is not None and r["end"] is not None),
    "CSO-02": (lambda r: r["after"] > r["before"], lambda r: r["before"] is not None and r["after"] is not None),
}
RATIOS = {
    "YOU-03": ("seats_of_young", "seats"),
    "WOM-01": ("roles_of_women", "roles"),
    "WOM-03": ("women", "participants"),
    "VIC-02": ("completed", "referred"),
    "REH-03": ("in_work_study_or_training", "traced_in_all"),
}
COUNTED: dict[str, Callable[[list[Row]], int]] = {
    "COH-05": lambda rows: sum(r["attended"] > 7 for r in rows),
    "YOU-01": lambda rows: len({r["code"] for r in rows if r["activities"] > 1 and r["age"] in range(15, 30)}),
    "YOU-02": lambda rows: sum(r["led_by_young"] and r["done"] for r in rows),
    "REL-01": lambda rows: len({r["code"] for r in rows if r["activities"] > 1}),
    "REL-02": lambda rows: sum(r["messages"] for r in rows),
    "REL-04": lambda rows: sum(r["traditions"] > 1 for r in rows),
    "NET-02": lambda rows: sum(r["organisations"] > 1 for r in rows),
    "NET-04": lambda rows: len({r["district"] for r in rows} - {r["district"] for r in rows if r["theme"]}),
    "NET-05": lambda rows: sum(r["reused"] for r in rows),
    "NET-07": lambda rows: sum(r["given"] for r in rows),
    "VIC-01": lambda rows: sum(r["served"] for r in rows),
    "VIC-05": lambda rows: sum(r["passed"] for r in rows),
    "REH-01": lambda rows: sum(r["families"] for r in rows),
    "REH-04": lambda rows: sum(r["passed"] for r in rows),
    "COM-01": lambda rows: max(sum(r["estimate"] for r in rows if r["channel"] == c) for c in ("radio", "posters")),
    "COM-04": lambda rows: sum(r["tried_out"] for r in rows),
}
ITEMS = ("trust", "attitude", "identity", "part", "norms", "acting")
MATCHED = {"RES-06": ("before", "after"), "REL-03": ("before", "after"), "VIC-04": ("before", "after"),
           "CSO-01": ("start", "end")}  # fmt: skip


def table() -> dict[str, dict[str, str]]:
    with (DATA / "calculations.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row for row in csv.DictReader(lines)}


TABLE = table()


def reckoned(code: str, rows: list[Row]) -> Calculated | None:
    return calculate(TABLE[code]["rule"], read_parameters(TABLE[code]["parameters"]), rows)


def by_hand(code: str, rows: list[Row]) -> Fraction | None:
    """The value without any of the rules."""
    if code in SHARES:
        part, whole = SHARES[code]
        counted = [row for row in rows if whole(row)]
        return Fraction(100 * sum(bool(part(row)) for row in counted), len(counted))
    if code in RATIOS:
        of, among = RATIOS[code]
        return Fraction(100 * sum(row[of] for row in rows), sum(row[among] for row in rows))
    if code in COUNTED:
        return Fraction(COUNTED[code](rows))
    if code in MATCHED:
        first, last = MATCHED[code]
        both = [row for row in rows if None not in (row[first], row[last])]
        return Fraction(sum(row[last] - row[first] for row in both), len(both))
    if code == "RES-01":
        sides = [[Fraction(row[name]) for row in rows if row[name] is not None] for name in ("start", "end")]
        return mean(sides[1]) - mean(sides[0])
    if code == "COH-01":
        return mean(Fraction(100 * sum(row[item] for item in ITEMS), 6 * 30) for row in rows)
    if code == "COH-03":
        return Fraction(sum(row["relations_accepted"] for row in rows), len(rows))
    assert code == "TRU-02"
    return None  # never a single mixed number


def test_the_table_has_every_indicator_of_the_bank_once_and_no_idle_rule() -> None:
    with (DATA / "bank.csv").open(encoding="utf-8", newline="") as lines:
        bank = [row["code"] for row in csv.DictReader(lines)]
    assert list(TABLE) == bank
    assert len(bank) == 64
    assert {row["rule"] for row in TABLE.values()} == set(RULES)


@pytest.mark.parametrize("code", list(TABLE))
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_indicator_is_what_reckoning_by_hand_gives(code: str, seed: int) -> None:
    rows = a_register(seed)
    if code == "REH-03":
        rows = [{**row, "traced": row["traced_in_all"]} for row in rows]
    found = reckoned(code, rows)
    assert found is not None
    assert found.value == by_hand(code, rows)
    if found.numerator is not None:
        assert found.value == Fraction(100 * found.numerator, found.n)


@pytest.mark.parametrize("code", sorted({*SHARES, *RATIOS}))
def test_parts_of_a_register_add_up_to_the_whole(code: str) -> None:
    """Shares and ratios of cells, by any column, have parts and wholes that come to those of all."""
    rows = [{**row, "traced": row["traced_in_all"]} if code == "REH-03" else row for row in a_register(7)]
    whole = reckoned(code, rows)
    if code == "COM-02":
        return  # a sample of fewer than 100 is not reckoned at all
    cells = [reckoned(code, [row for row in rows if row["channel"] == name]) for name in ("radio", "posters")]
    assert whole is not None
    assert sum(cell.n for cell in cells if cell) == whole.n
    assert sum(cell.numerator or 0 for cell in cells if cell) == whole.numerator


def test_people_in_two_parts_are_counted_twice() -> None:
    rows = [{"code": "a", "activities": 2, "age": 20, "sort": each} for each in (1, 2)]
    whole = reckoned("YOU-01", rows)
    cells = [reckoned("YOU-01", [row]) for row in rows]
    assert whole is not None
    assert whole.value == 1
    assert sum(cell.value or 0 for cell in cells if cell) == 2


def test_what_is_reported_beside_the_value_is_reckoned_too() -> None:
    rows = a_register(5)
    traced = reckoned("YOU-05", rows)
    assert traced is not None
    trained = [row for row in rows if row["trained"]]
    assert traced.beside["reached"] == Fraction(100 * sum(row["traced"] for row in rows), len(trained))
    money = reckoned("WOM-04", rows)
    granted = [row for row in rows if row["granted"]]
    led = sum(row["amount"] for row in granted if row["led_by_women"])
    assert money is not None
    assert money.beside["money"] == Fraction(100 * led, sum(row["amount"] for row in granted))
    cited = reckoned("NET-07", rows)
    assert cited is not None
    assert cited.beside["also"] == sum(row["given"] and row["cited"] for row in rows)
    crowded = reckoned("NET-04", rows * 3)
    assert crowded is not None
    assert crowded.beside["crowded"] == len({row["district"] for row in rows if row["theme"]})


def test_an_index_tells_its_items_and_how_well_they_hang_together() -> None:
    found = reckoned("COH-01", a_register(9))
    assert found is not None
    rows = a_register(9)
    own = sum(variance([Fraction(row[item]) for row in rows]) for item in ITEMS)
    whole = variance([Fraction(sum(row[item] for item in ITEMS)) for row in rows])
    assert found.beside["alpha"] == Fraction(6, 5) * (1 - own / whole)
    assert found.beside["items"] == 6


def test_each_institution_has_its_own_average() -> None:
    rows = a_register(4)
    found = reckoned("TRU-02", rows)
    assert found is not None
    courts = [row["trust"] for row in rows if row["institution"] == "courts"]
    assert found.beside["courts"] == Fraction(sum(courts), len(courts))
    assert set(found.beside) == {"courts", "police", "schools"}


@pytest.mark.parametrize("code", [code for code in TABLE if code not in COUNTED])
def test_nothing_is_reckoned_from_nothing(code: str) -> None:
    assert reckoned(code, []) is None


def test_what_was_not_answered_fulfils_nothing() -> None:
    assert not holds("attended>=8", {})
    assert not holds("closed_day<=due_day", {"closed_day": 1, "due_day": None})
    assert not holds("agrees", {"agrees": None})
    assert holds("agrees & age<=29", {"agrees": True, "age": 29})
    with pytest.raises(ValueError, match="no condition"):
        holds("age == 3", {"age": 3})
    with pytest.raises(ValueError, match="No rule"):
        calculate("guess", {}, [])
