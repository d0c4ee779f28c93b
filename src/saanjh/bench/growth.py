"""How much more a page costs at the size of a country than in the small demo."""

from collections.abc import Iterable, Iterator
from typing import Any

MOST = 1.5
WHOLE = (".csv", ".xlsx")  # tables to take away hold all rows there are: they grow as the record does
GROWING = ("queries", "bytes", "cpu_ms")


def grown(small: Iterable[dict[str, Any]], large: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The figures of the large installation, each page with its `growth` and with what of it breaks the bound."""
    before = {figure["page"]: figure for figure in small}
    for figure in large:
        was = before.get(figure["page"])
        if was is None:
            yield {**figure, "growth": None}
            continue
        growth = {name: round(figure[name] / max(was[name], 1), 2) for name in GROWING}
        broken = [
            f"{name} {was[name]} → {figure[name]}: {factor} times, at most {MOST}"
            for name, factor in growth.items()
            if factor > MOST and not figure["path"].endswith(WHOLE)
        ]
        yield {**figure, "growth": growth, "broken": [*figure["broken"], *broken]}
