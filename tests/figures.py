"""What the safety harnesses counted in their last runs, kept as they run and told in docs/look-up/trust.md.

`python -m tests.figures FILE` writes the page anew from the lines that a run of `./test` left in FILE.
"""

import datetime
import json
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "look-up" / "trust.md"


@dataclass(frozen=True)
class Promise:
    """What is promised, when it counts as kept, and the tests that prove it."""

    said: str
    kept_when: str
    tests: str


# One line a harness: its code, as `note` is given it.
PROMISES: dict[str, Promise] = {
    "matrix": Promise(
        "Nobody sees or does what is not theirs",
        "0 unexplained answers, 0 canaries, every bug shape caught",
        "tests/web/test_access.py, tests/web/test_attacks.py",
    ),
    "killed": Promise(
        "An accepted report survives a killed server, and stands once",
        "0 lost, 0 doubled, every mutant caught",
        "tests/lasting/test_killed.py",
    ),
    "power": Promise(
        "An accepted report and its file survive a power cut",
        "0 lost, 0 broken files, 0 damaged databases, every mutant caught",
        "tests/lasting/test_power.py",
    ),
    "hostile_files": Promise(
        "A bad file cannot hurt",
        "each refused in words within 5 s and 256 MB, every mutant caught",
        "tests/ground/test_hostile_files.py",
    ),
    "history": Promise(
        "History cannot be rewritten unnoticed",
        "every tampering found, with the first bad line named",
        "tests/ground/test_tampering.py",
    ),
    "restore": Promise(
        "We can come back from a burnt server",
        "everything equal after the restore, every damaged copy refused",
        "tests/ground/test_backups.py",
    ),
    "deleted": Promise(
        "Deleted means deleted",
        "0 bytes found in database, log, files and search",
        "tests/ground/test_retention.py",
    ),
    "logs": Promise(
        "No log tells who it was",
        "0 canaries at the lowest level, with a failure forced in every page",
        "tests/web/test_logs.py",
    ),
}


def note(promise: str, **counted: int | float | str) -> None:
    """Keep what a harness counted, when SAANJH_FIGURES names a file for it. KeyError where there is no such promise."""
    PROMISES[promise]
    file = os.environ.get("SAANJH_FIGURES")
    if not file:
        return
    line = {"promise": promise, "day": datetime.datetime.now(datetime.UTC).date().isoformat(), **counted}
    with Path(file).open("a") as out:
        out.write(json.dumps(line) + "\n")


def page(lines: list[dict[str, object]]) -> str:
    """The page: a row for each promise with the figures of its last run, or that there was none."""
    last: dict[str, dict[str, object]] = {}
    for line in lines:
        key = f"{line['promise']} {line.get('database', '')} {line.get('form', '')}"
        last[key] = line
    rows = []
    for code, promise in PROMISES.items():
        runs = [line for line in last.values() if line["promise"] == code]
        said = "<br>".join(f"{run['day']}: {_said(run)}" for run in runs) or "not run"
        rows.append(f"| {promise.said} | {promise.kept_when} | {said} | `{promise.tests}` |")
    return HEAD.format(machine=_machine()) + "\n".join(rows) + "\n"


def _said(run: dict[str, object]) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')} {value}" for name, value in run.items() if name not in {"promise", "day"}
    )


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


HEAD = """# Trust, in figures

Written by `python -m tests.figures` from what the harnesses counted; nobody types a figure here. Each harness is run
against mutants, deliberately wrong variants of the code, before its green result counts: one that it does not catch
fails the run. Machine of this run: {machine}.

| Promise | Kept when | Counted | Proved by |
| --- | --- | --- | --- |
"""


if __name__ == "__main__":
    PAGE.write_text(page([json.loads(line) for line in Path(sys.argv[1]).read_text().splitlines()]))
