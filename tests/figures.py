"""What the safety harnesses counted in their last runs, kept as they run and told in docs/look-up/trust.md.

A run of `./test` leaves a line for each harness and each mutant in `.figures-short.jsonl`, one of `./test long` in
`.figures-long.jsonl`; `python -m tests.figures` writes the page anew from both.
"""

import datetime
import json
import os
import platform
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "look-up" / "trust.md"


@dataclass(frozen=True)
class Promise:
    """What is promised, when it counts as kept, and the tests that prove it."""

    said: str
    kept_when: str
    tests: tuple[str, ...]


# One line a harness: its code, as `note` is given it.
PROMISES: dict[str, Promise] = {
    "matrix": Promise(
        "Nobody sees or does what is not theirs",
        "0 unexplained answers, 0 words shown to whoever may not see them, every bug shape caught",
        (
            "tests/web/test_access.py",
            "tests/web/test_attacks.py",
        ),
    ),
    "killed": Promise(
        "An accepted report survives a killed server, and stands once",
        "0 lost, 0 doubled, every mutant caught",
        ("tests/lasting/test_killed.py",),
    ),
    "power": Promise(
        "An accepted report and its file survive a power cut",
        "0 lost, 0 broken files, 0 damaged databases, every mutant caught",
        ("tests/lasting/test_power.py",),
    ),
    "hostile_files": Promise(
        "A bad file cannot hurt",
        "each refused in words within 5 s and 256 MB, every mutant caught",
        ("tests/ground/test_hostile_files.py",),
    ),
    "history": Promise(
        "History cannot be rewritten unnoticed",
        "every tampering found, with the first bad line named",
        ("tests/ground/test_tampering.py",),
    ),
    "restore": Promise(
        "We can come back from a burnt server",
        "everything equal after the restore, every damaged copy refused",
        ("tests/ground/test_backups.py",),
    ),
    "deleted": Promise(
        "Deleted means deleted",
        "0 bytes found in database, log, files and search",
        ("tests/ground/test_retention.py",),
    ),
    "logs": Promise(
        "No log tells who it was",
        "0 canaries at the lowest level, with a failure forced in every page",
        ("tests/web/test_logs.py",),
    ),
}


def note(promise: str, part: str = "", **counted: int | float | str) -> None:
    """Keep what a harness counted, when SAANJH_FIGURES names a file for it. KeyError where there is no such promise."""
    _keep(promise, part=part, counted=counted)


def caught(promise: str, *mutants: str) -> None:
    """Keep that this run caught these deliberately wrong variants of the code."""
    _keep(promise, mutants=mutants)


def _keep(promise: str, **facts: object) -> None:
    PROMISES[promise]
    file = os.environ.get("SAANJH_FIGURES")
    if not file:
        return
    run = {
        "promise": promise,
        "day": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "database": "PostgreSQL" if os.environ.get("SAANJH_DATABASE_URL") else "SQLite",
        "form": "long" if "tests.plugins.long" in sys.modules else "short",
        "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}",
    }
    with Path(file).open("a") as out:
        out.write(json.dumps({**run, **facts}) + "\n")


Key = tuple[str, str, str]  # promise, database, form of a run


def page(lines: list[dict[str, Any]]) -> str:
    """The page: for each promise the figures of its last run on each database, in each form, or that there was none."""
    counted: dict[Key, dict[str, dict[str, Any]]] = defaultdict(dict)
    mutants: dict[Key, set[str]] = defaultdict(set)
    for line in lines:
        key = (line["promise"], line["database"], line["form"])
        mutants[key] |= set(line.get("mutants", ()))
        if "counted" in line:
            counted[key][line["part"]] = line
    rows = []
    for code, promise in PROMISES.items():
        runs = [_run(key, counted[key], mutants[key]) for key in sorted(counted) if key[0] == code]
        tests = " ".join(f"`{test}`" for test in promise.tests)
        rows.append(f"| {promise.said} | {promise.kept_when} | {'<br>'.join(runs) or 'not run'} | {tests} |")
    machines = sorted({line["machine"] for line in lines})
    return HEAD.format(machines="; ".join(machines) or "none") + "\n".join(rows) + "\n"


def _run(key: Key, parts: dict[str, dict[str, Any]], mutants: set[str]) -> str:
    """What one run counted, in words."""
    _promise, database, form = key
    day = max(line["day"] for line in parts.values())
    said = "; ".join(f"{part}: {_said(line)}" if part else _said(line) for part, line in sorted(parts.items()))
    return f"{day}, {database}, {form} form: {said}; mutants caught {len(mutants)}"


def _said(line: dict[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in line["counted"].items())


HEAD = """# Trust, in figures

Written by `python -m tests.figures` from what the harnesses counted in their last runs; nobody types a figure here.
Each harness is tried against mutants, deliberately wrong variants of the code: one that it does not catch fails the
run. Machine: {machines}.

| Promise | Kept when | Counted | Proved by |
| --- | --- | --- | --- |
"""


if __name__ == "__main__":
    files = sorted(ROOT.glob(".figures-*.jsonl"))
    PAGE.write_text(page([json.loads(line) for file in files for line in file.read_text().splitlines()]))
