"""Programmes that are open or closed: what they want to reach."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from saanjh.ground import installation
from saanjh.programmes.models import Programme
from saanjh.web.machine.shapes import PROBLEMS, Listed, Named, Paging, listed

router = Router(tags=["programmes"])


class ProgrammeOut(Schema):
    """A programme, with its objectives in their order."""

    demo: bool
    id: str
    title: Named
    summary: str
    summary_language: str
    currency: str
    starts_on: str
    ends_on: str
    state: str
    objectives: list[Named]


def shape(row: Programme) -> dict[str, Any]:
    return {
        "demo": installation.is_demo(),
        "id": row.public_id,
        "title": {"en": row.title_en, "ur": row.title_ur},
        "summary": row.summary,
        "summary_language": row.written_in,
        "currency": row.currency,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "state": row.state,
        "objectives": [{"en": each.text_en, "ur": each.text_ur} for each in row.objectives.all()],
    }


@router.get("/programmes", response={200: Listed[ProgrammeOut], **PROBLEMS}, summary="Programmes")
def programmes(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The public programmes, newest first."""
    rows = Programme.objects.public().prefetch_related("objectives").order_by("-starts_on", "-pk")
    return listed(rows, paging, shape)


@router.get("/programmes/{id}", response={200: ProgrammeOut, **PROBLEMS}, summary="A programme")
def programme(request: HttpRequest, id: str) -> dict[str, Any]:
    """One programme by its id."""
    row = Programme.objects.public().prefetch_related("objectives").filter(public_id=id).first()
    if row is None:
        raise Http404
    return shape(row)
