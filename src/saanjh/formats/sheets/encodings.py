"""Bytes to text: UTF-8 or UTF-16, with or without a byte order mark, and nothing guessed beyond that."""

import codecs

from saanjh.formats.sheets.shapes import Problem

_MARKS = (
    (codecs.BOM_UTF32_LE, None),  # before UTF-16: its mark begins like the one of UTF-16
    (codecs.BOM_UTF32_BE, None),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decoded(data: bytes) -> str | Problem:
    """The text of a file without its byte order mark, or the problem `unknown_encoding`."""
    encoding, start = _encoding(data)
    if encoding is None:
        return Problem("unknown_encoding")
    try:
        return data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            return Problem("unknown_encoding")
        return Problem("unknown_encoding", row=data.count(b"\n", 0, start + error.start) + 1)


def _encoding(data: bytes) -> tuple[str | None, int]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    # A header in Latin letters and without a mark: every second byte of UTF-16 is empty.
    head = [byte == 0 for byte in data[:4]]
    if head == [False, True, False, True]:
        return "utf-16-le", 0
    if head == [True, False, True, False]:
        return "utf-16-be", 0
    return "utf-8", 0
