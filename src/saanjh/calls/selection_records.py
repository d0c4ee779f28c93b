"""The selection of a call as one piece of plain JSON, from which anybody can choose again; no reviewer is named."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Case, When
from django.utils import timezone

from saanjh.calls import marks, points
from saanjh.calls.actions.portfolios import PLAIN
from saanjh.calls.bounds import given_up, has_set
from saanjh.calls.digests import digest
from saanjh.calls.models import (
    Appeal,
    Application,
    Call,
    Decision,
    Departure,
    EarlierDecision,
    Outcome,
    PanelRules,
    Reckoning,
    Review,
    RulesChange,
)
from saanjh.calls.models.applications import NOT_HANDED_IN
from saanjh.calls.portfolio_questions import basis
from saanjh.calls.queries import reopened_in
from saanjh.calls.record_checks import dates_differ, least_differs, money_differs, out_of_date, unfounded
from saanjh.calls.sums import Money, money_asked, money_under
from saanjh.kit import portfolio as kit

FORMAT = 1  # rises when a record of this kind would be read otherwise
Plain = dict[str, Any]


def record(call: Call) -> Plain:
    """All that the selection rests on and led to: rules, reviews, what was reckoned, departures, decisions so far.

    Applications go by their numbers, organisations by public ids inside the question, reviewers by pseudonyms that
    mean nothing outside this record, and so do those who decide. Reasons of reviewers, comments and the reasons of
    decisions are left out: who is told them are the applicants. So are the words of appeals and of their answers.
    """
    aliases, deciders = _aliases(call), dict[int, str]()
    applications = call.applications.annotate(is_given_up=Case(When(given_up(), then=True), default=False))
    handed_in = list(applications.exclude(state=Application.State.DRAFT).order_by("serial", "pk"))
    panel = PanelRules.objects.prefetch_related("themes", "districts").filter(call=call).first()
    portfolio, stands = _reckoned(call, Reckoning.Kind.PORTFOLIO), basis(call)
    return {
        "format": FORMAT,
        "made_with": {"saanjh": str(settings.VERSION)},
        "call": {
            "code": call.code,
            "currency": call.currency,
            "closes_on": call.closes_on.isoformat(),
            "state": call.state,
        },
        "criteria": [
            {name: getattr(each, name) for name in ("code", "weight", "score_min", "score_max", "min_percent")}
            for each in call.criteria.all()
        ],
        "rules": _rules(panel) if panel else None,
        "rules_changes": [_rules_change(each) for each in RulesChange.objects.filter(call=call).order_by("pk")],
        "money": _money(money_under(panel), portfolio) if panel else None,
        "applications": list(_applications(call, handed_in, aliases)),
        "ranking": _aliased(_reckoned(call, Reckoning.Kind.RANKING), aliases),
        "portfolio": portfolio,
        "earlier_sets": list(_earlier(call)),
        "reopened_reviews": reopened_in(call),
        "basis": stands,
        "out_of_date": out_of_date({"portfolio": portfolio, "basis": stands}) if portfolio else [],
        "departures": [_departure(each) for each in _departures(call)],
        "given_up": [each.number for each in handed_in if each.is_given_up],
        "decisions": list(_decisions(call, deciders)),
        "appeals": list(_appeals(call, deciders)),
    }


def _rules(panel: PanelRules) -> Plain:
    return {
        **{name: getattr(panel, name) for name in (*PLAIN, "seed")},
        "themes": sorted(each.code for each in panel.themes.all()),
        "districts": sorted(each.slug for each in panel.districts.all()),
        "version": panel.version,
    }


def _rules_change(change: RulesChange) -> Plain:
    """Why the rules were changed; with which values, the history says under the same version."""
    return {
        "at": change.created_at.isoformat(),
        "by": change.as_role,
        "version": change.version,
        "fields": change.fields,
        "reason": change.reason,
        "written_in": change.written_in,
    }


def _money(money: Money, portfolio: Plain | None) -> Plain:
    """With what the set was chosen, if one was; each time that it was raised; and what there is now."""
    return {
        "at_choosing_minor": money_asked(portfolio["question"]) if portfolio else None,
        "raises": [
            {
                "at": each.created_at.isoformat(),
                "by": each.as_role,
                "rules_version": each.rules_version,
                "before_minor": each.before_minor,
                "money_minor": each.money_minor,
                "reason": each.reason,
                "written_in": each.written_in,
            }
            for each in money.raises
        ],
        "now_minor": money.now,
    }


def _aliases(call: Call) -> dict[str, str]:
    """Public id of everybody who was ever named to review in the call -> R1, R2, … in the order of their first one."""
    rows = Review.objects.filter(application__call=call).order_by("pk").values_list("reviewer__public_id", flat=True)
    return {public_id: f"R{number}" for number, public_id in enumerate(dict.fromkeys(rows), 1)}


def _aliased(plain: Any, aliases: Mapping[str, str]) -> Any:
    """The same values with reviewers by their pseudonyms. (The digests stay those that the history has.)"""
    if isinstance(plain, dict):
        return {key: _aliased(value, aliases) for key, value in plain.items()}
    if isinstance(plain, list):
        return [_aliased(value, aliases) for value in plain]
    return aliases.get(plain, plain) if isinstance(plain, str) else plain


def _applications(call: Call, handed_in: Iterable[Application], aliases: Mapping[str, str]) -> Iterator[Plain]:
    """Each with its reviews: who (as R1, R2, …) gave which score, and what they come to."""
    reviews: dict[int, list[Plain]] = {}
    names = ("review", "review__application", "review__reviewer__public_id", "criterion__code", "score")
    of_criterion = (f"criterion__{name}" for name in ("weight", "score_min", "score_max"))
    rows: Iterator[tuple[Any, ...]] = (
        points.scores_of(call).values_list(*names, *of_criterion).iterator(chunk_size=2000)
    )
    for (_review, application, reviewer), group in groupby(rows, key=lambda row: row[:3]):
        given = list(group)
        percent = marks.percent(marks.Mark(*row[4:]) for row in given)
        scores = {row[3]: row[4] for row in given}
        reviews.setdefault(application, []).append(
            {"reviewer": aliases[reviewer], "scores": scores, "percent": str(percent)}
        )
    for each in handed_in:
        yield {
            "number": each.number,
            "state": each.state,
            "amount_minor": each.amount_minor,
            "reviews": reviews.get(each.pk, []),
        }


def _reckoned(call: Call, kind: str) -> Plain | None:
    """The last one of this kind that was done, whole, with the digests that the history has of it."""
    last = Reckoning.objects.filter(call=call).last_done(kind)
    if last is None:
        return None
    return {
        "asked_at": last.created_at.isoformat(),
        "done_at": last.done_at.isoformat() if last.done_at else "",
        "question": last.question,
        "answer": last.answer,
        "digests": {"question": digest(last.question), "answer": digest(last.answer or {})},
    }


def _earlier(call: Call) -> Iterator[Plain]:
    """Every set that was chosen before the last one: how often a panel looked before it was content is told too."""
    done = call.reckonings.filter(kind=Reckoning.Kind.PORTFOLIO, state=Reckoning.State.DONE).order_by("pk")
    for each in list(done)[:-1]:
        outcome, question = (each.answer or {})["outcome"], each.question
        yield {
            "asked_at": each.created_at.isoformat(),
            "done_at": each.done_at.isoformat() if each.done_at else "",
            "status": outcome["status"],
            "number": len(outcome["chosen"]),
            "rules": digest({"rules": question["rules"]}),
            "seed": question["seed"],
        }


def _departures(call: Call) -> Any:
    return Departure.objects.filter(application__call=call).select_related("application").order_by("pk")


def _departure(departure: Departure) -> Plain:
    back = departure.taken_back_at
    return {
        "number": departure.application.number,
        "side": "in" if departure.is_in else "out",
        "reason": departure.reason,
        "written_in": departure.written_in,
        "at": departure.created_at.isoformat(),
        "taken_back_at": back.isoformat() if back else None,
    }


def _decisions(call: Call, aliases: dict[int, str]) -> Iterator[Plain]:
    """Each as it was told, in the order of the telling; who proposed and who confirmed it as D1, D2, …"""
    rows = Decision.objects.filter(application__call=call).select_related("application").order_by("decided_at", "pk")
    for each in rows:
        yield {
            "number": each.application.number,
            "place": each.place,
            "holds_until": each.holds_until.isoformat() if each.holds_until else None,
            **_decided(each, aliases),
        }


def _decided(decision: Decision | EarlierDecision, aliases: dict[int, str]) -> Plain:
    return {
        "outcome": decision.outcome,
        "decided_at": decision.decided_at.isoformat(),
        "proposed_by": _alias(decision.decided_by_id, aliases),
        "confirmed_by": _alias(decision.confirmed_by_id, aliases),
    }


def _appeals(call: Call, aliases: dict[int, str]) -> Iterator[Plain]:
    """Each with its ground, how it ended, the days that took, and the decisions that it took back."""
    rows = Appeal.objects.filter(application__call=call).select_related("application").prefetch_related("earlier")
    for each in rows.order_by("lodged_at", "pk"):
        days = timezone.localdate(each.answered_at) - timezone.localdate(each.lodged_at) if each.answered_at else None
        yield {
            "number": each.application.number,
            "ground": each.ground,
            "outcome": each.state,
            "lodged_at": each.lodged_at.isoformat(),
            "due_on": each.due_on.isoformat(),
            "answered_at": each.answered_at.isoformat() if each.answered_at else None,
            "days": days.days if days is not None else None,
            "earlier": [_decided(earlier, aliases) for earlier in each.earlier.all()],
        }


def _alias(person: int | None, aliases: dict[int, str]) -> str | None:
    """D1 for whoever is the first to decide in the record, and so on."""
    return None if person is None else aliases.setdefault(person, f"D{len(aliases) + 1}")


@dataclass(frozen=True)
class Replayed:
    """What came of choosing again. `differs` says in plain words what is not as the record has it; none: the same.

    `is_newer`: reviews came in or were opened again after the set was chosen, so that its points need not follow from
    those that the record has.
    """

    replay: kit.Replay
    differs: tuple[str, ...]
    is_newer: bool


def replay(record: Mapping[str, Any]) -> Replayed:
    """Choose again from a record, and look whether its points follow from its reviews and its digests from its values.

    ValueError or KeyError for what is no such record, or one without a chosen set.
    """
    if record["format"] != FORMAT:
        raise ValueError(f"A record of format {record['format']} is not read here, only of {FORMAT}.")
    if record["portfolio"] is None:
        raise ValueError("The record has no set: none had been chosen when it was made.")
    question, answer = record["portfolio"]["question"], record["portfolio"]["answer"]
    again = kit.replay({**question, **answer})
    return Replayed(again, tuple(_differences(record, again)), _is_newer(record))


def _differences(record: Mapping[str, Any], again: kit.Replay) -> Iterator[str]:
    stated = record["portfolio"]
    if not again.is_same:
        yield "Chosen again, the set is another one."
    if again.recorded_breaks:
        yield f"The recorded set breaks {len(again.recorded_breaks)} of its rules."
    for name in ("question", "answer"):
        if digest(stated[name]) != stated["digests"][name]:
            yield f"The digest of the {name} is not that of its values."
    means = {each["number"]: _mean(each["reviews"]) for each in record["applications"]}
    own = (stated["question"].get("tied") or {}).get("own", {})
    for each in stated["question"]["candidates"]:
        points_of = own.get(each["id"], each["points"])  # those in the noise of the cut counted alike
        if each["eligible"] and means.get(each["id"]) != points_of and not _is_newer(record):
            yield f"The points of {each['id']} are not the mean of its reviews."
    if not _is_newer(record):
        yield from _means_differ(record)
    for each in record["decisions"]:
        if each.get("confirmed_by") is not None and each["confirmed_by"] == each["proposed_by"]:
            yield f"The decision about {each['number']} was proposed and confirmed by the same person."
    yield from _reserve_differs(record["decisions"])
    yield from _set_differs(record)
    for differs in (unfounded, dates_differ, least_differs, money_differs):
        yield from differs(record)


def _means_differ(record: Mapping[str, Any]) -> Iterator[str]:
    """Where the mean in a criterion that has a least does not follow from the scores."""
    highest = {each["code"]: each["score_max"] for each in record["criteria"]}
    scores = {each["number"]: [one["scores"] for one in each["reviews"]] for each in record["applications"]}
    for each in record["portfolio"]["question"]["candidates"]:
        for code, mean in each.get("means", ()):
            found = [one[code] for one in scores.get(each["id"], []) if code in one]
            if each["eligible"] and mean != points.mean([marks.share(score, highest[code]) for score in found]):
                yield f"The mean of {each['id']} in {code} is not that of its reviews."


def _set_differs(record: Mapping[str, Any]) -> Iterator[str]:
    """What was decided against the set with the departures that stand. Of whom was called up from the reserve it
    counts only that it was put there."""
    outcome = record["portfolio"]["answer"]["outcome"]
    if not has_set(outcome):
        return
    sides = {each["number"]: each["side"] == "in" for each in record["departures"] if each["taken_back_at"] is None}
    first: dict[str, str] = {}
    for each in record["decisions"]:
        first.setdefault(each["number"], each["outcome"])
    for number, decided in first.items():
        is_in = sides.get(number, number in outcome["chosen"])
        if is_in != (decided == Outcome.SELECTED):
            where = "in the set" if is_in else "outside the set"
            yield f"{number} is {where} and was decided as {decided}, and no departure says why."


def _reserve_differs(decisions: list[Plain]) -> Iterator[str]:
    """What is wrong with the places on the reserve: one that two have, who were not called up or declined since."""
    answered = {each["number"] for each in decisions if each["outcome"] != "reserve"}
    places: dict[int, str] = {}
    for each in decisions:
        if each["outcome"] == "reserve" and each["number"] not in answered:
            other = places.setdefault(each["place"], each["number"])
            if other != each["number"]:
                yield f"{other} and {each['number']} have the same place on the reserve."


def _is_newer(record: Mapping[str, Any]) -> bool:
    """Whether the reviews are not those of the set any more: one handed in again leaves their number as it was.

    Records from before `basis` stood in them are told by the number alone.
    """
    then = record["portfolio"]["question"]["basis"]["reviews"]
    if "basis" in record:
        return bool(record["basis"]["reviews"] != then)
    reviews = sum(len(each["reviews"]) for each in record["applications"] if each["state"] not in NOT_HANDED_IN)
    return not then.startswith(f"{reviews} ")


def _mean(reviews: list[Plain]) -> int:
    return points.mean([Decimal(each["percent"]) for each in reviews])
