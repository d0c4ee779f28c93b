"""Who screens applications, changes a call's checklists and reopens a gate, and what a gate still lacks."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Appeal, Application, Call, Gate, GateAnswer, GateCheck, GateItem
from saanjh.calls.models.applications import SCREENERS
from saanjh.calls.rules.closeness import has_conflict
from saanjh.calls.rules.intakes import must_not_have_entered
from saanjh.ground.access import ScopeKind, may
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal

MOST = 25  # points at one gate: more is a form, not a checklist
Given = Mapping[str, tuple[str, str]]  # code of a point -> what was said to it (or nothing yet) and a note
Said, Outcome = GateAnswer.Said, GateCheck.Outcome


def may_screen(application: Application, *, by: Person) -> None:
    """Refusal unless `by` is a gate checker of the programme, not close to the applicant, and the call has closed."""
    call = application.call
    if not may(by, *SCREENERS, over=[(ScopeKind.PROGRAMME, call.programme_id)]):
        raise Refusal(_("Only a gate checker of the programme screens its applications."))
    must_not_have_entered(application, by=by)
    if has_conflict(by, application):
        raise Refusal(_("You are too close to this applicant to screen it: ask another gate checker."))
    if call.state == Call.State.DECIDED:
        raise Refusal(_("This call is concluded: nothing is screened any more."))
    if call.state != Call.State.CLOSED:
        raise Refusal(_("Applications are screened once the call has closed: until then they can be withdrawn."))
    if not call.gate_items.exists():
        raise Refusal(_("This call was published without gates: its applications go to the reviewers at once."))


def may_answer(application: Application, gate: str, *, by: Person) -> None:
    """Refusal unless `by` may screen it at this gate and it waits for that."""
    may_screen(application, by=by)
    if application.state == Application.State.NOT_ELIGIBLE:
        raise Refusal(_("This application did not pass a gate. To look again, that gate is reopened with a reason."))
    if application.state != Application.State.SUBMITTED:
        raise Refusal(_("This application no longer waits for screening."))
    if upheld_against(by).filter(application=application, gate=gate).exists():
        raise Refusal(
            _(
                "You stopped this application here, and the appeal against that was upheld: another gate checker "
                "screens it now. Where there is none, an administrator gives somebody else this role."
            )
        )


def upheld_against(by: Person) -> QuerySet[GateCheck]:
    """The gates at which this person stopped an application, and which an upheld appeal opened again."""
    rows = GateCheck.objects.filter(state=GateCheck.State.REOPENED, outcome=Outcome.STOPPED, closed_by=by)
    appeal = Appeal.objects.filter(application=OuterRef("application"), state=Appeal.State.UPHELD)
    return rows.filter(Exists(appeal.filter(answered_by=OuterRef("reopened_by"), answer=OuterRef("reopened_why"))))


def must_be_open(check: GateCheck | None) -> None:
    """Refusal where the gate is closed."""
    if check is not None and check.is_closed:
        raise Refusal(_("This gate is closed and sealed. To change it, reopen it with a reason."))


def outcome_of(gate: str, given: Given, outcome: str) -> str:
    """How the gate ends: by its answers where eligibility is asked, by the checker's own word where harm is."""
    if gate != Gate.ELIGIBILITY:
        return outcome
    return Outcome.STOPPED if any(said == Said.NO for said, _note in given.values()) else Outcome.PASSED


def unfinished(gate: str, items: Iterable[GateItem], given: Given, outcome: str, reason: str) -> Iterator[Refusal]:
    """All that still keeps the gate from being closed, each on its field."""
    for item in items:
        said, note = given.get(item.code, ("", ""))
        if not said:
            yield Refusal(_("Choose an answer."), field=f"said_{item.code}")
        elif said == Said.NO and not note.strip():
            yield Refusal(_("Say in the note what is missing."), field=f"note_{item.code}")
    refused = any(said == Said.NO for said, _note in given.values())
    end = outcome_of(gate, given, outcome)
    if end not in Outcome.values:
        yield Refusal(_("Choose how this gate ends."), field="outcome")
    elif end == Outcome.PASSED and refused:
        words = _("A point is answered with no: let it pass with conditions, or stop it.")
        yield Refusal(words, field="outcome")
    elif end == Outcome.CONDITIONS and not reason.strip():
        yield Refusal(_("Write the conditions: the applicant reads them."), field="reason")
    elif end == Outcome.STOPPED and not reason.strip():
        yield Refusal(_("Give the reasons: the applicant reads them."), field="reason")


def may_close(application: Application, gate: str, check: GateCheck | None, *, by: Person) -> None:
    """Refusal unless `by` may answer it, it is open, and nothing is missing."""
    may_answer(application, gate, by=by)
    must_be_open(check)
    items = application.call.gate_items.filter(gate=gate)
    if check is None:
        raise Refusal(_("Answer the points of this gate first."))
    lacks = list(unfinished(gate, items, answers_of(check), check.outcome, check.reason))
    if lacks:
        raise Refusal(_("Something is still missing: %(what)s Go back and mend it.") % {"what": lacks[0].why})


def answers_of(check: GateCheck) -> dict[str, tuple[str, str]]:
    """What was said to each point, and the note, by the point's code."""
    return {each.item.code: (each.said, each.note) for each in check.answers.select_related("item")}


def may_reopen(application: Application, check: GateCheck | None, *, by: Person) -> None:
    """Refusal unless `by` may screen it, the gate is closed, and no reviewer and no other gate stands in the way."""
    may_screen(application, by=by)
    if check is None or not check.is_closed:
        raise Refusal(_("This gate is open: it can be changed as it is."))
    if application.reviews.standing().exists():
        raise Refusal(_("Reviewers were named already. What you found goes to the chair, who decides."))
    if application.state == Application.State.NOT_ELIGIBLE and not check.is_stopped:
        raise Refusal(_("This application was stopped at the other gate: reopen that one."))
    if application.state not in {Application.State.SUBMITTED, Application.State.NOT_ELIGIBLE}:
        raise Refusal(_("This application no longer waits for screening."))
