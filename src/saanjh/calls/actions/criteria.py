"""The criteria of a draft call are reworded, added and taken out; how much each counts is said by calls.weigh."""

from django.core.exceptions import ValidationError

from saanjh.calls.criteria import criteria_of
from saanjh.calls.models import Call, Criterion
from saanjh.calls.rules import calls as call_rules
from saanjh.calls.rules import criteria as rules
from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal, need_change
from saanjh.ground.writing import action, afresh

WORDS = ("label_en", "label_ur", "asks_en", "asks_ur")


@action
def reword(call: Call, code: str, *, by: Person, **words: str) -> Criterion:
    """Say in other words what a criterion is and what reviewers look at; its code and its weight stay."""
    call_rules.may_prepare(afresh(call), by=by)
    criterion = rules.found(_own(call), code)
    changed = [name for name in WORDS if name in words and getattr(criterion, name) != words[name]]
    need_change(changed)
    _put(criterion, words)
    history.record("call_criterion_reworded", call, by=by, code=code, fields=",".join(changed))
    return criterion


@action
def add(call: Call, *, by: Person, **words: str) -> Criterion:
    """A further criterion, after the others. It takes what is missing of 100, or little, until all are weighed anew."""
    call_rules.may_prepare(afresh(call), by=by)
    before = _own(call)
    rules.may_add(before)
    codes = {each.code for each in before}
    code = next(each for each in map("C{}".format, range(1, len(codes) + 2)) if each not in codes)
    missing = call_rules.WHOLE - sum(each.weight for each in before)
    place = max((each.position for each in before), default=0) + 1
    criterion = Criterion(call=call, code=code, position=place, weight=max(missing, 1))
    _put(criterion, words)
    history.record("call_criterion_added", call, by=by, code=code)
    return criterion


@action
def remove(call: Call, code: str, *, by: Person) -> Call:
    """Take a criterion out; the others are weighed anew before the call is published."""
    call_rules.may_prepare(afresh(call), by=by)
    criteria = _own(call)
    criterion = rules.found(criteria, code)
    rules.may_remove(call, criteria)
    criterion.delete()
    history.record("call_criterion_removed", call, by=by, code=code)
    return call


def _own(call: Call) -> list[Criterion]:
    """The call's own criteria as rows: those of the codelist are copied in first where it has none yet."""
    Criterion.objects.bulk_create(each for each in criteria_of(call) if each.pk is None)
    return list(call.criteria.all())


def _put(criterion: Criterion, words: dict[str, str]) -> None:
    """Write the words; what is wrong with them is refused on their field."""
    for name in WORDS:
        setattr(criterion, name, words.get(name, getattr(criterion, name)))
    rules.may_say(criterion)
    try:
        criterion.clean_fields(exclude=["call"])
    except ValidationError as found:
        name, messages = next(iter(found.message_dict.items()))
        raise Refusal(messages[0], field=name) from found
    criterion.save()
