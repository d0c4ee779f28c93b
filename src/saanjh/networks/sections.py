"""The sections that terms of reference usually have, read from the project's own list; each version keeps a copy."""

import csv
from collections.abc import Iterator
from pathlib import Path

from saanjh.networks.models import TermsOfReference, TermsSection

FILE = Path(__file__).resolve().parent.parent / "data" / "codelists" / "network_tor_sections.csv"


def copied_for(terms: TermsOfReference, before: TermsOfReference | None) -> list[TermsSection]:
    """The sections of a new version, not saved yet, with what the version `before` said under the same code."""
    said = {each.code: each for each in before.sections.all()} if before else {}
    sections = []
    for row in _rows():
        old = said.get(row["code"])
        sections.append(
            TermsSection(
                terms=terms,
                position=int(row["position"]),
                code=row["code"],
                label_en=row["label_en"],
                label_ur=row["label_ur"],
                hint=row["note"],
                text=old.text if old else "",
                written_in=old.written_in if old else "en",
            )
        )
    return sections


def _rows() -> Iterator[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as rows:
        yield from csv.DictReader(rows)
