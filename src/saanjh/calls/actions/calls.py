"""A call is drafted, published, closed after its last day, and concluded when all is decided."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from saanjh.calls import notices as told
from saanjh.calls import timetables
from saanjh.calls.criteria import criteria_of
from saanjh.calls.gates import items_of
from saanjh.calls.models import Call, Criterion, GateItem
from saanjh.calls.rules import calls as rules
from saanjh.calls.rules import extensions, intakes
from saanjh.calls.rules.calls import clock
from saanjh.ground import history, notices, search, states
from saanjh.ground.access import Role
from saanjh.ground.actions import roles
from saanjh.ground.models import Person, RoleHeld
from saanjh.ground.refusals import Refusal, need_change
from saanjh.ground.writing import action, afresh
from saanjh.programmes.models import Programme

MOVES = {
    ("draft", "publish"): "open",
    ("open", "close"): "closed",
    ("closed", "conclude"): "decided",
    ("decided", "reopen"): "closed",
}
FIELDS = {
    *("code", "title_en", "title_ur", "purpose_en", "purpose_ur", "form_version", "opens_on", "closes_on"),
    *("answers_on", "currency", "floor_minor", "ceiling_minor", "min_months", "max_months", "reviews"),
    *("screened_by", "reviewed_by", "contracts_by"),
}


@action
def draft(programme: Programme, *, by: Person, **facts: Any) -> Call:
    """Begin a call. It may still be wrong: nobody but the programme's own people sees it."""
    call = Call(programme=programme, **{name: facts[name] for name in FIELDS & facts.keys()})
    rules.may_prepare(call, by=by)
    for name, value in _timed(call, {}).items():
        setattr(call, name, value)
    _save(call)
    history.record("call_drafted", call, by=by, code=call.code)
    return call


@action
def correct(call: Call, *, by: Person, **facts: Any) -> Call:
    """Change a draft."""
    rules.may_prepare(afresh(call), by=by)
    facts = _timed(call, facts)
    changed = [name for name in sorted(FIELDS & facts.keys()) if getattr(call, name) != facts[name]]
    need_change(changed)
    for name in changed:
        setattr(call, name, facts[name])
    _save(call)
    history.record("call_corrected", call, by=by, fields=",".join(changed))
    return call


@action
def weigh(call: Call, weights: dict[str, int], *, by: Person) -> Call:
    """Say how much each criterion of a draft counts, by its code; all together come to 100."""
    rules.may_prepare(afresh(call), by=by)
    criteria = criteria_of(call)
    changed = [each for each in criteria if weights.get(each.code, each.weight) != each.weight]
    need_change([each.code for each in changed])
    for each in changed:
        each.weight = weights[each.code]
    if wrong := rules.unbalanced(each.weight for each in criteria):
        raise wrong
    Criterion.objects.bulk_create(each for each in criteria if each.pk is None)
    Criterion.objects.bulk_update((each for each in changed), ["weight"])
    said = ",".join(f"{each.code}={each.weight}" for each in changed)
    history.record("call_criteria_weighed", call, by=by, weights=said)
    return call


@action
def discard(call: Call, *, by: Person) -> Programme:
    """Throw a draft away for good, with all that was prepared for it. Its programme remembers that it was there."""
    rules.may_discard(afresh(call), by=by)
    programme, code = call.programme, call.code
    call.delete()
    history.record("call_discarded", programme, by=by, code=code)
    return programme


@action
def publish(call: Call, *, by: Person, now: datetime.datetime | None = None) -> Call:
    """Make the call public, with its own copy of criteria and gates. Refusal, on its field, for what it breaks."""
    moment = clock(now)
    rules.may_publish(afresh(call), by=by, now=moment)
    GateItem.objects.bulk_create(each for each in items_of(call) if each.pk is None)
    states.move(call, "publish", MOVES)
    call.published_at = moment
    call.save()
    Criterion.objects.bulk_create(each for each in criteria_of(call) if each.pk is None)
    search.follow(call)
    history.record(
        "call_published",
        call,
        by=by,
        closes_on=call.closes_on.isoformat(),
        form=call.form_version.public_id,
        ceiling=call.ceiling_minor,
        currency=call.currency,
    )
    return call


@action
def close(call: Call, *, by: Person, now: datetime.datetime | None = None) -> Call:
    """End the applying, after the last day. Drafts stay drafts; what was handed in waits to be screened."""
    # Locked first: nobody grants an extension, hands in or enters something between what is asked here and the closing.
    rules.may_close(afresh(call), by=by, now=clock(now))
    extensions.may_close(call, clock(now))
    intakes.may_close(call)
    states.move(call, "close", MOVES)
    call.save(update_fields=["state"])
    count = call.applications.filter(state="submitted").count()
    if count and call.gate_items.exists():
        notices.tell(told.checkers(call), told.TO_SCREEN, call, code=call.code)
    history.record("call_closed", call, by=by, applications=count)
    return call


@action
def conclude(call: Call, *, by: Person) -> Call:
    """Say that every application has its decision."""
    rules.may_conclude(call, by=by)
    states.move(call, "conclude", MOVES)
    call.save(update_fields=["state"])
    selected = call.applications.filter(state="selected").count()
    history.record("call_concluded", call, by=by, selected=selected)
    return call


@action
def reopen(call: Call, *, by: Person) -> Call:
    """Go back from concluded to closed: an appeal was upheld, whose rules came first, and decides anew."""
    states.move(call, "reopen", MOVES)
    call.save(update_fields=["state"])
    history.record("call_reopened", call, by=by)
    return call


@action
def name_reviewer(call: Call, *, person: Person, by: Person) -> RoleHeld:
    """Give somebody the role of reviewer in this call. Who decides, reads all reviews or applies does not review.

    (That is asked however the role is given: `rules.reviews.may_be_given`.)
    """
    rules.may_run(call, by=by)
    if not person.is_active:
        raise Refusal(_("This account is closed."), field="person")
    return roles.give(person, Role.REVIEWER, over=call.pk, by=by)


def _timed(call: Call, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts, with its usual day for each step that then has none of its own."""
    closes_on, answers_on = (facts.get(name, getattr(call, name)) for name in ("closes_on", "answers_on"))
    usual = timetables.proposed(closes_on, answers_on)
    return facts | {name: day for name, day in usual.items() if facts.get(name, getattr(call, name)) is None}


def _save(call: Call) -> None:
    """Save a draft; what is wrong with its words is refused on their field."""
    if not call.purpose_en and not call.purpose_ur:
        raise Refusal(_("Write the purpose in English or in Urdu."), field="purpose_en")
    if not call.title_en and not call.title_ur:
        raise Refusal(_("Write the title in English or in Urdu."), field="title_en")
    try:
        call.full_clean()
    except ValidationError as found:
        field, messages = next(iter(found.message_dict.items()))
        taken = found.error_dict[field][0].code == "unique"
        why = _("Another call has this code. Choose a different one.") if taken else messages[0]
        raise Refusal(why, field=field) from found
    call.save()
