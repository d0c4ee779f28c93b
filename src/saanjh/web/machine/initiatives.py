"""Initiatives as the portal shows them, no place finer than was agreed; and claims of others, as stated."""

from typing import Annotated

from django.http import Http404
from msgspec import UNSET, Meta, Struct, UnsetType

from saanjh.atlas import queries
from saanjh.atlas.models import Claim, Initiative
from saanjh.ground import installation
from saanjh.kit.money import from_minor
from saanjh.web.machine.routes import reads
from saanjh.web.machine.shapes import Listed, Named, Paging, listed

Year = Annotated[int, Meta(ge=1900, le=2200, description="Those that ran in this year.")]


class Narrowed(Paging):
    """Which initiatives are asked for."""

    theme: Annotated[str, Meta(description="Those of one theme, by its code.")] = ""
    district: Annotated[str, Meta(description="Those shown in one district, by its id.")] = ""
    year: Year | UnsetType = UNSET


class InitiativeOut(Struct):
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


class ClaimOut(Struct):
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


def shape(row: Initiative) -> InitiativeOut:
    who, money = row.shown_organisation, row.money
    return InitiativeOut(
        demo=installation.is_demo(),
        id=row.public_id,
        title=Named(row.title_en, row.title_ur),
        summary=row.summary,
        summary_language=row.written_in,
        organisation=Named(who.name_en, who.name_ur) if who else None,
        theme=row.public_theme.code if row.public_theme else None,
        place_shown_by=row.precision.value,
        provinces=[province.slug for province in row.shown_provinces],
        districts=[district.slug for district in row.shown_districts],
        starts_on=row.starts_on.isoformat(),
        ends_on=row.ends_on.isoformat(),
        amount=str(from_minor(money.minor, money.currency)) if money else None,
        currency=money.currency if money else None,
        last_looked_over=row.kept_current_on.isoformat(),
    )


@reads("initiatives", "Initiatives", tag="initiatives")
def initiatives(asked: Narrowed) -> Listed[InitiativeOut]:
    """The published initiatives, latest first."""
    rows = Initiative.objects.public().order_by("-starts_on", "-pk")
    if asked.theme:
        rows = rows.filter(public_theme__code=asked.theme)
    if asked.district:
        rows = rows.filter(pk__in=queries.shown_in(asked.district).values("pk"))
    if asked.year is not UNSET:
        rows = rows.filter(starts_on__year__lte=asked.year, ends_on__year__gte=asked.year)
    narrowed = asked.theme or asked.district or asked.year is not UNSET
    return listed(rows, asked, shape, total=None if narrowed else queries.published())


@reads("initiatives/<id>", "An initiative", tag="initiatives")
def initiative(id: str) -> InitiativeOut:
    """One initiative by its id."""
    row = Initiative.objects.public().filter(public_id=id).first()
    if row is None:
        raise Http404
    return shape(row)


def claim_shape(row: Claim) -> ClaimOut:
    return ClaimOut(
        name=Named(row.name_en, row.name_ur),
        stated_value=row.stated,
        stated_as=row.stated_as,
        definition=row.definition,
        n=row.n,
        method=row.method,
        period=row.period,
        needs=Named(row.needs_en, row.needs_ur),
        source=row.source,
    )


@reads("claims", "Claims of others", tag="initiatives")
def claims(asked: Paging) -> Listed[ClaimOut]:
    """As stated, not comparable, in the order of the alphabet; true quotations, also in a demo."""
    return listed(Claim.objects.public().order_by("name_en", "pk"), asked, claim_shape, quoted=True)
