"""How long lessons are kept: what was told stays, what was only begun does not."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from saanjh.ground.holdings import told
from saanjh.ground.models import Organisation, Person
from saanjh.ground.retention import clock
from saanjh.learning.models import Lesson


@clock("lesson-drafts", Lesson, what="lessons that were begun and never handed in", starts="the draft was begun")
def drafts(before: datetime) -> QuerySet[Any]:
    return Lesson.objects.filter(state=Lesson.State.DRAFT, created_at__lt=before)


told(Person, Lesson, "written_by", "public_id state created_at")
told(Person, Lesson, "published_by", "public_id published_at")
told(
    Organisation,
    Lesson,
    "award__organisation",
    "public_id award__public_id title_en title_ur expected happened why next_time written_in confidence state "
    "published_at",
)
