"""Finding things by their words, in Urdu and English alike. The index holds nothing restricted and can be rebuilt."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from saanjh.ground.models.search import SearchEntry
from saanjh.kit import text

LONGEST = 20_000  # characters of an entry that are indexed
MOST_WORDS = 12  # words of a question that are looked for


def put(thing: Any, *, title_en: str, title_ur: str = "", words: Iterable[str] = (), is_public: bool = False) -> None:
    """Make the thing findable, or bring its entry up to date. Called by the action that changed the thing."""
    said = " ".join([title_en, title_ur, *words])
    SearchEntry.objects.update_or_create(
        kind=thing._meta.label_lower,
        object_id=thing.public_id,
        defaults={
            "title_en": title_en[:300],
            "title_ur": title_ur[:300],
            "text": " ".join(text.words(said))[:LONGEST],
            "is_public": is_public,
        },
    )


def drop(thing: Any) -> None:
    """Make the thing findable no more."""
    SearchEntry.objects.filter(kind=thing._meta.label_lower, object_id=thing.public_id).delete()


def find(question: str, *, kinds: Iterable[str] = (), public_only: bool = False) -> QuerySet[SearchEntry]:
    """The entries that hold every word of the question (each as a beginning).

    An empty question finds nothing. Any characters may be typed: words only are looked for, never operators.
    """
    words = text.words(question)[:MOST_WORDS]
    if not words:
        return SearchEntry.objects.none()
    rows = SearchEntry.objects.all()
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    if public_only:
        rows = rows.filter(is_public=True)
    if connection.vendor == "sqlite":
        match = " ".join(f'"{word}"*' for word in words)
        where = "ground_searchentry.id IN (SELECT rowid FROM ground_search_words WHERE ground_search_words MATCH %s)"
    else:
        match = " & ".join(f"'{word}':*" for word in words)
        where = "to_tsvector('simple', ground_searchentry.text) @@ to_tsquery('simple', %s)"
    return rows.extra(where=[where], params=[match]).order_by("pk")


def ids_of(question: str, model: Any, *, public_only: bool = False, most: int = 2000) -> list[str]:
    """Public ids of the model's rows that the question finds, to filter a list by."""
    entries = find(question, kinds=[model._meta.label_lower], public_only=public_only)
    return list(entries.values_list("object_id", flat=True)[:most])
