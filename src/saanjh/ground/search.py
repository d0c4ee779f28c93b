"""Finding things by their words, in Urdu and English alike. The index holds nothing restricted and can be rebuilt.

A model is searchable when it says by what it is found (`found_by`), and its rows say which of them are
(`findable`). Who finds them is no business of the index: `public` and `opened_by` ask the rows themselves, at the
moment of the question, so that what was hidden a second ago is not found.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from saanjh.ground.access import Standing
from saanjh.ground.models.search import SearchEntry
from saanjh.ground.records import Rows
from saanjh.kit import text

Step = Callable[[int], object]
LONGEST = 20_000  # characters of an entry that are indexed
MOST_WORDS = 12  # words of a question that are looked for
BATCH = 500  # rows whose entries are written at once


def searchable() -> list[Any]:
    """The models that can be found, in the order of the rooms."""
    return [model for model in apps.get_models() if hasattr(model, "found_by")]


def follow(*things: Any) -> None:
    """Bring the entries of these things up to date: made, changed or taken away, as their rows say now.

    Called by every action that begins or ends being findable, or changes a word by which the thing is found.
    """
    by_model: dict[Any, list[str]] = {}
    for thing in things:
        by_model.setdefault(type(thing), []).append(thing.public_id)
    for model, ids in by_model.items():
        _follow_ids(model, ids)


def follow_naming(named: Any) -> None:
    """Bring up to date what is found by the name of this row too (`FOUND_THROUGH`): call it when the name changed."""
    for model in searchable():
        for field in getattr(model, "FOUND_THROUGH", ()):
            if model._meta.get_field(field).related_model is type(named):
                _follow_all(model, model._default_manager.filter(**{field: named}))


def rebuild(step: Step = lambda count: None) -> int:
    """Write the whole index anew; returns the number of its entries. What is found meanwhile is what stands there.

    `step` is told after each batch how many things were written; `to_rebuild` says how many there will be.
    """
    models = searchable()
    SearchEntry.objects.exclude(kind__in=[model._meta.label_lower for model in models]).delete()
    for model in models:
        _left_over(model).delete()
        _follow_all(model, model._default_manager.findable(), step)
    return SearchEntry.objects.count()


def to_rebuild() -> int:
    """How many things can be found, each of which has an entry."""
    return sum(model._default_manager.findable().order_by().distinct().count() for model in searchable())


def amiss() -> tuple[int, int]:
    """(things that lack their entry, entries without their thing): two counts a model, no words compared."""
    models = searchable()
    left_over = SearchEntry.objects.exclude(kind__in=[model._meta.label_lower for model in models]).count()
    lacking = 0
    for model in models:
        lacking += model._default_manager.findable().exclude(Exists(_entries_of(model, "public_id"))).count()
        left_over += _left_over(model).count()
    return lacking, left_over


def _entries_of(model: Any, public_id: str) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(kind=model._meta.label_lower, object_id=OuterRef(public_id)).order_by()


def _left_over(model: Any) -> QuerySet[SearchEntry]:
    there = model._default_manager.findable().filter(public_id=OuterRef("object_id")).order_by()
    return SearchEntry.objects.filter(kind=model._meta.label_lower).exclude(Exists(there))


def _follow_all(model: Any, rows: QuerySet[Any], step: Step = lambda count: None) -> None:
    _follow_ids(model, list(rows.order_by("pk").values_list("public_id", flat=True).distinct()), step)


def _follow_ids(model: Any, ids: list[str], step: Step = lambda count: None) -> None:
    for first in range(0, len(ids), BATCH):
        batch = ids[first : first + BATCH]
        _follow(model, batch)
        step(len(batch))


def _follow(model: Any, ids: Iterable[str]) -> None:
    """Write the entries of those that are findable, and take away those of the others."""
    ids = list(ids)
    entries = [_entry(thing) for thing in model._default_manager.findable().filter(public_id__in=ids)]
    SearchEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["title_en", "title_ur", "text"],
    )
    gone = set(ids) - {entry.object_id for entry in entries}
    if gone:
        SearchEntry.objects.filter(kind=model._meta.label_lower, object_id__in=gone).delete()


def _entry(thing: Any) -> SearchEntry:
    title_en, title_ur, more = thing.found_by()
    return SearchEntry(
        kind=thing._meta.label_lower,
        object_id=thing.public_id,
        title_en=title_en[:300],
        title_ur=title_ur[:300],
        text=" ".join(text.words(" ".join([title_en, title_ur, *more])))[:LONGEST],
    )


def find(question: str, *, kinds: Iterable[str] = ()) -> QuerySet[SearchEntry]:
    """The entries that hold every word of the question (each as a beginning), whoever may open what they stand for.

    An empty question finds nothing. Any characters may be typed: words only are looked for, never operators.
    """
    words = text.words(question)[:MOST_WORDS]
    if not words:
        return SearchEntry.objects.none()
    rows = SearchEntry.objects.all()
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    if connection.vendor == "sqlite":
        match = " ".join(f'"{word}"*' for word in words)
        where = "ground_searchentry.id IN (SELECT rowid FROM ground_search_words WHERE ground_search_words MATCH %s)"
    else:
        match = " & ".join(f"'{word}':*" for word in words)
        where = "to_tsvector('simple', ground_searchentry.text) @@ to_tsquery('simple', %s)"
    return rows.extra(where=[where], params=[match]).order_by("pk")


def public(entries: QuerySet[SearchEntry]) -> QuerySet[SearchEntry]:
    """Those of the entries that stand for what anybody may open."""
    return _among(entries, lambda rows: rows.public())


def opened_by(entries: QuerySet[SearchEntry], standing: Standing) -> QuerySet[SearchEntry]:
    """Those of the entries that stand for what a person of this standing opens at the desk."""
    return _among(entries, lambda rows: rows.visible_to(standing))


def _among(entries: QuerySet[SearchEntry], shown: Callable[[Rows], Rows]) -> QuerySet[SearchEntry]:
    theirs = Q(pk__in=[])
    for model in searchable():
        ids = shown(model._default_manager.all()).order_by().values("public_id")
        theirs |= Q(kind=model._meta.label_lower, object_id__in=ids)
    return entries.filter(theirs)


def ids_of(question: str, model: Any, *, public_only: bool = False, most: int = 2000) -> list[str]:
    """Public ids of the model's rows that the question finds, to filter a list by."""
    entries = find(question, kinds=[model._meta.label_lower])
    if public_only:
        entries = entries.filter(object_id__in=model._default_manager.public().order_by().values("public_id"))
    return list(entries.values_list("object_id", flat=True)[:most])
