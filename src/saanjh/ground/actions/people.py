"""People join by invitation, come back with a one-time code, choose their language, and leave."""

import datetime
import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground import history, notices
from saanjh.ground.access import HELD_IN, Role, ScopeKind, may
from saanjh.ground.actions import roles
from saanjh.ground.fields import Written
from saanjh.ground.models import Invitation, Person, RoleHeld
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.public_ids import LETTERS
from saanjh.ground.refusals import Refusal, Unfit
from saanjh.ground.sign_in_notices import TOLD
from saanjh.ground.writing import action
from saanjh.kit.text import isolated

NOT_VALID = _("This code is not valid any more. Ask whoever gave it to you for a new one.")
VALID_DAYS = {Invitation.Purpose.JOIN: 14, Invitation.Purpose.RETURN: 1}


def digest_of(code: str) -> str:
    """The digest under which an invitation's code is kept: the code itself is never stored."""
    return hashlib.sha256(code.strip().lower().replace("-", "").encode()).hexdigest()


def new_code() -> str:
    """A one-time code of 96 bits that can be read aloud: five groups of four letters."""
    letters = "".join(secrets.choice(LETTERS) for _each in range(20))
    return "-".join(letters[at : at + 4] for at in range(0, 20, 4))


@action
def add(*, username: str, name: str, email: str = "", language: str = "en", password: str = "", by: Person) -> Person:
    """Make an account. Raises Refusal for a name or an address that is taken, or a password that is too weak."""
    if by.username != SYSTEM and not may(by, Role.ADMINISTRATOR):
        raise Refusal(_("Only an administrator adds people; others invite them."))
    return _new(username=username, name=name, email=email, language=language, password=password, by=by)


def _new(*, username: str, name: str, email: str, language: str, password: str, by: Person | None) -> Person:
    person = Person(username=username, name=name, email=email.strip().lower(), language=language)
    if password:
        check_password(password, person)
    person.set_password(password or None)
    try:
        person.full_clean(exclude=["password"])
    except ValidationError as found:
        field, messages = next(iter(found.message_dict.items()))
        raise Refusal(messages[0], field=field if field != "__all__" else "username") from found
    person.save()
    if person.email:
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    history.record("person_added", person, by=by or person, language=language)
    return person


def check_password(password: str, person: Person) -> None:
    """Refusal, in the validators' own words, for a password that is easily guessed."""
    try:
        validate_password(password, person)
    except ValidationError as found:
        raise Refusal(" ".join(found.messages), field="password1") from found


@action
def invite(*, role: Role, over: int = 0, email: str = "", language: str = "en", by: Person) -> tuple[Invitation, str]:
    """Invite somebody into a role; returns the invitation and its code, which is shown once and not kept."""
    if not may_invite(role, over=over, by=by):
        raise Refusal(_("You cannot invite people into this role."))
    code = new_code()
    invitation = Invitation.objects.create(
        purpose=Invitation.Purpose.JOIN,
        digest=digest_of(code),
        expires_at=timezone.now() + datetime.timedelta(days=VALID_DAYS[Invitation.Purpose.JOIN]),
        email=email.strip().lower(),
        language=language,
        role=role,
        scope_kind=HELD_IN[role],
        scope_id=over,
        invited_by=by,
    )
    history.record("person_invited", invitation, by=by, role=str(role), scope_id=over)
    return invitation, code


def may_invite(role: Role, *, over: int, by: Person) -> bool:
    """Whether `by` may give the role to somebody new here."""
    return roles.manages(role, over, by)


def invitation_for(code: str) -> Invitation:
    """The invitation that the code opens; Refusal when it is unknown, used or too old (the three say the same)."""
    invitation = Invitation.objects.filter(digest=digest_of(code), used_at=None).first()
    if invitation is None or invitation.expires_at < timezone.now():
        raise Refusal(NOT_VALID, field="code")
    return invitation


@action
def join(code: str, *, username: str, name: str, password: str, language: str = "en") -> Person:
    """Accept an invitation: the account is made and the role given, by the one who invited."""
    invitation = invitation_for(code)
    if invitation.purpose != Invitation.Purpose.JOIN:
        raise Refusal(NOT_VALID, field="code")
    if not password:
        raise Refusal(_("Choose a password."), field="password1")
    person = _new(username=username, name=name, email=invitation.email, language=language, password=password, by=None)
    try:
        roles.give(person, Role(invitation.role), over=invitation.scope_id, by=invitation.invited_by)
    except Refusal as refusal:  # whoever invited may no longer do so
        raise Refusal(NOT_VALID, field="code") from refusal
    _use(invitation, person)
    history.record("invitation_accepted", invitation, by=person)
    return person


class NotGiven(Refusal):
    """Why whoever takes up the `invitation` does not get its role, in words for her; whoever invited is to be told."""

    def __init__(self, invitation: Invitation, refusal: Refusal) -> None:
        words = _("This role cannot be given to you. %(why)s Tell %(name)s, who invited you.")
        why = refusal.to_her if isinstance(refusal, Unfit) else refusal.why
        super().__init__(words % {"why": why, "name": isolated(invitation.invited_by.name)}, field="code")
        self.invitation = invitation


