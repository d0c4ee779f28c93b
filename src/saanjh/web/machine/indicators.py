"""The indicator bank: what can be measured, defined once for all."""

from typing import Annotated

from django.http import Http404
from msgspec import Meta, Struct

from saanjh.programmes.models import Indicator
from saanjh.web.machine.routes import reads
from saanjh.web.machine.shapes import Listed, Named, Paging, listed


class OfTheme(Paging):
    """Which indicators are asked for."""

    theme: Annotated[str, Meta(description="Those of one theme, by its code.")] = ""


class IndicatorOut(Struct):
    """An indicator. `aggregation` says how values may be put together; many may not be added."""

    code: str
    theme: str
    level: str
    unit: str
    name: Named
    definition: Named
    calculation: str
    aggregation: str
    core: bool


def shape(row: Indicator) -> IndicatorOut:
    return IndicatorOut(
        code=row.code,
        theme=row.theme.code,
        level=row.level,
        unit=row.unit,
        name=Named(row.name_en, row.name_ur),
        definition=Named(row.definition_en, row.definition_ur),
        calculation=row.calculation,
        aggregation=row.aggregation,
        core=row.is_core,
    )


@reads("indicators", "The indicator bank", tag="indicators")
def indicators(asked: OfTheme) -> Listed[IndicatorOut]:
    """The indicators in the order of the bank; `theme` takes a theme's code."""
    rows = Indicator.objects.public().select_related("theme").order_by("position", "pk")
    if asked.theme:
        rows = rows.filter(theme__code=asked.theme)
    return listed(rows, asked, shape, quoted=True)


@reads("indicators/<code>", "An indicator", tag="indicators")
def indicator(code: str) -> IndicatorOut:
    """One indicator by its code, such as COH-02."""
    row = Indicator.objects.public().select_related("theme").filter(code=code).first()
    if row is None:
        raise Http404
    return shape(row)
