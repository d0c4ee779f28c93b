"""How far a value is from what was aimed at, in words; never a bare percentage."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saanjh.results.models import Target, Value
from saanjh.results.rules import is_share
from saanjh.results.targets import Judgement, Verdict
from saanjh.web.components.quantities import number


@dataclass(frozen=True)
class Said:
    """The baseline and the target then, the verdict in a word or two, and how far in a sentence."""

    baseline: str
    target: str
    verdict: str
    how_far: str


def said(value: Value, judgement: Judgement) -> Said:
    """The judgement in the language that is active now."""
    share, target = is_share(value.indicator), judgement.target
    verdicts = {
        Verdict.REACHED: _("reached"),
        Verdict.NOT_REACHED: _("not reached"),
        Verdict.CANNOT_TELL: _("cannot be told"),
        Verdict.NO_TARGET: _("no target was set by then"),
    }
    if judgement.is_early:
        verdicts |= {Verdict.REACHED: _("reached early"), Verdict.NOT_REACHED: _("not reached yet")}
    return Said(
        baseline=_aim(judgement.baseline, share),
        target=_aim(target, share),
        verdict=verdicts[judgement.verdict],
        how_far=_how_far(value, judgement, target) if target else "",
    )


def _figure(figure: Any, places: int, share: bool) -> str:
    shown = number(figure, places)
    return _("%(figure)s%%") % {"figure": shown} if share else shown


def _aim(aim: Target | None, share: bool) -> str:
    """A share with its parts, and from which version it is: "60% (60 of 100), by 31 December 2026, version 2"."""
    if aim is None:
        return _("not set by then")
    shown = _figure(aim.value, aim.places, share)
    if aim.numerator is not None:
        shown = _("%(figure)s (%(part)s of %(all)s)") % {"figure": shown, "part": aim.numerator, "all": aim.n}
    words = {"figure": shown, "day": date_format(aim.by_day), "number": aim.version}
    if aim.kind == Target.Kind.BASELINE:
        return _("%(figure)s, on %(day)s, version %(number)s") % words
    return _("%(figure)s, by %(day)s, version %(number)s") % words


def _how_far(value: Value, judgement: Judgement, target: Target) -> str:
    share = is_share(value.indicator)
    if judgement.so_far is not None:
        words = {"sum": number(judgement.so_far), "target": number(target.value, target.places)}
        return _("All verified values up to its last day come to %(sum)s; the target is %(target)s.") % words
    words = {"target": _figure(target.value, target.places, share), "n": number(value.n)}
    if value.low is not None and value.high is not None:
        words["low"] = _figure(value.low, value.places, share)
        words["high"] = _figure(value.high, value.places, share)
    return _sentence(judgement.verdict, "low" in words and value.method != "records") % words


def _sentence(verdict: Verdict, is_sample: bool) -> str:
    if not is_sample:
        return _("Counted in full (n = %(n)s), held to %(target)s.")
    match verdict:
        case Verdict.REACHED:
            return _("With %(n)s asked the whole range, %(low)s to %(high)s, lies at %(target)s or beyond.")
        case Verdict.NOT_REACHED:
            return _("With %(n)s asked the whole range, %(low)s to %(high)s, falls short of %(target)s.")
    return _("With %(n)s asked the range is %(low)s to %(high)s and has %(target)s in it: chance may explain either.")
