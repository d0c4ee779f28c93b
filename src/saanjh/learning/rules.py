"""Who may write, publish and withdraw a lesson."""

from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Award
from saanjh.ground.access import WRITERS, Role, may
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.learning.models import Lesson


def may_write(award: Award, *, by: Person) -> None:
    """Refusal unless `by` writes for the organisation that holds the grant."""
    if not may(by, *WRITERS, over=[scope for scope in award.scopes() if scope[0] == "organisation"]):
        raise Refusal(_("Only a signatory or an editor of the organisation writes its lessons."))
    if award.state != Award.State.ACTIVE:
        raise Refusal(_("Lessons come from grants that were accepted."))


def may_publish(lesson: Lesson, *, by: Person) -> None:
    """Refusal unless `by` is an officer of the programme who did not write the lesson."""
    if not may(by, Role.PROGRAMME_OFFICER, over=lesson.scopes()):
        raise Refusal(_("A programme officer publishes lessons."))
    if lesson.written_by_id == by.pk:
        raise Refusal(_("Somebody other than its writer publishes a lesson."))


def may_withdraw(lesson: Lesson, *, by: Person) -> None:
    """Refusal unless `by` is of the organisation or the programme."""
    if not may(by, Role.SIGNATORY, Role.PROGRAMME_OFFICER, over=lesson.scopes()):
        raise Refusal(_("Only the organisation's signatory or a programme officer withdraws a lesson."))
