"""Somebody who holds the database file: eight ways to change the history, each as thorough as it can be done."""

import datetime
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from django.db import connection, transaction

from saanjh.ground import chains, history
from saanjh.ground.models import Line

START = datetime.datetime(2026, 1, 5, 4, 0, tzinfo=datetime.UTC)
VERBS = ("role_given", "language_chosen", "organisation_corrected", "file_taken_in")


def write(count: int) -> None:
    """A history of so many lines, as `history.record` would have written them."""
    lines: list[Line] = []
    previous = chains.FIRST
    for number in range(1, count + 1):
        line = Line(
            number=number,
            at=START + datetime.timedelta(seconds=41 * number),
            person=f"p{number % 37:09}",
            verb=VERBS[number % len(VERBS)],
            kind="ground.person",
            object_id=f"o{number % 91:09}",
            facts={"amount": number * 7},
            previous=previous,
        )
        line.digest = previous = history.digest_of(line)
        lines.append(line)
    Line.objects.bulk_create(lines, batch_size=500)


def open_triggers() -> None:
    """What keeps a line as it is, taken away; in a transaction, it comes back when that is rolled back."""
    named = {
        "sqlite": ["ground_line_no_update", "ground_line_no_delete"],
        "postgresql": ["ground_line_stays ON ground_line"],
    }
    with connection.cursor() as cursor:
        for trigger in named[connection.vendor]:
            cursor.execute(f"DROP TRIGGER {trigger}")


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is as if it had not been."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _put(lines: list[Line]) -> None:
    """Replace the lines of these numbers, in one go so that no digest stands twice meanwhile."""
    Line.objects.filter(number__in=[line.number for line in lines]).delete()
    Line.objects.bulk_create(lines, batch_size=500)


def _from(number: int) -> list[Line]:
    return list(Line.objects.filter(number__gte=number).order_by("number"))


def _reckoned_anew(lines: list[Line]) -> list[Line]:
    """The lines with digests that fit, from the first on."""
    previous = lines[0].previous
    for line in lines:
        line.previous = previous
        line.digest = previous = history.digest_of(line)
    return lines


@dataclass(frozen=True)
class Tampered:
    """What was done, and the first line that is not as it was."""

    how: str
    first: int


def edit(at: int, last: int) -> int:
    Line.objects.filter(number=at).update(facts={"amount": 1})
    return at


def delete(at: int, last: int) -> int:
    Line.objects.filter(number=at).delete()
    return at


def swap(at: int, last: int) -> int:
    """Two neighbours change places, numbers and all that links them; their content stays."""
    at = min(at, last - 1)
    one, other = Line.objects.filter(number__in=[at, at + 1]).order_by("number")
    one.number, other.number = other.number, one.number
    _put([one, other])
    return at


def insert(at: int, last: int) -> int:
    """A line that never was, itself in good order; all after it move on by one."""
    lines = _from(at)
    forged = Line(**{field.name: getattr(lines[0], field.name) for field in Line._meta.fields})
    forged.verb, forged.facts = "decision_made", {"outcome": "selected"}
    forged.digest = history.digest_of(forged)
    Line.objects.filter(number__gte=at).delete()
    lines[0].previous = forged.digest
    for line in lines:
        line.number += 1
    Line.objects.bulk_create([forged, *lines], batch_size=500)
    return at


def truncate(at: int, last: int) -> int:
    Line.objects.filter(number__gte=at).delete()
    return at


def rewrite(at: int, last: int) -> int:
    """One line is changed, and every digest after it reckoned anew."""
    lines = _from(at)
    lines[0].facts = {"amount": 1}
    _put(_reckoned_anew(lines))
    return at


def replace_all(at: int, last: int) -> int:
    """Another history of the same length, sound in itself."""
    lines = _from(1)
    for line in lines:
        line.person = "p999999999"
    _put(_reckoned_anew(lines))
    return 1


def change_clock(at: int, last: int) -> int:
    """Everything from a line on happened an hour earlier, digests and all."""
    lines = _from(at)
    for line in lines:
        line.at -= datetime.timedelta(hours=1)
    _put(_reckoned_anew(lines))
    return at


WAYS: dict[str, Callable[[int, int], int]] = {
    "edit": edit,
    "delete": delete,
    "swap": swap,
    "insert": insert,
    "truncate": truncate,
    "rewrite": rewrite,
    "replace": replace_all,
    "clock": change_clock,
}


def places(times: int, last: int, seed: str) -> list[int]:
    """Where to tamper: the first line, the last, and others at random."""
    some = random.Random(seed)
    return [1, last, *(some.randint(2, last - 1) for _each in range(times - 2))]


def missed(verify: Callable[[], Any], times: int, last: int) -> list[str]:
    """Each tampering that `verify` does not find, or of which it names another first line."""
    problems = []
    for how, tamper in WAYS.items():
        for at in places(times, last, how):
            with undone():
                open_triggers()
                first = tamper(at, last)
                found = verify()
            if found is None or found.number != first:
                problems.append(f"{how} at {at}: {found and (found.number, found.what)}, not {first}")
    return problems


# Deliberately wrong ways to verify, which the harness must catch. Each leaves out one thing that chains.broken does.


def links() -> list[chains.Link]:
    return [
        chains.Link(line.number, line.previous, line.digest, history.digest_of(line))
        for line in Line.objects.order_by("number")
    ]


def ignores_order(noted: chains.Noted) -> chains.Broken | None:
    """Each line by itself, wherever it stands: numbered and linked as it comes."""
    previous = [chains.FIRST, *(link.digest for link in links())]
    fitted = [
        link._replace(number=number, previous=before)
        for number, (link, before) in enumerate(zip(links(), previous, strict=False), 1)
    ]
    return chains.broken(fitted, replace(noted, heads={}, marks=[]))


def ignores_anchors(noted: chains.Noted) -> chains.Broken | None:
    return chains.broken(links())


def skips_the_last(noted: chains.Noted) -> chains.Broken | None:
    return chains.broken([before for before, _after in pairwise(links())])


def does_not_reckon(noted: chains.Noted) -> chains.Broken | None:
    return chains.broken((link._replace(reckoned=link.digest) for link in links()), noted)


MUTANTS = (ignores_order, ignores_anchors, skips_the_last, does_not_reckon)
