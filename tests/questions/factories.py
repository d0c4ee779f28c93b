"""Cheap roots for tests of forms and answers; rows are written directly, at most five queries each."""

from typing import Any

from django.utils import timezone

from saanjh.ground.access import ScopeKind
from saanjh.ground.models import Person
from saanjh.questions.models import AnswerSheet, Choice, Form, FormVersion, Question, Section
from tests.factories import a_person


def a_draft(programme: int = 1, **facts: Any) -> FormVersion:
    """The draft version of a form of the programme with this id."""
    form = Form.objects.create(
        scope_kind=ScopeKind.PROGRAMME, scope_id=programme, title_en="Short form", title_ur="مختصر فارم"
    )
    return FormVersion.objects.create(form=form, number=1, **facts)


def a_page(version: FormVersion, position: int = 1) -> Section:
    """A page of a version."""
    return Section.objects.create(version=version, position=position, title_en=f"Page {position}", title_ur="صفحہ")


def a_question(page: Section, kind: str = "short_text", **facts: Any) -> Question:
    """A question at the end of a page; `code` is its kind unless it says another."""
    facts = {"code": kind, "label_en": f"What of {kind}?", "label_ur": "سوال؟", **facts}
    if kind in ("money", "budget"):
        facts.setdefault("currency", "PKR")
    if kind == "budget":
        facts.setdefault("track", "full")
    if kind == "file":
        facts.setdefault("takes", "any")
    position = page.version.questions.count() + 1 if facts.get("table") else page.questions.count() + 1
    return Question.objects.create(version=page.version, **{"section": page, **facts}, kind=kind, position=position)


def choices(question: Question, *labels: str) -> Question:
    """Give a question its choices; a choice's code is its label in small letters."""
    Choice.objects.bulk_create(
        Choice(question=question, position=n, code=label.lower(), label_en=label, label_ur=f"انتخاب {n}")
        for n, label in enumerate(labels, 1)
    )
    return question


def freeze(version: FormVersion, by: Person | None = None) -> FormVersion:
    """Publish a version by writing the row."""
    version.state, version.digest = "published", "d" * 64
    version.published_at, version.published_by = timezone.now(), by or a_person()
    version.save()
    return version


def a_sheet(version: FormVersion, **answers: Any) -> AnswerSheet:
    """A draft sheet with these answers."""
    return AnswerSheet.objects.create(version=version, answers=answers)
