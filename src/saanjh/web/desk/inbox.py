"""Messages to me: in my language, with the way to what they are about."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from saanjh.ground import notices
from saanjh.ground.models import Notice
from saanjh.web.guards import DeskRequest, signed_in
from saanjh.web.links import address_of
from saanjh.web.pages import Page, Pages

PAGE = 25


@dataclass(frozen=True)
class Row:
    """A message in words, with the address of what it is about."""

    notice: Notice
    words: str
    url: str


@signed_in(methods=("GET",))
def inbox(request: DeskRequest) -> HttpResponse:
    """All messages, the newest first."""
    page: Page[Any] = Pages(notices.of(request.user), PAGE).get_page(request.GET.get("page"))
    page.object_list = [
        Row(notice, notices.words(notice), address_of(notice.about_kind, notice.about_id)) for notice in page
    ]
    return render(request, "desk/inbox.html", {"page": page})


@signed_in(methods=("POST",))
def mark_read(request: DeskRequest) -> HttpResponse:
    """Note that these were read (`notice`: public ids; none: all), and go back to the list."""
    notices.mark_read(request.user, request.POST.getlist("notice") or None)
    return HttpResponseRedirect(reverse("inbox"), status=303)


urlpatterns = [path("inbox/", inbox, name="inbox"), path("inbox/read/", mark_read, name="inbox_read")]
