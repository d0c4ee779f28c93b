"""Findings at the desk: written, read by somebody else, published, withdrawn."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.fields import Written
from saanjh.ground.writing import afresh
from saanjh.research import queries
from saanjh.research.actions import findings as actions
from saanjh.research.models import Finding, Passage, Study
from saanjh.web import histories
from saanjh.web.answers import Confirm, answer, form_for
from saanjh.web.components.inputs import ONE_TITLE, TitledForm, Words
from saanjh.web.desk.confirming import Question, confirm
from saanjh.web.desk.studies import READERS
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.seen import SEEN


class Passages(forms.ModelMultipleChoiceField):
    """Passages by their first words."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, passage: Any) -> str:
        source = Truncator(passage.source.title_en).words(6)
        return f"{Truncator(passage.words).words(16)} ({source}, {passage.stands_in})"


class FindingForm(TitledForm):
    """What was found, and on what it rests."""

    title_en = Words(label=_("The finding in one line, in English"), max_length=160, required=False)
    title_ur = Words(label=_("The finding in one line, in Urdu"), max_length=160, required=False, help_text=ONE_TITLE)
    passages = Passages(Passage.objects.none(), label=_("The passages that it rests on"))
    statement = Words(label=_("What was found"), max_length=2000, lines=5)
    strength = Words(
        label=_("How much this rests on, and what speaks against it"),
        help_text=_("In words: how many sources, of what kind, who says otherwise."),
        max_length=600,
        lines=3,
    )
    written_in = forms.ChoiceField(
        label=_("In which language have you written?"), choices=Written.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passages"].queryset = queries.passages_of(study)  # type: ignore[attr-defined]


@guard(*READERS, finds=Finding, methods=("GET",))
def finding(request: DeskRequest, finding: Finding) -> HttpResponse:
    """One finding, with what can be done with it now."""
    own, draft = ((ScopeKind.STUDY.value, finding.study_id),), finding.state == Finding.State.DRAFT
    writes, works = finding.written_by_id == request.user.pk, finding.study.state == Study.State.OPEN
    context = {
        "finding": finding,
        "passages": queries.rests_on(finding),
        "may_change": draft and works and writes,
        "may_publish": draft and works and not writes and may(request.user, Role.RESEARCHER, Role.CODER, over=own),
        "may_withdraw": finding.state != Finding.State.WITHDRAWN
        and may(request.user, Role.RESEARCHER, Role.PROGRAMME_OFFICER, over=finding.scopes()),
        "history": histories.about(finding),
    }
    return render(request, "desk/research/finding.html", context)


@guard(Role.RESEARCHER, finds=Study)
def finding_new(request: DeskRequest, study: Study) -> HttpResponse:
    """Write a finding of a study."""
    form = form_for(request, FindingForm, study=study, initial={"written_in": "en"})
    return answer(
        request,
        form,
        "desk/research/finding_form.html",
        {"study": study, "marked": form.fields["passages"].queryset.exists()},
        act=lambda data: actions.write(study, by=request.user, **data),
        then=_page,
        said=_("The finding is kept as a draft. Somebody else of the study publishes it."),
    )


@guard(Role.RESEARCHER, finds=Finding)
def finding_change(request: DeskRequest, finding: Finding) -> HttpResponse:
    """Change a draft."""
    return answer(
        request,
        form_for(request, FindingForm, study=finding.study, initial=_shown(finding)),
        "desk/research/finding_form.html",
        {"study": finding.study, "marked": True},
        act=lambda data: actions.rewrite(finding, by=request.user, **data),
        then=_page,
        said=_("The draft was changed."),
        stands=lambda: FindingForm(study=finding.study, initial=_shown(afresh(finding))),
    )


def _shown(finding: Finding) -> dict[str, Any]:
    words = {name: getattr(finding, name) for name in actions.WORDS}
    return {**words, "passages": list(finding.passages.values_list("pk", flat=True))}


@guard(Role.RESEARCHER, Role.CODER, finds=Finding)
def finding_publish(request: DeskRequest, finding: Finding) -> HttpResponse:
    """Put it on the public pages, as it stands here to be read: what was rewritten meanwhile is shown again first."""
    context = {
        "finding": finding,
        "passages": lambda: queries.rests_on(finding),  # asked when the page is made: it may be another by then
        "seen": lambda: actions.digest_to_read(finding),
    }
    return answer(
        request,
        form_for(request, Confirm),
        "desk/research/publish.html",
        context,
        act=lambda nothing: actions.publish(finding, read=request.POST.get(SEEN, ""), by=request.user),
        then=_page,
        said=_("The finding is public."),
    )


@guard(Role.RESEARCHER, Role.PROGRAMME_OFFICER, finds=Finding)
def finding_withdraw(request: DeskRequest, finding: Finding) -> HttpResponse:
    """Take it off the public pages."""
    question = Question(
        _("Withdraw this finding?"),
        _("It leaves the public pages at once. Copies that others made cannot be called back."),
        _("Withdraw"),
        _page(finding),
    )
    said = _("The finding is withdrawn.")
    return confirm(request, question, act=lambda: actions.withdraw(finding, by=request.user), then=_page, said=said)


def _page(finding: Finding) -> str:
    return reverse("desk_finding", args=[finding.public_id])


urlpatterns = [
    path("findings/<str:id>/", finding, name="desk_finding"),
    path("studies/<str:id>/findings/new/", finding_new, name="finding_new"),
    path("findings/<str:id>/change/", finding_change, name="finding_change"),
    path("findings/<str:id>/publish/", finding_publish, name="finding_publish"),
    path("findings/<str:id>/withdraw/", finding_withdraw, name="finding_withdraw"),
]
