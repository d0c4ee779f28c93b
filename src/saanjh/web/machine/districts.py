"""Districts and provinces: names in both languages and census figures. No coordinates, no borders."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from saanjh.ground.models import District
from saanjh.web.machine.shapes import PROBLEMS, Listed, Named, Paging, listed

router = Router(tags=["places"])


class DistrictOut(Schema):
    """A district of the roster in force; null is a figure that nobody published, never a zero."""

    id: str
    name: Named
    province: Named
    pcode: str
    population_2023: int | None
    women_2023: int | None
    youth_2023: int | None
    population_2017: int | None
    literacy_percent_2023: float | None


def shape(row: District) -> dict[str, Any]:
    return {
        "id": row.slug,
        "name": {"en": row.name_en, "ur": row.name_ur},
        "province": {"en": row.province.name_en, "ur": row.province.name_ur},
        "pcode": row.pcode,
        "population_2023": row.population_2023,
        "women_2023": row.women_2023,
        "youth_2023": row.youth_2023,
        "population_2017": row.population_2017,
        "literacy_percent_2023": row.literacy_percent_2023,
    }


@router.get("/districts", response={200: Listed[DistrictOut], **PROBLEMS}, summary="Districts")
def districts(request: HttpRequest, paging: Query[Paging], province: str = "") -> dict[str, Any]:
    """The districts of the roster in force, by province and name; `province` takes a province's id."""
    rows = District.objects.public().current().select_related("province").order_by("province__name_en", "name_en", "pk")
    if province:
        rows = rows.filter(province__slug=province)
    return listed(rows, paging, shape, quoted=True)


@router.get("/districts/{id}", response={200: DistrictOut, **PROBLEMS}, summary="A district")
def district(request: HttpRequest, id: str) -> dict[str, Any]:
    """One district by its id."""
    row = District.objects.public().select_related("province").filter(slug=id).first()
    if row is None:
        raise Http404
    return shape(row)
