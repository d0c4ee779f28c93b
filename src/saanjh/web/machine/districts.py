"""Districts and provinces: names in both languages and census figures. No coordinates, no borders."""

from typing import Annotated

from django.http import Http404
from msgspec import Meta, Struct

from saanjh.ground.models import District
from saanjh.web.machine.routes import reads
from saanjh.web.machine.shapes import Listed, Named, Paging, listed


class OfProvince(Paging):
    """Which districts are asked for."""

    province: Annotated[str, Meta(description="Those of one province, by its id.")] = ""


class DistrictOut(Struct):
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


def shape(row: District) -> DistrictOut:
    return DistrictOut(
        id=row.slug,
        name=Named(row.name_en, row.name_ur),
        province=Named(row.province.name_en, row.province.name_ur),
        pcode=row.pcode,
        population_2023=row.population_2023,
        women_2023=row.women_2023,
        youth_2023=row.youth_2023,
        population_2017=row.population_2017,
        literacy_percent_2023=row.literacy_percent_2023,
    )


@reads("districts", "Districts", tag="places")
def districts(asked: OfProvince) -> Listed[DistrictOut]:
    """The districts of the roster in force, by province and name; `province` takes a province's id."""
    rows = District.objects.public().current().select_related("province").order_by("province__name_en", "name_en", "pk")
    if asked.province:
        rows = rows.filter(province__slug=asked.province)
    return listed(rows, asked, shape, quoted=True)


@reads("districts/<id>", "A district", tag="places")
def district(id: str) -> DistrictOut:
    """One district by its id."""
    row = District.objects.public().select_related("province").filter(slug=id).first()
    if row is None:
        raise Http404
    return shape(row)
