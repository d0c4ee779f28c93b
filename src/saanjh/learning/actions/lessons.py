"""Lessons are written, handed in, published by somebody else, and withdrawn."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Award
from saanjh.ground import history, search, states
from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.models import Person
from saanjh.ground.naming import both
from saanjh.ground.notices import tell
from saanjh.ground.refusals import Refusal, need_change
from saanjh.ground.writing import action, afresh
from saanjh.learning import notices, rules
from saanjh.learning.models import Lesson

WORDS = ("title_en", "title_ur", "expected", "happened", "why", "next_time", "written_in", "confidence")


@action
def write(award: Award, *, by: Person, **words: Any) -> Lesson:
    """Begin a lesson of a grant, as a draft."""
    rules.may_write(award, by=by)
    lesson = Lesson.objects.create(award=award, written_by=by, **{name: words[name] for name in WORDS})
    history.record("lesson_written", lesson, by=by, award=award.public_id, confidence=lesson.confidence)
    return lesson


@action
def rewrite(lesson: Lesson, *, by: Person, **words: Any) -> Lesson:
    """Change a draft."""
    rules.may_write(lesson.award, by=by)
    if afresh(lesson).state != Lesson.State.DRAFT:
        raise Refusal(_("Only a draft is changed. Withdraw the lesson and write it anew."))
    changed = [name for name in WORDS if getattr(lesson, name) != words[name]]
    need_change(changed)
    for name in changed:
        setattr(lesson, name, words[name])
    lesson.save(update_fields=changed)
    history.record("lesson_rewritten", lesson, by=by, fields=",".join(changed))
    return lesson


@action
def hand_in(lesson: Lesson, *, by: Person) -> Lesson:
    """Give the lesson to the programme to read."""
    rules.may_hand_in(lesson, by=by)
    states.move(lesson, "hand_in", rules.MOVES)
    lesson.save(update_fields=["state"])
    history.record("lesson_handed_in", lesson, by=by)
    tell(_officers(lesson), notices.HANDED_IN, lesson, **both(lesson))
    return lesson


@action
def publish(lesson: Lesson, *, by: Person) -> Lesson:
    """Put the lesson on the public pages."""
    rules.may_publish(lesson, by=by)
    states.move(lesson, "publish", rules.MOVES)
    lesson.published_by, lesson.published_at = by, timezone.now()
    lesson.save(update_fields=["state", "published_by", "published_at"])
    history.record("lesson_published", lesson, by=by)
    search.follow(lesson)
    tell([lesson.written_by], notices.PUBLISHED, lesson, **both(lesson))
    return lesson


@action
def withdraw(lesson: Lesson, *, by: Person) -> Lesson:
    """Take the lesson off the public pages, at once."""
    rules.may_withdraw(lesson, by=by)
    states.move(lesson, "withdraw", rules.MOVES)
    lesson.save(update_fields=["state"])
    search.follow(lesson)
    history.record("lesson_withdrawn", lesson, by=by)
    return lesson


def _officers(lesson: Lesson) -> list[Person]:
    return list(
        Person.objects.filter(
            roles_held__role=Role.PROGRAMME_OFFICER,
            roles_held__scope_kind=ScopeKind.PROGRAMME,
            roles_held__scope_id=lesson.award.programme_id,
            roles_held__until=None,
        )
    )
