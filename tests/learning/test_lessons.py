"""Lessons: written by the organisation, read by somebody else before they are public, withdrawn at once."""

from typing import Any

import pytest

from saanjh.awards.models import Award
from saanjh.ground import history, search
from saanjh.ground.access import Role, standing_of
from saanjh.ground.models import Notice, Person
from saanjh.ground.refusals import Refusal
from saanjh.learning import queries
from saanjh.learning.actions import lessons
from saanjh.learning.models import Lesson
from tests.atlas.factories import Ground
from tests.factories import a_person, holding

pytestmark = pytest.mark.django_db
SAID = {
    "title_en": "Shopkeepers come after the evening prayer",
    "title_ur": "",
    "expected": "That shopkeepers come in the morning.",
    "happened": "Nobody came before the evening.",
    "why": "They told us that mornings are for deliveries.",
    "next_time": "We would ask before we fix an hour.",
    "written_in": "en",
    "confidence": 1,
}


@pytest.fixture
def ground() -> Ground:
    return Ground()


@pytest.fixture
def editor(ground: Ground) -> Person:
    return holding(Role.EDITOR, over=ground.organisation.pk)


def written(ground: Ground, by: Person, **words: Any) -> Lesson:
    return lessons.write(ground.award(), by=by, **{**SAID, **words})


def public() -> list[Lesson]:
    return list(Lesson.objects.all().public())


def test_a_lesson_is_written_handed_in_and_published_by_somebody_else(ground: Ground, editor: Person) -> None:
    lesson = written(ground, editor)
    assert public() == []
    lessons.hand_in(lesson, by=editor)
    assert [each.about for each in queries.waiting(standing_of(ground.officer))] == [lesson.title_en]
    lessons.publish(lesson, by=ground.officer)
    assert public() == [lesson]
    assert search.ids_of("shopkeepers", Lesson, public_only=True) == [lesson.public_id]
    assert [line.verb for line in history.of(lesson)] == ["lesson_written", "lesson_handed_in", "lesson_published"]
    told = [(each.person, each.kind) for each in Notice.objects.order_by("pk")]
    assert told == [(ground.officer, "lesson_handed_in"), (editor, "lesson_published")]


def test_only_who_writes_for_the_organisation_writes_and_only_of_a_running_grant(
    ground: Ground, editor: Person
) -> None:
    field_officer = holding(Role.FIELD_OFFICER, over=ground.organisation.pk)
    for stranger in (field_officer, ground.officer, holding(Role.EDITOR, over=ground.organisation.pk + 1), a_person()):
        with pytest.raises(Refusal, match="signatory or an editor"):
            written(ground, stranger)
    offered = ground.award(state=Award.State.OFFERED, answered_at=None)
    with pytest.raises(Refusal, match="accepted"):
        lessons.write(offered, by=editor, **SAID)


def test_nobody_publishes_without_running_the_programme(ground: Ground, editor: Person) -> None:
    lesson = written(ground, editor)
    lessons.hand_in(lesson, by=editor)
    for stranger in (editor, ground.signatory, holding(Role.PROGRAMME_OFFICER, over=ground.programme.pk + 1)):
        with pytest.raises(Refusal, match="A programme officer"):
            lessons.publish(lesson, by=stranger)
    assert public() == []


def test_a_writer_who_is_an_officer_too_does_not_publish_the_own_lesson(ground: Ground) -> None:
    both = ground.officer
    both.roles_held.create(role=Role.EDITOR, scope_kind="organisation", scope_id=ground.organisation.pk)
    lesson = written(ground, both)
    lessons.hand_in(lesson, by=both)
    with pytest.raises(Refusal, match="other than its writer"):
        lessons.publish(lesson, by=both)


def test_a_lesson_published_meanwhile_is_not_changed_from_an_old_page(ground: Ground, editor: Person) -> None:
    lesson = written(ground, editor)
    opened_before = Lesson.objects.get(pk=lesson.pk)
    lessons.hand_in(lesson, by=editor)
    lessons.publish(lesson, by=ground.officer)
    with pytest.raises(Refusal, match="Only a draft"):
        lessons.rewrite(opened_before, by=editor, **{**SAID, "why": "Other words."})
    assert Lesson.objects.get().why == SAID["why"]


def test_a_rewritten_draft_says_which_fields_changed_and_not_the_words(ground: Ground, editor: Person) -> None:
    lesson = written(ground, editor)
    lessons.rewrite(lesson, by=editor, **{**SAID, "why": "Other words.", "confidence": 2})
    assert history.of(lesson)[-1].facts == {"fields": "why,confidence"}
    lesson.refresh_from_db()
    assert (lesson.why, lesson.confidence) == ("Other words.", 2)


def test_a_draft_rewritten_as_it_stands_is_refused_and_leaves_no_line(ground: Ground, editor: Person) -> None:
    lesson = written(ground, editor)
    with pytest.raises(Refusal, match="Nothing was changed"):
        lessons.rewrite(lesson, by=editor, **SAID)
    assert [line.verb for line in history.of(lesson)] == ["lesson_written"]


@pytest.mark.parametrize("who", ["officer", "signatory"])
def test_a_withdrawn_lesson_leaves_the_public_pages_and_the_search_at_once(
    ground: Ground, editor: Person, who: str
) -> None:
    lesson = written(ground, editor)
    lessons.hand_in(lesson, by=editor)
    lessons.publish(lesson, by=ground.officer)
    with pytest.raises(Refusal):
        lessons.withdraw(lesson, by=editor)
    lessons.withdraw(lesson, by=getattr(ground, who))
    assert public() == []
    assert search.ids_of("shopkeepers", Lesson) == []
