"""Reviewers and applications: an assignment proposed at a press, changed by hand, accepted as a whole."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from saanjh.calls import panels, proposals
from saanjh.calls.actions import assignments as actions
from saanjh.calls.models import Application, Call, Reckoning
from saanjh.calls.proposals import Plan, Row
from saanjh.calls.queries import untold
from saanjh.calls.rules import assignments as may
from saanjh.calls.rules import closeness
from saanjh.calls.rules.reviews import must_not_be_told
from saanjh.ground.access import Role
from saanjh.ground.models import Person, Purpose
from saanjh.ground.refusals import Refusal
from saanjh.kit.text import isolated
from saanjh.web import answers
from saanjh.web.components.languages import worded
from saanjh.web.desk.confirming import Question, why_not
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25
NOBODY = "nobody"  # in place of a public id
SHOWN = (("", _("All")), ("missing", _("A reviewer is missing")), ("hand", _("Changed by hand")))


class Filter(forms.Form):
    """Which applications to see."""

    narrows = True  # nothing here must be filled in

    show = forms.ChoiceField(label=_("Show"), required=False, choices=SHOWN)


@guard(Role.PROGRAMME_OFFICER, finds=Call, sensitive=Purpose.ASSIGNING)
def call_assignment(request: DeskRequest, call: Call) -> HttpResponse:
    """The last proposal as it holds now, with what it lacks and why; a press asks for a new one."""
    return answers.answer(
        request,
        answers.form_for(request, answers.Confirm),
        "desk/calls/assignment.html",
        _context(request, call),
        act=lambda data: actions.propose(call, by=request.user),
        then=lambda made: _page(call),
        said=_("A proposal is being reckoned."),
    )


def _context(request: DeskRequest, call: Call) -> dict[str, Any]:
    last = call.reckonings.all().last_asked(Reckoning.Kind.ASSIGNMENT)
    context: dict[str, Any] = {"call": call, "last": last}
    if last is not None and last.state == Reckoning.State.ASKED:
        return context
    done = last if last is not None and last.state == Reckoning.State.DONE else proposals.last_done(call)
    if done is None:
        return {**context, **_before(call)}
    plan = proposals.plan(call, done, by=request.user)
    form = Filter(request.GET or None)
    show = form.cleaned_data["show"] if form.is_bound and form.is_valid() else ""
    rows = {"missing": plan.missing, "hand": [row for row in plan.rows if row.by_hand]}.get(show, plan.rows)
    page = Pages(rows, PAGE).get_page(request.GET.get("page"))
    return {
        **context,
        "plan": plan,
        "page": page,
        "untold": untold(call, request.user),
        "filter": form,
        "unsaid": [load.person for load in plan.loads if load.profile is None],
    }


def _before(call: Call) -> dict[str, Any]:
    """What there is before anything was proposed."""
    known, people = panels.profiles(call), panels.reviewers(call)
    return {
        "waiting": len(proposals.waiting(call)),
        "people": people,
        "unsaid": [person for person in people if person.pk not in known],
    }


class AcceptForm(forms.Form):
    """The digest of what was looked at."""

    looked_at = forms.CharField(widget=forms.HiddenInput, required=False)


@guard(Role.PROGRAMME_OFFICER, finds=Call, sensitive=Purpose.ASSIGNING)
def call_assignment_accept(request: DeskRequest, call: Call) -> HttpResponse:
    """Name all whom the proposal names."""
    plan, refused = _usable(lambda: may.may_use(call, by=request.user), call, request.user)
    question = Question(
        _("Name these reviewers?"),
        _("Each gets one message with the number of applications. If one thing no longer holds, nobody is named."),
        _("Name them"),
        _page(call),
        _facts(plan) if plan else (),
    )
    looked_at = request.GET.get("of") or (plan.digest if plan else "")
    return answers.answer(
        request,
        answers.form_for(request, AcceptForm, initial={"looked_at": looked_at}),
        "desk/confirm.html",
        {"question": question, "refused": refused},
        act=lambda data: actions.accept(call, seen=data["looked_at"], by=request.user),
        then=lambda made: _page(call),
        said=_("The reviewers are named and have been told."),
    )


def _usable(check: Callable[[], None], call: Call, by: Person) -> tuple[Plan | None, Any]:
    """The last proposal, or why there is none for this person to use."""
    if refused := why_not(check):
        return None, refused
    try:
        return proposals.last(call, by=by), ""
    except Refusal as refusal:
        return None, refusal.why


def _facts(plan: Plan) -> list[tuple[Any, Any]]:
    people = {person.pk for row in plan.to_name for person in row.reviewers}
    return [
        (_("Applications"), localize(len(plan.to_name))),
        (_("Reviewers"), localize(len(people))),
        (_("Still without enough reviewers"), localize(len(plan.missing))),
    ]


Candidates = dict[str, tuple[Person, str]]  # public id -> the person, and the words of the choice


class PlacesForm(forms.Form):
    """A list for each place, of those who may read the application; nobody may be left there."""

    def __init__(self, *args: Any, people: Candidates, chosen: list[str], places: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        choices = [(NOBODY, _("Nobody yet")), *((id, words) for id, (_person, words) in people.items())]
        for number in range(places):
            self.fields[f"place_{number + 1}"] = forms.ChoiceField(
                label=_("Reviewer %(number)s") % {"number": number + 1},
                choices=choices,
                initial=chosen[number] if number < len(chosen) else NOBODY,
            )

    @property
    def reviewers(self) -> list[Person]:
        """Those who were chosen, in order."""
        return [self.people[id][0] for id in self.cleaned_data.values() if id != NOBODY]


@guard(Role.PROGRAMME_OFFICER, finds=Application, sensitive=Purpose.ASSIGNING)
def application_proposal(request: DeskRequest, application: Application) -> HttpResponse:
    """Put others in place of those who are proposed for one application."""
    must_not_be_told(application, by=request.user)
    call = application.call
    plan, refused = _usable(lambda: may.may_choose(application, by=request.user), call, request.user)
    row = next((row for row in plan.rows if row.application == application), None) if plan else None
    if plan and row is None:
        refused = _("Reviewers are named for applications that wait for a decision.")
    people = _candidates(plan, row) if plan and row else {}
    places = max(application.readers - len(row.there), 0) if row else 0
    chosen = [person.public_id for person in row.reviewers if person.public_id in people] if row else []
    form = answers.form_for(request, PlacesForm, people=people, chosen=chosen, places=places)
    return answers.answer(
        request,
        form,
        "desk/applications/proposal.html",
        {"application": application, "row": row, "places": places, "people": people, "refused": refused},
        act=lambda data: actions.choose(application, reviewers=form.reviewers, by=request.user),
        then=lambda made: _page(call),
        said=_("The proposal is changed. Nobody is told before you accept it."),
    )


def _candidates(plan: Plan, row: Row) -> Candidates:
    """Those without a conflict who do not read it already."""
    found = {}
    barred = closeness.close([load.person.pk for load in plan.loads], [row.application])
    for load in plan.loads:
        if (load.person.pk, row.application.pk) not in barred and load.person not in row.there:
            found[load.person.public_id] = (load.person, choice(load, row.application))
    return found


def choice(load: proposals.Load, application: Application) -> str:
    """A reviewer in the words of a choice: name, load of the most, whether the language is read, themes."""
    if load.profile is None:
        return _("%(name)s · languages not said yet") % {"name": isolated(load.person.name)}
    reads = application.sheet.written_in in load.profile.languages
    words = [
        load.person.name,
        _("%(number)s of %(most)s") % {"number": load.then, "most": load.profile.most},
        (_("reads %(language)s") if reads else _("does not read %(language)s"))
        % {"language": application.sheet.get_written_in_display()},
        *(worded(theme, "label")[0] for theme in load.profile.themes.all()),
    ]
    return " · ".join(isolated(str(each)) for each in words)


def _page(call: Call) -> str:
    return reverse("call_assignment", args=[call.public_id])


urlpatterns = [
    path("calls/<str:id>/assignment/", call_assignment, name="call_assignment"),
    path("calls/<str:id>/assignment/accept/", call_assignment_accept, name="call_assignment_accept"),
    path("applications/<str:id>/proposal/", application_proposal, name="application_proposal"),
]
