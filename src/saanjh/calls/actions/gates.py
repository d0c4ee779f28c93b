"""A call's checklists are changed; a gate is answered as far as it goes, closed, and reopened for a reason."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.calls import notices as told
from saanjh.calls.actions import applications
from saanjh.calls.gates import items_of
from saanjh.calls.models import Application, Call, Conflict, Gate, GateAnswer, GateCheck, GateItem
from saanjh.calls.rules import calls as call_rules
from saanjh.calls.rules import gates as rules
from saanjh.calls.rules.calls import clock
from saanjh.ground import history, notices, states
from saanjh.ground.fields import Written, guard_words
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal, need_change
from saanjh.ground.writing import action, afresh

MOVES = {("open", "close"): "closed", ("closed", "reopen"): "reopened"}
LONGEST_NOTE = 1000


@dataclass(frozen=True)
class Point:
    """One point of a checklist as it shall read; without a code it is a new one, without words it is taken out."""

    gate: str
    code: str
    label_en: str
    label_ur: str


@action
def change_checklists(call: Call, points: Iterable[Point], *, by: Person) -> Call:
    """Reword points of a draft's checklists, take out those left without words, add new ones at the end."""
    call_rules.may_prepare(afresh(call), by=by)
    there = {each.code: each for each in items_of(call)}
    asked = list(points)
    added = [point for point in asked if not point.code and (point.label_en.strip() or point.label_ur.strip())]
    kept = {point.code: point for point in asked if point.code in there}
    gone = [code for code, point in kept.items() if not (point.label_en.strip() or point.label_ur.strip())]
    worded = [
        code
        for code, point in kept.items()
        if code not in gone and (there[code].label_en, there[code].label_ur) != (point.label_en, point.label_ur)
    ]
    need_change([*(point.gate for point in added), *gone, *worded])
    for code in worded:
        there[code].label_en, there[code].label_ur = kept[code].label_en, kept[code].label_ur
    stay = [each for code, each in there.items() if code not in gone]
    stay += [_new(call, point, [*there.values(), *stay], number) for number, point in enumerate(added)]
    _check_sizes(stay)
    call.gate_items.all().delete()
    places: Counter[str] = Counter()
    for each in stay:
        places[each.gate] += 1
        each.pk, each.position = None, places[each.gate]
        each._state.adding = True
    GateItem.objects.bulk_create(stay)
    history.record("call_gates_changed", call, by=by, added=len(added), removed=len(gone), reworded=len(worded))
    return call


def _new(call: Call, point: Point, there: list[GateItem], number: int) -> GateItem:
    """A point with a code that none of the gate's had."""
    if point.gate not in Gate.values:
        raise Refusal(_("Choose the gate."))
    used = [int(each.code[1:]) for each in there if each.code[:1] == point.gate and each.code[1:].isdecimal()]
    code = f"{point.gate}{max(used, default=0) + number + 1}"
    return GateItem(call=call, gate=point.gate, code=code, label_en=point.label_en, label_ur=point.label_ur)


def _check_sizes(items: Iterable[GateItem]) -> None:
    sizes = Counter(each.gate for each in items)
    for gate in Gate:
        if not sizes[gate]:
            words = _("Keep at least one point at “%(gate)s”.") % {"gate": gate.label}
            raise Refusal(words, field=f"{gate}_new_en")
        if sizes[gate] > rules.MOST:
            words = _("Keep at most %(most)s points at “%(gate)s”.") % {"most": rules.MOST, "gate": gate.label}
            raise Refusal(words, field=f"{gate}_new_en")


@action
def answer(
    application: Application,
    gate: str,
    given: rules.Given,
    *,
    outcome: str = "",
    reason: str = "",
    written_in: str = "en",
    by: Person,
) -> GateCheck:
    """Keep the answers to one gate as far as they go: all of them, in place of those kept before."""
    rules.may_answer(afresh(application), gate, by=by)
    check = _standing(application, gate)
    rules.must_be_open(check)
    check = check or GateCheck(application=application, gate=_known(gate))
    if written_in not in Written.values:
        raise Refusal(_("Choose English or Urdu."), field="written_in")
    if outcome and outcome not in GateCheck.Outcome.values:
        raise Refusal(_("Choose how this gate ends."), field="outcome")
    check.outcome = rules.outcome_of(gate, given, outcome) if gate == Gate.DO_NO_HARM else ""
    check.reason, check.written_in = reason, written_in
    check.save()
    check.answers.all().delete()
    items = application.call.gate_items.filter(gate=gate)
    answers = [_answer(check, item, *given.get(item.code, ("", ""))) for item in items]
    GateAnswer.objects.bulk_create(answers)
    history.record("gate_saved", application, by=by, gate=gate, answered=sum(bool(each.said) for each in answers))
    return check


