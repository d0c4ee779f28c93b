"""Tables to take away: CSV with a stable name, in which every row of a demo says that it is invented."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from saanjh.formats import sheets
from saanjh.formats.sheets import Cell
from saanjh.ground import installation

INVENTED = "demo: invented"
QUOTED = "quoted from its source"
POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


def table(name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, quoted: bool = False) -> HttpResponse:
    """The rows as a CSV file named after the table; its first column says whether what follows is invented or real.

    `quoted`: true facts of a source, which a demo shows as they are.
    """
    demo = installation.is_demo()
    mark = QUOTED if quoted else INVENTED if demo else ""
    body = sheets.write(["demo", *columns], ([mark, *row] for row in rows), bom=True)
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    file = f"saanjh-{'demo-' if demo else ''}{name}.csv"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    response["Content-Security-Policy"] = POLICY
    return response
