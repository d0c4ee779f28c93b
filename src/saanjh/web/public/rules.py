"""The rules in words: how we count, what we keep of whom, and what everybody can take."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground import anchors
from saanjh.web.guards import open_to_all


@dataclass(frozen=True)
class Sheet:
    """A table that can be taken: what it holds, its address, and the page that shows the same."""

    words: Any
    download: str
    shown: str
    name: Any

    @property
    def csv(self) -> str:
        return reverse(self.download)

    @property
    def xlsx(self) -> str:
        return reverse(self.download.removesuffix("_csv") + "_xlsx")

    @property
    def page(self) -> str:
        return reverse(self.shown)


SHEETS = (
    (_("Initiatives: who does what where, when, for how much"), "initiatives_csv", "initiatives", _("Initiatives")),
    (_("Districts: what is reported of each, and what is not known"), "map_csv", "map_table", _("Table of districts")),
    (_("Districts: what the census says"), "census_csv", "districts", _("Districts")),
    (_("Money: promised, arrived, granted"), "money_csv", "money", _("Money")),
    (_("Indicators: what is measured, and how it is defined"), "indicators_csv", "indicators", _("Indicators")),
    (_("Claims of others, as stated"), "claims_csv", "claims", _("Claims")),
)


@open_to_all()
def how_we_count(request: HttpRequest) -> HttpResponse:
    """What a result, a claim, a blank and a number of people mean here."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    context = {"levels": range(5), "noted": anchors.of_yesterday(), "yesterday": yesterday}
    return render(request, "public/how_we_count.html", context)


@open_to_all()
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, what is not, and who sees it."""
    return render(request, "public/privacy.html")


@open_to_all()
def open_data(request: HttpRequest) -> HttpResponse:
    """What can be taken, under which licence."""
    context = {"sheets": [Sheet(*each) for each in SHEETS], "api": reverse("api:openapi-json")}
    return render(request, "public/open_data.html", context)


urlpatterns = [
    path("how-we-count/", how_we_count, name="how_we_count"),
    path("privacy/", privacy, name="privacy"),
    path("open-data/", open_data, name="open_data"),
]
