"""The panel sets its rules, has the best set chosen, and departs from it in writing."""

import secrets
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.calls import portfolio_questions as questions
from saanjh.calls.actions import reckonings
from saanjh.calls.models import Application, Call, Departure, PanelRules, Reckoning, Review, RulesChange
from saanjh.calls.rules import panel_rules as rules
from saanjh.calls.sums import money_under
from saanjh.ground import history
from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal, need_change
from saanjh.ground.writing import action, afresh

PLAIN = (
    *("money_minor", "points_least", "criteria_least", "province_percent", "shares_of", "women_percent"),
    *("youth_percent", "first_time_percent", "district_least", "district_most", "organisation_most", "noise_tied"),
)
SWITCHES = ("criteria_least", "noise_tied")  # blank: off
SETS = ("themes", "districts")
LONGEST_FACT = 120


@action
def set_rules(
    call: Call, *, seed: str = "", reason: str = "", written_in: str = "en", by: Person, **facts: Any
) -> PanelRules:
    """Set or change the rules of a call's set. The seed of its lot is drawn once, with the first ones, and stays.

    Nobody chooses the seed: else the lot could be drawn until the wanted one wins. No page passes `seed`; who tells a
    story that is to come out the same every time gives one. Refusal, on its field, for what cannot be asked, after the
    first decision, where nothing would change, and without a reason where one is asked for (see rules.needs_reason).
    """
    rules.may_rule(afresh(call), by=by)
    panel = PanelRules.objects.filter(call=call).first()
    given = {**dict.fromkeys(PLAIN), "themes": (), "districts": (), **facts}
    given |= {name: bool(given[name]) for name in SWITCHES}
    money = money_under(panel) if panel else None
    for wrong in rules.broken(call, given, raised=money.raised if money else None):
        raise wrong
    stood = _standing(panel) | ({"money_minor": money.now} if money else {})
    changed = [name for name in (*PLAIN, *SETS) if stood.get(name) != _comparable(given[name])]
    need_change(changed)
    if rules.needs_reason(call, stood, given) or reason.strip():
        rules.must_say_why(reason, written_in)
    panel = _kept(panel or PanelRules(call=call, version=0, seed=seed or secrets.token_hex(8)), given)
    if reason.strip():
        _give_reason(panel, changed, reason, written_in, by)
    if stood:
        history.record("panel_rules_changed", call, by=by, **_changes(call, changed, stood, given))
    else:
        history.record("panel_rules_set", call, by=by, **_counted(changed, given), seed=panel.seed)
    return panel


def _changes(call: Call, changed: list[str], stood: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """What a line of history says of changed rules: which, as they were and as they are."""
    was = {f"{name}_was": each for name, each in _counted(changed, stood).items()}
    currency = {"currency": call.currency} if "money_minor" in changed else {}
    return {"fields": _line_of(changed), **_counted(changed, given), **was, **currency}


def _kept(panel: PanelRules, given: dict[str, Any]) -> PanelRules:
    """The row with these rules, saved."""
    for name in PLAIN:
        setattr(panel, name, given[name])
    panel.version += 1
    panel.save()
    for name in SETS:
        getattr(panel, name).set(given[name])
    return panel


def _give_reason(panel: PanelRules, changed: list[str], reason: str, written_in: str, by: Person) -> None:
    chairs = may(by, Role.PANEL_CHAIR, over=[(ScopeKind.PROGRAMME, panel.call.programme_id)])
    RulesChange.objects.create(
        call=panel.call,
        version=panel.version,
        fields=changed,
        reason=reason,
        written_in=written_in,
        by=by,
        as_role=Role.PANEL_CHAIR if chairs else Role.PROGRAMME_OFFICER,
    )


def _counted(names: list[str], values: dict[str, Any]) -> dict[str, Any]:
    """The values for a line of history; of sets how many they have."""
    return {name: values[name] if name in PLAIN else len(values[name]) for name in names}


def _line_of(names: list[str]) -> str:
    """As many of the names as a line of history takes; the values of all of them stand beside it."""
    line = ""
    for name in names:
        if len(line) + len(name) < LONGEST_FACT:
            line = f"{line},{name}".lstrip(",")
    return line


def _standing(panel: PanelRules | None) -> dict[str, Any]:
    if panel is None:
        return {}
    values = {name: getattr(panel, name) for name in PLAIN}
    return values | {name: _comparable(getattr(panel, name).all()) for name in SETS}


def _comparable(value: Any) -> Any:
    """Rows as the set of their keys, so that their order does not count; all else as it is."""
    if value is None or isinstance(value, str | int):
        return value
    return {row.pk for row in value}


@action
def choose(call: Call, *, by: Person) -> Reckoning:
    """Have the best set chosen by the worker, from the reviews that are in and the rules as they stand now."""
    rules.may_choose(afresh(call), by=by)
    return reckonings.ask(call, kind=Reckoning.Kind.PORTFOLIO, question=questions.question(call), by=by)


@action
def depart(application: Application, *, reason: str, written_in: str = "en", by: Person) -> Departure:
    """Put an application on the other side: out of the set where it was chosen, into it where it was not.

    Refusal without a set, without a reason, or while another departure stands for the same application.
    """
    rules.may_depart(afresh(application), by=by)
    rules.must_say_why(reason, written_in)
    if application.departures.standing().exists():
        raise Refusal(_("The panel departs for this application already. Take that back first."))
    last = Reckoning.objects.filter(call=application.call).last_done(Reckoning.Kind.PORTFOLIO)
    is_in = not side_of(application, last)
    departure = Departure(application=application, is_in=is_in, reason=reason, written_in=written_in, by=by)
    departure.save()
    history.record(
        "departure_written", application, by=by, departure=departure.public_id, side="in" if departure.is_in else "out"
    )
    return departure


def side_of(application: Application, last: Reckoning | None) -> bool:
    """Whether the last set has it. Refusal where there is none, or where it could not be chosen and still can be.

    Once something is decided no set is chosen any more. Then the panel alone can put in what was read only later, as
    it is after an appeal against a gate.
    """
    if last is None:
        raise Refusal(_("No set has been chosen yet: there is nothing to depart from."))
    candidate = next((each for each in last.question["candidates"] if each["id"] == application.number), None)
    if candidate is None or not candidate["eligible"]:
        read = application.reviews.filter(state=Review.State.SUBMITTED).count()
        if not rules.is_decided(application.call):
            raise Refusal(_("Its reviews were not all in when the set was chosen. Have it chosen again first."))
        if not questions.is_read(application, read):
            raise Refusal(_("Wait until every reviewer has handed in."))
        return False
    return application.number in last.answer["outcome"]["chosen"]  # type: ignore[index]  # done, so it is there


@action
def take_back(application: Application, *, by: Person) -> Departure:
    """Take the standing departure for an application back. The row stays."""
    rules.may_depart(afresh(application), by=by)
    departure = application.departures.standing().select_for_update().first()
    if departure is None:
        raise Refusal(_("No departure stands for this application."))
    departure.taken_back_by, departure.taken_back_at = by, timezone.now()
    departure.save(update_fields=["taken_back_by", "taken_back_at"])
    history.record("departure_taken_back", application, by=by, departure=departure.public_id)
    return departure


def _reckon(question: reckonings.Plain) -> reckonings.Plain:
    from saanjh.calls import portfolios

    return portfolios.reckon(question)


reckonings.RECKONERS[Reckoning.Kind.PORTFOLIO] = _reckon
