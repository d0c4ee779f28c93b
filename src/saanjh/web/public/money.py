"""Where the money goes: every programme, stage by stage and by contributor; the same as a file."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from saanjh.formats.sheets import Cell
from saanjh.kit.money import from_minor
from saanjh.programmes import queries
from saanjh.web.downloads import both, table
from saanjh.web.guards import open_to_all
from saanjh.web.money import Flow, public_flows

COLUMNS = ("programme", "stage", "contributor_en", "contributor_ur", "currency", "amount", "counts")


@open_to_all()
def money(request: HttpRequest) -> HttpResponse:
    """Promised, arrived, granted: each figure with what it counts, each currency by itself."""
    return render(request, "public/money.html", {"flows": public_flows(queries.public_programmes())})


@open_to_all()
def money_csv(request: HttpRequest) -> HttpResponse:
    """The same figures; a blank amount means that nothing is recorded."""
    return table(
        request, "money", COLUMNS, (row for flow in public_flows(queries.public_programmes()) for row in _rows(flow))
    )


def _rows(flow: Flow) -> Iterator[list[Cell]]:
    slug, currency = flow.programme.slug, flow.currency
    for station in flow.stations:
        amount = None if station.minor is None else from_minor(station.minor, currency)
        yield [slug, station.stage.code, "", "", currency, amount, str(station.stage.counts)]
    for gift in flow.gifts:
        names = [gift.donor.name_en, gift.donor.name_ur] if gift.donor.is_public else ["", ""]
        for stage, minor in (("pledged", gift.pledged_minor), ("received", gift.received_minor)):
            amount = None if minor is None else from_minor(minor, currency)
            yield [slug, f"{stage}_by_contributor", *names, currency, amount, ""]


urlpatterns = [
    path("money/", money, name="money"),
    *both("money/table.csv", money_csv, name="money_csv"),
]
