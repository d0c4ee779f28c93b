"""Every district of today's roster, with what the census says and where the figures come from."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from saanjh.ground.models import District
from saanjh.ground.queries import districts_in_order
from saanjh.web.downloads import both, table
from saanjh.web.guards import open_to_all

FIGURES = (
    "population_2023",
    "women_2023",
    "men_2023",
    "transgender_2023",
    "youth_2023",
    "literacy_percent_2023",
    "urban_percent_2023",
    "population_2017",
    "area_km2",
)
COLUMNS = ("district", "name_en", "name_ur", "province", "p_code", *FIGURES, "roster", "roster_day", "figures_from")


@open_to_all()
def districts(request: HttpRequest) -> HttpResponse:
    """The districts by province, each province with the source and day of its figures."""
    rows = districts_in_order()
    groups = [(province, list(group)) for province, group in groupby(rows, key=lambda each: each.province)]
    return render(request, "public/districts.html", {"groups": groups, "count": len(rows)})


@open_to_all()
def census_csv(request: HttpRequest) -> HttpResponse:
    """The same with every figure; a blank one was published by nobody."""
    return table(request, "census", COLUMNS, (_line(district) for district in districts_in_order()), quoted=True)


def _line(district: District) -> list[str | int | float | None]:
    names = [district.slug, district.name_en, district.name_ur, district.province.slug, district.pcode]
    roster = district.roster
    source = [roster.code, roster.day.isoformat(), roster.figures_en] if roster else ["", "", ""]
    return [*names, *(getattr(district, name) for name in FIGURES), *source]


urlpatterns = [
    path("districts/", districts, name="districts"),
    *both("districts/census.csv", census_csv, name="census_csv"),
]
