"""One intake for every file that people hand in: what it is, by its content; whether it is sound; what it must lose.

It looks at files before any transaction begins, in a process of its own (formats/confined), so that a file made to
harm holds up nobody else. Its name and the kind that the browser declares are not asked.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from saanjh.formats import confined
from saanjh.formats.unfit import Unfit
from saanjh.ground.refusals import Refusal

PDF = "application/pdf"
PICTURES = frozenset({"image/jpeg", "image/png"})
EVIDENCE = PICTURES | {PDF}
FIRST_BYTES = {b"%PDF-": PDF, b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}

WORDS: dict[str, Any] = {
    "kind": _("This kind of file is not taken here."),
    "empty": _("The file is empty."),
    "too_large": _("The file is too large: it may have at most %(number)s MB."),
    "damaged": _("The file is damaged and cannot be read. Take it or save it again."),
    "locked": _("The file is locked with a password, or saved in an old format. Save it again without one."),
    "two_kinds": _("The file is two kinds of file in one. Save it again as one kind."),
    "too_many_pixels": _("The picture has too many pixels. Send a smaller one."),
    "too_many_parts": _("The file has more than %(limit)s parts. Send a simpler one."),
    "unpacks_too_large": _("The file is far larger inside than it looks. Send a smaller one."),
    "unsafe_names": _("The file holds names that are not safe to unpack. Save it again."),
    "archive_inside": _("The file holds an archive inside. Take it out and save the file again."),
    "active": _("The file holds a program, such as a script or a macro. Save it again without it, or print it to PDF."),
    "attached": _("The file has other files attached inside. Take them out, or print it to PDF."),
    "linked": _("The file fetches something from elsewhere. Take the links out, or print it to PDF."),
    "formulas": _("A formula in this workbook has no result, or an error. Mend it and save the workbook again."),
    "sheets": _("%(count)s sheets of this workbook hold something. Keep one, and save the others apart."),
    "unseen": _("Part of the file is packed so that nobody can look into it. Print it to PDF again."),
    "too_slow": _("The file takes too long to read. Save it again, or send a smaller one."),
    "too_heavy": _("The file takes too much to read. Save it again, or send a smaller one."),
}
OTHER_KIND = _("Send a PDF, a JPEG or a PNG. Other kinds of files are not taken.")


@dataclass(frozen=True, slots=True)
class Sound:
    """A file that was looked at: the bytes to keep, which need not be those that came, and their kind."""

    content: bytes
    media_type: str


def looked_at(upload: Any, kinds: Collection[str] = EVIDENCE) -> Sound:
    """What is kept of an upload (Django's UploadedFile, or any file): pictures drawn anew, documents rid of names.

    Raises Refusal (field "file") in words for whatever is not one of `kinds` or not sound.
    """
    try:
        content = _read(upload)
        media_type = kind_of(content)
        if media_type is None or media_type not in kinds:
            raise Refusal(OTHER_KIND, field="file")
        return Sound(_cleaned(content, media_type), media_type)
    except Unfit as unfit:
        raise Refusal(words(unfit.code, **unfit.params), field="file") from unfit


def kind_of(content: bytes) -> str | None:
    """What a file is by its first bytes, as the formats' own standards have them; None where no kind is taken."""
    return next((kind for first, kind in FIRST_BYTES.items() if content.startswith(first)), None)


def words(code: str, **params: int) -> str:
    """The sentence for a code of formats.unfit."""
    return str(WORDS[code]) % params


def _cleaned(content: bytes, media_type: str) -> bytes:
    if media_type == PDF:
        return confined.run("pdf", content).body
    return confined.run("picture", content, media_type=media_type).body


def _read(upload: Any) -> bytes:
    """The upload's bytes, never more than are allowed."""
    most = settings.UPLOAD_MAX_BYTES
    upload.seek(0)
    content: bytes = upload.read(most + 1)
    if len(content) > most:
        raise Unfit("too_large", number=most // 1_000_000)
    if not content:
        raise Unfit("empty")
    return content