def _answer(check: GateCheck, item: GateItem, said: str, note: str) -> GateAnswer:
    if said and said not in GateAnswer.Said.values:
        raise Refusal(_("Choose an answer."), field=f"said_{item.code}")
    try:
        guard_words(note)
    except ValidationError as found:
        raise Refusal(found.messages[0], field=f"note_{item.code}") from found
    if len(note) > LONGEST_NOTE:
        words = _("Shorten this text: at most %(most)s characters fit.") % {"most": LONGEST_NOTE}
        raise Refusal(words, field=f"note_{item.code}")
    return GateAnswer(check_of=check, item=item, said=said, note=note)


@action
def close(application: Application, gate: str, *, by: Person, now: datetime.datetime | None = None) -> GateCheck:
    """Seal the gate as it was answered. Where it was not passed the application ends here, and that is told."""
    check = _standing(afresh(application), gate)
    rules.may_close(application, gate, check, by=by)
    assert check is not None
    check.outcome = rules.outcome_of(gate, rules.answers_of(check), check.outcome)
    if check.outcome == GateCheck.Outcome.PASSED:
        check.reason = ""  # nobody is told of it
    states.move(check, "close", MOVES)
    check.closed_by, check.closed_at = by, clock(now)
    check.save()
    if check.outcome == GateCheck.Outcome.STOPPED:
        _move(application, "stop")
        notices.tell(told.applicants(application), told.NOT_ELIGIBLE, application, number=application.number)
    if check.outcome == GateCheck.Outcome.CONDITIONS:
        notices.tell(told.applicants(application), told.CONDITIONS, application, number=application.number)
    history.record("gate_closed", application, by=by, gate=gate, ends=check.outcome)
    return check


@action
def reopen(application: Application, gate: str, *, reason: str, by: Person) -> GateCheck:
    """Look at a closed gate again: what was closed stays as it is, and a copy of its answers can be changed."""
    closed = _standing(afresh(application), gate)
    rules.may_reopen(application, closed, by=by)
    assert closed is not None
    if not reason.strip():
        raise Refusal(_("Give the reason: it is kept with the gate."), field="reason")
    begun = _begin_again(closed, reason=reason, by=by)
    if application.state == Application.State.NOT_ELIGIBLE:
        _move(application, "look_again")
        notices.tell(told.applicants(application), told.LOOKED_AT_AGAIN, application, number=application.number)
    history.record("gate_reopened", application, by=by, gate=gate)
    return begun


@action
def look_again(application: Application, *, reason: str, by: Person) -> GateCheck:
    """Reopen the gate that an application did not pass: an appeal was upheld, whose rules came first."""
    closed = application.gate_checks.standing().filter(outcome=GateCheck.Outcome.STOPPED).get()
    begun = _begin_again(closed, reason=reason, by=by)
    _move(application, "look_again")
    history.record("gate_reopened", application, by=by, gate=closed.gate)
    return begun


def _begin_again(closed: GateCheck, *, reason: str, by: Person) -> GateCheck:
    """The closed check is kept as reopened; a copy of it with its answers is open."""
    states.move(closed, "reopen", MOVES)
    closed.reopened_by, closed.reopened_at, closed.reopened_why = by, timezone.now(), reason
    closed.save()
    begun = GateCheck(application=closed.application, gate=closed.gate, reason=closed.reason)
    begun.written_in, begun.outcome = closed.written_in, closed.outcome if closed.gate == Gate.DO_NO_HARM else ""
    begun.save()
    answers = closed.answers.all()
    GateAnswer.objects.bulk_create(
        GateAnswer(check_of=begun, item_id=each.item_id, said=each.said, note=each.note) for each in answers
    )
    return begun


@action
def stand_back(application: Application, *, by: Person) -> Conflict:
    """Say that one is too close to the applicant: another gate checker screens it."""
    rules.may_screen(afresh(application), by=by)
    conflict = Conflict.objects.create(application=application, person=by)
    history.record("conflict_declared", application, by=by)
    return conflict


def _standing(application: Application, gate: str) -> GateCheck | None:
    return application.gate_checks.standing().filter(gate=gate).first()


def _known(gate: str) -> str:
    if gate not in Gate.values:
        raise Refusal(_("Choose the gate."))
    return gate


def _move(application: Application, verb: str) -> None:
    states.move(application, verb, applications.MOVES)
    application.save(update_fields=["state"])
