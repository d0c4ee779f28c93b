"""What changed between two versions of an agreement, in words."""

import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saanjh.awards import agreement_queries as queries
from saanjh.awards.agreement_queries import Difference
from saanjh.awards.models import Agreement
from saanjh.calls.models import Capacity
from saanjh.kit.text import isolated
from saanjh.web.components.languages import worded
from saanjh.web.components.quantities import amount


def changed(before: Agreement, after: Agreement) -> list[str]:
    """Each difference in a sentence, in the order of the agreement. Both with all their parts."""
    names = {**_names(before), **_names(after)}
    return [_said(each, names, after.award.currency) for each in queries.differences(before, after)]


def _names(agreement: Agreement) -> dict[tuple[str, Any], str]:
    """What the things in an agreement are called, by where they stand and their code."""
    found: dict[tuple[str, Any], str] = {}
    for district in agreement.districts.all():
        found["districts", district.slug] = worded(district, "name")[0]
    for chosen in agreement.indicators.all():
        found["indicators", chosen.indicator.code] = worded(chosen.indicator, "name")[0]
    for line in agreement.lines.all():
        found["lines", (line.heading, line.what)] = isolated(f"{worded(line, 'label')[0]}: {line.what}")
    for step in agreement.milestones.all():
        found["milestones", step.code] = isolated(worded(step, "label")[0])
    for place, _part in enumerate(agreement.tranches.all(), 1):
        found["tranches", place] = _("Tranche %(number)s") % {"number": place}
    return found


def _said(each: Difference, names: dict[tuple[str, Any], str], currency: str) -> str:
    if each.about in {"districts", "indicators"}:
        words = {
            ("districts", True): _("District added: %(name)s"),
            ("districts", None): _("District left: %(name)s"),
            ("indicators", True): _("Measured from now on: %(name)s"),
            ("indicators", None): _("No longer measured: %(name)s"),
        }
        return words[each.about, each.after] % {"name": names[each.about, each.of]}
    if each.of is None:
        return _of_whole(each)
    if each.about == "milestones":
        return _moved(names["milestones", each.of], _day(each.before), _day(each.after))
    before, after = (None if minor is None else amount(minor, currency) for minor in (each.before, each.after))
    return _moved(names[each.about, each.of], before, after)


def _moved(name: str, before: str | None, after: str | None) -> str:
    facts = {"name": name, "before": before, "after": after}
    if before is None:
        return _("New: %(name)s, %(after)s") % facts
    if after is None:
        return _("Left out: %(name)s, %(before)s") % facts
    return _("%(name)s: %(after)s instead of %(before)s") % facts


def _of_whole(each: Difference) -> str:
    if each.about in {"starts_on", "ends_on"}:
        name = _("First day") if each.about == "starts_on" else _("Last day")
        return _moved(name, _day(each.before), _day(each.after))
    if each.about == "level":
        levels = dict(Capacity.Level.choices)
        return _moved(_("Level of risk"), str(levels[each.before]), str(levels[each.after]))
    if each.about == "is_unseen":
        return _("Visibility is waived for safety") if each.after else _("Visibility is no longer waived")
    return _("How the grant is shown was written anew")


def _day(text: str | None) -> str | None:
    return None if text is None else date_format(datetime.date.fromisoformat(text))
