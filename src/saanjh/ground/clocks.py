"""The clocks of the ground itself: keys, codes, notices, sessions, files and jobs; and what of it stays."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, ManyToOneRel, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django_tasks_db.models import DBTaskResult

from saanjh.ground import erasing, leaving_no_trace, models
from saanjh.ground.holdings import PUBLIC_ID, SCOPE, told, untold
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.retention import End, clock, kept


@clock("once-keys", models.OnceKey, what="keys of forms that were sent", starts="the form was sent")
def once_keys(before: datetime) -> QuerySet[Any]:
    return models.OnceKey.objects.filter(at__lt=before)


@clock("notices", models.Notice, what="messages in the inbox of a person", starts="the message was written")
def old_notices(before: datetime) -> QuerySet[Any]:
    return models.Notice.objects.filter(created_at__lt=before).exclude(state=models.Notice.State.WAITING)


@clock("invitations", models.Invitation, what="invitations and one-time codes", starts="it was used, or ran out")
def spent_invitations(before: datetime) -> QuerySet[Any]:
    rows = models.Invitation.objects.filter(Q(used_at__lt=before) | Q(used_at=None, expires_at__lt=before))
    return rows.filter(~Exists(models.Recovery.objects.filter(code=OuterRef("pk"))))


@clock(
    "recoveries",
    models.Recovery,
    what="new ways into accounts that were asked for",
    starts="it was decided, or ran out",
)
def decided_recoveries(before: datetime) -> QuerySet[Any]:
    return models.Recovery.objects.annotate(end=Coalesce("decided_at", "expires_at")).filter(end__lt=before)


@clock("sessions", Session, what="sessions at the desk", starts="the session ended")
def ended_sessions(before: datetime) -> QuerySet[Any]:
    return Session.objects.filter(expire_date__lt=before)


@clock("devices", UserSession, what="from where somebody was signed in", starts="last seen, once its session is gone")
def left_devices(before: datetime) -> QuerySet[Any]:
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    return UserSession.objects.filter(~Exists(alive), last_seen_at__lt=before)


@clock("mail-confirmations", EmailConfirmation, what="keys that confirm an address", starts="the key was made")
def confirmations(before: datetime) -> QuerySet[Any]:
    return EmailConfirmation.objects.filter(created__lt=before)


@clock("files", models.StoredFile, what="files at which nothing points any more", starts="the file was handed in")
def loose_files(before: datetime) -> QuerySet[Any]:
    rows = models.StoredFile.objects.filter(created_at__lt=before)
    for each in models.StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(each, ManyToOneRel):
            rows = rows.filter(~Exists(each.related_model._base_manager.filter(**{each.field.name: OuterRef("pk")})))
    return rows


@loose_files.ends
def forget_files(rows: Sequence[Any]) -> None:
    """The rows go; their bytes too, once that is certain, unless another row holds the same ones."""
    models.StoredFile.objects.filter(pk__in=[row.pk for row in rows]).delete()
    digests = {row.digest for row in rows}
    digests -= set(models.StoredFile.objects.filter(digest__in=digests).values_list("digest", flat=True))
    transaction.on_commit(lambda: leaving_no_trace.remove(digests))


@clock("jobs-done", DBTaskResult, what="background jobs that were done", starts="the job ended")
def done_jobs(before: datetime) -> QuerySet[Any]:
    return DBTaskResult.objects.successful().filter(finished_at__lt=before)


@clock("jobs-failed", DBTaskResult, what="background jobs that failed", starts="the job ended")
def failed_jobs(before: datetime) -> QuerySet[Any]:
    return DBTaskResult.objects.failed().filter(finished_at__lt=before)


@clock(
    "people-unused",
    models.Person,
    what="accounts without a role that nobody uses",
    starts="last sign-in, or the making of the account",
    end=End.ERASED,
)
def unused_people(before: datetime) -> QuerySet[Any]:
    rows = models.Person.objects.annotate(seen=Coalesce("last_login", "created_at")).filter(seen__lt=before)
    gone = Q(username=Concat(Value("left-"), "public_id")) | Q(username=SYSTEM)
    return rows.exclude(gone).filter(~Exists(models.RoleHeld.objects.filter(person=OuterRef("pk"), until=None)))


@unused_people.ends
def erase_unused(rows: Sequence[Any]) -> None:
    """As if each had asked for it."""
    for row in rows:
        erasing.erase(row)


@clock("exports", models.Export, what="copies of what is held on somebody", starts="it was asked for")
def old_exports(before: datetime) -> QuerySet[Any]:
    return models.Export.objects.filter(created_at__lt=before)


@old_exports.ends
def forget_exports(rows: Sequence[Any]) -> None:
    """The copies go with their files."""
    models.Export.objects.filter(pk__in=[row.pk for row in rows]).delete()
    forget_files([row.file for row in rows if row.file])


kept(models.Erasure, "that somebody was erased, when and by whom, without a name")
kept(models.Closure, "which organisation closed when")
kept(models.RoleHeld, "who held which role when is part of the history of the work; the person can become a pseudonym")
kept(EmailAddress, "goes with the account")
kept(Authenticator, "goes with the account; each person can take it away")
kept(models.Line, "history is never shortened; it holds codes and public ids, never words or names")
kept(models.SensitiveRead, "append-only: who opened what stays provable; it holds public ids and codes only")
kept(models.SearchEntry, "follows its thing: it goes in the same transaction")
kept(models.Organisation, "a body, not a person; what was paid and reported in its name must stay readable")
kept(models.Mark, "a fact about the installation")
kept(models.PeriodicJob, "a name and an hour; one row a job")
for each in (models.Roster, models.Province, models.District, models.Alias):
    kept(each, "public places")
for table in (Permission, Group, ContentType):
    kept(table, "Django’s own list of tables; nothing of anybody")

# What is told to people of what is held on them, and to organisations (holdings.py)
told(models.Person, models.Person, "pk", "public_id username email name language created_at last_login is_active")
told(models.Person, EmailAddress, "user", "email verified primary")
told(models.Person, Authenticator, "user", "type created_at last_used_at")
told(models.Person, UserSession, "user", "ip user_agent created_at last_seen_at")
told(models.Person, models.RoleHeld, "person", "role scope_kind since until")
told(models.Person, models.Invitation, "person", "purpose email language role created_at expires_at used_at")
told(models.Person, models.Invitation, "invited_by", "public_id purpose role created_at used_at")
told(models.Person, models.Notice, "person", "kind created_at sent_at read_at")
told(models.Person, models.StoredFile, "handed_in_by", "public_id size media_type created_at", file="pk")
told(models.Person, models.Recovery, "person", "public_id way state created_at decided_at")
told(models.Person, models.Recovery, "asked_by", "public_id way state created_at")
told(models.Person, models.Recovery, "decided_by", "public_id way state decided_at")
told(models.Person, models.Line, PUBLIC_ID, "at verb kind object_id")
told(models.Person, models.SensitiveRead, PUBLIC_ID, "at kind object_id purpose")
told(models.Person, models.OnceKey, PUBLIC_ID, "at")
told(
    models.Organisation,
    models.Organisation,
    "pk",
    "public_id name_en name_ur kind home__slug about written_in women_led youth_led is_public created_at",
)
told(models.Organisation, models.Organisation, "merged_into", "public_id name_en name_ur")
told(models.Organisation, models.RoleHeld, SCOPE, "role since until")
told(models.Organisation, models.Invitation, SCOPE, "public_id role created_at used_at")
told(models.Person, models.Export, "asked_by", "public_id state created_at ready_at")
told(models.Person, models.Erasure, "person", "public_id state created_at decided_at due_at")
told(models.Person, models.Erasure, "asked_by", "public_id state created_at")
told(models.Person, models.Erasure, "decided_by", "public_id state decided_at")
told(models.Person, models.Closure, "closed_by", "public_id closed_at")
untold(models.Organisation, models.Export, "organisation", "copies that its people asked for, each told to whoever did")
told(models.Organisation, models.Closure, "organisation", "public_id state closed_at")
