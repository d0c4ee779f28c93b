"""What an applicant may be told of why the set has the application or not: no other application is ever named."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from saanjh.calls.models import Application, Departure, Outcome
from saanjh.calls.portfolio_queries import Portfolio
from saanjh.web.desk.portfolio_words import Words, joined


@dataclass(frozen=True)
class Said:
    """Words with their language."""

    words: str
    written_in: str


def reason_for(application: Application, outcome: str, found: Portfolio, departure: Departure | None) -> Said:
    """The reason of the set in the applicant's own language; where the panel departed, the panel's own words."""
    if departure is not None and application.number in found.departed:
        return Said(departure.reason, departure.written_in)
    language = application.sheet.written_in
    with override(language):
        words = Words(found.question, found.answer, application.call.currency)
        said = [*_why(words, application.number), *_what_next(outcome)]
    return Said(" ".join(str(each) for each in said), language)


def _why(words: Words, number: str) -> list[str]:
    found = words.answer["reasons"].get(number)
    if number in words.chosen or found is None:
        return [_("It is one of those applications that together have the most points under the rules of the panel.")]
    match found["code"]:
        case "below_floor":
            return [_below(words, place, lacking) for place, _key, lacking in found["rules"]]
        case "needs_money":
            return [_("The money of this call ended before it: other applications have more points for what they ask.")]
        case "breaks_rules":
            rules = joined(words.bound(place, key) for place, key, _over in found["rules"])
            said = _("With it, the grants together would have broken rules of the panel: %(rules)s.")
            return [said % {"rules": rules}]
    return [_("Other applications together have more points under the rules of the panel.")]


def _below(words: Words, place: int, lacking: int) -> str:
    if words.rules[place]["rule"] == "PointsFloor":
        return _("Its reviews came to fewer points than the panel asks for.")
    said = _("For “%(criterion)s” its reviews came to %(reached)s %%, and the panel asks for %(least)s %% at least.")
    return said % words.of_criterion(place, lacking)


def _what_next(outcome: str) -> list[str]:
    if outcome == Outcome.RESERVE:
        return [_("It is on the reserve list: where a grant falls through, it may be called up.")]
    if outcome == Outcome.DECLINED:
        return [_("What the reviewers would improve stands below their scores.")]
    return []
