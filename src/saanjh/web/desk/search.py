"""The desk's search: what the words find, as far as this person may open it."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.apps import apps
from django.core.paginator import Paginator
from django.db.models import CharField, Value
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from saanjh.ground import search as index
from saanjh.ground.access import Standing, standing_of
from saanjh.ground.models import SearchEntry
from saanjh.web import wording
from saanjh.web.guards import DeskRequest, signed_in
from saanjh.web.links import ADDRESSES, address_of

PAGE = 25
MOST = 500  # entries that are looked at: whoever gets more types another word


@signed_in(methods=("GET",))
def search(request: DeskRequest) -> HttpResponse:
    """Things by kind, a page at a time."""
    question = request.GET.get("q", "").strip()[:200]
    entries = list(index.find(question, kinds=ADDRESSES).order_by("kind", "-pk")[:MOST])
    mine = openable(entries, standing_of(request.user))
    page = Paginator([entry for entry in entries if (entry.kind, entry.object_id) in mine], PAGE).get_page(
        request.GET.get("page")
    )
    context = {"question": question, "page": page, "groups": _groups(page), "too_many": len(entries) == MOST}
    return render(request, "desk/search.html", context)


def openable(entries: Iterable[SearchEntry], standing: Standing) -> set[tuple[str, str]]:
    """(kind, public id) of those that the person may open: one query, whatever the kinds."""
    ids: dict[str, list[str]] = {}
    for entry in entries:
        ids.setdefault(entry.kind, []).append(entry.object_id)
    parts = [_visible(kind, ids[kind], standing) for kind in sorted(ids)]
    return set(parts[0].union(*parts[1:], all=True)) if parts else set()


def _visible(kind: str, ids: list[str], standing: Standing) -> Any:
    rows = apps.get_model(kind)._default_manager.all().visible_to(standing)
    rows = rows.filter(public_id__in=ids).order_by()
    return rows.annotate(its_kind=Value(kind, output_field=CharField())).values_list("its_kind", "public_id")


def _groups(page: Iterable[SearchEntry]) -> list[tuple[str, list[tuple[SearchEntry, str]]]]:
    return [
        (wording.kind_words(kind), [(entry, address_of(entry.kind, entry.object_id)) for entry in entries])
        for kind, entries in groupby(page, key=lambda entry: entry.kind)
    ]


urlpatterns = [path("search/", search, name="search")]
