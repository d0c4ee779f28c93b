"""Rows as lines of JSON that read the same on both databases, and back."""

import base64
import datetime
import decimal
import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

LARGEST_EXACT = 1e16  # from here on Python writes a float with an exponent, which PostgreSQL spells out


def line(values: Iterable[Any]) -> bytes:
    """One row as it lies in a backup: a JSON list in the order of its columns, keys sorted, ended by a newline."""
    text = json.dumps([portable(each) for each in values], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode() + b"\n"


def portable(value: Any) -> Any:
    """The value as JSON has it. Moments are in UTC, bytes in base64, decimals and ids as text."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime.datetime():
            return value.astimezone(datetime.UTC).isoformat()
        case datetime.date() | datetime.time():
            return value.isoformat()
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
        case decimal.Decimal():
            return format(value, "f")
        case uuid.UUID():
            return value.hex
        case float():
            return int(value) if abs(value) >= LARGEST_EXACT else value + 0.0  # PostgreSQL knows no minus nought
        case dict():
            return {key: portable(each) for key, each in value.items()}
        case list() | tuple():
            return [portable(each) for each in value]
    raise TypeError(f"A backup cannot hold a {type(value).__name__}.")


class Tally:
    """How many rows went by, and one digest over all of their lines in order."""

    def __init__(self) -> None:
        self.rows, self._digest = 0, hashlib.sha256()

    def add(self, one: bytes) -> None:
        self.rows += 1
        self._digest.update(one)

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()

    def of(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The same lines, counted as they pass."""
        for one in lines:
            self.add(one)
            yield one
