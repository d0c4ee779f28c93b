"""A file is taken in: sound, rid of what it hides, and kept before anything says that it is there."""

from typing import Any

from saanjh.ground import files, history, intake
from saanjh.ground.models import Person, StoredFile
from saanjh.ground.writing import action

Sensitivity = StoredFile.Sensitivity


@action
def take_in(upload: Any, *, sensitivity: str = Sensitivity.PARTNER, by: Person) -> StoredFile:
    """Keep what the intake found sound (`intake.Sound`), or an upload that it has not seen yet.

    Pages look at a file before they come here: no transaction should wait while it is read. Its name is dropped,
    because names of files name people. Raises Refusal as `intake.looked_at`. A restricted file is encrypted before it
    touches the disk.
    """
    sound = upload if isinstance(upload, intake.Sound) else intake.looked_at(upload)
    content = sound.content
    stored = StoredFile(size=len(content), media_type=sound.media_type, sensitivity=sensitivity, handed_in_by=by)
    if sensitivity == Sensitivity.RESTRICTED:
        content = files.sealed(content, stored.public_id)
    stored.digest = files.keep(content)
    stored.save()
    history.record("file_taken_in", stored, by=by, digest=stored.digest, sensitivity=str(sensitivity))
    return stored
