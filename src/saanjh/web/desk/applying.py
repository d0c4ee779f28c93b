"""Applying: begun once for an organisation, filled in step by step, checked and handed in. No script is needed."""

from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.calls import costs, queries
from saanjh.calls.actions import applications as actions
from saanjh.calls.actions import earlier
from saanjh.calls.models import Application, Call, CostRule
from saanjh.calls.rules import aims, deadlines, intakes
from saanjh.calls.rules import applications as rules
from saanjh.calls.rules import partners as partner_rules
from saanjh.ground.access import WRITERS, Role, may, standing_of
from saanjh.ground.models import Organisation
from saanjh.ground.writing import afresh
from saanjh.questions import digests
from saanjh.questions import queries as forms_read
from saanjh.questions.models import AnswerSheet, Section
from saanjh.questions.models.forms import Kind
from saanjh.web import answers
from saanjh.web.components.languages import worded
from saanjh.web.desk import attaching, offering, questionnaire, reading
from saanjh.web.desk.application_forms import AboutForm, ApplyForm
from saanjh.web.desk.confirming import Question, confirm
from saanjh.web.guards import DeskRequest, guard, signed_in

ABOUT, LAST, WITH = 0, -1, rules.WITH  # the steps that are no page of the form
ALL = "*"  # what the button that uses every earlier answer sends; no question has this code


@signed_in(finds=Call)
def apply(request: DeskRequest, call: Call) -> HttpResponse:
    """Begin the organisation's application, or go on with it."""
    mine = queries.writes_for(standing_of(request.user))
    chosen = {"organisation": mine.first(), "written_in": request.user.language}
    form = answers.form_for(request, ApplyForm, call=call, organisations=mine, initial=chosen)
    begun = queries.begun(call, mine)
    drafts = [each for each in begun if each.state == Application.State.DRAFT]
    return answers.answer(
        request,
        form,
        "desk/applications/apply.html",
        {
            "call": call,
            "writes": chosen["organisation"],
            "begun": begun,
            "can_begin": bool(drafts) or len(begun) < len(mine),
            "is_open": _is_open(call, mine),
            "barrier": _barrier(call, mine),
            "costs": costs.rules_of(call),
        },
        act=lambda data: actions.start(call, data.pop("organisation"), **data, by=request.user),
        then=lambda made: reverse("application_about", args=[made.public_id]),
    )


def _is_open(call: Call, mine: Iterable[Organisation]) -> bool:
    """Whether one of one's organisations can begin now; for whoever has none, whether anybody can."""
    return call.is_open() or any(deadlines.is_open_for(call, organisation) for organisation in mine)


def _barrier(call: Call, mine: Iterable[Organisation]) -> Any:
    """Why none of one's organisations may apply, told before anybody writes; nothing where one of them may."""
    found = [aims.barrier(call, organisation) for organisation in mine]
    return found[0] if found and all(found) else ""


def _is_read_only(request: DeskRequest, application: Application) -> bool:
    """Whether to lead to the application instead. What was sent late is refused in words, with the words kept."""
    return application.state != Application.State.DRAFT and request.method != "POST"


@guard(*WRITERS, Role.PROGRAMME_OFFICER, finds=Application)
def application_about(request: DeskRequest, application: Application) -> HttpResponse:
    """The first step: title, amount, months, districts, themes, who leads the organisation."""
    if _is_read_only(request, application):
        return HttpResponseRedirect(_page(application))
    call, terms = application.call, application.terms
    form = answers.form_for(request, AboutForm, call=call, terms=terms, initial=_about(application))
    return answers.answer(
        request,
        form,
        "desk/applications/step.html",
        step(application, ABOUT),
        act=lambda data: actions.describe(application, by=request.user, **data),
        then=lambda made: _next(request, application, ABOUT),
        said=_("Saved."),
        stands=lambda: AboutForm(call=call, terms=terms, initial=_about(afresh(application))),
        keeps=lambda sound: actions.describe_in_part(application, sound, by=request.user),
    )


