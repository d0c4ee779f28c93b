"""From closing to decision: what came in, and who reads it."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.calls import panels, proposals, queries
from saanjh.calls.actions import reviews
from saanjh.calls.models import Application, Call, ProposedDecision, Review, ThirdReview
from saanjh.calls.models.applications import READERS
from saanjh.calls.models.reviews import NOT_STANDING
from saanjh.calls.rules import chasing as leading
from saanjh.calls.rules import closeness
from saanjh.calls.rules.closeness import is_kept_from
from saanjh.calls.rules.decisions import TO_DECIDE
from saanjh.calls.rules.reviews import must_not_be_told
from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.models import Person, Purpose
from saanjh.web import answers, histories
from saanjh.web.desk.assigning import choice
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25


class Filter(forms.Form):
    """Which applications to see."""

    narrows = True  # nothing here must be filled in

    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("All")), *[each for each in Application.State.choices if each[0] != "draft"]],
    )


@guard(*READERS, finds=Call, methods=("GET",))
def call_applications(request: DeskRequest, call: Call) -> HttpResponse:
    """The applications handed in to a call, by number."""
    form = Filter(request.GET or None)
    state = form.cleaned_data["state"] if form.is_bound and form.is_valid() else ""
    page = Pages(queries.applications_in(call, state=state), PAGE).get_page(request.GET.get("page"))
    context = {"call": call, "page": page, "filter": form, "asked": state, "untold": queries.untold(call, request.user)}
    return render(request, "desk/calls/applications.html", context)


def beside(request: DeskRequest, application: Application) -> dict[str, Any]:
    """What the programme's people see beside an application; nothing for anybody else.

    Nor for whoever is close to it, or is still to review it.
    """
    over = [(ScopeKind.PROGRAMME, application.call.programme_id)]
    if not may(request.user, *READERS, over=over) or is_kept_from(request.user, application):
        return {"reads": False}
    given = queries.reviews_given(application)
    assigned = [review for review in given if review.state not in NOT_STANDING]
    read = [queries.read(review) for review in assigned if review.state == "submitted"]
    wanted = application.readers
    return {
        "reads": True,
        "lacks_reviewers": len(assigned) < wanted,
        "all_read": len(read) >= wanted,
        "read": read,
        "mean": queries.mean(read),
        "assigned": assigned,
        "third": getattr(application, "third_review", None),
        "reopened": [queries.read(review) for review in given if review.state == "reopened"],
        "runs": may(request.user, Role.PROGRAMME_OFFICER, over=over),
        "chairs": may(request.user, Role.PANEL_CHAIR, over=over),
        "proposal": _proposal(application),
        "history": histories.about(application),
    }


def _proposal(application: Application) -> ProposedDecision | None:
    """What waits for a second person; asked for only where something can."""
    if application.state not in TO_DECIDE:
        return None
    return application.proposed_decisions.all().waiting().first()


class AssignForm(forms.Form):
    """As many reviewers as are still missing, from those of the call."""

    def __init__(self, *args: Any, people: list[Person], words: dict[int, str], missing: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.asked = min(missing, len(people))
        self.fields["reviewers"] = forms.MultipleChoiceField(
            label=_("Reviewers"),
            help_text=_("Choose %(missing)s. Beside each stands how many applications of the most that are taken.")
            % {"missing": self.asked},
            choices=[(str(person.pk), words[person.pk]) for person in people],
            widget=forms.CheckboxSelectMultiple,
        )

    def clean_reviewers(self) -> list[Person]:
        chosen = [self.people[key] for key in self.cleaned_data["reviewers"]]
        if len(chosen) != self.asked:
            raise forms.ValidationError(_("Choose exactly %(number)s.") % {"number": self.asked})
        return chosen


@guard(Role.PROGRAMME_OFFICER, finds=Application, sensitive=Purpose.ASSIGNING)
def application_reviewers(request: DeskRequest, application: Application) -> HttpResponse:
    """Name the reviewers of an application. Who reads it is not shown to the applicant's own people."""
    leading.may_lead(application, by=request.user)
    must_not_be_told(application, by=request.user)
    named = list(application.reviews.select_related("reviewer"))
    there = [review for review in named if review.state not in NOT_STANDING]
    people, others = _who_may(application, named)
    missing = max(application.readers - len(there), 0)
    third: ThirdReview | None = getattr(application, "third_review", None)
    proposed = proposals.last_named(application) if third and third.is_wanted and missing else []
    chosen = {"reviewers": [str(each.pk) for each in people if each.public_id in proposed][:missing]}
    words = _known(application, people) if missing else {each.pk: each.name for each in people}
    form = answers.form_for(request, AssignForm, people=people, words=words, missing=missing, initial=chosen)
    return answers.answer(
        request,
        form,
        "desk/applications/reviewers.html",
        {
            "application": application,
            "there": there,
            "missing": missing,
            "people": people,
            "others": others,
            "third": third,
            "is_proposed": bool(chosen["reviewers"]),
        },
        act=lambda data: reviews.assign(application, reviewers=data["reviewers"], by=request.user),
        then=lambda made: _page(application),
        said=_("The reviewers are named and have been told."),
    )


def _who_may(application: Application, reviews: list[Review]) -> tuple[list[Person], list[tuple[Person, Any]]]:
    """The reviewers of the call whom the rules take for this application; the others, each with the reason why not."""
    call = application.call
    able = {each.pk for each in panels.reviewers(call)}
    people = queries.reviewers_of(call)
    before = {review.reviewer_id for review in reviews}
    now = {review.reviewer_id for review in reviews if review.state not in NOT_STANDING}
    close = {person for person, _of in closeness.close([each.pk for each in people], [application])}
    screened = set(application.gate_checks.filter(closed_by__isnull=False).values_list("closed_by", flat=True))
    may_read, others = [], []
    for each in people:
        if each.pk in now:
            continue
        if each.pk in before:
            others.append((each, _("was named for it before")))
        elif each.pk in close:
            others.append((each, _("is too close to the applicant")))
        elif each.applies:  # type: ignore[attr-defined]
            others.append((each, _("belongs to an organisation that applies in this call")))
        elif each.pk in screened:
            others.append((each, _("screened it")))
        elif each.pk not in able:
            others.append((each, _("reads all reviews, decides or screens in this programme")))
        else:
            may_read.append(each)
    return may_read, others


def _known(application: Application, people: list[Person]) -> dict[int, str]:
    """person -> her name with how much she has of the most that she takes, and what she reads and knows."""
    known = panels.profiles(application.call)
    loads = [proposals.Load(each, known.get(each.pk), each.load) for each in people]  # type: ignore[attr-defined]
    return {each.person.pk: choice(each, application) for each in loads}


def _page(application: Application) -> str:
    return reverse("application", args=[application.public_id])


urlpatterns = [
    path("calls/<str:id>/applications/", call_applications, name="call_applications"),
    path("applications/<str:id>/reviewers/", application_reviewers, name="application_reviewers"),
]
