"""What changes in a person's ways in: written down, and told to the person, who may not have done it."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from saanjh.ground import history, notices
from saanjh.ground.models import Person
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.refusals import Refusal
from saanjh.ground.sign_in_notices import TOLD
from saanjh.ground.writing import action


@action
def note(person: Person, what: str, *, by: Person) -> None:
    """Write down that a way in has changed (`what`: a key of TOLD) and tell the person."""
    history.record("sign_in_changed", person, by=by, what=what)
    notices.tell([person], TOLD[what])


@action
def set_up_factor(person: Person, *, secret: str, by: Person) -> None:
    """Give an account that nobody has used an app’s code, from this secret (base32), and recovery codes: for a demo.

    Raises Refusal for anybody but the system, and for an account that somebody has used or that has a factor.
    """
    if by.username != SYSTEM:
        raise Refusal(_("Everybody sets up their own second factor."))
    if person.last_login or Authenticator.objects.filter(user=person).exists():
        raise Refusal(_("This account is in use; its second factor is its owner's to set up."))
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    history.record("sign_in_changed", person, by=by, what="factor_added")


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
