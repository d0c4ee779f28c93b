"""Lists in pages, whatever their length: beyond some thousand rows it is no longer counted how many there are."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property

MOST = 2_500  # rows that are counted: finding out that there are a million would cost more than the page

__all__ = ["Page", "Pages"]


class Pages(Paginator[Any]):
    """Pages of a list that may be very long: at most MOST rows are reached by turning pages, others by narrowing."""

    @cached_property
    def seen(self) -> int:
        """How many rows there are, or one more than MOST."""
        rows: Any = self.object_list
        return len(rows) if isinstance(rows, list) else rows[: MOST + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self.seen, MOST)

    @property
    def goes_on(self) -> bool:
        """Whether there is more than can be reached page by page."""
        return self.seen > MOST
