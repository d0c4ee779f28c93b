"""The indicator bank: what can be measured, defined once in both languages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from saanjh.programmes import queries
from saanjh.programmes.models import Indicator
from saanjh.web.downloads import both, table
from saanjh.web.guards import open_to_all

COLUMNS = (
    "code",
    "theme",
    "level",
    "unit",
    "name_en",
    "name_ur",
    "definition_en",
    "definition_ur",
    "calculation",
    "frequency",
    "aggregation",
    "aligned_with",
    "core",
)


@open_to_all()
def indicators(request: HttpRequest) -> HttpResponse:
    """All of them by theme, or with `?core=1` those proposed to every programme."""
    core = request.GET.get("core") == "1"
    themes = queries.bank()
    groups = [(theme, [each for each in theme.bank if each.is_core or not core]) for theme in themes]  # type: ignore[attr-defined]
    context = {"groups": [(theme, bank) for theme, bank in groups if bank], "core": core}
    context["count"] = sum(len(bank) for _theme, bank in groups)
    return render(request, "public/indicators.html", context)


@open_to_all()
def indicators_csv(request: HttpRequest) -> HttpResponse:
    """The whole bank, as it is defined here."""
    rows = ([theme.code, each] for theme in queries.bank() for each in theme.bank)  # type: ignore[attr-defined]
    lines = ([_cell(each, theme, name) for name in COLUMNS] for theme, each in rows)
    return table(request, "indicators", COLUMNS, lines, quoted=True)


def _cell(indicator: Indicator, theme: str, column: str) -> str:
    if column == "theme":
        return theme
    if column == "core":
        return "yes" if indicator.is_core else "no"
    return str(getattr(indicator, column))


@open_to_all(finds=Indicator, by="code")
def indicator(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    """One indicator: its definition, how it is reckoned and put together, and who uses it, and why."""
    words = queries.words_of(indicator)
    return render(request, "public/indicator.html", {"indicator": indicator, "uses": queries.uses(indicator), **words})


urlpatterns = [
    path("indicators/", indicators, name="indicators"),
    *both("indicators/bank.csv", indicators_csv, name="indicators_csv"),
    path("indicators/<str:id>/", indicator, name="indicator"),
]
