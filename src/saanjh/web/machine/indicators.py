"""The indicator bank: what can be measured, defined once for all."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from saanjh.programmes.models import Indicator
from saanjh.web.machine.shapes import PROBLEMS, Listed, Named, Paging, listed

router = Router(tags=["indicators"])


class IndicatorOut(Schema):
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


def shape(row: Indicator) -> dict[str, Any]:
    return {
        "code": row.code,
        "theme": row.theme.code,
        "level": row.level,
        "unit": row.unit,
        "name": {"en": row.name_en, "ur": row.name_ur},
        "definition": {"en": row.definition_en, "ur": row.definition_ur},
        "calculation": row.calculation,
        "aggregation": row.aggregation,
        "core": row.is_core,
    }


@router.get("/indicators", response={200: Listed[IndicatorOut], **PROBLEMS}, summary="The indicator bank")
def indicators(request: HttpRequest, paging: Query[Paging], theme: str = "") -> dict[str, Any]:
    """The indicators in the order of the bank; `theme` takes a theme's code."""
    rows = Indicator.objects.public().select_related("theme").order_by("position", "pk")
    if theme:
        rows = rows.filter(theme__code=theme)
    return listed(rows, paging, shape, quoted=True)


@router.get("/indicators/{code}", response={200: IndicatorOut, **PROBLEMS}, summary="An indicator")
def indicator(request: HttpRequest, code: str) -> dict[str, Any]:
    """One indicator by its code, such as COH-02."""
    row = Indicator.objects.public().select_related("theme").filter(code=code).first()
    if row is None:
        raise Http404
    return shape(row)
