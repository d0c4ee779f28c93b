"""What else happened where a grant works, at the desk: read, noted, taken out."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import READERS, Award
from saanjh.ground.access import ORGANISATION
from saanjh.ground.fields import Written
from saanjh.results import circumstances as rules
from saanjh.results.actions import circumstances as actions
from saanjh.results.circumstances import SIDE, Note
from saanjh.results.models import Circumstance
from saanjh.web.answers import answer, form_for
from saanjh.web.components.inputs import Day, Words
from saanjh.web.components.languages import active, worded
from saanjh.web.desk.confirming import Question, allows, confirm
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25


def kind_words(code: str) -> str:
    """The label of a kind in the page's language."""
    english, urdu = rules.kinds().get(code, (code, code))
    return urdu if active() == "ur" else english


def _kinds() -> list[tuple[str, str]]:
    return [(code, kind_words(code)) for code in rules.kinds()]


class NoteForm(forms.Form):
    """Where, when and what."""

    district = forms.TypedChoiceField(label=_("District"))
    first_day = Day(label=_("First day"))
    last_day = Day(label=_("Last day"))
    what = forms.ChoiceField(label=_("What it was"), choices=_kinds)
    words = Words(
        label=_("What happened, in a sentence or two; no names and no place finer than the district"),
        max_length=1000,
        lines=4,
    )
    written_in = forms.ChoiceField(label=_("Language of these words"), choices=Written.choices)

    def __init__(self, *args: Any, award: Award, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = {each.pk: each for each in award.districts.order_by("name_en", "pk")}
        field: Any = self.fields["district"]
        field.choices = [(pk, worded(each, "name")[0]) for pk, each in found.items()]
        field.coerce = lambda pk: found[int(pk)]
        self.initial = {"written_in": get_language(), **self.initial}


@guard(*ORGANISATION, *READERS, finds=Award, methods=("GET",))
def award_circumstances(request: DeskRequest, award: Award) -> HttpResponse:
    """What was noted for the districts of the grant, the latest first."""
    page = Pages(rules.of_award(award, request.user), PAGE).get_page(request.GET.get("page"))
    context = {
        "award": award,
        "page": page,
        "rows": [(each, kind_words(each.what)) for each in page],
        "may_note": allows(rules.may_note, award, request),
    }
    return render(request, "desk/results/circumstances.html", context)


@guard(*ORGANISATION, *SIDE, finds=Award)
def circumstance_new(request: DeskRequest, award: Award) -> HttpResponse:
    """Note what happened."""
    return answer(
        request,
        form_for(request, NoteForm, award=award),
        "desk/results/circumstance.html",
        {"award": award},
        act=lambda data: actions.note(award, note=Note(**data), by=request.user),
        then=lambda made: reverse("award_circumstances", args=[award.public_id]),
        said=_("It is noted. It stands beside what was measured there then."),
    )


@guard(*ORGANISATION, *SIDE, finds=Circumstance)
def circumstance_take_out(request: DeskRequest, circumstance: Circumstance) -> HttpResponse:
    """Take the own note out."""
    question = Question(
        _("Take this note out?"),
        _("It goes for good, and no longer stands beside any value."),
        _("Take it out"),
        reverse("values"),
        [(_("What it was"), kind_words(circumstance.what)), (_("What happened"), circumstance.words)],
    )
    return confirm(
        request,
        question,
        act=lambda: actions.take_out(circumstance, by=request.user),
        check=lambda: rules.may_take_out(circumstance, by=request.user),
        then=lambda gone: reverse("values"),
        said=_("The note is taken out."),
    )


urlpatterns = [
    path("awards/<str:id>/circumstances/", award_circumstances, name="award_circumstances"),
    path("awards/<str:id>/circumstances/new/", circumstance_new, name="circumstance_new"),
    path("circumstances/<str:id>/take-out/", circumstance_take_out, name="circumstance_take_out"),
]
