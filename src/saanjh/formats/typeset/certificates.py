"""Certificates on paper, one a page, each with a QR code that leads to where it is checked. Plain data in, a PDF out.

Nothing here knows of courses or gatherings: whoever calls says all the words.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from saanjh.formats.typeset import typeset


@dataclass(frozen=True)
class Words:
    """What stands on every page of one printing, in one language (en or ur); no markup is read."""

    language: str
    issuer: str  # who certifies, at the top
    heading: str  # "Certificate of completion"
    before: str  # the line above the name
    after: str  # the line below it
    course: str
    facts: Sequence[tuple[str, str]]  # label and value, in one row
    signature: str  # below the line to sign on
    check: str  # beside the QR code: how it is checked
    foot: str = ""  # a line at the very bottom


@dataclass(frozen=True)
class Sheet:
    """What is different on each page: the name, the number, and the address that the QR code holds."""

    name: str
    number: str
    address: str


def certificates(words: Words, sheets: Sequence[Sheet], *, fonts: Path, timestamp: int) -> bytes:
    """The PDF, a page for each sheet in their order; NotSet where it cannot be set."""
    pages = [{**asdict(sheet), **_qr(sheet.address)} for sheet in sheets]
    document = {**asdict(words), "sheets": pages}
    return typeset(document, fonts=fonts, timestamp=timestamp, template="certificates.typ")


def _qr(address: str) -> dict[str, Any]:
    """The code as greys, a byte a dot: ten times as fast to set as a drawing. A quarter may be lost to folds."""
    import segno  # here: only who prints needs it, and with it comes a client for the web

    rows = segno.make_qr(address, error="q").matrix
    return {"side": len(rows), "dots": [0 if dot else 255 for row in rows for dot in row]}
