"""Lists of codes and places at the desk: read by whoever runs the installation, their words corrected."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, visible
from saanjh.ground.actions import places
from saanjh.ground.models import District
from saanjh.ground.queries import districts_holding
from saanjh.ground.writing import afresh
from saanjh.programmes import queries
from saanjh.programmes.actions import codelists
from saanjh.programmes.models import Scheme, Theme
from saanjh.web.answers import answer, form_for
from saanjh.web.components.inputs import Words
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25
KEEPERS = (Role.ADMINISTRATOR, Role.OPERATOR)
FORM = "desk/lists/form.html"


class LabelForm(forms.Form):
    """The words of a row."""

    label_en = Words(label=_("Label in English"), max_length=200)
    label_ur = Words(label=_("Label in Urdu"), max_length=200, required=False)


class NameForm(forms.Form):
    """The names of a district."""

    name_en = Words(label=_("Name in English"), max_length=120)
    name_ur = Words(label=_("Name in Urdu"), max_length=120)


@guard(*KEEPERS, methods=("GET",))
def lists(request: DeskRequest) -> HttpResponse:
    """Every list, with how many rows it has."""
    counts = queries.sizes_of_lists()
    rows = [(scheme.value, scheme.label, counts.get(scheme.value, 0)) for scheme in Scheme]
    return render(request, "desk/lists/lists.html", {"rows": rows})


@guard(*KEEPERS, methods=("GET",))
def codelist(request: DeskRequest, scheme: str) -> HttpResponse:
    """One list: codes, words, how firm each row is and where it comes from."""
    if scheme not in Scheme.values:
        raise Http404
    page = Pages(visible(request.user, Theme).of(scheme), PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/lists/codelist.html", {"title": Scheme(scheme).label, "page": page})


@guard(*KEEPERS, finds=Theme)
def correct_label(request: DeskRequest, theme: Theme) -> HttpResponse:
    """Correct the words of a row."""
    return answer(
        request,
        form_for(request, LabelForm, initial=_label(theme)),
        FORM,
        _frame(_("Correct a label"), theme.code, reverse("codelist", args=[theme.scheme])),
        act=lambda data: codelists.correct(theme, by=request.user, **data),
        then=lambda made: reverse("codelist", args=[theme.scheme]),
        said=_("The label is corrected. Loading the list again will leave it alone."),
        stands=lambda: LabelForm(initial=_label(afresh(theme))),
    )


def _label(theme: Theme) -> dict[str, str]:
    return {"label_en": theme.label_en, "label_ur": theme.label_ur}


@guard(*KEEPERS, methods=("GET",))
def desk_places(request: DeskRequest) -> HttpResponse:
    """The districts of today's roster and those that ended."""
    question = request.GET.get("q", "").strip()[:100]
    page = Pages(districts_holding(question), PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/lists/places.html", {"page": page, "question": question})


@guard(*KEEPERS, finds=District, by="slug")
def correct_place(request: DeskRequest, district: District) -> HttpResponse:
    """Correct the name of a district."""
    return answer(
        request,
        form_for(request, NameForm, initial=_names(district)),
        FORM,
        _frame(_("Correct the name of a district"), district.slug, reverse("desk_places")),
        act=lambda data: places.correct(district, by=request.user, **data),
        then=lambda made: reverse("desk_places"),
        said=_("The name is corrected. The old one still finds the district."),
        stands=lambda: NameForm(initial=_names(afresh(district))),
    )


def _names(district: District) -> dict[str, str]:
    return {"name_en": district.name_en, "name_ur": district.name_ur}


def _frame(title: Any, code: str, back: str) -> dict[str, Any]:
    return {"title": title, "code": code, "back": back}


urlpatterns = [
    path("lists/", lists, name="lists"),
    path("lists/<str:scheme>/", codelist, name="codelist"),
    path("labels/<str:id>/", correct_label, name="correct_label"),
    path("places/", desk_places, name="desk_places"),
    path("places/<str:id>/", correct_place, name="correct_place"),
]
