"""Calls at the desk: drafted, published, closed, concluded; and who reviews for them."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from django import forms
from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.calls import cautions, costs, decision_queries, panels, queries, screening
from saanjh.calls.actions import calls as actions
from saanjh.calls.actions import panels as panel_actions
from saanjh.calls.criteria import criteria_of
from saanjh.calls.gates import by_gate
from saanjh.calls.models import Application, Call
from saanjh.calls.models.applications import READERS
from saanjh.calls.models.calls import MOST_REVIEWS
from saanjh.calls.portfolio_questions import is_least_binding
from saanjh.calls.rules import calls as rules
from saanjh.calls.rules import deadlines, extensions, intakes
from saanjh.calls.timetables import norm_times
from saanjh.ground.access import Role, ScopeKind, may, standing_of, visible
from saanjh.ground.models import Person, Purpose
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import afresh
from saanjh.programmes.models import Programme
from saanjh.questions import queries as forms_read
from saanjh.questions.models import FormVersion
from saanjh.web import answers, histories
from saanjh.web.components.choosing import FormChosen
from saanjh.web.components.inputs import ONE_TITLE, Amount, Day, Number, TitledForm, Words, need_either
from saanjh.web.components.languages import worded
from saanjh.web.desk.confirming import Question, confirm, why_not
from saanjh.web.desk.reviewing import ProfileForm
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25
DECIDING = {Call.State.CLOSED, Call.State.DECIDED}


CONTRADICTIONS = (
    ("opens_on", "closes_on", "closes_on", _("The call closes before it opens.")),
    ("closes_on", "answers_on", "answers_on", _("Decisions cannot be told before the call has closed.")),
    ("floor_minor", "ceiling_minor", "floor_minor", _("The smallest grant is larger than the largest.")),
    ("min_months", "max_months", "min_months", _("The fewest months are more than the most.")),
)


def _usual(step: str) -> Any:
    """What is done with a blank day."""
    return _("Blank: as usual, about %(days)s days.") % {"days": norm_times()[step]}


class CallForm(TitledForm):
    """All that a call promises; what contradicts itself is said at once, all of it together."""

    def __init__(self, *args: Any, programme: Programme, forms_published: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        money = {"currency": programme.currency, "help_text": programme.currency}
        self.fields |= {
            "code": forms.CharField(
                label=_("Code"), max_length=16, help_text=_("Numbers of applications begin with it: CPG-2026.")
            ),
            "title_en": Words(label=_("Title in English"), max_length=160, required=False),
            "title_ur": Words(label=_("Title in Urdu"), max_length=160, required=False, help_text=ONE_TITLE),
            "purpose_en": Words(label=_("Purpose in English"), max_length=5000, lines=6, required=False),
            "purpose_ur": Words(
                label=_("Purpose in Urdu"),
                max_length=5000,
                lines=6,
                required=False,
                help_text=_("One of the two languages is enough."),
            ),
            "form_version": FormChosen(forms_published, label=_("Form"), empty_label=None),
            "opens_on": Day(label=_("Opens on")),
            "closes_on": Day(label=_("Closes at the end of"), help_text=_("Until midnight of this day, local time.")),
            "screened_by": Day(label=_("Screened by"), required=False, help_text=_usual("screening")),
            "reviewed_by": Day(label=_("Read by the reviewers by"), required=False, help_text=_usual("review")),
            "answers_on": Day(label=_("Decisions are told by")),
            "contracts_by": Day(label=_("Grants signed by"), required=False, help_text=_usual("contract")),
            "floor_minor": Amount(label=_("Smallest grant"), **money),
            "ceiling_minor": Amount(label=_("Largest grant"), **money),
            "min_months": Number(label=_("Fewest months"), whole=True, lowest=1, highest=60, initial=6),
            "max_months": Number(label=_("Most months"), whole=True, lowest=1, highest=60, initial=10),
            "reviews": Number(
                label=_("Reviewers of each application"),
                whole=True,
                lowest=1,
                highest=MOST_REVIEWS,
                initial=2,
                help_text=_("Who each read it for themselves, before the chair decides."),
            ),
        }

    def mark(self, wrongs: Iterable[Refusal]) -> None:
        """Say beside the fields of a draft that is opened again what to mend: it was saved as it is all the same."""
        if not self.is_bound:
            self._errors = ErrorDict()
            for wrong in wrongs:
                if wrong.field in self.fields:
                    self._errors.setdefault(wrong.field, self.error_class()).append(wrong.why)

    def clean(self) -> dict[str, Any]:
        """Each pair in its order, as far as both were given; a purpose, in whichever language."""
        super().clean()
        need_either(self, "purpose", _("Write the purpose in English or in Urdu."))
        given = dict(self.cleaned_data)  # add_error takes a value out of cleaned_data
        for first, last, field, words in CONTRADICTIONS:
            if given.get(first) is not None and given.get(last) is not None and given[first] > given[last]:
                self.add_error(field, words)
        return self.cleaned_data


class ReviewerForm(ProfileForm):
    """An account, by the name it signs in with; and, as far as one knows it already, what she reads and knows."""

    person = forms.CharField(label=_("User name or e-mail"), max_length=254)

    field_order = ("person", "languages", "themes", "most")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("languages", "most"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Languages and the most that she takes come together, or she says both herself."""
        data = super().clean() or self.cleaned_data
        if not self.errors and data["languages"] and data["most"] is None:
            self.add_error("most", _("Say how many this person takes at most."))
        if not self.errors and (data["most"] or data["themes"]) and not data["languages"]:
            self.add_error("languages", _("Choose at least one language."))
        return data

    def clean_person(self) -> Person:
        typed = self.cleaned_data["person"].strip()
        field = "email__iexact" if "@" in typed else "username__iexact"
        person = Person.objects.filter(**{field: typed}, is_active=True).first()
        if person is None:
            raise forms.ValidationError(_("There is no account with this name. Invite the person first."))
        return person


