"""A copy of all that is held on somebody: asked for, made by a job, fetched within a day."""

import hashlib

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground import copies, files, history, jobs, leaving_notices, states
from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.models import Export, Organisation, Person, StoredFile
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.notices import tell
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action

State = Export.State
MOVES = {(State.ASKED, "make"): State.READY}


@action
def ask(*, organisation: Organisation | None = None, by: Person) -> Export:
    """Ask for a copy of what is held on oneself, or on the organisation whose signatory one is."""
    may_ask(organisation, by=by)
    made = Export.objects.create(asked_by=by, organisation=organisation)
    history.record("copy_asked", made, by=by, whose=organisation.public_id if organisation else by.public_id)
    jobs.enqueue(make_copy, public_id=made.public_id)
    return made


def may_ask(organisation: Organisation | None, *, by: Person) -> None:
    """Refusal unless it is about oneself or one's own organisation, and no copy is being made already."""
    if organisation is not None and not may(by, Role.SIGNATORY, over=[(ScopeKind.ORGANISATION, organisation.pk)]):
        raise Refusal(_("Only a signatory of the organisation asks for a copy of what is held on it."))
    if Export.objects.filter(asked_by=by, organisation=organisation, state=State.ASKED).exists():
        raise Refusal(_("A copy is being made already. You get a message when it is ready."))


@jobs.task()
def make_copy(public_id: str) -> None:
    """Make the copy that was asked for, once."""
    export = Export.objects.filter(public_id=public_id, state=State.ASKED).first()
    if export is not None:
        make(export, by=Person.objects.system())


@action
def make(export: Export, *, by: Person) -> Export:
    """Keep the copy, encrypted, and tell whoever asked. Who has left meanwhile, or lost the role, gets none."""
    if by.username != SYSTEM:
        raise Refusal(_("Copies are made by the system itself."))
    states.move(export, "make", MOVES)
    whose = export.organisation or export.asked_by
    if export.organisation is not None:
        scope = (ScopeKind.ORGANISATION, export.organisation.pk)
        if not may(export.asked_by, Role.SIGNATORY, over=[scope]):
            raise jobs.GiveUp("whoever asked is no longer a signatory")
    content = copies.copy_of(whose, at=timezone.now())
    stored = StoredFile(
        size=len(content),
        media_type="application/zip",
        sensitivity=StoredFile.Sensitivity.RESTRICTED,
        handed_in_by=by,
    )
    stored.digest = files.keep(files.sealed(content, stored.public_id))
    stored.save()
    export.file, export.ready_at = stored, timezone.now()
    export.save(update_fields=["state", "file", "ready_at"])
    history.record("copy_made", export, by=by, digest=hashlib.sha256(content).hexdigest(), size=len(content))
    tell([export.asked_by], leaving_notices.READY, export)
    return export


@action
def fetch(export: Export, *, by: Person) -> bytes:
    """The copy's bytes, for whoever asked, while it is there."""
    if export.asked_by_id != by.pk:
        raise Refusal(_("Only whoever asked for a copy fetches it."))
    if not export.is_open or export.file is None:
        raise Refusal(_("This copy can no longer be fetched. Ask for a new one."))
    history.record("copy_fetched", export, by=by)
    return files.unsealed(files.content_of(export.file.digest), export.file.public_id)
