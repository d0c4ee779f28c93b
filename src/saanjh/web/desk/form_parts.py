"""The pages and questions of a draft at the desk: added, reworded, taken out."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role
from saanjh.ground.writing import afresh
from saanjh.questions import rules
from saanjh.questions.actions import parts
from saanjh.questions.models import FormVersion, Question, Section
from saanjh.web import answers
from saanjh.web.components.languages import worded
from saanjh.web.desk import confirming, design_forms, form_outline
from saanjh.web.desk.form_outline import anchor
from saanjh.web.desk.shown_when import earlier
from saanjh.web.guards import DeskRequest, guard

TEMPLATE = "desk/forms/edit.html"


def _see(request: DeskRequest, version: FormVersion) -> None:
    """Say it before anybody types where nothing can be changed any more; what was sent is refused by the action."""
    if request.method != "POST":
        rules.may_change(version, by=request.user)


def _section(request: DeskRequest, version: FormVersion, number: int) -> Section:
    """The page that the sent form names, else the one with this number: numbers change when pages are moved."""
    pages = list(version.sections.all())
    named = [page for page in pages if str(page.pk) == request.POST.get("page", "")]
    if not named and not 1 <= number <= len(pages):
        raise Http404
    return named[0] if named else pages[number - 1]


def _question(version: FormVersion, code: str) -> Question:
    table, _hyphen, column = code.partition("-")  # of a column of a table: both codes
    rows = version.questions.prefetch_related("choices").select_related("table")
    if column:
        found = rows.filter(table__code=table, code=column).first()
    else:
        found = rows.filter(table=None, code=code).first()
    if found is None:
        raise Http404
    return found


@guard(Role.PROGRAMME_OFFICER, finds=FormVersion)
def section_new(request: DeskRequest, version: FormVersion) -> HttpResponse:
    """Add a page."""
    _see(request, version)
    coded = earlier(version)
    return answers.answer(
        request,
        answers.form_for(request, design_forms.SectionForm, coded=coded),
        TEMPLATE,
        {"heading": _("A new page"), "version": version, "button": _("Add the page"), "coded": coded},
        act=lambda data: parts.add_section(version, by=request.user, **data),
        then=lambda made: _page(version, made),
        said=_("The page is added. Add a question to it."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=FormVersion)
def section_change(request: DeskRequest, version: FormVersion, number: int) -> HttpResponse:
    """Reword a page."""
    _see(request, version)
    section = _section(request, version, number)
    coded = earlier(version, section)
    form = answers.form_for(request, design_forms.SectionRewordForm, initial=_shown(section), coded=coded)
    return answers.answer(
        request,
        form,
        TEMPLATE,
        {"heading": _("Change the page"), "version": version, "button": _("Keep the changes"), "coded": coded},
        act=lambda data: parts.reword_section(
            section, by=request.user, **{name: data[name] for name in data if name != "page"}
        ),
        then=lambda made: _page(version, section),
        said=_("The page is changed."),
        stands=lambda: design_forms.SectionRewordForm(initial=_shown(afresh(section)), coded=coded),
    )


def _shown(section: Section) -> dict[str, object]:
    return {"page": section.pk, **{name: getattr(section, name) for name in parts.WORDS}}


@guard(Role.PROGRAMME_OFFICER, finds=FormVersion)
def section_remove(request: DeskRequest, version: FormVersion, number: int) -> HttpResponse:
    """Take out a page with all that it asks."""
    _see(request, version)
    section = _section(request, version, number)
    title, count = worded(section, "title")[0], section.questions.count()
    return answers.answer(
        request,
        answers.form_for(request, design_forms.Named, initial={"page": section.pk}),
        "desk/confirm.html",
        {
            "question": confirming.Question(
                _("Take out this page?"),
                _("Its questions go with it. Move those that you want to keep to another page first."),
                _("Take out"),
                _page(version, section),
                [(_("Page"), title), (_("Questions on it"), count)],
            ),
        },
        act=lambda data: parts.remove_section(section, by=request.user),
        then=_page,
        said=_("The page is taken out."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=FormVersion)
def question_new(request: DeskRequest, version: FormVersion) -> HttpResponse:
    """Add a question; a form without pages gets its first page before."""
    _see(request, version)
    pages = list(version.sections.all())
    if not pages:
        messages.info(request, _("A question stands on a page: begin with a page."))
        return HttpResponseRedirect(reverse("section_new", args=[version.public_id]))
    if "table" in request.GET:
        return _column_new(request, version, _question(version, request.GET["table"]))
    asked = request.GET.get("page", "")
    chosen = pages[int(asked) - 1] if asked in {str(place + 1) for place in range(len(pages))} else pages[-1]
    return answers.answer(
        request,
        answers.form_for(request, design_forms.QuestionForm, version=version, initial={"section": chosen}),
        TEMPLATE,
        {
            "heading": _("A new question"),
            "version": version,
            "button": _("Add the question"),
            "coded": earlier(version),
        },
        act=lambda data: parts.add_question(data.pop("section"), by=request.user, **data),
        then=lambda made: _page(version, made),
        said=_("The question is added."),
    )


def _column_new(request: DeskRequest, version: FormVersion, table: Question) -> HttpResponse:
    return answers.answer(
        request,
        answers.form_for(request, design_forms.ColumnForm, version=version),
        TEMPLATE,
        {"heading": _("A new column"), "version": version, "button": _("Add the column")},
        act=lambda data: parts.add_question(table, by=request.user, **data),
        then=lambda made: _page(version, made),
        said=_("The column is added."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=FormVersion)
def question_change(request: DeskRequest, version: FormVersion, question: str) -> HttpResponse:
    """Reword a question."""
    _see(request, version)
    asked = _question(version, question)
    return answers.answer(
        request,
        answers.form_for(request, design_forms.QuestionRewordForm, question=asked),
        TEMPLATE,
        {
            "heading": _("Change the question"),
            "version": version,
            "asked": asked,
            "button": _("Keep the changes"),
            "coded": [] if asked.table else earlier(version, asked),
        },
        act=lambda data: parts.reword_question(asked, by=request.user, **data),
        then=lambda made: _page(version, made),
        said=_("The question is changed."),
        stands=lambda: design_forms.QuestionRewordForm(question=afresh(_question(version, question))),
    )


@guard(Role.PROGRAMME_OFFICER, finds=FormVersion)
def question_move(request: DeskRequest, version: FormVersion, question: str) -> HttpResponse:
    """Put a question at any place of the form at once."""
    _see(request, version)
    asked = _question(version, question)
    places = form_outline.places(asked, list(version.sections.prefetch_related("questions")))
    return answers.answer(
        request,
        answers.form_for(request, design_forms.PlaceForm, places=places),
        TEMPLATE,
        {"heading": _("Move the question"), "version": version, "button": _("Move it there")},
        act=lambda data: parts.place_question(asked, by=request.user, **data["place"]),
        then=lambda moved: _page(version, moved),
        said=_("It is moved."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=FormVersion)
def question_remove(request: DeskRequest, version: FormVersion, question: str) -> HttpResponse:
    """Take a question out of a draft."""
    asked = _question(version, question)
    return confirming.confirm(
        request,
        confirming.Question(
            _("Take out this question?"),
            _("Versions that are published keep it."),
            _("Take out"),
            _page(version, asked),
            [(_("Question"), worded(asked, "label")[0])],
        ),
        act=lambda: parts.remove_question(asked, by=request.user),
        then=_page,
        said=_("The question is taken out."),
        check=lambda: rules.may_change(version, by=request.user),
    )


def _page(version: FormVersion, part: Section | Question | None = None) -> str:
    address = reverse("form_version", args=[version.public_id])
    return f"{address}#{anchor(part)}" if part else address


urlpatterns = [
    path("forms/<str:id>/pages/new/", section_new, name="section_new"),
    path("forms/<str:id>/pages/<int:number>/change/", section_change, name="section_change"),
    path("forms/<str:id>/pages/<int:number>/remove/", section_remove, name="section_remove"),
    path("forms/<str:id>/questions/new/", question_new, name="question_new"),
    path("forms/<str:id>/questions/<slug:question>/change/", question_change, name="question_change"),
    path("forms/<str:id>/questions/<slug:question>/move/", question_move, name="question_move"),
    path("forms/<str:id>/questions/<slug:question>/remove/", question_remove, name="question_remove"),
]