@guard(*READERS, methods=("GET",))
def calls(request: DeskRequest) -> HttpResponse:
    """The calls that one runs or decides in, newest first."""
    standing = standing_of(request.user)
    page = Pages(queries.run_by(standing), PAGE).get_page(request.GET.get("page"))
    runs = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
    programmes = list(visible(request.user, Programme).filter(pk__in=runs))
    opened = [each for each in programmes if each.state == Programme.State.OPEN]
    return render(request, "desk/calls/list.html", {"page": page, "programmes": programmes, "opened": opened})


@guard(*READERS, finds=Call, methods=("GET",))
def call(request: DeskRequest, call: Call) -> HttpResponse:
    """One call: what it promises, what came in, and the next step."""
    labels = dict(Application.State.choices)
    is_draft = call.state == Call.State.DRAFT
    runs = may(request.user, Role.PROGRAMME_OFFICER, over=call.scopes())
    numbers = {} if is_draft else queries.by_state(call)
    counts = [(state, labels[state], number) for state, number in numbers.items()]
    context = {
        "call": call,
        "counts": counts,
        "undecided": sum(numbers.get(state, 0) for state in queries.OPEN_STATES),
        "decided": decision_queries.counts(call) if call.state in DECIDING else None,
        "criteria": criteria_of(call),
        "is_least_binding": is_least_binding(call),
        "gates": by_gate(call),
        "costs": costs.rules_of(call),
        "unscreened": screening.unscreened(call),
        "lacking": rules.lacking(call) if call.state == Call.State.OPEN and runs else 0,
        "runs": runs,
        "mending": _mending(call) if is_draft else [],
        "cautions": _cautions(call) if is_draft and runs else [],
        "is_open": call.is_open(),
        "is_past": queries.is_past(call.closes_on) and not deadlines.is_open_somewhere(call),
        "extensions": [] if is_draft else queries.extensions_of(call),
        "purpose": worded(call, "purpose"),
        "aims": queries.aims(call) if is_draft else None,
        "panel": [] if is_draft else panels.groups(call),
        "history": histories.about(call),
    }
    return render(request, "desk/calls/call.html", context)


def _mending(call: Call) -> list[tuple[Any, str]]:
    """(why, address) of all that keeps a draft from being published: where one mends it."""
    return [(wrong.why, _place(call, wrong.field)) for wrong in rules.broken(call, now=rules.clock(None))]


