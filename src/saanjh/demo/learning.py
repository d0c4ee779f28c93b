"""The demo's lessons: published ones, and one that waits to be read."""

import csv
from pathlib import Path

from saanjh.calls.actions import applications
from saanjh.calls.models import Application
from saanjh.demo.world import World
from saanjh.learning.actions import lessons
from saanjh.learning.models import Lesson
from saanjh.questions.models.forms import Kind

FILE = Path(__file__).with_name("learning.csv")


def tell(world: World) -> None:
    """One lesson a grant; the last is handed in and not yet published."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, (award, row) in enumerate(zip(world.awards, rows, strict=False), 1):
        editor = world.editor(award.organisation)
        words = {**row, "confidence": int(row["confidence"])}
        lesson = lessons.write(award, by=editor, **words)
        lessons.hand_in(lesson, by=editor)
        if number < len(rows):
            lessons.publish(lesson, by=world.people["programme_officer"])
    _cite(world)


def _cite(world: World) -> None:
    """Who is still writing an application builds on what others have learnt."""
    cited = list(Lesson.objects.public().order_by("pk").values_list("public_id", flat=True)[:2])
    for application in world.applications:
        if application.state == Application.State.DRAFT and application.call.is_open():
            page = application.sheet.version.sections.get(questions__kind=Kind.PRACTICES)
            answers = {"practices": cited}
            applications.answer(application, page, answers, by=world.editor(application.organisation))
