"""Claims of others, as stated, beside what would make each comparable."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from saanjh.atlas import queries
from saanjh.atlas.models import Claim
from saanjh.web.downloads import both, table
from saanjh.web.guards import open_to_all

COLUMNS = (
    "name",
    "name_ur",
    "names",
    "for_whom",
    "stated_value",
    "stated_as",
    "definition",
    "n",
    "method",
    "period",
    "needs_en",
    "needs_ur",
    "source",
    "table",
    "article_pages",
)


@open_to_all()
def claims(request: HttpRequest) -> HttpResponse:
    """In the order of the alphabet, without a chart."""
    sources = [
        {"source": source, "table": where, "pages": pages, "claims": list(claims)}
        for (source, where, pages), claims in groupby(sorted(queries.claims(), key=_place), key=_place)
    ]
    return render(request, "public/claims.html", {"sources": sources, "levels": range(5)})


def _place(claim: Claim) -> tuple[str, str, str]:
    return claim.source, claim.table, claim.article_pages


@open_to_all()
def claims_csv(request: HttpRequest) -> HttpResponse:
    """The same as a sheet; a blank is what the source does not state."""
    rows = (
        [
            each.name_en,
            each.name_ur,
            each.names,
            each.for_whom_en,
            each.stated,
            each.stated_as,
            each.definition,
            each.n,
            each.method,
            each.period,
            each.needs_en,
            each.needs_ur,
            each.source,
            each.table,
            each.article_pages,
        ]
        for each in queries.claims()
    )
    return table(request, "claims", COLUMNS, rows, quoted=True)


urlpatterns = [
    path("claims/", claims, name="claims"),
    *both("claims.csv", claims_csv, name="claims_csv"),
]