@action
def accept(code: str, *, by: Person) -> Person:
    """Accept an invitation with the account one has: the role is given by the one who invited."""
    invitation = invitation_for(code)
    if invitation.purpose != Invitation.Purpose.JOIN:
        raise Refusal(_("This code is for coming back, not for a new role. Sign out to use it."), field="code")
    if not may_invite_again(invitation, by=invitation.invited_by):  # not any more
        raise Refusal(NOT_VALID, field="code")
    try:
        roles.give(by, Role(invitation.role), over=invitation.scope_id, by=invitation.invited_by)
    except Refusal as refusal:
        if by.pk == invitation.invited_by_id:
            raise
        raise NotGiven(invitation, refusal) from refusal
    _use(invitation, by)
    history.record("invitation_accepted", invitation, by=by)
    return by


@action
def withdraw(invitation: Invitation, *, by: Person) -> None:
    """Make an invitation useless that nobody has accepted."""
    if not (invitation.invited_by_id == by.pk or may_invite_again(invitation, by=by)):
        raise Refusal(_("Only those who may invite into this role withdraw an invitation."))
    if invitation.used_at is not None:
        raise Refusal(_("This invitation was accepted already. Take back the role instead."))
    invitation.expires_at = timezone.now()
    invitation.save(update_fields=["expires_at"])
    history.record("invitation_withdrawn", invitation, by=by)


def may_invite_again(invitation: Invitation, *, by: Person) -> bool:
    """Whether `by` could have sent this invitation."""
    return bool(invitation.role) and may_invite(Role(invitation.role), over=invitation.scope_id, by=by)


@action
def help_back(person: Person, *, by: Person) -> str:
    """A one-time code for somebody who lost the password and has no e-mail; logged; shown once to the one who asks."""
    if not may_help_back(person, by=by):
        raise Refusal(_("You cannot give this person a new way in."))
    invitation, code = way_back_for(person, by=by)
    history.record("recovery_given", person, by=by, invitation=invitation.public_id)
    notices.tell([person], TOLD["way_back_given"])
    return code


@action
def way_back_for(person: Person, *, by: Person) -> tuple[Invitation, str]:
    """A code with which the person sets a new password: part of the actions that say in history why."""
    code = new_code()
    invitation = Invitation.objects.create(
        purpose=Invitation.Purpose.RETURN,
        digest=digest_of(code),
        expires_at=timezone.now() + datetime.timedelta(days=VALID_DAYS[Invitation.Purpose.RETURN]),
        person=person,
        invited_by=by,
    )
    return invitation, code


def may_help_back(person: Person, *, by: Person) -> bool:
    """A signatory the people of the own organisation who hold nothing beyond it; an administrator asks another one."""
    if person.pk == by.pk or not person.is_active:
        return False
    held = RoleHeld.objects.filter(person=person, until=None)
    own = {
        scope_id
        for kind, scope_id in held.values_list("scope_kind", "scope_id")
        if kind == ScopeKind.ORGANISATION and may(by, Role.SIGNATORY, over=[(kind, scope_id)])
    }
    return bool(own) and not held.exclude(scope_kind=ScopeKind.ORGANISATION, scope_id__in=own).exists()


@action
def come_back(code: str, *, password: str) -> Person:
    """Set a new password with a one-time code."""
    invitation = invitation_for(code)
    person = invitation.person
    if invitation.purpose != Invitation.Purpose.RETURN or person is None or not person.is_active:
        raise Refusal(NOT_VALID, field="code")
    check_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    _use(invitation, person)
    history.record("recovery_used", person, by=person, invitation=invitation.public_id)
    return person


def _use(invitation: Invitation, person: Person) -> None:
    """Mark it as used; of two who come at the same moment with the same code the second is refused."""
    unused = Invitation.objects.filter(pk=invitation.pk, used_at=None)
    if not unused.update(used_at=timezone.now(), person=person):
        raise Refusal(NOT_VALID, field="code")


@action
def speak(person: Person, *, language: str, by: Person) -> None:
    """Choose the language of the desk and of messages."""
    if language not in Written.values:
        raise Refusal(_("Choose English or Urdu."), field="language")
    person.language = language
    person.save(update_fields=["language"])
    history.record("language_chosen", person, by=by, language=language)


@action
def deactivate(person: Person, *, by: Person) -> None:
    """Close an account: its roles end and it can no longer sign in."""
    if not may(by, Role.ADMINISTRATOR) or person.pk == by.pk:
        raise Refusal(_("Only another administrator closes an account."))
    for held in person.roles_held.filter(until=None):
        roles.take_back(held, by=by)
    person.is_active = False
    person.save(update_fields=["is_active"])
    history.record("person_deactivated", person, by=by)
