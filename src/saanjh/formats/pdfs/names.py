"""The names in a PDF that would make it act, found in bytes however they are written.

A name may be written with escapes (`/J#61vaScript`), with or without blanks before it. Text that only speaks of such
things (“HTML/JavaScript”) has a letter before the stroke and is left alone where it can be told apart; a text in
which such a word stands alone is refused too, which is rare and costs a new file, not a secret.
"""

import re
from collections.abc import Iterator

_BLANK = rb"[\x00\t\n\x0c\r ]"
_NAME = re.compile(rb"/([^\x00\t\n\x0c\r ()<>\[\]{}/%]{1,120})")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")

# Values of /S or /Type (an action, a picture that plays); the key of a dictionary needs no such care.
VALUES = {
    b"JavaScript": "active",
    b"Launch": "active",
    b"Rendition": "active",
    b"RichMedia": "active",
    b"ImportData": "active",
    b"SubmitForm": "linked",
    b"GoToR": "linked",
    b"GoToE": "attached",
    b"EmbeddedFile": "attached",
    b"Filespec": "attached",
}
KEYS = {
    b"Encrypt": "locked",
    b"EmbeddedFiles": "attached",
    b"EF": "attached",
    b"XFA": "active",
    b"RichMediaContent": "active",
}
# What may stand right before a name: a blank or a delimiter, a number, a word of the language, or nothing.
_BEFORE = re.compile(rb"(?:^|[\x00\t\n\x0c\r ()<>\[\]{}%]|\d|\bR|\btrue|\bfalse|\bnull|obj|stream)\Z")


def names(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Each name without its escapes, and where it stands."""
    for found in _NAME.finditer(data):
        yield plain(found[1]), found.start()


def plain(name: bytes) -> bytes:
    """A name without escapes."""
    return _ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), name) if b"#" in name else name


def acting(data: bytes) -> str | None:
    """The code (see unfit.CODES) of the first name in `data` that would act; None where there is none."""
    before, end = b"", -1
    for found in _NAME.finditer(data):
        name = plain(found[1])
        place = found.start()
        after_name = place == end
        if name in KEYS and (after_name or _stands_free(data, place)):
            if name != b"EF" or _opens_dictionary(data, found.end()):
                return KEYS[name]
        elif name in VALUES and ((after_name and before in (b"S", b"Type", b"Subtype")) or _stands_free(data, place)):
            return VALUES[name]
        before, end = name, found.end()
    return None


def _stands_free(data: bytes, place: int) -> bool:
    return bool(_BEFORE.search(data[max(0, place - 8) : place])) or place == 0


def _opens_dictionary(data: bytes, place: int) -> bool:
    """Two letters are found in any packed bytes by chance; as a key they stand before a dictionary or a reference."""
    return bool(re.match(_BLANK + rb"*(<<|\d+" + _BLANK + rb"+\d+" + _BLANK + rb"+R)", data[place : place + 40]))
