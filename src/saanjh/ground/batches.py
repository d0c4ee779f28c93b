"""Many rows by one action: each by the same rules as one alone, and none of them kept where one is refused.

The bulk form of an action fetches once what the rules must know of all rows, asks the rules of each row, writes the
rows together, and leaves one line of history with their number and a digest over them.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from saanjh.ground.fields import Guarded
from saanjh.ground.refusals import Refusal

T = TypeVar("T")
R = TypeVar("R")
MOST = 2_000  # rows of one batch: about a second's work, which is how long others may have to wait


@dataclass(frozen=True)
class RowRefused:
    """Which row (the first is 1), why, and which of its fields."""

    number: int
    why: Any
    field: str


class RowsRefused(Refusal):
    """Some rows of a batch were refused, so none was written: `rows` names them all."""

    def __init__(self, rows: Sequence[RowRefused]) -> None:
        first = rows[0]
        super().__init__(_("Row %(number)s: %(why)s") % {"number": first.number, "why": first.why}, field=first.field)
        self.rows = list(rows)


def each(rows: Sequence[T], make: Callable[[T], R]) -> list[R]:
    """What `make` makes of each row. RowsRefused, with every row that it refuses, where it refuses any."""
    if len(rows) > MOST:
        raise ValueError(f"{len(rows)} rows are more than a batch holds ({MOST}); see batches.split.")
    made, refused = [], []
    for number, row in enumerate(rows, 1):
        try:
            made.append(make(row))
        except Refusal as refusal:
            refused.append(RowRefused(number, refusal.why, refusal.field))
    if refused:
        raise RowsRefused(refused)
    return made


def split(rows: Iterable[T], most: int = MOST) -> Iterator[list[T]]:
    """The rows in batches, in their order; never more in memory than one of them."""
    batch: list[T] = []
    for row in rows:
        batch.append(row)
        if len(batch) == most:
            yield batch
            batch = []
    if batch:
        yield batch


def guard(thing: models.Model) -> None:
    """Refusal where somebody's words on this row hold what is not kept here: what saving it alone would ask."""
    for field in thing._meta.concrete_fields:
        if isinstance(field, Guarded):
            field.pre_save(thing, add=True)


def digest_of(things: Iterable[Any], names: Sequence[str]) -> str:
    """SHA-256 over these attributes of the rows, in their order: the same again from what the tables hold."""
    digest = hashlib.sha256()
    for thing in things:
        line = json.dumps([_plain(getattr(thing, name)) for name in names], ensure_ascii=False, separators=(",", ":"))
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def _plain(value: Any) -> str | int | bool | None:
    """The value as the database gives it back: 63.1 and 63.10 are the same number."""
    if value is None or isinstance(value, bool | int):
        return value
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
