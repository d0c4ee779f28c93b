"""A chosen set in words: what each rule asks, reaches and costs, why each application is in or out, what conflicts."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from saanjh.kit.text import isolated
from saanjh.web.components.languages import active
from saanjh.web.components.quantities import amount, number
from saanjh.web.wording.fields import FIELDS

MOST = 5  # names in one sentence; the rest is counted
CHANGED = {
    "applications": gettext_lazy("an application came in or was taken back"),
    "reviews": gettext_lazy("reviews came in or were opened again"),
    "rules": gettext_lazy("the rules were changed"),
}


def points(hundredths: int) -> str:
    """81.5 from 8150, with no zero that says nothing."""
    words = number(Decimal(hundredths) / 100, 2)
    return words.rstrip("0").rstrip(".")


def joined(words: Iterable[str]) -> str:
    """A list within a sentence."""
    return pgettext("between items of a list", ", ").join(words)


def numbers(ids: Iterable[str]) -> str:
    """Applications by their numbers, the first of them where they are many."""
    ids = list(ids)
    named = [isolated(each) for each in ids[:MOST]]
    if len(ids) > MOST:
        named.append(_("%(number)s more") % {"number": len(ids) - MOST})
    return joined(named)


def gained(low: int, high: int | None) -> str:
    """A number of points that is known exactly, or known to lie between two."""
    if high is None:
        return _("at least %(points)s points") % {"points": points(low)}
    if low == high:
        return _("%(points)s points") % {"points": points(low)}
    return _("between %(low)s and %(high)s points") % {"low": points(low), "high": points(high)}


def fields(names: Iterable[str]) -> str:
    """What rules are called, by the names of their fields."""
    return joined(str(FIELDS.get(each, each)) for each in names)


class Words:
    """Says what a question and its answer mean, in the page's language."""

    def __init__(
        self,
        question: Mapping[str, Any],
        answer: Mapping[str, Any],
        currency: str,
        *,
        stopped: Collection[str] = (),  # at a gate: only records from before such were left out have them
    ) -> None:
        self.rules: list[dict[str, Any]] = question["rules"]
        self.names: dict[str, dict[str, list[str]]] = question["names"]
        self.answer, self.currency, self.stopped = answer, currency, stopped
        self.chosen = frozenset(answer["outcome"]["chosen"])

    # Rules

    def asks(self, place: int) -> str:
        """What a rule asks for."""
        rule = self.rules[place]
        match rule["rule"]:
            case "Budget":
                return _("At most %(amount)s in all") % {"amount": self.money(rule["minor"])}
            case "PointsFloor":
                return _("At least %(points)s points") % {"points": points(rule["points"])}
            case "CriterionFloor":
                said = {"percent": points(rule["least"]), "criterion": self.criterion(rule["criterion"])}
                return _("At least %(percent)s %% for “%(criterion)s”") % said
            case "ProvinceCeiling":
                return _("No province above %(percent)s %% of the money available") % rule
            case "GroupShare":
                said = {"percent": rule["percent"], "group": self.group(rule["group"])}
                if rule["of"] == "awards":
                    return _("At least %(percent)s %% of the grants to organisations %(group)s") % said
                return _("At least %(percent)s %% of the money awarded to organisations %(group)s") % said
            case "ThemeCounts":
                said = {"themes": joined(self.theme(each) for each in rule["themes"])}
                return _("At least one grant for each of these themes: %(themes)s") % said
            case "PriorityDistricts":
                named = joined(self.district(each) for each in rule["districts"])
                said = {"number": rule["at_least"], "districts": named}
                return (
                    ngettext(
                        "At least %(number)s grant in each of these districts: %(districts)s",
                        "At least %(number)s grants in each of these districts: %(districts)s",
                        rule["at_least"],
                    )
                    % said
                )
            case "OrganisationLimit":
                words = ngettext(
                    "At most %(number)s grant for one organisation",
                    "At most %(number)s grants for one organisation",
                    rule["at_most"],
                )
                return words % {"number": rule["at_most"]}
        words = ngettext(
            "At most %(number)s grant in one district", "At most %(number)s grants in one district", rule["at_most"]
        )
        return words % {"number": rule["at_most"]}

    def reaches(self, place: int, reached: Mapping[str, Any]) -> str:
        """What a set reaches of what the rule asks for."""
        value, key = reached["value"], reached.get("key", "")
        if value is None:
            return _("nothing yet")
        match self.rules[place]["rule"]:
            case "Budget":
                return self.money(value)
            case "PointsFloor":
                return _("the lowest: %(points)s") % {"points": points(value)}
            case "CriterionFloor":
                return _("the lowest: %(percent)s %%") % {"percent": points(value)}
            case "ProvinceCeiling":
                return _("%(name)s: %(percent)s %%") % {"name": self.province(key), "percent": value}
            case "GroupShare":
                return _("%(percent)s %%") % {"percent": value}
            case "ThemeCounts" | "PriorityDistricts":
                return _("%(part)s of %(whole)s") % {"part": value, "whole": reached["of"]}
            case "DistrictLimit":
                return _("%(name)s: %(number)s") % {"name": self.district(key), "number": value}
        return number(value)

    def costs(self, low: int, high: int | None) -> str:
        """How many points more the best set would have without the rule."""
        return _("nothing") if high == 0 else gained(low, high)

    def bound(self, place: int, key: str) -> str:
        """The rule, and for what of it, as the object of a sentence."""
        match self.rules[place]["rule"]:
            case "Budget":
                return _("the money available")
            case "PointsFloor":
                return _("the fewest points")
            case "CriterionFloor":
                return _("the least for “%(criterion)s”") % {"criterion": self.criterion(key)}
            case "ProvinceCeiling":
                return _("the largest share of %(name)s") % {"name": self.province(key)}
            case "GroupShare":
                return _("the share of organisations %(group)s") % {"group": self.group(key)}
            case "ThemeCounts":
                return _("the theme %(name)s") % {"name": self.theme(key)}
            case "PriorityDistricts":
                return _("the grants asked for in %(name)s") % {"name": self.district(key)}
            case "OrganisationLimit":
                return _("the limit for one organisation")
        return _("the limit for %(name)s") % {"name": self.district(key)}

    def strain(self, place: int, key: str, over: int) -> str:
        """A rule that a set breaks, and by how much."""
        return _("%(rule)s (by %(much)s)") % {"rule": self.bound(place, key), "much": self.much(place, over)}

    def much(self, place: int, value: int) -> str:
        """A figure in the unit of the rule: money, or grants (of a floor: those below it)."""
        rule = self.rules[place]
        if rule["rule"] == "Budget" or rule.get("of") in {"money", "budget"}:
            return self.money(value)
        return ngettext("%(number)s grant", "%(number)s grants", value) % {"number": value}

    def strains(self, found: Iterable[Any]) -> str:
        """Several of them, within a sentence."""
        return joined(self.strain(*each) for each in found)

    # Applications

    def reason(self, id: str) -> str:
        """Why an application is in the set or out of it."""
        if id in self.stopped:
            return _("Out: it was stopped at screening.")
        found = self.answer["reasons"].get(id)
        if found is None:
            return _("No set was found, so there is no reason for a single application.")
        sentences = [self._first(found), *self._checked(found.get("check"), id)]
        return " ".join(each for each in sentences if each)

    def _first(self, found: Mapping[str, Any]) -> str:
        rules = found["rules"]
        match found["code"]:
            case "not_eligible":
                return _("Out: its reviews are not all in, so it could not be chosen.")
            case "forced_in":
                return _("In: the panel asked for it.")
            case "forced_out":
                return _("Out: the panel asked for that.")
            case "below_floor":
                return " ".join(self._below(place, lacking) for place, _key, lacking in rules)
            case "needs_money":
                return _("Out: the money ends before it. Beside the chosen ones, %(amount)s would be lacking.") % {
                    "amount": self.money(rules[0][2])
                }
            case "breaks_rules":
                return _("Out: added to the chosen ones, it would break %(rules)s.") % {"rules": self.strains(rules)}
            case "no_gain":
                return _("Out: it would fit, but no set with it is known to have more points.")
        if rules:
            said = joined(self.bound(place, key) for place, key, _over in rules)
            return _("In. Taken out alone, it would leave these rules broken: %(rules)s.") % {"rules": said}
        return _("In.")

    def _below(self, place: int, lacking: int) -> str:
        """A floor that an application does not reach."""
        rule = self.rules[place]
        if rule["rule"] == "PointsFloor":
            return _("Out: %(points)s are lacking to the fewest that are asked for.") % {
                "points": gained(lacking, lacking)
            }
        words = _(
            "Out: its score for “%(criterion)s” is under the least that was asked: %(reached)s %% of at "
            "least %(least)s %%."
        )
        return words % self.of_criterion(place, lacking)

    def of_criterion(self, place: int, lacking: int) -> dict[str, str]:
        """The `criterion` of a rule, its `least` and what was `reached`, in percent."""
        rule = self.rules[place]
        return {
            "criterion": self.criterion(rule["criterion"]),
            "reached": points(rule["least"] - lacking),
            "least": points(rule["least"]),
        }

    def _checked(self, check: Mapping[str, Any] | None, id: str) -> list[str]:
        """What another search said, which had it on the other side."""
        is_in = id in self.chosen
        if check is None:
            return []
        if check["is_possible"] is None:
            return [_("The search with it on the other side ended without an answer.")]
        if not check["is_possible"]:
            return [_("Without it, no set keeps all rules.") if is_in else _("With it, no set keeps all rules.")]
        low, high = check["lost"]["low"], check["lost"]["high"]
        said = {"points": gained(low, high)}
        if high == 0:
            return [self._by_lot(check)]
        words = (
            _("Without it the set would be %(points)s poorer.")
            if is_in
            else _("With it the set would be %(points)s poorer.")
        )
        return [words % said, *self._changes(check, id)]

    def _changes(self, check: Mapping[str, Any], id: str) -> list[str]:
        """Who else would come and go."""
        enters, leaves = ([each for each in check[name] if each != id] for name in ("enters", "leaves"))
        sentences = []
        if enters:
            sentences.append(_("Entering: %(numbers)s.") % {"numbers": numbers(enters)})
        if leaves:
            sentences.append(_("Leaving: %(numbers)s.") % {"numbers": numbers(leaves)})
        return sentences

    def _by_lot(self, check: Mapping[str, Any]) -> str:
        said = {"enters": numbers(check["enters"]), "leaves": numbers(check["leaves"])}
        if not check["enters"]:
            return _("A set without %(leaves)s has as many points: the lot decided.") % said
        if not check["leaves"]:
            return _("A set that also has %(enters)s has as many points: the lot decided.") % said
        return _("A set with %(enters)s in place of %(leaves)s has as many points: the lot decided.") % said

    # Conflicts

    def part(self, part: Mapping[str, Any]) -> str:
        """One demand or ceiling of those that cannot be kept together, with its arithmetic."""
        place = part["rule"]
        kind = self.rules[place]["rule"]
        if kind in {"PointsFloor", "CriterionFloor"} or (kind == "GroupShare" and not part["asked"]):
            return self.asks(place)  # a floor or a share of what is awarded has no figure of its own
        there = ngettext("%(number)s application", "%(number)s applications", part["candidates"])
        said = {
            "rule": self.bound(place, part["key"]),
            "asked": self.much(place, part["asked"]),
            "there": there % {"number": part["candidates"]},
            "amount": self.money(part["amount"]),
        }
        if not part["is_demand"]:
            return _("%(rule)s: no more than %(asked)s; %(there)s could use it up, for %(amount)s in all.") % said
        if part["cheapest"] is not None:
            said["cheapest"] = self.money(part["cheapest"])
            return _("%(rule)s: %(asked)s at least; %(there)s could serve it, for %(cheapest)s or more.") % said
        return _("%(rule)s: %(asked)s at least; %(there)s could serve it, for %(amount)s in all.") % said

    # Names

    def money(self, minor: int) -> str:
        return amount(minor, self.currency)

    def province(self, slug: str) -> str:
        return self._named("provinces", slug)

    def district(self, slug: str) -> str:
        return self._named("districts", slug)

    def theme(self, code: str) -> str:
        return self._named("themes", code)

    def criterion(self, code: str) -> str:
        return self._named("criteria", code)

    def _named(self, kind: str, code: str) -> str:
        """As it was called when the set was chosen: in the page's language, else in the other."""
        english, urdu = self.names[kind].get(code, ["", ""])
        return (urdu or english if active() == "ur" else english or urdu) or isolated(code)

    def group(self, name: str) -> str:
        """Which organisations, after the noun."""
        known = {
            "women_led": pgettext("organisations …", "led by women"),
            "youth_led": pgettext("organisations …", "led by young people"),
            "first_time": pgettext("organisations …", "chosen for the first time"),
        }
        return known.get(name, isolated(name))
