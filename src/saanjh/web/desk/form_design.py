"""Forms at the desk: designed page by page, looked at as applicants see them, published for good, revised."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, standing_of, visible
from saanjh.programmes.models import Programme
from saanjh.questions import queries
from saanjh.questions.actions import forms as actions
from saanjh.questions.models import AnswerSheet, FormVersion, Question, Section
from saanjh.questions.models.forms import CODE, Kind
from saanjh.web import answers
from saanjh.web.components.inputs import Number, Words
from saanjh.web.components.languages import worded
from saanjh.web.desk import confirming, questionnaire
from saanjh.web.guards import DeskRequest, guard


class FormForm(forms.Form):
    """What the form is called among officers."""

    title_en = Words(label=_("Title in English"), max_length=160)
    title_ur = Words(label=_("Title in Urdu"), max_length=160, required=False)


class SectionForm(FormForm):
    """A page: its title and what is explained on it."""

    intro_en = Words(label=_("Explanation in English"), max_length=2000, lines=3, required=False)
    intro_ur = Words(label=_("Explanation in Urdu"), max_length=2000, lines=3, required=False)


class QuestionForm(forms.Form):
    """A question, on which page, with its words, its bounds and its choices."""

    section = forms.ModelChoiceField(Section.objects.none(), label=_("Page"), empty_label=None)
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=Kind.choices)
    label_en = Words(label=_("Question in English"), max_length=300)
    label_ur = Words(label=_("Question in Urdu"), max_length=300, required=False)
    help_en = Words(label=_("Help in English"), max_length=1000, lines=2, required=False)
    help_ur = Words(label=_("Help in Urdu"), max_length=1000, lines=2, required=False)
    required = forms.BooleanField(label=_("It must be answered"), required=False, initial=True)
    word_limit = Number(label=_("Most words (of a text)"), whole=True, lowest=1, highest=2000, required=False)
    lowest = Number(label=_("Lowest value (of a number or an amount)"), required=False)
    highest = Number(label=_("Highest value (of a number or an amount)"), required=False)
    currency = forms.CharField(label=_("Currency (of an amount)"), max_length=3, required=False)
    choices = Words(
        label=_("Choices"),
        help_text=_("One a line: the English words, then | and the Urdu words."),
        max_length=8000,
        lines=5,
        required=False,
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        required=False,
        validators=[CODE],
        help_text=_("It names the answer in tables. Left empty, it is made of the English words."),
    )

    def __init__(self, *args: Any, version: FormVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.fields["section"]
        page.queryset = version.sections.all()  # type: ignore[attr-defined]
        page.label_from_instance = lambda row: worded(row, "title")[0]  # type: ignore[attr-defined]

    def clean_choices(self) -> list[tuple[str, str]]:
        lines = [line.partition("|") for line in self.cleaned_data["choices"].splitlines() if line.strip()]
        return [(english.strip(), urdu.strip()) for english, _bar, urdu in lines]


class RemoveForm(forms.Form):
    """Which question to take out."""

    question = forms.ModelChoiceField(
        Question.objects.none(), label=_("Question"), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, version: FormVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.fields["question"]
        asked.queryset = version.questions.all()  # type: ignore[attr-defined]
        asked.label_from_instance = lambda row: worded(row, "label")[0]  # type: ignore[attr-defined]


@guard(Role.PROGRAMME_OFFICER, methods=("GET",))
def forms_list(request: DeskRequest) -> HttpResponse:
    """The forms that one designs."""
    standing = standing_of(request.user)
    mine = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
    programmes = list(visible(request.user, Programme).filter(pk__in=mine))
    return render(request, "desk/forms/list.html", {"forms": queries.forms(standing), "programmes": programmes})


@guard(Role.PROGRAMME_OFFICER, finds=Programme)
def form_new(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Begin a form."""
    return answers.answer(
        request,
        answers.form_for(request, FormForm),
        "desk/forms/edit.html",
        {"heading": _("A new form")},
        act=lambda data: actions.begin(programme.scopes()[0], by=request.user, **data),
        then=_page,
    )


