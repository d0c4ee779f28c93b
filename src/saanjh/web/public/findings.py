"""What studies found, each with the words that it rests on, quoted exactly."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from saanjh.ground import search
from saanjh.research import queries
from saanjh.research.models import Finding
from saanjh.web.guards import open_to_all
from saanjh.web.pages import Pages

PAGE = 25


class Filter(forms.Form):
    """What is looked for among the findings."""

    narrows = True  # nothing here must be filled in

    q = forms.CharField(label=_("Words"), max_length=200, required=False)


@open_to_all()
def findings(request: HttpRequest) -> HttpResponse:
    """All public findings, the newest first, or those that hold the words."""
    form = Filter(request.GET or None)
    asked = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    rows = queries.published(search.ids_of(asked, Finding, public_only=True) if asked else None)
    page = Pages(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "public/research/findings.html", {"page": page, "form": form, "asked": asked})


@open_to_all(finds=Finding)
def finding(request: HttpRequest, finding: Finding) -> HttpResponse:
    """One finding with its passages and their sources. The sources' texts are not published."""
    context = {"finding": finding, "passages": queries.rests_on(finding)}
    return render(request, "public/research/finding.html", context)


@open_to_all()
def studies(request: HttpRequest) -> HttpResponse:
    """What is asked, and how far it is."""
    page = Pages(queries.studies(), PAGE).get_page(request.GET.get("page"))
    return render(request, "public/research/studies.html", {"page": page})


urlpatterns = [
    path("findings/", findings, name="findings"),
    path("findings/<str:id>/", finding, name="finding"),
    path("studies/", studies, name="studies"),
]
