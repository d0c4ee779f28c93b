"""What changes in a person's ways in: written down, and told to the person, who may not have done it."""

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from saanjh.ground import history, notices
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.sign_in_notices import TOLD
from saanjh.ground.writing import action


@action
def note(person: Person, what: str, *, by: Person) -> None:
    """Write down that a way in has changed (`what`: a key of TOLD) and tell the person."""
    history.record("sign_in_changed", person, by=by, what=what)
    notices.tell([person], TOLD[what])


@action
def end_sessions(person: Person, *, by: Person) -> int:
    """End every session of one's own, this one too; returns how many there were."""
    if person.pk != by.pk:
        raise Refusal(_("Everybody ends their own sessions."))
    sessions = list(UserSession.objects.filter(user=person))
    for session in sessions:
        session.end()
    history.record("sessions_ended", person, by=by, number=len(sessions))
    return len(sessions)
