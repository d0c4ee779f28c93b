"""Shapes that all of the API's questions and answers share."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from msgspec import Meta, Struct

from saanjh.ground import installation

T = TypeVar("T")
LARGEST_PAGE = 100


class Problem(Struct):
    """What went wrong: the HTTP status, and in `detail` what to change."""

    status: int
    detail: str


class Named(Struct):
    """A name in both languages; the Urdu one is empty where nobody has written it yet."""

    en: str
    ur: str = ""


class Paging(Struct):
    """Which part of a list is asked for."""

    page: Annotated[int, Meta(ge=1, le=10_000, description="Which part of the list.")] = 1
    size: Annotated[int, Meta(ge=1, le=LARGEST_PAGE, description="How many a part holds.")] = 50


class Listed(Struct, Generic[T]):
    """A part of a list. `demo` is true where everything shown is invented."""

    demo: bool
    total: int
    page: int
    size: int
    items: list[T]


def listed(
    rows: Any, asked: Paging, shape: Callable[[Any], T], total: int | None = None, *, quoted: bool = False
) -> Listed[T]:
    """The asked part of the rows, each through `shape`; two queries, or one where the `total` is known.

    `quoted`: true facts of a source, in a demo too.
    """
    first = (asked.page - 1) * asked.size
    part: Sequence[Any] = rows[first : first + asked.size]
    return Listed(
        demo=installation.is_demo() and not quoted,
        total=rows.count() if total is None else total,
        page=asked.page,
        size=asked.size,
        items=[shape(row) for row in part],
    )
