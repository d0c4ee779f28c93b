"""Reads of lessons that pages need."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, Standing
from saanjh.ground.naming import named
from saanjh.ground.waiting import Waiting
from saanjh.learning.models import Lesson


def published(found: list[str] | None = None, confidence: int | None = None) -> Any:
    """Public lessons, newest first; those with the ids that a search found, and of a confidence, where given."""
    rows = Lesson.objects.public().order_by("-published_at", "-pk")
    if found is not None:
        rows = rows.filter(public_id__in=found)
    return rows.filter(confidence=confidence) if confidence else rows


def published_for(award: Any) -> list[Lesson]:
    """The public lessons of one grant."""
    return list(Lesson.objects.public().filter(award=award).order_by("-published_at", "-pk")[:20])


def waiting(standing: Standing) -> list[Waiting]:
    """Lessons to read, for the programme's officers."""
    programmes = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
    if not programmes:
        return []
    rows = Lesson.objects.filter(state=Lesson.State.HANDED_IN, award__programme_id__in=programmes)
    return [
        Waiting(
            title=_("Read a lesson"),
            about=named(lesson),
            kind="learning.lesson",
            id=lesson.public_id,
            whose=named(lesson.award.organisation, "name"),
        )
        for lesson in rows.select_related("award__organisation").order_by("pk")[:50]
    ]
