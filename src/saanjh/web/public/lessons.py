"""Lessons, the failed ones too."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from saanjh.atlas import queries as atlas
from saanjh.ground import search
from saanjh.learning import queries
from saanjh.learning.models import Lesson
from saanjh.web.guards import open_to_all
from saanjh.web.pages import Pages


class Filter(forms.Form):
    """What is looked for among the lessons."""

    narrows = True  # nothing here must be filled in

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    confidence = forms.TypedChoiceField(
        label=_("How much stands behind it"),
        choices=[("", _("Any")), *Lesson.Confidence.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )


@open_to_all()
def lessons(request: HttpRequest) -> HttpResponse:
    """All public lessons, newest first, or those that hold the words."""
    form = Filter(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = search.ids_of(asked["q"], Lesson, public_only=True) if asked.get("q") else None
    rows = queries.published(found, asked.get("confidence")).exclude(award__in=atlas.kept_quiet())
    page = Pages(rows, 25).get_page(request.GET.get("page"))
    return render(request, "public/learning/lessons.html", {"page": page, "form": form, "asked": any(asked.values())})


@open_to_all(finds=Lesson)
def lesson(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """One lesson; not that of work that is excluded for safety."""
    if atlas.kept_quiet().filter(award=lesson.award_id).exists():
        raise Http404
    return render(request, "public/learning/lesson.html", {"lesson": lesson})


urlpatterns = [
    path("lessons/", lessons, name="lessons"),
    path("lessons/<str:id>/", lesson, name="lesson"),
]