def _about(application: Application) -> dict[str, Any]:
    """What the first step shows of the application as it stands."""
    names = ("title_en", "title_ur", "amount_minor", "months")
    shown = {name: getattr(application, name) for name in names}
    for name in ("women_led", "youth_led"):  # as the organisation says of itself, until it says it here
        said = getattr(application, name)
        shown[name] = getattr(application.organisation, name) if said is None else said
    places, themes = list(application.districts.all()), list(application.themes.all())
    return shown | {"districts": places, "themes": themes, "written_in": application.sheet.written_in}


@guard(*WRITERS, Role.PROGRAMME_OFFICER, finds=Application)
def application_answers(request: DeskRequest, application: Application, number: int) -> HttpResponse:
    """A page of the form."""
    pages = forms_read.sections(application.sheet.version)
    if not 1 <= number <= len(pages):
        raise Http404
    if _is_read_only(request, application):
        return HttpResponseRedirect(_page(application))
    page, sheet = pages[number - 1], application.sheet
    before = forms_read.asked(sheet)
    if page.pk not in before.pages and request.method != "POST":
        return HttpResponseRedirect(_next(request, application, number))
    codes = questionnaire.shown(request.POST, before.codes)
    fields = questionnaire.form_of(page, sheet, codes, more=request.GET.get("more", ""))
    form = answers.form_for(request, fields, initial=questionnaire.initial(page, sheet), prefix="q")
    held = costs.rules_of(application.call) if costs.asks_budget([page]) else []
    marked = forms_read.marked(page, sheet, before)
    form.mark(marked)
    form.mark_rows(dearly := _dearly(held, page, sheet, before.codes))
    if request.method == "POST":
        attaching.keep(request, application, page, form)
    else:
        attaching.show(application, page.questions.all(), form)

    def act(data: dict[str, Any]) -> Application:
        made = actions.answer(application, page, form.given(), seen=data[questionnaire.SEEN], by=request.user)
        if use := request.POST.get("use", "")[:40]:
            earlier.use(application, None if use == ALL else [use], by=request.user)
        return made

    def keeps(sound: dict[str, Any]) -> None:
        given = questionnaire.only_answers(sound)
        actions.answer(application, page, given, seen=sound.get(questionnaire.SEEN, ""), by=request.user)
        form.saw(digests.of_page(sheet, page))

    def then(made: Application) -> str:
        now = forms_read.asked(sheet)
        again = questionnaire.asks_again(page, form, now, marked, forms_read.marked(page, sheet, now))
        if stays := _stays(request, sheet):
            return stays
        if _dearly(held, page, sheet, now.codes) != dearly:
            again = again or questionnaire.LOOK_AGAIN
        if again and "later" not in request.POST:
            messages.info(request, again)
            return request.path
        return _next(request, application, number)

    return answers.answer(
        request,
        form,
        "desk/applications/step.html",
        {
            **step(application, number),
            "page": page,
            "costs": held,
            "offered": offering.show(application, form, before),
        },
        act=act,
        then=then,
        said=_("Saved."),
        keeps=keeps,
    )


def _stays(request: DeskRequest, sheet: AnswerSheet) -> str:
    """Where on the same page one goes on after a button that stands beside a question; nothing for the others."""
    more, used, attached = (request.POST.get(name, "")[:40] for name in ("more", "use", "attach"))
    if more:
        kept = len(sheet.answers.get(more, []))  # the new row is the one after these
        return f"{request.path}?{urlencode({'more': more})}#id_q-{quote(more)}-{kept}"
    if used == ALL:
        return request.path
    return f"{request.path}#id_q-{quote(used or attached)}" if used or attached else ""


def _dearly(
    held: list[CostRule], page: Section, sheet: AnswerSheet, codes: Collection[str]
) -> dict[str, list[costs.Breach]]:
    """The lines of budgets on a page that break the call's rules for costs."""
    return costs.on_page(held, page, sheet.answers, codes) if held else {}


def _steps(application: Application, here: int) -> list[tuple[int, Any]]:
    """(number, name) of each step: the page's own number in the form, and only of pages that are asked, or open."""
    shown, pages = forms_read.asked(application.sheet).pages, forms_read.sections(application.sheet.version)
    asked = [(number, page) for number, page in enumerate(pages, 1) if page.pk in shown or number == here]
    names: list[tuple[int, Any]] = [(number, worded(page, "title")[0]) for number, page in asked]
    if application.call.takes_others or here == WITH:
        names.insert(0, (WITH, _("Who takes part")))
    return [(ABOUT, _("The project")), *names, (LAST, _("Check and hand in"))]


