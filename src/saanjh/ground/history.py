"""The history: an append-only chain of lines. Codes, amounts and digests only, never anybody's words."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.utils import timezone

from saanjh.ground import chains
from saanjh.ground.chains import FIRST, Broken, Link, Noted
from saanjh.ground.models.history import Line
from saanjh.ground.models.people import Person
from saanjh.ground.writing import wrote_line

__all__ = ["Broken", "broken", "by_others", "digest_of", "head", "last", "of", "record", "record_many"]
CODE = re.compile(r"[\w.:+,/@#=-]{0,120}", re.ASCII)
LOCK = 5_270_111  # any fixed number: one writer of the chain at a time on PostgreSQL


def record(verb: str, about: Any, *, by: Person, **facts: str | int | bool | None) -> Line:
    """Append one line: who did what to which thing, with facts that are codes, numbers or digests.

    Raises ValueError when a fact could be somebody's words: deleted must mean deleted, and history is never deleted.
    """
    object_id = getattr(about, "public_id", "") or str(about.pk)
    return _append(verb, about._meta.label_lower, object_id, by, facts)


def record_many(verb: str, model: Any, *, by: Person, count: int, digest: str, **facts: str | int | bool) -> Line:
    """Append one line for a batch of rows of a model: how many they are, and the digest over them (ground.batches)."""
    return _append(verb, model._meta.label_lower, "", by, {**facts, "count": count, "digest": digest})


def _append(verb: str, kind: str, object_id: str, by: Person, facts: Mapping[str, str | int | bool | None]) -> Line:
    for name, value in facts.items():
        if isinstance(value, str) and not CODE.fullmatch(value):
            raise ValueError(f"The fact {name} of {verb} is not a code; words do not belong into history.")
    chains.one_at_a_time(LOCK)
    last = head()
    line = Line(
        number=last[0] + 1,
        at=timezone.now(),
        person=by.public_id,
        verb=verb,
        kind=kind,
        object_id=object_id,
        facts=dict(sorted(facts.items())),
        previous=last[1],
    )
    line.digest = digest_of(line)
    line.save(force_insert=True)
    wrote_line()
    return line


def head() -> tuple[int, str]:
    """Number and digest of the last line; (0, FIRST) before the first."""
    return Line.objects.order_by("-number").values_list("number", "digest").first() or (0, FIRST)


def digest_of(line: Line) -> str:
    """The digest that the line's content should have."""
    return chains.digest_of(
        line.previous, line.number, line.at, line.person, line.verb, line.kind, line.object_id, line.facts
    )


def broken(lines: Iterable[Line] | None = None, *, noted: Noted | None = None) -> Broken | None:
    """The first line that does not follow from the one before it, or is not as it was noted elsewhere; or None.

    Reads the whole chain in batches. Other lines than those of this database may be given, in their order: those that
    a backup brought, say.
    """
    return chains.broken(map(_link, _all() if lines is None else lines), noted)


def _link(line: Line) -> Link:
    return Link(line.number, line.previous, line.digest, digest_of(line))


def _all() -> Iterator[Line]:
    return Line.objects.order_by("number").iterator(chunk_size=2000)


def of(about: Any) -> list[Line]:
    """The lines about one thing, oldest first."""
    return list(Line.objects.filter(kind=about._meta.label_lower, object_id=about.public_id).order_by("number")[:500])


def by_others(about: Any, *, than: Collection[Person]) -> set[str]:
    """What anybody but these people did to one thing, by the verbs. One query."""
    lines = Line.objects.filter(kind=about._meta.label_lower, object_id=about.public_id)
    theirs = [person.public_id for person in than]
    return set(lines.exclude(person__in=theirs).order_by().values_list("verb", flat=True).distinct())


def last(about: Any, verb: str) -> Line | None:
    """The last time that this was done to one thing. One query."""
    lines = Line.objects.filter(kind=about._meta.label_lower, object_id=about.public_id, verb=verb)
    return lines.order_by("-number").first()
