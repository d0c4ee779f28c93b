"""Shapes that all of the API's answers share."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from ninja import Schema
from pydantic import Field

from saanjh.ground import installation

T = TypeVar("T")
LARGEST_PAGE = 100


class Problem(Schema):
    """What went wrong: the HTTP status, and in `detail` what to change."""

    status: int
    detail: str


# What any address may answer instead: there is no such thing (or no such address), or the question is not understood.
PROBLEMS: dict[Any, Any] = {frozenset({404, 422}): Problem}


class Named(Schema):
    """A name in both languages; the Urdu one is empty where nobody has written it yet."""

    en: str
    ur: str = ""


class Paging(Schema):
    """Which part of a list is asked for."""

    page: int = Field(1, ge=1, le=10_000)
    size: int = Field(50, ge=1, le=LARGEST_PAGE)


class Listed(Schema, Generic[T]):
    """A part of a list. `demo` is true where everything shown is invented."""

    demo: bool
    total: int
    page: int
    size: int
    items: list[T]


def listed(rows: Any, paging: Paging, shape: Any, total: int | None = None, *, quoted: bool = False) -> dict[str, Any]:
    """The asked part of the rows, each through `shape`; two queries, or one where the `total` is known.

    `quoted`: true facts of a source, in a demo too.
    """
    first = (paging.page - 1) * paging.size
    part: Sequence[Any] = rows[first : first + paging.size]
    return {
        "demo": installation.is_demo() and not quoted,
        "total": rows.count() if total is None else total,
        "page": paging.page,
        "size": paging.size,
        "items": [shape(row) for row in part],
    }
