"""The organisation says why a heading is spent faster or slower than the days go by."""

from saanjh.awards.models import Award, Explanation
from saanjh.awards.rules import spending as rules
from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.refusals import need_reason
from saanjh.ground.writing import action, afresh


@action
def explain(award: Award, code: str, *, reason: str, written_in: str, by: Person) -> Explanation:
    """Keep the words beside the gap that they explain, in percent of the heading; an earlier explanation stays."""
    whole = rules.may_explain(afresh(award), code, by=by).whole
    need_reason(reason)
    made = Explanation(award=award, heading=code, points=whole.points, spent_minor=whole.spent, words=reason)
    made.written_in, made.written_by = written_in, by
    made.save()
    history.record("variance_explained", made, by=by, award=award.public_id, heading=code, points=whole.points)
    return made
