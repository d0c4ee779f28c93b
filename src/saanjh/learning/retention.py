"""How long lessons are kept: what was told stays, what was only begun does not."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from saanjh.ground.retention import clock
from saanjh.learning.models import Lesson


@clock("lesson-drafts", Lesson, what="lessons that were begun and never handed in", starts="the draft was begun")
def drafts(before: datetime) -> QuerySet[Any]:
    return Lesson.objects.filter(state=Lesson.State.DRAFT, created_at__lt=before)
