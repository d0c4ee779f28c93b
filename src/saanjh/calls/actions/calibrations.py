"""Trial proposals are written for a draft call; each reviewer scores them once, for practice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from saanjh.calls.criteria import criteria_of
from saanjh.calls.models import Call, TrialProposal, TrialScore
from saanjh.calls.rules import calibrations as rules
from saanjh.calls.rules import calls as call_rules
from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal, need_change
from saanjh.ground.writing import action, afresh

TRIALS = 2


@dataclass(frozen=True)
class Text:
    """One trial proposal as it is written; `key` is the office's own score by criterion, where it gives one."""

    title: str
    summary: str
    key: Mapping[str, int | None] = field(default_factory=dict)


@action
def write(call: Call, texts: Sequence[Text], *, written_in: str = "en", by: Person) -> list[TrialProposal]:
    """Give a draft call its two trial proposals, in place of those before; no texts: it has none."""
    call_rules.may_prepare(afresh(call), by=by)
    if len(texts) not in {0, TRIALS}:
        raise Refusal(_("Write both trial proposals, or leave both empty."), field="title_2")
    before = [(each.title, each.summary, each.key, each.written_in) for each in call.trials.all()]
    made = [_made(call, number, text, written_in) for number, text in enumerate(texts, 1)]
    after = [(each.title, each.summary, each.key, each.written_in) for each in made]
    need_change(["trials"] if after != before else [])
    call.trials.all().delete()
    for each in made:
        each.save()
    history.record("call_trials_written", call, by=by, trials=len(made))
    return made


def _made(call: Call, number: int, text: Text, written_in: str) -> TrialProposal:
    criteria = criteria_of(call)
    rules.must_be_sound(text.key, criteria, whole=False, place=f"key_{number}_")
    key = {each.code: text.key[each.code] for each in criteria if text.key.get(each.code) is not None}
    trial = TrialProposal(
        call=call, position=number, title=text.title, summary=text.summary, written_in=written_in, key=key
    )
    try:
        trial.clean_fields(exclude=["call", "key"])
    except ValidationError as found:
        name, messages = next(iter(found.message_dict.items()))
        raise Refusal(messages[0], field=name if name == "written_in" else f"{name}_{number}") from found
    return trial


@action
def score(trial: TrialProposal, given: Mapping[str, int | None], *, by: Person) -> TrialScore:
    """Score one, once. It enters no ranking; when both are scored, the reviewer sees how the others scored."""
    rules.may_score(afresh(trial), by=by)
    criteria = list(trial.call.criteria.all())
    rules.must_be_sound(given, criteria, whole=True, place="score_")
    made = TrialScore.objects.create(trial=trial, person=by, scores={each.code: given[each.code] for each in criteria})
    history.record("trial_scored", trial.call, by=by, trial=trial.public_id)
    return made
