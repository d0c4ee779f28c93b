"""The desk's search: what the words find, as far as this person may open it."""

from collections.abc import Iterable
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from saanjh.ground import search as index
from saanjh.ground.access import standing_of
from saanjh.ground.models import SearchEntry
from saanjh.web import wording
from saanjh.web.guards import DeskRequest, signed_in
from saanjh.web.links import ADDRESSES, address_of
from saanjh.web.pages import Pages

PAGE = 25


@signed_in(methods=("GET",))
def search(request: DeskRequest) -> HttpResponse:
    """Things by kind, a page at a time."""
    question = request.GET.get("q", "").strip()[:200]
    entries = index.opened_by(index.find(question, kinds=ADDRESSES), standing_of(request.user))
    page = Pages(entries.order_by("kind", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {"question": question, "page": page, "groups": _groups(page)}
    return render(request, "desk/search.html", context)


def _groups(page: Iterable[SearchEntry]) -> list[tuple[str, list[tuple[SearchEntry, str]]]]:
    return [
        (wording.kind_words(kind), [(entry, address_of(entry.kind, entry.object_id)) for entry in entries])
        for kind, entries in groupby(page, key=lambda entry: entry.kind)
    ]


urlpatterns = [path("search/", search, name="search")]