def _cautions(call: Call) -> list[tuple[Any, str]]:
    """(why, address) of all that is worth a second look before a draft is published, and forbids nothing."""
    return [
        (each.why, reverse("form_version", args=[each.form.public_id]) if each.form else _place(call, each.field))
        for each in cautions.cautions(call)
    ]


def _place(call: Call, field: str) -> str:
    if field == "costs":
        return reverse("call_costs", args=[call.public_id])
    if field == "simplified":
        return reverse("call_simplified", args=[call.public_id])
    if field == "weights":
        return reverse("call_criteria", args=[call.public_id])
    if field == "form_version" and call.form_version.state == FormVersion.State.DRAFT:
        return reverse("form_version", args=[call.form_version.public_id])
    if field:
        return reverse("call_change", args=[call.public_id])
    return reverse("desk_programme", args=[call.programme.public_id])


@guard(Role.PROGRAMME_OFFICER, finds=Programme)
def call_new(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Draft a call."""
    form = answers.form_for(request, CallForm, programme=programme, forms_published=_forms_of(request, programme))
    return answers.answer(
        request,
        form,
        "desk/calls/edit.html",
        {
            "programme": programme,
            "heading": _("A new call"),
            "no_form": not form.fields["form_version"].queryset.exists(),
        },
        act=lambda data: _warned(
            request, actions.draft(programme, currency=programme.currency, by=request.user, **data)
        ),
        then=_page,
        said=_("The call is kept as a draft. Nobody outside the programme sees it yet."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_change(request: DeskRequest, call: Call) -> HttpResponse:
    """Change a draft. What keeps it from being published stands beside its field when the page is opened."""
    if request.method != "POST":
        rules.may_prepare(call, by=request.user)
    form = answers.form_for(request, CallForm, **_as_it_stands(request, call))
    if call.state == Call.State.DRAFT:
        form.mark(rules.broken(call, now=rules.clock(None)))
    return answers.answer(
        request,
        form,
        "desk/calls/edit.html",
        {"programme": call.programme, "heading": _("Change the draft")},
        act=lambda data: _warned(request, actions.correct(call, by=request.user, **data)),
        then=_page,
        said=_("The draft was changed."),
        stands=lambda: CallForm(**_as_it_stands(request, afresh(call))),
    )


def _warned(request: DeskRequest, call: Call) -> Call:
    """The draft that was saved; what of its days is not in order is said beside what was saved."""
    for wrong in rules.disordered(call):
        messages.warning(request, wrong.why)
    return call


def _as_it_stands(request: DeskRequest, call: Call) -> dict[str, Any]:
    """What makes the form of this draft."""
    shown = {name: getattr(call, name) for name in actions.FIELDS}
    shown["form_version"] = call.form_version_id
    chosen = _forms_of(request, call.programme)
    return {"programme": call.programme, "forms_published": chosen, "initial": shown}


def _forms_of(request: DeskRequest, programme: Programme) -> Any:
    return forms_read.published(programme.scopes()[0])


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_publish(request: DeskRequest, call: Call) -> HttpResponse:
    """Make a call public."""
    return _step(
        request,
        call,
        Question(
            _("Publish this call?"),
            _(
                "Everybody can read it, and what it promises no longer changes. Name its reviewers next: it is not "
                "closed without as many, free of a conflict, as are to read each application."
            ),
            _("Publish"),
            _page(call),
            warnings=_cautions(call) if call.state == Call.State.DRAFT else [],
        ),
        actions.publish,
        _("The call is public."),
        check=lambda: rules.may_publish(call, by=request.user, now=rules.clock(None)),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_discard(request: DeskRequest, call: Call) -> HttpResponse:
    """Throw a draft away."""
    return confirm(
        request,
        Question(
            _("Throw this draft away?"),
            _("It is gone for good, with its criteria, checklists and rules for costs. Its form stays."),
            _("Throw it away"),
            _page(call),
            [(_("Call"), worded(call, "title")[0]), (_("Code"), call.code)],
        ),
        act=lambda: actions.discard(call, by=request.user),
        then=lambda programme: reverse("desk_calls"),
        said=_("The draft is thrown away."),
        check=lambda: rules.may_discard(call, by=request.user),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_close(request: DeskRequest, call: Call) -> HttpResponse:
    """End the applying."""

    @cache
    def hindrances() -> list[tuple[Any, Any]]:
        return list(_hindrances(call, request.user))

    def check() -> None:
        if why := [why for why, _mend in hindrances()]:
            raise Refusal(" ".join(str(each) for each in why))

    return _step(
        request,
        call,
        Question(
            _("Close this call?"),
            _("No more applications come in. They are screened, and then reviewers are named."),
            _("Close the call"),
            _page(call),
            mends=lambda: [mend for _why, mend in hindrances() if mend],
        ),
        actions.close,
        _("The call is closed."),
        check=check,
    )


def _hindrances(call: Call, by: Person) -> Iterator[tuple[Any, tuple[Any, str] | None]]:
    """Why it is not closed yet, all of it together; beside each where one mends it, if one can."""
    now = rules.clock(None)
    if too_early := why_not(lambda: rules.may_close_by_now(call, by=by, now=now)):
        yield too_early, None
    elif call.state == Call.State.OPEN:
        if lacking := why_not(lambda: rules.must_have_reviewers(call)):
            yield lacking, (_("Reviewers of the call"), reverse("call_reviewers", args=[call.public_id]))
        if longer := why_not(lambda: extensions.may_close(call, now)):
            yield longer, None
        if unfinished := why_not(lambda: intakes.may_close(call)):
            yield unfinished, (_("What is being entered"), reverse("call_entering", args=[call.public_id]))


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_conclude(request: DeskRequest, call: Call) -> HttpResponse:
    """Say that all is decided."""
    return _step(
        request,
        call,
        Question(
            _("Conclude this call?"),
            _("The public page then says that every application has its decision."),
            _("Conclude the call"),
            _page(call),
        ),
        actions.conclude,
        _("The call is concluded."),
        check=lambda: rules.may_conclude(call, by=request.user),
    )


def _step(
    request: DeskRequest, call: Call, question: Question, verb: Any, said: Any, check: Callable[[], None] = lambda: None
) -> HttpResponse:
    return confirm(request, question, act=lambda: verb(call, by=request.user), then=_page, said=said, check=check)


@guard(Role.PROGRAMME_OFFICER, finds=Call, sensitive=Purpose.ASSIGNING)
def call_reviewers(request: DeskRequest, call: Call) -> HttpResponse:
    """Who reviews for this call; somebody more can be named."""
    form, known = answers.form_for(request, ReviewerForm), panels.profiles(call)
    return answers.answer(
        request,
        form,
        "desk/calls/reviewers.html",
        {"call": call, "people": [(each, known.get(each.pk)) for each in queries.reviewers_of(call)]},
        act=lambda data: _named(call, by=request.user, **data),
        then=lambda held: reverse("call_reviewers", args=[call.public_id]),
        said=_("The reviewer is named."),
    )


def _named(call: Call, *, person: Person, languages: list[str], themes: Any, most: int | None, by: Person) -> Any:
    """Name a reviewer; where it was said what she reads, that too."""
    held = actions.name_reviewer(call, person=person, by=by)
    if languages and most:
        panel_actions.describe(call, person, languages=languages, themes=themes, most=most, by=by)
    return held


def _page(call: Call) -> str:
    return reverse("desk_call", args=[call.public_id])


urlpatterns = [
    path("calls/", calls, name="desk_calls"),
    path("calls/<str:id>/", call, name="desk_call"),
    path("programmes/<str:id>/calls/new/", call_new, name="call_new"),
    path("calls/<str:id>/change/", call_change, name="call_change"),
    path("calls/<str:id>/publish/", call_publish, name="call_publish"),
    path("calls/<str:id>/discard/", call_discard, name="call_discard"),
    path("calls/<str:id>/close/", call_close, name="call_close"),
    path("calls/<str:id>/conclude/", call_conclude, name="call_conclude"),
    path("calls/<str:id>/reviewers/", call_reviewers, name="call_reviewers"),
]
