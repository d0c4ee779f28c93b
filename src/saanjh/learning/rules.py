"""Who may write, publish and withdraw a lesson."""

from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Award
from saanjh.ground import states
from saanjh.ground.access import WRITERS, Role, may
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.states import Moves
from saanjh.learning.models import Lesson

State = Lesson.State
MOVES: Moves = {
    (State.DRAFT, "hand_in"): State.HANDED_IN,
    (State.HANDED_IN, "publish"): State.PUBLISHED,
    (State.DRAFT, "withdraw"): State.WITHDRAWN,
    (State.HANDED_IN, "withdraw"): State.WITHDRAWN,
    (State.PUBLISHED, "withdraw"): State.WITHDRAWN,
}


def may_write(award: Award, *, by: Person) -> None:
    """Refusal unless `by` writes for the organisation that holds the grant."""
    if not may(by, *WRITERS, over=[scope for scope in award.scopes() if scope[0] == "organisation"]):
        raise Refusal(_("Only a signatory or an editor of the organisation writes its lessons."))
    if not award.was_accepted:
        raise Refusal(_("Lessons come from grants that were accepted."))


def may_hand_in(lesson: Lesson, *, by: Person) -> None:
    """Refusal unless `by` writes for the organisation and the lesson is a draft."""
    may_write(lesson.award, by=by)
    states.check(lesson, "hand_in", MOVES)


def may_publish(lesson: Lesson, *, by: Person) -> None:
    """Refusal unless `by` is an officer of the programme who did not write the lesson, and it was handed in."""
    if not may(by, Role.PROGRAMME_OFFICER, over=lesson.scopes()):
        raise Refusal(_("A programme officer publishes lessons."))
    if lesson.written_by_id == by.pk:
        raise Refusal(_("Somebody other than its writer publishes a lesson."))
    states.check(lesson, "publish", MOVES)


def may_withdraw(lesson: Lesson, *, by: Person) -> None:
    """Refusal unless `by` is of the organisation or the programme, and it is not withdrawn already."""
    if not may(by, Role.SIGNATORY, Role.PROGRAMME_OFFICER, over=lesson.scopes()):
        raise Refusal(_("Only the organisation's signatory or a programme officer withdraws a lesson."))
    states.check(lesson, "withdraw", MOVES)
