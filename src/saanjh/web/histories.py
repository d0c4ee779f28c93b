"""Lines of history in words, for the auditor's page and for the page of one thing."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saanjh.calls.rules import deadlines
from saanjh.ground import history
from saanjh.ground.models import Line, Person
from saanjh.kit.text import isolated
from saanjh.web import wording
from saanjh.web.components.quantities import amount
from saanjh.web.links import address_of
from saanjh.web.wording.plurals import Counted, Summed

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")


@dataclass(frozen=True)
class Told:
    """One line, ready to be shown."""

    number: int
    at: datetime.datetime
    words: SafeString
    kind: str
    object_id: str
    url: str
    digest: str


class _Facts(dict[str, Any]):
    """The facts of a line; one that the sentence names and the line lacks is an ellipsis."""

    def __missing__(self, name: str) -> str:
        return "…"


def told(lines: Iterable[Line]) -> list[Told]:
    """The lines in words, with one query for the names of all persons in them."""
    lines = list(lines)
    names = dict(Person.objects.filter(public_id__in={line.person for line in lines}).values_list("public_id", "name"))
    return [
        Told(
            line.number,
            line.at,
            _said(line, names),
            wording.kind_words(line.kind),
            line.object_id,
            address_of(line.kind, line.object_id),
            line.digest,
        )
        for line in lines
    ]


def about(thing: Any) -> list[Told]:
    """What was done to one thing, oldest first: for `components/history.html`."""
    return told(history.of(thing))


def _said(line: Line, names: Mapping[str, str]) -> SafeString:
    """The sentence of the line's verb; an unknown verb is its code."""
    sentence = wording.verbs().get(line.verb)
    if sentence is None:
        return format_html("<code>{}</code>", line.verb)
    if isinstance(sentence, Counted):
        sentence = sentence.of(line.facts)
    facts = _Facts({name: _fact(line, name, value) for name, value in line.facts.items()})
    if isinstance(sentence, Summed):
        facts |= {name: _sum(line, name) for name in sentence.sums if name in line.facts}
        sentence = str(sentence)
    facts["person"] = format_html("<bdi>{}</bdi>", names.get(line.person) or _("Somebody"))
    return SafeString(escape(sentence) % facts)


def _fact(line: Line, name: str, value: Any) -> SafeString:
    if name == "fields":
        named = [_changed(line, each) for each in str(value).split(",") if each]
        return format_html("{}", _(", ").join(named) or _("nothing"))
    if isinstance(value, str) and DAY.fullmatch(value):
        return format_html("{}", date_format(datetime.date.fromisoformat(value)))
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return format_html("{}", deadlines.told(datetime.datetime.fromisoformat(value)))
    return format_html("<bdi>{}</bdi>", _coded(wording.codes().get(name, {}), value))


def _changed(line: Line, name: str) -> str:
    """What a field is called; with what it was and is, where the line has both."""
    called = wording.field_words(line.kind, name)
    if name not in line.facts or f"{name}_was" not in line.facts:
        return called
    was, now = (_value(line, name, line.facts[each]) for each in (f"{name}_was", name))
    if isinstance(line.facts[name], bool):
        return _("%(field)s: %(now)s") % {"field": called, "now": now}
    return _("%(field)s: from %(was)s to %(now)s") % {"field": called, "was": was, "now": now}


def _value(line: Line, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return pgettext("a rule", "on") if value else pgettext("a rule", "off")
    if value is None:
        return _("nothing")
    if name.endswith("_minor") and "currency" in line.facts:
        return isolated(amount(value, line.facts["currency"]))
    return isolated(str(_coded(wording.codes().get(name, {}), value)))


def _sum(line: Line, name: str) -> SafeString:
    return format_html("<bdi>{}</bdi>", amount(line.facts[name], str(line.facts.get("currency", ""))))


def _coded(codes: Mapping[str, Any], value: Any) -> Any:
    """A code in words; of several, as of C1=25,C2=10, each with the figure that it was given."""
    if value in codes or not codes or not isinstance(value, str):
        return codes.get(value, value)
    parts = (each.partition("=") for each in value.split(","))
    return _(", ").join(f"{codes.get(code, code)} {figure}".strip() for code, _is, figure in parts)