def step(application: Application, here: int) -> dict[str, Any]:
    """What each step's page shows of all steps."""
    steps = _steps(application, here)
    place = [number for number, _name in steps].index(here)
    return {
        "application": application,
        "call": application.call,
        "steps_named": [name for _number, name in steps],
        "number": place + 1,
        "name": steps[place][1],
        "is_open": deadlines.is_open(application) or intakes.entered(application) is not None,
        "longer": deadlines.longer(application),
    }


def _next(request: DeskRequest, application: Application, done: int) -> str:
    """Where one goes after a step was saved: to the next, or to the application when the rest is for later."""
    if "later" in request.POST:
        return _page(application)
    return after(application, done)


def after(application: Application, done: int) -> str:
    """The address of the step that comes after this one."""
    steps = [number for number, _name in _steps(application, done)]
    following = steps[steps.index(done) + 1] if done in steps else LAST
    return _address(application, following)


def _address(application: Application, step: int) -> str:
    names = {ABOUT: "application_about", WITH: "application_partners", LAST: "application_check"}
    if step in names:
        return reverse(names[step], args=[application.public_id])
    return reverse("application_answers", args=[application.public_id, step])


@guard(*WRITERS, Role.PROGRAMME_OFFICER, finds=Application)
def application_check(request: DeskRequest, application: Application) -> HttpResponse:
    """The last step: what is missing, all answers as they will be read, and the button that hands them in."""
    if _is_read_only(request, application):
        return HttpResponseRedirect(_page(application))
    form = answers.form_for(request, answers.Confirm)
    prefetch_related_objects([application], "districts__province", "themes")
    pages = reading.answered(application.sheet)
    budgeted = _budgeted(application, pages)
    context = {
        **step(application, LAST),
        "lacks": [(lack, _address(application, lack.step)) for lack in rules.lacks(application)],
        "pages": pages,
        "budgeted": budgeted if budgeted != application.amount_minor else None,
        "districts": list(application.districts.all()),
        "themes": list(application.themes.all()),
        "signs": may(request.user, Role.SIGNATORY, over=application.signs.scopes()),
        "who_signs": partner_rules.who_signs(application.signs),
        "entering": intakes.is_entering(application, request.user),
    }
    return answers.answer(
        request,
        form,
        "desk/applications/check.html",
        context,
        act=lambda data: actions.submit(application, by=request.user),
        then=_page,
        said=_("Your application is handed in. Keep its number."),
    )


@guard(*WRITERS, finds=Application)
def application_ready(request: DeskRequest, application: Application) -> HttpResponse:
    """Tell those who sign that it is ready."""
    question = Question(
        _("Tell those who sign that it is ready?"),
        _("Each of them gets a message. Whoever signs reads it once more and hands it in."),
        _("Tell them"),
        reverse("application_check", args=[application.public_id]),
    )
    return confirm(
        request,
        question,
        act=lambda: actions.tell_ready(application, by=request.user),
        then=_page,
        said=_("They are told. Until one of them hands it in you can still change it."),
        check=lambda: rules.may_tell_ready(application, by=request.user, now=timezone.now()),
    )


def _budgeted(application: Application, pages: list[forms_read.Answered]) -> int | None:
    """What the budgets in the call's currency come to, in minor units; None where nothing is filled in."""
    tables = [
        answer.value
        for page in pages
        for answer in page.answers
        if answer.question.kind == Kind.BUDGET and answer.question.currency == application.call.currency
    ]
    filled = [table.total for table in tables if table]
    return sum(filled) if filled else None


def _page(application: Application) -> str:
    return reverse("application", args=[application.public_id])


urlpatterns = [
    path("calls/<str:id>/apply/", apply, name="apply"),
    path("applications/<str:id>/about/", application_about, name="application_about"),
    path("applications/<str:id>/answers/<int:number>/", application_answers, name="application_answers"),
    path("applications/<str:id>/ready/", application_ready, name="application_ready"),
    path("applications/<str:id>/check/", application_check, name="application_check"),
]
