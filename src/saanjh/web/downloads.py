"""Tables to take away, as CSV and as a workbook, in which every row of a demo says that it is invented."""

from collections.abc import Callable, Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from saanjh.formats import sheets
from saanjh.formats.sheets import Cell
from saanjh.ground import installation

INVENTED = "demo: invented"
QUOTED = "quoted from its source"
# Of whatever is handed out: it runs nowhere, loads nothing, sends nothing
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(name: str, ending: str) -> str:
    """The header by which a browser keeps a file and does not open it; it is called so where it comes from a demo."""
    return f'attachment; filename="saanjh-{"demo-" if installation.is_demo() else ""}{name}.{ending}"'


def table(
    request: HttpRequest, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, quoted: bool = False
) -> HttpResponse:
    """The rows as a file named after the table, of the kind that the address asks for.

    Its first column says whether what follows is invented or real. `quoted`: true facts of a source, which a demo
    shows as they are.
    """
    demo = installation.is_demo()
    mark = QUOTED if quoted else INVENTED if demo else ""
    head, lines = ["demo", *columns], ([mark, *row] for row in rows)
    if request.path.endswith(".xlsx"):
        body, kind, ending = sheets.workbook(head, lines, name=name), XLSX, "xlsx"
    else:
        body, kind, ending = sheets.write(head, lines, bom=True), CSV, "csv"
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = attachment(name, ending)
    response["Content-Security-Policy"] = POLICY
    return response


def both(address: str, view: Callable[..., HttpResponse], *, name: str) -> list[URLPattern]:
    """The two addresses of a table: `claims.csv` called claims_csv, and `claims.xlsx` called claims_xlsx."""
    stem, word = address.removesuffix(".csv"), name.removesuffix("_csv")
    return [path(f"{stem}.{ending}", view, name=f"{word}_{ending}") for ending in ("csv", "xlsx")]
