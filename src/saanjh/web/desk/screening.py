"""A gate checker screens applications: eligibility, then do no harm, point by point beside the answers."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.calls import screening as read
from saanjh.calls.actions import gates as actions
from saanjh.calls.models import Application, Gate, GateCheck
from saanjh.calls.rules import gates as rules
from saanjh.calls.rules.reviews import must_not_be_told
from saanjh.ground.access import standing_of
from saanjh.ground.models import Person, Purpose
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import afresh
from saanjh.web import answers
from saanjh.web.desk import reading
from saanjh.web.desk.confirming import Question, confirm
from saanjh.web.desk.screening_forms import Filter, GateForm, WhyForm
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25
PARTS = {Gate.ELIGIBILITY: "eligibility", Gate.DO_NO_HARM: "harm"}  # of addresses and their names
FOLLOWS = {
    GateCheck.Outcome.PASSED: _(
        "It is sealed: your answers cannot be changed afterwards, only reopened with a reason."
    ),
    GateCheck.Outcome.CONDITIONS: _("It is sealed, and the applicant is told the conditions as you wrote them."),
    GateCheck.Outcome.STOPPED: _(
        "It is sealed. The application does not go to the reviewers, and the applicant is told the reasons as you "
        "wrote them."
    ),
}


@guard(*rules.SCREENERS, methods=("GET",))
def screenings(request: DeskRequest) -> HttpResponse:
    """What waits for this gate checker; or what is screened, of calls that are not concluded."""
    form = Filter(request.GET or None)
    done = form.is_bound and form.is_valid() and form.cleaned_data["show"] == "screened"
    rows = (read.screened if done else read.to_screen)(standing_of(request.user))
    page = Pages(read.with_checks(rows), PAGE).get_page(request.GET.get("page"))
    lines = [(row, _cells(row)) for row in page]
    return render(
        request, "desk/screening/list.html", {"page": page, "lines": lines, "filter": form, "done": done, "gates": Gate}
    )


def _cells(application: Application) -> list[tuple[Gate, Any, str]]:
    """(gate, the check that stands or nothing, the address of its page)."""
    checks = {each.gate: each for each in application.standing_checks}  # type: ignore[attr-defined]
    return [(gate, checks.get(gate), _page(application, gate)) for gate in Gate]


@guard(*rules.SCREENERS, finds=Application, sensitive=Purpose.SELECTING)
def gate(request: DeskRequest, application: Application, gate: Gate) -> HttpResponse:
    """One gate: its checklist beside the answers; once closed, what was found, sealed."""
    must_not_be_told(application, by=request.user)
    items = read.items(application, gate)
    check, earlier = read.every(application, gate)
    context = {
        "application": application,
        "gate": gate,
        "other": [(each, url) for each, url in places(application) if each != gate],
        "pages": reading.answered(application.sheet),
        "districts": list(application.districts.select_related("province")),
        "earlier": [read.sheet(each, items) for each in earlier],
    }
    if request.method != "POST":
        if check is not None and check.is_closed:
            return _sealed(request, application, read.sheet(check, items), context)
        context["refused"] = _refusal(rules.may_answer, application, gate, by=request.user)
    form = answers.form_for(request, GateForm, gate=gate, items=items, initial=_shown(check))
    return answers.answer(
        request,
        form,
        "desk/screening/gate.html",
        context,
        act=lambda data: actions.answer(
            application,
            gate,
            form.given(),
            outcome=data.get("outcome", ""),
            reason=data["reason"],
            written_in=data["written_in"],
            by=request.user,
        ),
        then=lambda made: reverse("screenings") if "later" in request.POST else _page(application, gate, "close"),
        said=_("Your answers are kept."),
        stands=lambda: GateForm(gate=gate, items=items, initial=_shown(read.stands(afresh(application), gate))),
    )


def _sealed(request: DeskRequest, application: Application, sheet: read.Sheet, context: dict[str, Any]) -> HttpResponse:
    gate = sheet.check.gate
    refused = _refusal(rules.may_reopen, application, sheet.check, by=request.user)
    reopen = "" if refused else _page(application, gate, "reopen")
    return render(request, "desk/screening/sealed.html", {**context, "sheet": sheet, "reopen": reopen})


def _refusal(rule: Callable[..., None], *of: Any, by: Person) -> Any:
    """Why the rule says no; nothing where it has nothing against it."""
    try:
        rule(*of, by=by)
    except Refusal as refusal:
        return refusal.why
    return ""


def _shown(check: GateCheck | None) -> dict[str, Any]:
    """What the form of this check shows."""
    if check is None:
        return {"written_in": get_language()}
    shown = {"outcome": check.outcome, "reason": check.reason, "written_in": check.written_in}
    for code, (said, note) in rules.answers_of(check).items():
        shown |= {f"said_{code}": said, f"note_{code}": note}
    return shown


@guard(*rules.SCREENERS, finds=Application)
def gate_close(request: DeskRequest, application: Application, gate: Gate) -> HttpResponse:
    """Seal a gate."""
    check = read.stands(application, gate)
    given = rules.answers_of(check) if check else {}
    end = rules.outcome_of(gate, given, check.outcome if check else "")
    question = Question(
        _("Close “%(gate)s”?") % {"gate": gate.label},
        FOLLOWS[GateCheck.Outcome(end or "passed")],
        _("Close this gate"),
        _page(application, gate),
        facts=[(_("How it ends"), GateCheck.Outcome(end).label)] if end else [],
    )
    return confirm(
        request,
        question,
        act=lambda: actions.close(application, gate, by=request.user),
        then=lambda made: _next(application, made),
        said=_("The gate is closed."),
        check=lambda: rules.may_close(application, gate, check, by=request.user),
    )


def _next(application: Application, made: GateCheck) -> str:
    """After the first gate to the second, unless the application ended there; then to what else waits."""
    onward = made.gate == Gate.ELIGIBILITY and not made.is_stopped
    return _page(application, Gate.DO_NO_HARM) if onward else reverse("screenings")


@guard(*rules.SCREENERS, finds=Application)
def gate_reopen(request: DeskRequest, application: Application, gate: Gate) -> HttpResponse:
    """Look at a closed gate again, with a reason."""
    check = read.stands(application, gate)
    question = Question(
        _("Reopen “%(gate)s”?") % {"gate": gate.label},
        _(
            "What was closed stays readable, with your name and reason beside it; its answers can be changed in a "
            "copy. Where the application had ended here, its organisation is told that it is looked at again."
        ),
        _("Reopen this gate"),
        _page(application, gate),
    )
    return confirm(
        request,
        question,
        act=lambda **data: actions.reopen(application, gate, by=request.user, **data),
        then=lambda made: _page(application, gate),
        said=_("The gate is open again."),
        check=lambda: rules.may_reopen(application, check, by=request.user),
        form=WhyForm,
    )


@guard(*rules.SCREENERS, finds=Application)
def screening_stand_back(request: DeskRequest, application: Application) -> HttpResponse:
    """Declare a conflict of interest: another gate checker screens it."""
    question = Question(
        _("Are you too close to this applicant?"),
        _(
            "If you work or worked with them, if family or friends do, or if you could gain from it, say so. You see "
            "nothing of its screening and its reviews any more, and another gate checker screens it. Nobody asks you "
            "why."
        ),
        _("I stand back"),
        _page(application, Gate.ELIGIBILITY),
    )
    return confirm(
        request,
        question,
        act=lambda: actions.stand_back(application, by=request.user),
        then=lambda made: reverse("screenings"),
        said=_("Thank you. Another gate checker screens it."),
        check=lambda: rules.may_screen(application, by=request.user),
    )


def places(application: Application) -> list[tuple[Gate, str]]:
    """(gate, the address of its page), in order."""
    return [(each, _page(application, each)) for each in Gate]


def _page(application: Application, gate: str, step: str = "") -> str:
    name = f"gate_{PARTS[Gate(gate)]}"
    return reverse(f"{name}_{step}" if step else name, args=[application.public_id])


def _addresses() -> Iterator[URLPattern]:
    for each, part in PARTS.items():
        base, facts = f"applications/<str:id>/gates/{part}/", {"gate": each}
        yield path(base, gate, facts, name=f"gate_{part}")
        yield path(f"{base}close/", gate_close, facts, name=f"gate_{part}_close")
        yield path(f"{base}reopen/", gate_reopen, facts, name=f"gate_{part}_reopen")


urlpatterns = [
    path("screening/", screenings, name="screenings"),
    *_addresses(),
    path("applications/<str:id>/gates/stand-back/", screening_stand_back, name="screening_stand_back"),
]
