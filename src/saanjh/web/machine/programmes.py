"""Programmes that are open or closed: what they want to reach."""

from django.http import Http404
from msgspec import Struct

from saanjh.ground import installation
from saanjh.programmes.models import Programme
from saanjh.web.machine.routes import reads
from saanjh.web.machine.shapes import Listed, Named, Paging, listed


class ProgrammeOut(Struct):
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


def shape(row: Programme) -> ProgrammeOut:
    return ProgrammeOut(
        demo=installation.is_demo(),
        id=row.public_id,
        title=Named(row.title_en, row.title_ur),
        summary=row.summary,
        summary_language=row.written_in,
        currency=row.currency,
        starts_on=row.starts_on.isoformat(),
        ends_on=row.ends_on.isoformat(),
        state=row.state,
        objectives=[Named(each.text_en, each.text_ur) for each in row.objectives.all()],
    )


@reads("programmes", "Programmes", tag="programmes")
def programmes(asked: Paging) -> Listed[ProgrammeOut]:
    """The public programmes, newest first."""
    rows = Programme.objects.public().prefetch_related("objectives").order_by("-starts_on", "-pk")
    return listed(rows, asked, shape)


@reads("programmes/<id>", "A programme", tag="programmes")
def programme(id: str) -> ProgrammeOut:
    """One programme by its id."""
    row = Programme.objects.public().prefetch_related("objectives").filter(public_id=id).first()
    if row is None:
        raise Http404
    return shape(row)
