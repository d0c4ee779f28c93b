"""Studies at the desk: opened, fed with sources, marked, and closed."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, may, standing_of, visible
from saanjh.ground.fields import Written
from saanjh.programmes.models import Programme
from saanjh.research import queries
from saanjh.research.actions import sources as source_actions
from saanjh.research.actions import studies as actions
from saanjh.research.models import Source, Study
from saanjh.research.models.sources import SHORT
from saanjh.web import histories
from saanjh.web.answers import answer, form_for
from saanjh.web.components.inputs import ONE_TITLE, TitledForm, Words
from saanjh.web.desk.confirming import Question, confirm
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25
READERS = (Role.RESEARCHER, Role.CODER, Role.PROGRAMME_OFFICER)


class QuestionForm(TitledForm):
    """What is asked."""

    title_en = Words(label=_("The question, in English"), max_length=200, required=False)
    title_ur = Words(label=_("The question, in Urdu"), max_length=200, required=False, help_text=ONE_TITLE)


class SourceForm(forms.Form):
    """A document and what is known of it."""

    title_en = Words(label=_("Title in English"), max_length=250)
    title_ur = Words(label=_("Title in Urdu"), max_length=250, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Source.Kind.choices)
    citation = Words(label=_("Citation: who, when, where, which pages"), max_length=500)
    licence = forms.ChoiceField(label=_("Licence"), choices=Source.Licence.choices, initial=Source.Licence.RESERVED)
    text = Words(
        label=_("Text, or the parts that are studied"),
        help_text=_("It stays inside the study and cannot be changed afterwards. Take out names before you paste it."),
        max_length=200_000,
        lines=12,
    )
    written_in = forms.ChoiceField(label=_("Language of the text"), choices=Written.choices, widget=forms.RadioSelect)
    is_restricted = forms.BooleanField(label=_("Restricted: nothing of it is ever quoted in public"), required=False)


class PassageForm(forms.Form):
    """A passage by its words."""

    words = Words(
        label=_("The words of the passage"),
        help_text=_("Copied from the text, character by character; they must stand there once."),
        max_length=5000,
        lines=3,
    )
    stands_in = Words(label=_("Page or section"), max_length=60, required=False)


@guard(*READERS, methods=("GET",))
def studies(request: DeskRequest) -> HttpResponse:
    """The studies that one works on, or of the programmes that one leads."""
    page = Pages(visible(request.user, Study).order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    led = standing_of(request.user).ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
    leads = Programme.objects.filter(pk__in=led, state=Programme.State.OPEN).order_by("title_en", "pk")[:20]
    return render(request, "desk/research/studies.html", {"page": page, "leads": leads})


@guard(Role.PROGRAMME_OFFICER, finds=Programme)
def study_new(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Ask a question."""
    return answer(
        request,
        form_for(request, QuestionForm),
        "desk/research/ask.html",
        {"programme": programme},
        act=lambda data: actions.ask(programme, by=request.user, **data),
        then=_page,
        said=_("The study is open. An administrator gives somebody the role of its researcher."),
    )


@guard(*READERS, finds=Study, methods=("GET",))
def study(request: DeskRequest, study: Study) -> HttpResponse:
    """One study: its sources, its findings, what one may do."""
    own = ((ScopeKind.STUDY.value, study.pk),)
    is_open = study.state == Study.State.OPEN
    leads = may(request.user, Role.RESEARCHER, over=own)
    context = {
        "study": study,
        "sources": queries.sources_of(study),
        "findings": study.findings.order_by("-pk")[:100],
        "may_add": is_open and leads,
        "may_close": is_open and may(request.user, Role.RESEARCHER, Role.PROGRAMME_OFFICER, over=study.scopes()),
        "history": histories.about(study),
    }
    return render(request, "desk/research/study.html", context)


@guard(Role.RESEARCHER, Role.PROGRAMME_OFFICER, finds=Study)
def study_close(request: DeskRequest, study: Study) -> HttpResponse:
    """End the work on it."""
    question = Question(
        _("Close this study?"),
        _("No source, passage or finding is added after that. What is published stays public."),
        _("Close the study"),
        _page(study),
    )
    said = _("The study is closed.")
    return confirm(request, question, act=lambda: actions.close(study, by=request.user), then=_page, said=said)


@guard(Role.RESEARCHER, finds=Study)
def source_new(request: DeskRequest, study: Study) -> HttpResponse:
    """Add a document."""
    return answer(
        request,
        form_for(request, SourceForm, initial={"written_in": "en"}),
        "desk/research/source_new.html",
        {"study": study},
        act=lambda data: source_actions.add(study, by=request.user, **data),
        then=_source,
        said=_("The source is added. Mark the passages that speak to the question."),
    )


@guard(*READERS, finds=Source, methods=("GET",))
def source(request: DeskRequest, source: Source) -> HttpResponse:
    """One source: its text and what is marked in it."""
    own = ((ScopeKind.STUDY.value, source.study_id),)
    works = source.study.state == Study.State.OPEN and may(request.user, Role.RESEARCHER, Role.CODER, over=own)
    context = {
        "source": source,
        "passages": [(each, source.text[each.start : each.end]) for each in source.passages.order_by("start", "pk")],
        "may_mark": works,
    }
    return render(request, "desk/research/source.html", context)


@guard(Role.RESEARCHER, Role.CODER, finds=Source)
def passage_new(request: DeskRequest, source: Source) -> HttpResponse:
    """Mark a passage by its words."""
    return answer(
        request,
        form_for(request, PassageForm),
        "desk/research/passage.html",
        {"source": source, "short": "" if source.is_free else SHORT},
        act=lambda data: source_actions.mark(source, by=request.user, **data),
        then=lambda passage: _source(source),
        said=_("The passage is marked."),
    )


def _page(study: Study) -> str:
    return reverse("desk_study", args=[study.public_id])


def _source(source: Any) -> str:
    return reverse("desk_source", args=[source.public_id])


urlpatterns = [
    path("studies/", studies, name="desk_studies"),
    path("programmes/<str:id>/studies/new/", study_new, name="study_new"),
    path("studies/<str:id>/", study, name="desk_study"),
    path("studies/<str:id>/close/", study_close, name="study_close"),
    path("studies/<str:id>/sources/new/", source_new, name="source_new"),
    path("sources/<str:id>/", source, name="desk_source"),
    path("sources/<str:id>/passages/new/", passage_new, name="passage_new"),
]
