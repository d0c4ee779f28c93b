"""The record of a selection as a document to print: its JSON in words and tables, with the digest of that JSON."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saanjh.calls import selection_records
from saanjh.calls.digests import digest
from saanjh.calls.models import Appeal, Application, Call, Gate, GateCheck
from saanjh.calls.portfolio_queries import stopped
from saanjh.calls.portfolios import is_empty
from saanjh.calls.procedure import ground
from saanjh.calls.procedure import worded as worded_ground
from saanjh.formats.typeset import typeset
from saanjh.ground import installation
from saanjh.ground.access import Role
from saanjh.kit.text import isolated
from saanjh.web.components.languages import worded
from saanjh.web.components.quantities import amount, number
from saanjh.web.desk.portfolio_words import CHANGED, Words, fields, joined, points

Plain = dict[str, Any]
DIGITS = 16  # of a digest where two of them are only to be told apart


def pdf(call: Call, language: str) -> bytes:
    """The record as a PDF in this language; the same record gives the same bytes. NotSet where no PDF can be set."""
    record = selection_records.record(call)
    with translation.override(language):
        document = paper(call, record)
    fonts = Path(settings.FONTS)
    return typeset(document, fonts=fonts, timestamp=int(latest(record, call).timestamp()))


def latest(record: Plain, call: Call) -> datetime:
    """The moment of the last thing in the record: it is dated so, whenever it is printed."""
    found = [each["decided_at"] for each in record["decisions"]]
    found += [record[kind]["done_at"] for kind in ("ranking", "portfolio") if record[kind]]
    found += [each["taken_back_at"] or each["at"] for each in record["departures"]]
    found += [each["at"] for each in record["rules_changes"]]
    found += [each["at"] for each in (record["money"] or {"raises": []})["raises"]]
    found += [each["answered_at"] or each["lodged_at"] for each in record["appeals"]]
    moments = [moment for each in found if each and (moment := parse_datetime(each))]
    return max([*moments, call.closes_at])


def paper(call: Call, record: Plain) -> Plain:
    """The document, in the language that is being spoken (see formats/typeset/record.typ)."""
    whole = digest(record)
    mark = _("Demo: everything here is invented.") + " " if installation.is_demo() else ""
    return {
        "language": translation.get_language(),
        "title": _("Record of the selection: %(call)s") % {"call": call.code},
        "lede": mark + worded(call, "title")[0],
        "foot": f"{call.code} · SHA-256 {whole[:DIGITS]}",
        "sections": [part for part in _parts(call, record, whole) if part],
    }


def _parts(call: Call, record: Plain, whole: str) -> Iterator[Plain]:
    yield _call(call, record)
    yield _criteria(call, record)
    yield _gates(call)
    yield from _ranking(record)
    yield from _portfolio(call, record)
    if record["rules"]:
        yield _rules_changes(record)
        yield _money_there(record, call)
    yield _departures(record)
    yield _decisions(record)
    yield _appeals(record)
    yield _origin(record, whole)


def _numbered() -> str:
    """The head of the column that says which application it is."""
    return pgettext("of an application", "Number")


def _table(
    heading: str, head: list[str], rows: list[list[str]], *, numbers: tuple[int, ...] = (), words: Any = ()
) -> Plain:
    """A heading with words and a table; “None.” where there is nothing to say."""
    part: Plain = {"heading": heading, "words": list(words)}
    if rows:
        part["table"] = {"head": head, "rows": rows, "numbers": list(numbers)}
    elif not words:
        part["words"] = [_("None.")]
    return part


def _call(call: Call, record: Plain) -> Plain:
    rows = [
        [_("Code"), call.code],
        [_("Programme"), worded(call.programme, "title")[0]],
        [_("The call closes"), date_format(call.closes_on)],
        [_("Decisions are told by"), date_format(call.answers_on)],
        [_("Smallest and largest grant"), f"{_money(call.floor_minor, call)} – {_money(call.ceiling_minor, call)}"],
        [_("Status"), str(call.get_state_display())],
    ]
    return _table(_("The call"), ["", ""], rows)


def _criteria(call: Call, record: Plain) -> Plain:
    labels = {each.code: worded(each, "label")[0] for each in call.criteria.all()}
    rows = [
        [each["code"], labels[each["code"]], str(each["weight"]), _percent(each["min_percent"])]
        for each in record["criteria"]
    ]
    said: list[str] = []
    is_binding = _is_binding(record)
    if any(each["min_percent"] for each in record["criteria"]):
        said = [
            _("Below the share that stands here an application is not chosen, unless the panel departs and says why.")
            if is_binding
            else _(
                "Below the share that stands here an application is marked for those who decide; it is not left out."
            )
        ]
    least = _("Not chosen below") if is_binding else _("Marked below")
    head = [_("Code"), _("Criterion"), _("Weight"), least]
    return _table(_("Criteria"), head, rows, numbers=(2, 3), words=said)


def _is_binding(record: Plain) -> bool:
    """Whether the least of criteria held for the set as it was chosen; without a set, whether the rules say so."""
    if record["portfolio"] is None:
        return bool((record["rules"] or {}).get("criteria_least"))
    return any(rule["rule"] == "CriterionFloor" for rule in record["portfolio"]["question"]["rules"])


def _gates(call: Call) -> Plain:
    """How many passed and did not: counts alone."""
    checks = GateCheck.objects.standing().filter(application__call=call, state="closed").order_by()
    ended = list(checks.values_list("gate", "outcome"))
    head = ["", *(str(each.label) for each in GateCheck.Outcome)]
    rows = [
        [str(gate.label), *(number(ended.count((gate.value, each.value))) for each in GateCheck.Outcome)]
        for gate in Gate
        if any(found == gate.value for found, _outcome in ended)
    ]
    return _table(_("Screening"), head, rows, numbers=(1, 2, 3))


def _ranking(record: Plain) -> Iterator[Plain]:
    if record["ranking"] is None:
        yield {"heading": _("Ranking"), "words": [_("No ranking was reckoned.")]}
        return
    question, answer = record["ranking"]["question"], record["ranking"]["answer"]
    rows = [
        [
            str(each["place"]),
            each["application"],
            _figure(each["mean"]),
            _range(each["means"]),
            _range(each["places"], 0),
            _where(each),
        ]
        for each in answer["lines"]
    ]
    place, places = pgettext("ranking", "Place"), pgettext("ranking", "Places")
    head = [place, _numbered(), _("Mean"), _("Noise of the mean"), places, _("The cut")]
    words = [_("Seed %(seed)s, %(draws)s draws.") % {"seed": question["seed"], "draws": question["draws"]}]
    yield _table(_("Ranking"), head, rows, numbers=(0, 2), words=words)
    agreed = [
        [each["criterion"], _figure(each["value"], 2), _range(each["interval"], 2)] for each in answer["agreement"]
    ]
    head = [_("Criterion"), _("Agreement (alpha)"), _("Could be")]
    yield _table(_("How far the reviewers agreed"), head, agreed, numbers=(1,))


def _where(line: Mapping[str, Any]) -> str:
    side = pgettext("the cut", "above") if line["is_above"] else pgettext("the cut", "below")
    return side + (pgettext("between items of a list", ", ") + _("within the noise") if line["in_noise"] else "")


def _portfolio(call: Call, record: Plain) -> Iterator[Plain]:
    if record["portfolio"] is None:
        yield {"heading": _("The set"), "words": [_("No set was chosen.")]}
        return
    question, answer = record["portfolio"]["question"], record["portfolio"]["answer"]
    words = Words(question, answer, call.currency, stopped=stopped(call))
    prices = {place: (low, high) for place, low, high in answer["prices"]}
    reached = answer["reached"] or []
    rules = [
        [
            words.asks(place),
            words.reaches(place, reached[place]) if place < len(reached) else "",
            words.costs(*prices[place]) if place in prices else "",
        ]
        for place in range(len(question["rules"]))
    ]
    none = [_("Nothing can be chosen under these rules.")] if is_empty(question, answer) else []
    if record["out_of_date"]:
        since = joined(str(CHANGED[name]) for name in record["out_of_date"])
        none = [_("This set is out of date. Since it was chosen: %(changes)s.") % {"changes": since}, *none]
    yield _table(_("Rules of the panel"), [_("Asks"), _("Reached"), _("Costs (points)")], rules, words=none)
    chosen = set(answer["outcome"]["chosen"])
    rows = [
        [
            each["id"],
            points(each["points"]) if each["eligible"] else "",
            _money(each["amount"], call),
            pgettext("the set", "in") if each["id"] in chosen else pgettext("the set", "out"),
            words.reason(each["id"]),
        ]
        for each in sorted(question["candidates"], key=lambda each: (-each["points"], each["id"]))
    ]
    head = [_numbered(), _("Points"), _("Asks for"), _("The set"), _("Why")]
    seed = _("Seed %(seed)s.") % {"seed": question["seed"]}
    untried = [
        _(
            "Where only “In.” or “Out” with its reason stands, the set was not searched again with that application on "
            "the other side: this is done for the few nearest the cut alone."
        )
    ]
    yield _table(_("The set, as it was reckoned"), head, rows, numbers=(1, 2), words=[seed, *untried])
    yield _earlier(record)


def _earlier(record: Plain) -> Plain:
    """The sets that were chosen before this one, so that whoever reads it sees how often it was chosen."""
    statuses = {"infeasible": _("No set keeps the rules"), "undecided": _("No set was found")}
    rows = [
        [
            _moment(each["done_at"]),
            statuses.get(each["status"], number(each["number"])),
            each["rules"][:DIGITS],
            each["seed"],
        ]
        for each in record["earlier_sets"]
    ]
    head = [_("Day"), _("In the set"), _("Rules, SHA-256"), _("Seed of the lot")]
    return _table(_("Sets that were chosen before"), head, rows)


def _money_there(record: Plain, call: Call) -> Plain:
    """What there was when the set was chosen, each time that it was raised, and what there is now."""
    money, roles = record["money"], dict(Role.choices)
    rows = [
        [
            _moment(each["at"]),
            _money(each["before_minor"], call),
            _money(each["money_minor"], call),
            str(roles.get(each["by"], each["by"])),
            each["reason"],
        ]
        for each in money["raises"]
    ]
    chosen_with, now = money["at_choosing_minor"], {"money": _money(money["now_minor"], call)}
    said = [] if rows else [_("It was not raised.")]
    if chosen_with is None:
        said = [_("Now: %(money)s.") % now, *said]
    elif chosen_with == money["now_minor"]:
        said = [_("When the set was chosen, as now: %(money)s.") % now, *said]
    else:
        there = _("When the set was chosen: %(money)s.") % {"money": _money(chosen_with, call)}
        said = [there, _("Now: %(money)s. The set was not chosen again.") % now, *said]
    head = [_("Day"), _("Before"), _("Afterwards"), _("Raised by"), _("Reason")]
    return _table(_("The money"), head, rows, numbers=(1, 2), words=said)


def _rules_changes(record: Plain) -> Plain:
    """Why the rules were changed where that is asked for; the values stand in the history."""
    roles = dict(Role.choices)
    rows = [
        [_moment(each["at"]), fields(each["fields"]), str(roles.get(each["by"], each["by"])), each["reason"]]
        for each in record["rules_changes"]
    ]
    head = [_("Day"), _("Changed"), _("Changed by"), _("Reason")]
    return _table(_("Why the rules were changed"), head, rows)


def _departures(record: Plain) -> Plain:
    rows = [
        [
            each["number"],
            _("put into it") if each["side"] == "in" else _("left out of it"),
            _moment(each["at"]) + (" – " + _moment(each["taken_back_at"]) if each["taken_back_at"] else ""),
            each["reason"],
        ]
        for each in record["departures"]
    ]
    return _table(
        _("Where the panel departed from the set"),
        [_numbered(), "", _("Day"), _("Reason")],
        rows,
    )


def _decisions(record: Plain) -> Plain:
    outcomes = dict(Application.State.choices)
    rows = [
        [each["number"], str(outcomes.get(each["outcome"], each["outcome"])), _moment(each["decided_at"])]
        for each in record["decisions"]
    ]
    return _table(_("Decisions"), [_numbered(), _("Decision"), _("Day")], rows)


def _appeals(record: Plain) -> Plain:
    """Each appeal with what had been decided before it: an upheld one takes that back."""
    states, outcomes = dict(Appeal.State.choices), dict(Application.State.choices)
    rows = [
        [
            each["number"],
            worded_ground(ground(each["ground"])),
            joined(str(outcomes.get(before["outcome"], before["outcome"])) for before in each["earlier"]),
            str(states.get(each["outcome"], each["outcome"])),
            _moment(each["lodged_at"]),
            _moment(each["answered_at"]) if each["answered_at"] else "",
            "" if each["days"] is None else number(each["days"]),
        ]
        for each in record["appeals"]
    ]
    head = [
        _numbered(),
        _("What went wrong"),
        _("Decided before"),
        _("Answer"),
        _("Appealed on"),
        _("Answered on"),
    ]
    return _table(_("Appeals"), [*head, _("Days")], rows, numbers=(6,))


def _origin(record: Plain, whole: str) -> Plain:
    """What it was made with, and the digests by which the JSON and the history can be held against it."""
    rows = [[_("This record as JSON, SHA-256"), whole]]
    question, answer = pgettext("reckoning", "question"), pgettext("reckoning", "answer")
    for kind, name in (("ranking", _("Ranking")), ("portfolio", _("The set"))):
        if record[kind]:
            digests = record[kind]["digests"]
            rows += [[f"{name}: {question}", digests["question"]], [f"{name}: {answer}", digests["answer"]]]
    versions = {**record["made_with"], **((record["portfolio"] or {}).get("answer") or {}).get("versions", {})}
    rows += [[name, version] for name, version in sorted(versions.items())]
    again = _("Choose again from the JSON: saanjh selection replay RECORD.json")
    return _table(_("Digests and versions"), ["", ""], rows, words=[again])


def _money(minor: int | None, call: Call) -> str:
    return amount(minor, call.currency)


def _moment(text: str) -> str:
    moment = parse_datetime(text)
    return date_format(timezone.localtime(moment)) if moment else text


def _figure(value: float | None, places: int = 1) -> str:
    return "" if value is None else number(value, places)


def _range(ends: list[float] | None, places: int = 1) -> str:
    return isolated(f"{number(ends[0], places)} – {number(ends[1], places)}") if ends and None not in ends else ""


def _percent(value: int | None) -> str:
    return "" if value is None else f"{value} %"
