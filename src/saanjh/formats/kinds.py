"""Files that are two kinds at once: what one program shows, another would run or unpack."""

from saanjh.formats.unfit import Unfit

HEAD = 1024  # bytes in which a browser looks for what a file is
WORDS_OF_PAGES = (b"<!doctype", b"<html", b"<script", b"<svg", b"<body", b"<iframe", b"<?php")
END_OF_ARCHIVE = b"PK\x05\x06"
LONGEST_END = 22 + 65_535  # bytes of that record with its comment


def check_one_kind(content: bytes) -> None:
    """Unfit `two_kinds` for a picture or document that is a page or an archive too."""
    head = content[:HEAD].lower()
    if any(word in head for word in WORDS_OF_PAGES):
        raise Unfit("two_kinds")
    end = content.rfind(END_OF_ARCHIVE, max(0, len(content) - LONGEST_END))
    if end >= 0 and end + 22 + int.from_bytes(content[end + 20 : end + 22], "little") == len(content):
        raise Unfit("two_kinds")
