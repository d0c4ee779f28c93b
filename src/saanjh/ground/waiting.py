"""One thing that waits for a person: what it is, about what, until when."""

import datetime
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Waiting:
    """Made by a room's `queries.waiting(standing)`; `web` turns `kind` and `id` into an address."""

    title: Any  # what to do, as words: "Check eligibility"
    about: str  # what it is about: a number or a label
    kind: str  # the address to open: a key of web.links.ADDRESSES
    id: str
    whose: str = ""  # from whom it came
    due: datetime.date | None = None
