"""The files of a translation, in Urdu: `.po` for people to read and change, `.mo` for the site to read.

There are two catalogues: `libraries` holds the words of Django and allauth, `saanjh` our own. The running
site reads only the committed `.mo` files; this module is for developers and tests, and needs Babel but no
GNU gettext.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

LOCALE = Path(__file__).parents[1] / "locale"
CATALOGUES = ("libraries", "saanjh")

# Written into every .po and .mo as it stands: no dates, no versions, so equal words give equal bytes.
HEADER = """\
Language: ur
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit
Plural-Forms: nplurals=2; plural=(n != 1);
"""


class Message(NamedTuple):
    """One thing said to people, as the source says it."""

    context: str | None
    singular: str
    plural: str | None = None


Words = tuple[str, ...]  # what a message is in Urdu: one text, or two where it has a plural


def po_path(name: str, locale: Path = LOCALE) -> Path:
    """Where the catalogue `name` lives; its compiled twin has the suffix `.mo`."""
    return locale / name / "ur" / "LC_MESSAGES" / "django.po"


def read(po: Path) -> dict[Message, Words]:
    """Message → its words as the `.po` file has them (empty texts where it has none).

    An entry marked fuzzy is a guess, so it is left out. No file reads as an empty one.
    """
    if not po.exists():
        return {}
    with po.open("rb") as file:
        catalogue = read_po(file, locale="ur", abort_invalid=True)
    entries: dict[Message, Words] = {}
    for entry in catalogue:
        if entry.id and not entry.fuzzy:
            ids = (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)
            words = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
            entries[Message(entry.context, *ids)] = words
    return entries


def write(po: Path, messages: Mapping[Message, Iterable[str]], urdu: Mapping[Message, Words]) -> None:
    """Write `messages` (each with the files that say it) to a `.po` file, sorted, with the Urdu there is."""
    catalogue = Catalog(locale="ur")
    for message, files in messages.items():
        words = urdu.get(message, ("",) * (2 if message.plural else 1))
        catalogue.add(
            (message.singular, message.plural) if message.plural else message.singular,
            words if message.plural else words[0],
            locations=[(file, 0) for file in sorted(files)],
            context=message.context,
        )
    body = io.BytesIO()
    write_po(body, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False)
    header = "".join(f'"{line}\\n"\n' for line in HEADER.splitlines())
    po.parent.mkdir(parents=True, exist_ok=True)
    po.write_text(f'msgid ""\nmsgstr ""\n{header}\n{body.getvalue().decode()}', "utf-8")


def compile_all(locale: Path = LOCALE) -> list[Path]:
    """Compile every catalogue that has a `.po`; returns the `.mo` files written."""
    written = []
    for po in (po_path(name, locale) for name in CATALOGUES):
        if po.exists():
            po.with_suffix(".mo").write_bytes(compiled(po))
            written.append(po.with_suffix(".mo"))
    return written


def compiled(po: Path) -> bytes:
    """The `.mo` bytes of a `.po` file, the same on every machine and with every version of Babel.

    The layout is GNU's (gettext manual, "The Format of GNU MO Files"), without the optional hash table.
    """
    pairs = {b"": HEADER.encode()}
    for message, words in read(po).items():
        if all(words):
            key = "\0".join(filter(None, (message.singular, message.plural)))
            key = key if message.context is None else f"{message.context}\x04{key}"
            pairs[key.encode()] = "\0".join(words).encode()
    keys = sorted(pairs)
    texts = [*keys, *(pairs[key] for key in keys)]
    table, offset = b"", 28 + 8 * len(texts)
    for text in texts:
        table += struct.pack("<II", len(text), offset)
        offset += len(text) + 1
    start = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 28 + 8 * len(texts))
    return start + table + b"".join(text + b"\0" for text in texts)
