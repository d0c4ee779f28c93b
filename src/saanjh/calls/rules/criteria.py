"""Which criteria a draft call may have: worded, told apart, neither none nor too many."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Call, Criterion
from saanjh.ground.refusals import Refusal
from saanjh.kit import text

MOST = 12


def found(criteria: Sequence[Criterion], code: str) -> Criterion:
    """The criterion with this code; Refusal where it was taken out meanwhile."""
    for each in criteria:
        if each.code == code:
            return each
    raise Refusal(_("This criterion was taken out meanwhile."))


def may_add(criteria: Sequence[Criterion]) -> None:
    """Refusal where there are as many as anybody reads by."""
    if len(criteria) >= MOST:
        raise Refusal(_("A call has at most %(most)s criteria.") % {"most": MOST})


def may_remove(call: Call, criteria: Sequence[Criterion]) -> None:
    """Refusal for the last one, and while trial proposals have scores by it."""
    if len(criteria) < 2:
        raise Refusal(_("A call has one criterion at least."))
    if call.trials.exists():
        raise Refusal(_("Its trial proposals are scored by these criteria. Take the trial proposals out first."))


def may_say(criterion: Criterion) -> None:
    """Refusal for a criterion without words, or with those of another one of its call."""
    if not criterion.label_en:
        raise Refusal(_("Say in English what the criterion is."), field="label_en")
    others = criterion.call.criteria.exclude(pk=criterion.pk)
    for name in ("label_en", "label_ur"):
        plain = text.normalise(getattr(criterion, name))
        if plain and plain in {text.normalise(getattr(each, name)) for each in others}:
            raise Refusal(_("Another criterion of this call has these words."), field=name)
