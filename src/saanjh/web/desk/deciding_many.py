"""Deciding in a call: how far it is, the reserve list, and many decisions proposed or confirmed on one page."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.calls import decision_queries, portfolio_queries
from saanjh.calls.actions import decisions
from saanjh.calls.actions import proposed_decisions as proposals
from saanjh.calls.bounds import bounds as bounds_of
from saanjh.calls.bounds import has_set, spending
from saanjh.calls.models import Application, Call, Decision, Outcome, ProposedDecision
from saanjh.calls.models.applications import READERS
from saanjh.calls.queries import is_past, untold
from saanjh.calls.rules import decisions as rules
from saanjh.calls.rules import panel_rules
from saanjh.ground.access import Role, may
from saanjh.ground.fields import Written
from saanjh.ground.models import Person, Purpose
from saanjh.ground.refusals import Refusal
from saanjh.kit.text import isolated
from saanjh.web import answers
from saanjh.web.components.inputs import Day, Number, Words
from saanjh.web.components.languages import worded
from saanjh.web.desk import portfolio_words
from saanjh.web.desk.confirming import why_not
from saanjh.web.desk.decision_words import reason_for
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25  # decisions on one page: each is read before it is sent


@guard(*READERS, finds=Call, methods=("GET",), sensitive=Purpose.DECIDING)
def call_decisions(request: DeskRequest, call: Call) -> HttpResponse:
    """How many decisions are proposed, confirmed and late; who is on the reserve list."""
    panel_rules.may_see(call, by=request.user)
    page = Pages(decision_queries.waiting(call), PAGE).get_page(request.GET.get("page"))
    context = {
        "call": call,
        "counts": decision_queries.counts(call),
        "is_late": is_past(call.answers_on),
        "page": page,
        "untold": untold(call, request.user),
        "reserve": [(each, _is_over(each)) for each in decision_queries.reserve(call)],
        "chairs": may(request.user, Role.PANEL_CHAIR, over=call.scopes()),
        "confirms": any(each.proposed_by_id != request.user.pk for each in page),
    }
    return render(request, "desk/calls/decisions.html", context)


def _is_over(decision: Decision) -> bool:
    return decision.holds_until is not None and is_past(decision.holds_until)


class Reserve(forms.Form):
    """How long the reserve list is to be, and until when it holds."""

    narrows = True

    reserve = Number(
        label=_("Places on the reserve list"), whole=True, lowest=0, highest=rules.MOST_PLACES, required=False
    )
    until = Day(label=_("The reserve holds until"), required=False)


@dataclass(frozen=True)
class Row:
    """What the set and the reserve come to for one application."""

    application: Application
    points: str
    outcome: str
    place: int | None
    reason: str
    written_in: str
    departs: bool

    @property
    def label(self) -> Any:
        return Outcome(self.outcome).label


class ProposeForm(forms.Form):
    """For each application whether it is proposed now, with its reasons as the applicant will read them."""

    looked_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, rows: list[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            id = row.application.public_id
            self.fields[f"take_{id}"] = forms.BooleanField(label=_("Propose it now"), required=False, initial=True)
            self.fields[f"reason_{id}"] = Words(
                label=_("Reasons"), max_length=4000, lines=4, initial=row.reason, required=False
            )
            self.fields[f"written_in_{id}"] = forms.ChoiceField(
                label=_("Language of the reasons"), choices=Written.choices, initial=row.written_in
            )

    def lines(self) -> Iterable[tuple[Row, list[forms.BoundField]]]:
        """Each application with its fields."""
        for row in self.rows:
            id = row.application.public_id
            yield row, [self[f"{name}_{id}"] for name in ("take", "reason", "written_in")]

    def given(self, until: datetime.date | None) -> list[proposals.Answer]:
        """What is to be proposed."""
        data = self.cleaned_data
        return [
            proposals.Answer(
                row.application,
                row.outcome,
                data[f"reason_{row.application.public_id}"],
                data[f"written_in_{row.application.public_id}"],
                row.place,
                until if row.place else None,
            )
            for row in self.rows
            if data[f"take_{row.application.public_id}"]
        ]


@guard(Role.PANEL_CHAIR, finds=Call, sensitive=Purpose.DECIDING)
def call_decisions_propose(request: DeskRequest, call: Call) -> HttpResponse:
    """Propose all decisions from the set that was chosen: in it, on the reserve in the order of points, declined."""
    panel_rules.may_see(call, by=request.user)
    asked = Reserve(request.GET or None, initial={"reserve": 0, "until": rules.holds_until(call)})
    length, until = _asked(asked)
    found = portfolio_queries.portfolio(call)
    usable = found is not None and has_set(found.answer["outcome"])
    listed = _listed(call, found, request.user) if found and usable else []
    page = Pages(listed, PAGE).get_page(request.GET.get("page"))
    refused = why_not(lambda: panel_rules.must_be_current(call, found.changed)) if found and usable else ""
    rows = _rows(found, list(page), length) if found and usable and length is not None and not refused else []
    shown = {row.application.number: (row.outcome, row.place) for row in rows}
    initial = {"looked_at": found.seen(shown)} if found else {}
    form = answers.form_for(request, ProposeForm, rows=rows, initial=initial)
    return answers.answer(
        request,
        form,
        "desk/calls/decisions_propose.html",
        {
            "call": call,
            "found": found if usable else None,
            "bounds": spending(call),
            "refused": refused,
            "asked": asked,
            "page": page,
            "length": length,
        },
        act=lambda data: proposals.propose_from_set(
            call, form.given(until), listed=shown, seen=data["looked_at"], by=request.user
        ),
        then=lambda made: reverse("call_decisions", args=[call.public_id]),
        said=_("The decisions are proposed. Applicants are told when a second person has confirmed them."),
    )


def _asked(form: Reserve) -> tuple[int | None, datetime.date | None]:
    """The length of the reserve and its day; no length before somebody gave one, and then nothing is listed."""
    if "reserve" not in form.data or not form.is_valid():
        return None, None
    return form.cleaned_data["reserve"] or 0, form.cleaned_data["until"]


def _listed(call: Call, found: portfolio_queries.Portfolio, by: Person) -> list[Application]:
    """The applications that this person may propose now, those of most points first. A fixed number of queries."""
    rows = decision_queries.ready(call.applications.all())
    ready = {each.number: each for each in rows.select_related("organisation__merged_into", "sheet")}
    for each in ready.values():
        each.call = call
    known = rules.known_of(ready.values(), by)
    return [
        ready[number]
        for number, candidate in found.candidates.items()
        if number in ready and candidate["eligible"] and _may(ready[number], by, known)
    ]


def _may(application: Application, by: Person, known: rules.Known) -> bool:
    try:
        rules.may_propose(application, by=by, known=known)
    except Refusal:
        return False
    return True


def _rows(found: portfolio_queries.Portfolio, applications: list[Application], length: int) -> list[Row]:
    """In the set → selected; the first so many outside it → the reserve, by points; the rest → declined."""
    places = {number: place for place, number in enumerate(_outside(found)[:length], 1)}
    departures = {each.application.number: each for each in found.departures}
    rows = []
    for each in applications:
        number, place = each.number, places.get(each.number)
        outcome = Outcome.DECLINED if place is None else Outcome.RESERVE
        outcome = Outcome.SELECTED if number in found.final else outcome
        said = reason_for(each, outcome, found, departures.get(number))
        points = portfolio_words.points(found.candidates[number]["points"])
        rows.append(Row(each, points, outcome, place, said.words, said.written_in, number in found.departed))
    return rows


def _outside(found: portfolio_queries.Portfolio) -> list[str]:
    """Those outside the set that could be called up, most points first: not what is below a floor."""
    reasons = found.answer["reasons"]
    return [
        number
        for number, candidate in found.candidates.items()
        if candidate["eligible"] and number not in found.final and reasons.get(number, {}).get("code") != "below_floor"
    ]


def _in_short(proposal: ProposedDecision) -> str:
    """What a box stands for: number, organisation, title, and what is proposed."""
    application = proposal.application
    said = [
        application.number,
        worded(application.organisation, "name")[0],
        worded(application, "title")[0],
        str(proposal.get_outcome_display()),
    ]
    return " · ".join(isolated(each) for each in said if each)


class ConfirmForm(forms.Form):
    """Which of the proposals on this page are confirmed."""

    def __init__(self, *args: Any, listed: list[ProposedDecision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = {each.public_id: each for each in listed}
        self.fields["proposals"] = forms.MultipleChoiceField(
            label=_("Confirm the decisions about"),
            help_text=_("Nothing is ticked at first: tick what you have read and confirm."),
            choices=[(id, _in_short(each)) for id, each in self.listed.items()],
            widget=forms.CheckboxSelectMultiple,
        )

    def clean_proposals(self) -> list[ProposedDecision]:
        return [self.listed[id] for id in self.cleaned_data["proposals"]]


@guard(*READERS, finds=Call, sensitive=Purpose.DECIDING)
def call_decisions_confirm(request: DeskRequest, call: Call) -> HttpResponse:
    """Confirm many proposals at once, each with its reasons before one's eyes."""
    panel_rules.may_see(call, by=request.user)
    waiting = list(decision_queries.waiting(call).exclude(proposed_by=request.user))
    # who is close to one of the call was refused above
    known = rules.known_of([each.application for each in waiting], request.user, near=set())
    allowed = [each for each in waiting if _confirms(each, request.user, known)]
    page, bounds = Pages(allowed, PAGE).get_page(request.GET.get("page")), bounds_of(call)
    behind = why_not(lambda: panel_rules.must_decide_by_current(call, bounds.changed))
    return answers.answer(
        request,
        answers.form_for(request, ConfirmForm, listed=list(page)),
        "desk/calls/decisions_confirm.html",
        {
            "call": call,
            "page": page,
            "bounds": bounds,
            "behind": behind,
            "rows": [(each, bounds.stand(each.application.number)) for each in page],
        },
        act=lambda data: decisions.confirm_many(data["proposals"], by=request.user),
        then=lambda made: reverse("call_decisions", args=[call.public_id]),
        said=_("The decisions are made, and the applicants have been told."),
    )


def _confirms(proposal: ProposedDecision, by: Person, known: rules.Known) -> bool:
    try:
        rules.may_confirm(proposal, by=by, known=known)
    except Refusal:
        return False
    return True


urlpatterns = [
    path("calls/<str:id>/decisions/", call_decisions, name="call_decisions"),
    path("calls/<str:id>/decisions/propose/", call_decisions_propose, name="call_decisions_propose"),
    path("calls/<str:id>/decisions/confirm/", call_decisions_confirm, name="call_decisions_confirm"),
]
