"""Initiatives as the portal shows them, no place finer than was agreed; and claims of others, as stated."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from saanjh.atlas import queries
from saanjh.atlas.models import Claim, Initiative
from saanjh.ground import installation
from saanjh.kit.money import from_minor
from saanjh.web.machine.shapes import PROBLEMS, Listed, Named, Paging, listed

router = Router(tags=["initiatives"])


class Narrowed(Paging):
    """Which initiatives are asked for: `theme` takes a code, `district` an id, `year` one in which they ran."""

    theme: str = ""
    district: str = ""
    year: int | None = Field(None, ge=1900, le=2200)


class InitiativeOut(Schema):
    """Who does what where, when and for how much. Null is what nobody stated; `place_shown_by` says how exactly."""

    demo: bool
    id: str
    title: Named
    summary: str
    summary_language: str
    organisation: Named | None
    theme: str | None
    place_shown_by: str
    provinces: list[str]
    districts: list[str]
    starts_on: str
    ends_on: str
    amount: str | None
    currency: str | None
    last_looked_over: str


class ClaimOut(Schema):
    """A number that somebody else stated, as text: it is a quotation. An empty text is what the source left out."""

    name: Named
    stated_value: str
    stated_as: str
    definition: str
    n: str
    method: str
    period: str
    needs: Named
    source: str


def shape(row: Initiative) -> dict[str, Any]:
    who, money = row.shown_organisation, row.money
    return {
        "demo": installation.is_demo(),
        "id": row.public_id,
        "title": {"en": row.title_en, "ur": row.title_ur},
        "summary": row.summary,
        "summary_language": row.written_in,
        "organisation": {"en": who.name_en, "ur": who.name_ur} if who else None,
        "theme": row.public_theme.code if row.public_theme else None,
        "place_shown_by": row.precision.value,
        "provinces": [province.slug for province in row.shown_provinces],
        "districts": [district.slug for district in row.shown_districts],
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "amount": str(from_minor(money.minor, money.currency)) if money else None,
        "currency": money.currency if money else None,
        "last_looked_over": row.kept_current_on.isoformat(),
    }


@router.get("/initiatives", response={200: Listed[InitiativeOut], **PROBLEMS}, summary="Initiatives")
def initiatives(request: HttpRequest, asked: Query[Narrowed]) -> dict[str, Any]:
    """The published initiatives, latest first."""
    rows = Initiative.objects.public().order_by("-starts_on", "-pk")
    if asked.theme:
        rows = rows.filter(public_theme__code=asked.theme)
    if asked.district:
        rows = rows.filter(pk__in=queries.shown_in(asked.district).values("pk"))
    if asked.year is not None:
        rows = rows.filter(starts_on__year__lte=asked.year, ends_on__year__gte=asked.year)
    narrowed = asked.theme or asked.district or asked.year is not None
    return listed(rows, asked, shape, total=None if narrowed else queries.published())


@router.get("/initiatives/{id}", response={200: InitiativeOut, **PROBLEMS}, summary="An initiative")
def initiative(request: HttpRequest, id: str) -> dict[str, Any]:
    """One initiative by its id."""
    row = Initiative.objects.public().filter(public_id=id).first()
    if row is None:
        raise Http404
    return shape(row)


def claim_shape(row: Claim) -> dict[str, Any]:
    return {
        "name": {"en": row.name_en, "ur": row.name_ur},
        "stated_value": row.stated,
        **{name: getattr(row, name) for name in ("stated_as", "definition", "n", "method", "period", "source")},
        "needs": {"en": row.needs_en, "ur": row.needs_ur},
    }


@router.get("/claims", response={200: Listed[ClaimOut], **PROBLEMS}, summary="Claims of others")
def claims(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """As stated, not comparable, in the order of the alphabet; true quotations, also in a demo."""
    return listed(Claim.objects.public().order_by("name_en", "pk"), paging, claim_shape, quoted=True)
