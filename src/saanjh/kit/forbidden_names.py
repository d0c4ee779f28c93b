"""The names that no field, column or question may bear, because what they ask for must never be stored.

The list itself is forbidden_names.toml beside this file. A name is compared as words, so cnic_no, CNICNumber,
"CNIC #" and "شناختی کارڈ نمبر" are one. Counts ("number of tribes") and facts of organisations ("office phone",
"grant risk level") pass.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from saanjh.kit.text import words

_CAMEL_JOINTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_PARTS = re.compile(r"[,،;؛/|&+(){}\[\]:\n]|\b(?:and|or|aur|ya)\b|(?<!\w)(?:اور|یا)(?!\w)", re.IGNORECASE)

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class _DenyList:
    whole: Mapping[Phrase, str]
    anywhere: Mapping[Phrase, str]
    of_a_person: Mapping[Phrase, str]
    persons: frozenset[Phrase]
    around: frozenset[str]
    counts: frozenset[Phrase]


def forbidden_name(field_or_header: str) -> str | None:
    """The kind of personal data the name asks for, or None when the name may be used.

    The kinds are those of forbidden_kinds(). A header that joins several ("religion / caste") is read in parts.
    """
    joined = _CAMEL_JOINTS.sub(" ", _APOSTROPHES.sub("", field_or_header))
    for part in (joined, *_PARTS.split(joined)):
        if kind := _kind(_phrase(part)):
            return kind
    return None


def forbidden_kinds() -> frozenset[str]:
    """Every kind that forbidden_name can answer, so that a page can hold the words for each."""
    known = _deny_list()
    return frozenset((*known.whole.values(), *known.anywhere.values(), *known.of_a_person.values()))


def _kind(name: Phrase) -> str | None:
    known = _deny_list()
    for length in range(1, len(name) + 1):
        for start in range(len(name) - length + 1):
            if kind := known.anywhere.get(name[start : start + length]):
                return kind
    if any(name[: len(count)] == count or name[-len(count) :] == count for count in known.counts):
        return None
    for core, has_person in _cores(name):
        kind = known.whole.get(core) or (known.of_a_person.get(core) if has_person else None)
        if kind:
            return kind
    return None


def _cores(name: Phrase) -> Iterator[tuple[Phrase, bool]]:
    """What can be left of the name when words around it are dropped, and whether one of them was a person."""
    known = _deny_list()
    waiting, seen = [(name, False)], set()
    while waiting:
        core, has_person = waiting.pop()
        if not core or (core, has_person) in seen:
            continue
        seen.add((core, has_person))
        yield core, has_person
        for outer, rest in ((core[:1], core[1:]), (core[-1:], core[:-1])):
            if outer[0] in known.around or outer[0].isdigit() or re.fullmatch(r"[vq]\d+", outer[0]):
                waiting.append((rest, has_person))
        for person in known.persons:
            if core[: len(person)] == person:
                waiting.append((core[len(person) :], True))
            if core[-len(person) :] == person:
                waiting.append((core[: -len(person)], True))


def _phrase(text: str) -> Phrase:
    return tuple(_singular(word) for word in words(text.replace("_", " ")))


def _singular(word: str) -> str:
    """An English word without its plural s; crude, but the list and the name go through it alike."""
    return re.sub(r"(?<=ss)es$|(?<=[a-z]{2}[a-rt-z])s$", "", re.sub(r"(?<=[a-z]{2})ies$", "y", word))


@cache
def _deny_list() -> _DenyList:
    source = resources.files("saanjh.kit").joinpath("forbidden_names.toml").read_text(encoding="utf-8")
    read = tomllib.loads(source)

    def kinds(section: str) -> dict[Phrase, str]:
        return {_phrase(name): kind for kind, names in read[section].items() for name in names}

    listed = read["words"]
    return _DenyList(
        whole=kinds("whole"),
        anywhere=kinds("anywhere"),
        of_a_person=kinds("of_a_person"),
        persons=frozenset(map(_phrase, listed["persons"])),
        around=frozenset(_singular(word) for each in listed["around"] for word in words(each)),
        counts=frozenset(map(_phrase, listed["counts"])),
    )
