"""Jobs for the tests of background work. They leave their traces in a file, which outlives a worker."""

import time
from pathlib import Path

from saanjh.ground import jobs


@jobs.task()
def note(file: str, text: str) -> None:
    """Add a line to the file."""
    with Path(file).open("a", encoding="utf-8") as lines:
        lines.write(f"{text}\n")


@jobs.task()
def fail(file: str) -> None:
    """Note the try, then fail."""
    note.func(file, "tried")
    raise ValueError("as always")


@jobs.task()
def give_up(file: str) -> None:
    """Note the try, then say that another cannot help."""
    note.func(file, "tried")
    raise jobs.GiveUp


@jobs.task()
def wait_while(file: str, hindrance: str) -> None:
    """Note the beginning, wait until the hindrance is no longer there, note the end."""
    note.func(file, "begun")
    while Path(hindrance).exists():
        time.sleep(0.05)
    note.func(file, "done")


@jobs.task()
def by_the_clock() -> None:
    """Stands in for a periodic job; does nothing."""


@jobs.task()
def says_a_secret() -> None:
    """Fails with what somebody typed in the error's text."""
    raise ValueError("canary-job-0123456789")
