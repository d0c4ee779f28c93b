"""A file is taken in: looked at by its content, rid of what it hides, and kept before anything says it is there."""

from typing import Any

import filetype
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from saanjh.ground import files, history, pictures
from saanjh.ground.models import Person, StoredFile
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action

Sensitivity = StoredFile.Sensitivity
TAKEN = {"application/pdf", *pictures.FORMATS}


@action
def take_in(upload: Any, *, sensitivity: str = Sensitivity.PARTNER, by: Person) -> StoredFile:
    """Keep what was uploaded (Django's UploadedFile); its name is dropped, because names of files name people.

    Raises Refusal (field "file") for what is too large, empty, damaged, or neither PDF nor JPEG nor PNG by its
    content, whatever it is called. A restricted file is encrypted before it touches the disk.
    """
    content = _read(upload)
    media_type = filetype.guess_mime(content)
    if media_type not in TAKEN:
        raise Refusal(_("Send a PDF, a JPEG or a PNG. Other kinds of files are not taken."), field="file")
    if media_type in pictures.FORMATS:
        content = pictures.drawn_anew(content, media_type)
    stored = StoredFile(size=len(content), media_type=media_type, sensitivity=sensitivity, handed_in_by=by)
    if sensitivity == Sensitivity.RESTRICTED:
        content = files.sealed(content, stored.public_id)
    stored.digest = files.keep(content)
    stored.save()
    history.record("file_taken_in", stored, by=by, digest=stored.digest, sensitivity=str(sensitivity))
    return stored


def _read(upload: Any) -> bytes:
    """The upload's bytes, never more than are allowed."""
    most = settings.UPLOAD_MAX_BYTES
    upload.seek(0)
    content: bytes = upload.read(most + 1)
    if len(content) > most:
        raise Refusal(
            _("The file is too large: it may have at most %(number)s MB.") % {"number": most // 1_000_000}, field="file"
        )
    if not content:
        raise Refusal(_("The file is empty."), field="file")
    return content
