"""Keeps the Urdu catalogues true: what people are shown, and what of it lacks good Urdu.

Needs Babel (for developers and tests), but no Django settings. The files themselves are in `catalogues`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract as babel_extract
from django.utils.translation.template import templatize

from saanjh.commands.catalogues import LOCALE, Message, Words, compile_all, compiled, po_path, read, write

__all__ = ["Flaw", "Message", "compile_all", "extract", "missing", "refresh", "required"]

SOURCE = Path(__file__).parents[1]

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATES = {".html", ".txt", ".xml", ".svg"}

# Django ships the list of its English messages; the others are read from their installed source.
SHIPPED = ("conf", "contrib/auth", "contrib/contenttypes", "contrib/humanize", "contrib/sessions")
ALLAUTH = ("account", "core", "mfa", "usersessions")
READ = {
    "allauth": (*ALLAUTH, *(f"templates/{part}" for part in (*ALLAUTH, "allauth"))),
    "django_tasks": (".",),
    "django_tasks_db": (".",),
}
UNSHOWN = {"admin.py"}  # the site has no django.contrib.admin

SAME_IN_URDU = {"IPv4", "IPv6"}
READ_BY_CODE = {"yes,no,maybe"}  # Django splits this one at its commas

_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdifr]|\{\w*\}")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_FOREIGN = re.compile("[يىكه٠-٩۰-۹]")  # letters of Arabic that Urdu has its own for, and digits other than 0-9
_LATIN_STOP = re.compile(r"[\u0620-\u06d3](?:[,;?]|\.(?=\s|$))")


class Flaw(NamedTuple):
    """Why a catalogue is not true; `message` is None when the file as a whole is wrong."""

    catalogue: str
    message: Message | None
    why: str

    def __str__(self) -> str:
        return f"{self.catalogue}: {self.why}" + (f": {self.message.singular!r}" if self.message else "")


def extract(root: Path) -> dict[Message, set[str]]:
    """Every message in the Python and templates under `root`, each with the files that say it."""
    found: dict[Message, set[str]] = {}
    for path in sorted(root.rglob("*")):
        if path.suffix in TEMPLATES | {".py"} and path.name not in UNSHOWN:
            for message in _messages_of(path):
                found.setdefault(message, set()).add(path.relative_to(root).as_posix())
    return _joined(found)


def _messages_of(path: Path) -> Iterator[Message]:
    text = path.read_text("utf-8")
    if path.suffix in TEMPLATES:
        # templatize leaves calls in a sea of XXX, indented as the page was; Python's tokenizer minds that.
        lines = templatize(text, str(path)).split("\n")
        text = "\n".join(re.sub(r"\s", " ", line).strip() for line in lines)
    for _line, words, _comments, context in babel_extract("python", io.BytesIO(text.encode()), KEYWORDS):
        if words:
            yield Message(context, *([words] if isinstance(words, str) else words[:2]))


def _joined(found: Mapping[Message, set[str]]) -> dict[Message, set[str]]:
    """Words said with a plural here and without one there are one entry, the one with it, as in gettext."""
    plurals = {(m.context, m.singular): m for m in found if m.plural}
    joined: dict[Message, set[str]] = {}
    for message, files in found.items():
        joined.setdefault(plurals.get((message.context, message.singular), message), set()).update(files)
    return joined


@cache
def required(name: str) -> Mapping[Message, set[str]]:
    """What the catalogue `name` must say, each message with the places that say it."""
    return extract(SOURCE) if name == "saanjh" else _libraries()


def _libraries() -> dict[Message, set[str]]:
    found: dict[Message, set[str]] = {}
    for part in SHIPPED:
        for message in read(_installed("django") / part / "locale/en/LC_MESSAGES/django.po"):
            found.setdefault(message, set()).add(f"django/{part}")
    for package, parts in READ.items():
        for part in parts:
            for message, files in extract(_installed(package) / part).items():
                places = (Path(package, part, file).as_posix() for file in files)
                found.setdefault(message, set()).update(places)
    return _joined(found)


def _installed(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(package)
    return Path(spec.submodule_search_locations[0])


def missing(name: str, locale: Path = LOCALE) -> list[Flaw]:
    """Everything that keeps the catalogue `name` from being complete, careful and freshly compiled."""
    po = po_path(name, locale)
    urdu = read(po)
    flaws = [Flaw(name, said, why) for said in required(name) for why in _doubts(said, urdu.get(said, ()))]
    mo = po.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(po):
        flaws.append(Flaw(name, None, "django.mo is not what django.po compiles to"))
    return flaws


def refresh(name: str, locale: Path = LOCALE) -> list[Flaw]:
    """Take up new messages, drop what nobody says any more, compile; returns what needs a translator."""
    po = po_path(name, locale)
    write(po, required(name), read(po))
    po.with_suffix(".mo").write_bytes(compiled(po))
    return missing(name, locale)


def _doubts(message: Message, urdu: Words) -> Iterator[str]:
    """What is wrong with the Urdu of one message, in words."""
    if not urdu or not all(urdu):
        yield "no Urdu, or only a guess (fuzzy)"
        return
    plural = message.plural or message.singular
    for form, said in enumerate(urdu):
        # "a minute ago" needs no number, so the first form may follow either.
        models = (message.singular, plural) if form == 0 else (plural,)
        if not any(_holes(said) == _holes(model) for model in models):
            yield f"other placeholders or tags in {said!r}"
        if not any(_edges(said) == _edges(model) for model in models):
            yield f"other line breaks at the ends of {said!r}"
        if _has_letters(message.singular) and message.singular not in SAME_IN_URDU and not _is_urdu(said):
            yield f"not in Urdu: {said!r}"
        if found := _FOREIGN.search(said):
            yield f"{found[0]} (U+{ord(found[0]):04X}) is not how Urdu is written here, in {said!r}"
        if message.singular not in READ_BY_CODE and _LATIN_STOP.search(said):
            yield f"Latin punctuation after Urdu in {said!r}"


def _holes(text: str) -> tuple[object, ...]:
    """What code fills in: named placeholders (a set: Urdu may say one twice), ordered ones, HTML tags."""
    holes = _PLACEHOLDER.findall(text.replace("%%", ""))
    named = {hole for hole in holes if len(hole) > 2}
    return named, [hole for hole in holes if hole not in named], sorted(_TAG.findall(text))


def _edges(text: str) -> tuple[bool, bool]:
    return text.startswith("\n"), text.endswith("\n")


def _has_letters(text: str) -> bool:
    return any(letter.isalpha() for letter in _TAG.sub("", _PLACEHOLDER.sub("", text)))


def _is_urdu(text: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" and letter.isalpha() for letter in text)
