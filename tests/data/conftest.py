"""One way to read the project's data files in these tests."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

import saanjh

DATA = Path(saanjh.__file__).parent / "data"

Rows = list[dict[str, str]]


@pytest.fixture
def rows() -> Callable[[str], Rows]:
    """The rows of a data file such as `places/districts.csv`."""

    def read(name: str) -> Rows:
        with (DATA / name).open(encoding="utf-8", newline="") as sheet:
            return list(csv.DictReader(sheet, strict=True))

    return read


@pytest.fixture
def columns() -> Callable[[str], list[str]]:
    """The header of a data file."""

    def read(name: str) -> list[str]:
        with (DATA / name).open(encoding="utf-8", newline="") as sheet:
            return next(csv.reader(sheet, strict=True))

    return read


@pytest.fixture
def folder() -> Path:
    return DATA


@pytest.fixture
def files() -> list[str]:
    return sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv"))


@pytest.fixture
def entries() -> dict[str, str]:
    """What SOURCES.md says, by the file it speaks of."""
    parts = (DATA / "SOURCES.md").read_text(encoding="utf-8").split("\n## ")[1:]
    return {part.split("\n", 1)[0].strip(): part for part in parts}
