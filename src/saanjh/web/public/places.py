"""The map, the table behind it, what is missing, and a district's page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from saanjh.atlas import queries
from saanjh.atlas.models import Initiative
from saanjh.atlas.queries import Reach
from saanjh.ground.models import District
from saanjh.web.downloads import both, table
from saanjh.web.guards import open_to_all
from saanjh.web.public import maps

HERE = 8  # initiatives of a district on one page
COLUMNS = (
    "district",
    "name_en",
    "name_ur",
    "province",
    "p_code",
    "standing",
    "initiatives",
    "running_now",
    "people_at_activities",
    "months_covered_of_12",
    "asked_on",
)


@open_to_all()
def map_page(request: HttpRequest) -> HttpResponse:
    """Every district as a tile that leads to its page; `?show=` says by which measure."""
    measure = maps.MEASURES.get(request.GET.get("show", "initiatives"))
    if measure is None:
        raise Http404
    rows = queries.reach()
    sums = summary(rows)
    context = {
        "measure": measure,
        "measures": maps.MEASURES.values(),
        "map": maps.drawn(rows, measure, title=sums.title, linked=True),
        "key": maps.key(measure),
        "sums": sums,
        "shown": queries.shown(),
    }
    return render(request, "public/map.html", context)


@open_to_all()
def map_table(request: HttpRequest) -> HttpResponse:
    """The same as a table: every district of every province."""
    rows = queries.reach()
    groups: dict[int, list[Reach]] = {}
    for row in rows:
        groups.setdefault(row.district.province_id, []).append(row)
    context = {"groups": [(group[0].district.province, group) for group in groups.values()], "sums": summary(rows)}
    return render(request, "public/map_table.html", context)


@open_to_all()
def map_csv(request: HttpRequest) -> HttpResponse:
    """Exactly what the table shows."""
    return table(request, "districts", COLUMNS, (_line(row) for row in queries.reach()))


def _line(row: Reach) -> list[Any]:
    place = row.district
    standing = "not_known" if row.count is None else "reported" if row.count else "none_reported"
    names = [place.slug, place.name_en, place.name_ur, place.province.slug, place.pcode]
    running = None if row.count is None else row.running
    return [*names, standing, row.count, running, row.people, row.months, row.asked_on]


@open_to_all()
def map_missing(request: HttpRequest) -> HttpResponse:
    """Theme by theme: where no initiative is known."""
    context = {"rows": queries.by_theme(), "shown": queries.shown(), "all": District.objects.current().count()}
    return render(request, "public/map_missing.html", context)


@open_to_all(finds=District, by="slug")
def district(request: HttpRequest, district: District) -> HttpResponse:
    """One district: what the census says, who works there, what is missing."""
    row = queries.reach_of(district)
    here = queries.in_district(district)
    context = {
        "district": district,
        "row": row,
        "page": Paginator(here, HERE).get_page(request.GET.get("page")),
        "missing": missing(here),
        "aliases": district.aliases.all(),
    }
    return render(request, "public/district.html", context)


@dataclass(frozen=True)
class Summary:
    """The districts in three numbers that add up to all."""

    all: int
    reached: int
    none: int
    unknown: int

    @property
    def title(self) -> str:
        """The map in one sentence, for those who hear it."""
        return _(
            "Published initiatives in %(all)s districts: %(reached)s have at least one, %(none)s report none, "
            "%(unknown)s are not known"
        ) % {"all": self.all, "reached": self.reached, "none": self.none, "unknown": self.unknown}


def summary(rows: list[Reach]) -> Summary:
    """The sums of the table."""
    return Summary(
        all=len(rows),
        reached=sum(bool(row.count) for row in rows),
        none=sum(row.count == 0 for row in rows),
        unknown=sum(row.count is None for row in rows),
    )


@dataclass(frozen=True)
class Missing:
    """What no published initiative of a district does, as far as its page can say."""

    runs_until: date | None  # the last day on which something that runs today will run
    women: bool
    young_people: bool


def missing(here: QuerySet[Initiative], today: date | None = None) -> Missing:
    """Read off the initiatives of one district. Two queries for any number of them."""
    day = today or timezone.localdate()
    groups = queries.groups_of(here)
    running = here.filter(starts_on__lte=day, ends_on__gte=day).order_by()
    return Missing(
        runs_until=running.aggregate(last=Max("ends_on"))["last"],
        women="women" not in groups,
        young_people="young_people" not in groups,
    )


urlpatterns = [
    path("map/", map_page, name="map"),
    path("map/table/", map_table, name="map_table"),
    path("map/missing/", map_missing, name="map_missing"),
    *both("map/table.csv", map_csv, name="map_csv"),
    path("districts/<str:id>/", district, name="district"),
]
