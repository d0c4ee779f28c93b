"""What of an account goes when a person is erased. Called by actions only: by an erasure, and by the clock."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils import timezone

from saanjh.ground.models import Export, Invitation, Notice, OnceKey, Person


def erase(person: Person) -> None:
    """Take away all by which the account can be known or entered; its public id is the pseudonym that stays."""
    person.roles_held.filter(until=None).update(until=timezone.now())
    for session in UserSession.objects.filter(user=person):
        session.end()
    for model in (UserSession, EmailAddress, Authenticator):
        model.objects.filter(user=person).delete()
    Notice.objects.filter(person=person).delete()
    Export.objects.filter(asked_by=person).delete()
    OnceKey.objects.filter(person=person.public_id).delete()
    Invitation.objects.filter(person=person).update(email="", person=None)
    person.name = person.username = f"left-{person.public_id}"
    person.email, person.is_active, person.last_login, person.language = "", False, None, "en"
    person.set_unusable_password()
    person.save()