@guard(Role.PROGRAMME_OFFICER, finds=FormVersion, methods=("GET",))
def form_version(request: DeskRequest, version: FormVersion) -> HttpResponse:
    """One version, drawn as whoever fills it in will see it."""
    blank = AnswerSheet(version=version)
    pages = [(page, questionnaire.form_of(page, blank)(prefix="q")) for page in queries.sections(version)]
    others = list(version.form.versions.order_by("-number", "pk"))
    draft = any(each.state == FormVersion.State.DRAFT for each in others)
    context = {"version": version, "pages": pages, "others": others, "may_revise": not draft}
    return render(request, "desk/forms/version.html", context)


@guard(Role.PROGRAMME_OFFICER, finds=FormVersion)
def section_new(request: DeskRequest, version: FormVersion) -> HttpResponse:
    """Add a page."""
    return answers.answer(
        request,
        answers.form_for(request, SectionForm),
        "desk/forms/edit.html",
        {"heading": _("A new page"), "version": version},
        act=lambda data: actions.add_section(version, by=request.user, **data),
        then=lambda made: _page(version),
    )


@guard(Role.PROGRAMME_OFFICER, finds=FormVersion)
def question_new(request: DeskRequest, version: FormVersion) -> HttpResponse:
    """Add a question."""
    last = version.sections.last()
    form = answers.form_for(request, QuestionForm, version=version, initial={"section": last})
    return answers.answer(
        request,
        form,
        "desk/forms/edit.html",
        {"heading": _("A new question"), "version": version},
        act=lambda data: actions.add_question(data.pop("section"), by=request.user, **data),
        then=lambda made: _page(version),
    )


@guard(Role.PROGRAMME_OFFICER, finds=FormVersion)
def question_remove(request: DeskRequest, version: FormVersion) -> HttpResponse:
    """Take a question out of a draft."""
    return answers.answer(
        request,
        answers.form_for(request, RemoveForm, version=version),
        "desk/forms/edit.html",
        {"heading": _("Take out a question"), "version": version},
        act=lambda data: actions.remove_question(data["question"], by=request.user),
        then=lambda made: _page(version),
    )


@guard(Role.PROGRAMME_OFFICER, finds=FormVersion)
def form_publish(request: DeskRequest, version: FormVersion) -> HttpResponse:
    """Freeze a version."""
    question = confirming.Question(
        _("Publish this form?"),
        _("This version never changes again, so that nobody’s form changes while they fill it in."),
        _("Publish"),
        _page(version),
    )
    return confirming.confirm(
        request,
        question,
        act=lambda: actions.publish(version, by=request.user),
        then=_page,
        said=_("The form is published. Calls can use it."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=FormVersion)
def form_revise(request: DeskRequest, version: FormVersion) -> HttpResponse:
    """Begin the next version."""
    question = confirming.Question(
        _("Make a new version?"),
        _("It begins as a copy of the newest one. Calls that use an older one keep theirs."),
        _("Make it"),
        _page(version),
    )
    return confirming.confirm(
        request,
        question,
        act=lambda: actions.revise(version.form, by=request.user),
        then=_page,
        said=_("The new version is a draft."),
    )


def _page(version: FormVersion) -> str:
    return reverse("form_version", args=[version.public_id])


urlpatterns = [
    path("forms/", forms_list, name="forms"),
    path("programmes/<str:id>/forms/new/", form_new, name="form_new"),
    path("forms/<str:id>/", form_version, name="form_version"),
    path("forms/<str:id>/pages/new/", section_new, name="section_new"),
    path("forms/<str:id>/questions/new/", question_new, name="question_new"),
    path("forms/<str:id>/questions/remove/", question_remove, name="question_remove"),
    path("forms/<str:id>/publish/", form_publish, name="form_publish"),
    path("forms/<str:id>/revise/", form_revise, name="form_revise"),
]
