"""The history of everything that was done, for the auditor; and who opened what is sensitive."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from saanjh.ground import reads
from saanjh.ground.access import Role
from saanjh.ground.models import Line, Person, Purpose, SensitiveRead
from saanjh.web import histories, wording
from saanjh.web.guards import DeskRequest, guard

PAGE = 25


class Filter(forms.Form):
    """Which lines to see."""

    narrows = True  # nothing here must be filled in

    kind = forms.ChoiceField(label=_("About"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kinds = sorted(((kind, str(words)) for kind, words in wording.kinds().items()), key=lambda pair: pair[1])
        self.fields["kind"].choices = [("", _("everything")), *kinds]  # type: ignore[attr-defined]


@guard(Role.AUDITOR, methods=("GET",), sensitive=Purpose.AUDITING, shows=Line)
def history(request: DeskRequest) -> HttpResponse:
    """Lines in words, the newest first."""
    form = Filter(request.GET or None)
    kind = form.cleaned_data["kind"] if form.is_bound and form.is_valid() else ""
    lines = Line.objects.order_by("-number")
    if kind:
        lines = lines.filter(kind=kind)
    page: Page[Any] = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    page.object_list = histories.told(page.object_list)
    return render(request, "desk/history.html", {"page": page, "filter": form})


@guard(Role.AUDITOR, methods=("GET",), sensitive=Purpose.AUDITING, shows=SensitiveRead)
def sensitive_reads(request: DeskRequest) -> HttpResponse:
    """Who opened what is sensitive, the newest first."""
    page: Page[Any] = Paginator(SensitiveRead.objects.order_by("-number"), PAGE).get_page(request.GET.get("page"))
    opened = list(page.object_list)
    people = {read.person for read in opened}
    names = dict(Person.objects.filter(public_id__in=people).values_list("public_id", "name"))
    page.object_list = [(read, names.get(read.person, ""), wording.kind_words(read.kind)) for read in opened]
    return render(request, "desk/sensitive_reads.html", {"page": page})


@guard(Role.AUDITOR, methods=("GET",), sensitive=Purpose.AUDITING, shows=SensitiveRead)
def reads_by_day(request: DeskRequest) -> HttpResponse:
    """How often each person opened what, day by day, the latest and the most first."""
    page: Page[Any] = Paginator(reads.by_day(), PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    names = dict(Person.objects.filter(public_id__in={row["person"] for row in rows}).values_list("public_id", "name"))
    page.object_list = [
        {**row, "name": names.get(row["person"], ""), "kind": wording.kind_words(row["kind"])} for row in rows
    ]
    context = {"page": page, "alert": settings.READS_ALERT, "stop": settings.READS_STOP}
    return render(request, "desk/reads_by_day.html", context)


urlpatterns = [
    path("history/", history, name="history"),
    path("history/reads/", sensitive_reads, name="sensitive_reads"),
    path("history/reads/days/", reads_by_day, name="reads_by_day"),
]
