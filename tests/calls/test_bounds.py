"""What is decided stays within the panel's set, its departures and its money; the record says where it did not."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saanjh.awards.models import Award
from saanjh.calls.actions import decisions, portfolios, raises
from saanjh.calls.actions.proposed_decisions import Answer, propose, propose_many
from saanjh.calls.bounds import bounds
from saanjh.calls.models import Application, Call, Criterion, Decision, MoneyRaise, ProposedDecision
from saanjh.calls.portfolio_queries import portfolio
from saanjh.calls.selection_records import record, replay
from saanjh.ground.access import Role
from saanjh.ground.models import Line, Person
from saanjh.ground.refusals import Refusal
from tests.awards.factories import an_award
from tests.calls.factories import a_review, an_application, decided
from tests.calls.panels import RULES, a_chair, a_panel, an_officer, chosen, chosen_again, the
from tests.factories import a_district, an_organisation, holding

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture
def call() -> Call:
    """Of the three the first and the third are in the set: 1.8 of 2 million."""
    return a_panel((5, 5), (4, 4), (5, 4))


@pytest.fixture
def chair(call: Call) -> Person:
    person = a_chair(call)
    chosen(call, person)
    return person


def said(application: Application, outcome: str, by: Person) -> ProposedDecision:
    return propose(application, outcome=outcome, reason="As we see it.", by=by)


def waiting(application: Application, outcome: str, by: Person) -> ProposedDecision:
    """Written directly, as from before the rules looked at the set."""
    return ProposedDecision.objects.create(
        application=application, outcome=outcome, reason="As we see it.", proposed_by=by
    )


# The set


def test_nothing_outside_the_set_is_selected_before_the_departure_is_written(call: Call, chair: Person) -> None:
    with pytest.raises(Refusal, match="not in the panel’s set") as refused:
        said(the(call, 2), "selected", chair)
    assert refused.value.field == "outcome"
    portfolios.depart(the(call, 3), reason="It repeats what is there.", by=chair)
    portfolios.depart(the(call, 2), reason="For a district without any.", by=chair)
    assert said(the(call, 2), "selected", chair).state == "waiting"


@pytest.mark.parametrize("outcome", ["declined", "reserve"])
def test_nothing_in_the_set_is_left_out_before_the_departure_is_written(
    call: Call, chair: Person, outcome: str
) -> None:
    with pytest.raises(Refusal, match="is in the panel’s set"):
        said(the(call, 1), outcome, chair)
    portfolios.depart(the(call, 1), reason="Its work ended meanwhile.", by=chair)
    assert said(the(call, 1), outcome, chair).outcome == outcome
    with pytest.raises(Refusal, match="not in the panel’s set"):
        propose_many([Answer(the(call, 2), "selected", "Good.")], by=chair)


def test_rules_that_leave_nothing_to_choose_leave_no_set_to_decide_by(call: Call) -> None:
    """Else all would have to be declined, and none could be selected."""
    chair = a_chair(call)
    chosen(call, chair, women_percent=30)  # none of them is led by women
    assert bounds(call).chosen is None
    assert said(the(call, 1), "declined", chair).outcome == "declined"


def test_a_proposal_from_before_is_not_confirmed_against_the_set_but_can_be_sent_back(
    call: Call, chair: Person
) -> None:
    officer = an_officer(call)
    outside, inside = waiting(the(call, 2), "selected", chair), waiting(the(call, 3), "declined", chair)
    with pytest.raises(Refusal, match="not in the panel’s set"):
        decisions.confirm(outside, by=officer)
    with pytest.raises(Refusal, match=f"{inside.application.number}: This application is in the panel’s set"):
        decisions.confirm_many([inside], by=officer)
    assert not Decision.objects.exists()
    assert decisions.send_back(outside, why="It is not in the set.", by=officer).state == "sent_back"


def test_without_a_set_that_keeps_the_rules_the_panel_decides_as_it_did() -> None:
    call = a_panel((2, 2), (5, 5))
    chair = a_chair(call)
    assert decided(the(call, 1), "selected", by=chair).outcome == "selected"
    other = a_panel((2, 2), (5, 5))
    chair, badin = a_chair(other), a_district(slug="badin")
    the(other, 1).districts.add(badin)
    assert chosen(other, chair, points_least=60, districts=[badin]).answer["outcome"]["status"] == "infeasible"
    assert decided(the(other, 1), "selected", by=chair).outcome == "selected"
    assert replay(record(other)).differs == ()


def test_nothing_is_decided_by_a_set_that_is_out_of_date_until_it_is_chosen_again(call: Call, chair: Person) -> None:
    """Else the rules could be changed, the least of a criterion among them, and the old set decided by."""
    Criterion.objects.filter(call=call).update(min_percent=90)
    portfolios.set_rules(call, by=chair, **{**RULES, "criteria_least": True})
    for outcome in ("selected", "declined"):
        with pytest.raises(Refusal, match="out of date: have it chosen again on the page of the portfolio"):
            said(the(call, 1 if outcome == "selected" else 2), outcome, chair)
    with pytest.raises(Refusal, match="out of date"):
        propose_many([Answer(the(call, 1), "selected", "Good.")], by=chair)
    proposal = waiting(the(call, 3), "selected", chair)
    for confirmed in (
        lambda by: decisions.confirm(proposal, by=by),
        lambda by: decisions.confirm_many([proposal], by=by),
    ):
        with pytest.raises(Refusal, match="take back or send back what is proposed, have the set chosen again"):
            confirmed(an_officer(call))
    decisions.send_back(proposal, why="Choose again.", by=an_officer(call))
    chosen_again(call, chair)
    assert decided(the(call, 1), "selected", by=chair).outcome == "selected"
    assert replay(record(call)).differs == ()


def test_what_was_selected_by_a_set_that_was_out_of_date_stands_in_the_record_as_such(
    call: Call, chair: Person
) -> None:
    portfolios.set_rules(call, by=chair, **{**RULES, "points_least": 10})
    facts = {"decided_by": chair, "confirmed_by": an_officer(call), "decided_at": call.published_at}
    Decision.objects.create(application=the(call, 1), outcome="selected", reason="Good.", **facts)
    Application.objects.filter(pk=the(call, 1).pk).update(state="selected")
    assert replay(record(call)).differs == (
        "The rules were changed after the set was chosen, and something was selected without choosing again.",
    )


# The money


def test_no_more_is_selected_than_there_is_money(call: Call, chair: Person) -> None:
    portfolios.depart(the(call, 2), reason="For a district without any.", by=chair)
    for serial in (1, 3):
        said(the(call, serial), "selected", chair)
    with pytest.raises(
        Refusal, match=r"of 2,000,000 PKR, 1,800,000 are decided or proposed, and this application asks for 900,000\."
    ) as refused:
        said(the(call, 2), "selected", chair)
    assert "once there is more money: “Raise the money”" in str(refused.value.why)
    with pytest.raises(Refusal, match="in the panel’s set"):
        said(the(call, 2), "declined", chair)


def test_many_at_once_count_together(call: Call, chair: Person) -> None:
    portfolios.depart(the(call, 2), reason="For a district without any.", by=chair)
    with pytest.raises(Refusal, match=f"{the(call, 3).number}: The money is not enough"):
        propose_many([Answer(the(call, serial), "selected", "Good.") for serial in (1, 2, 3)], by=chair)
    assert not ProposedDecision.objects.exists()


def test_no_more_is_confirmed_than_there_is_money(call: Call, chair: Person) -> None:
    portfolios.depart(the(call, 2), reason="For a district without any.", by=chair)
    proposals, officer = [waiting(the(call, serial), "selected", chair) for serial in (1, 2, 3)], an_officer(call)
    with pytest.raises(Refusal, match=f"{the(call, 3).number}: The money is not enough"):
        decisions.confirm_many(proposals, by=officer)
    for proposal in proposals[:2]:
        decisions.confirm(proposal, by=officer)
    with pytest.raises(Refusal, match="The money is not enough"):
        decisions.confirm(proposals[2], by=officer)


def test_rules_with_money_bound_a_call_without_a_set_too() -> None:
    call = a_panel((5, 5), (4, 4))
    chair = a_chair(call)
    portfolios.set_rules(call, by=chair, **{**RULES, "money_minor": 1_000_000_00})
    decided(the(call, 1), "selected", by=chair)
    with pytest.raises(Refusal, match="The money is not enough"):
        said(the(call, 2), "selected", chair)


def test_from_the_reserve_one_is_called_up_once_a_grant_was_given_up(call: Call, chair: Person) -> None:
    for serial, outcome in ((1, "selected"), (3, "selected"), (2, "reserve")):
        decided(the(call, serial), outcome, by=chair)
    with pytest.raises(Refusal, match="The money is not enough"):
        said(the(call, 2), "selected", chair)
    award = an_award(application=the(call, 1))
    assert bounds(call).decided == 1_800_000_00
    Award.objects.filter(pk=award.pk).update(state="declined")
    assert bounds(call).decided == 900_000_00
    assert decided(the(call, 2), "selected", by=chair).outcome == "selected"
    assert replay(record(call)).differs == ()


def test_an_offer_that_was_called_back_leaves_its_money_until_there_is_another_one(call: Call, chair: Person) -> None:
    decided(the(call, 1), "selected", by=chair)
    an_award("called_back", application=the(call, 1))
    assert (bounds(call).decided, record(call)["given_up"]) == (0, [the(call, 1).number])
    an_award(application=the(call, 1))
    assert (bounds(call).decided, record(call)["given_up"]) == (900_000_00, [])


# More money later


def more(call: Call, by: Person, money_minor: int = 2_700_000_00, **facts: Any) -> MoneyRaise:
    return raises.raise_money(call, **{"money_minor": money_minor, "reason": "A second fund joined.", **facts}, by=by)


@pytest.fixture
def told(call: Call, chair: Person) -> Call:
    for serial, outcome in ((1, "selected"), (3, "selected"), (2, "reserve")):
        decided(the(call, serial), outcome, by=chair)
    return call


def test_with_more_money_the_reserve_is_called_up_and_the_set_stays(told: Call, chair: Person) -> None:
    with pytest.raises(Refusal, match="The money is not enough"):
        said(the(told, 2), "selected", chair)
    more(told, chair)
    assert bounds(told).money == 2_700_000_00
    assert decided(the(told, 2), "selected", by=chair).outcome == "selected"
    assert portfolio(told).changed == []
    assert (told.panel_rules.money_minor, replay(record(told)).differs) == (2_000_000_00, ())
    facts = Line.objects.get(verb="panel_money_raised").facts
    assert (facts["before"], facts["money"], facts["currency"]) == (2_000_000_00, 2_700_000_00, "PKR")


def test_the_record_has_the_money_at_the_choosing_each_raise_and_the_money_now(told: Call, chair: Person) -> None:
    assert record(told)["money"] == {"at_choosing_minor": 2_000_000_00, "raises": [], "now_minor": 2_000_000_00}
    more(told, an_officer(told), 2_100_000_00)
    more(told, chair, reason="ایک اور ادارہ شامل ہوا۔", written_in="ur")
    money = record(told)["money"]
    assert (money["at_choosing_minor"], money["now_minor"]) == (2_000_000_00, 2_700_000_00)
    first, second = money["raises"]
    assert (first["by"], first["before_minor"], first["money_minor"], first["reason"]) == (
        "programme_officer", 2_000_000_00, 2_100_000_00, "A second fund joined.",
    )  # fmt: skip
    assert (second["by"], second["before_minor"], second["written_in"]) == ("panel_chair", 2_100_000_00, "ur")
    assert chair.name not in json.dumps(money)


def test_money_is_never_lowered_and_its_raise_has_a_reason_that_names_nobody(told: Call, chair: Person) -> None:
    for facts, words, field in (
        ({"money_minor": 2_000_000_00}, "only raised", "money_minor"),
        ({"money_minor": None}, "only raised", "money_minor"),
        ({"money_minor": 10**15 + 1}, "more money than", "money_minor"),
        ({"reason": " "}, "Give the reason", "reason"),
        ({"reason": "Call 0300 1234567."}, "a phone number", "reason"),
        ({"written_in": "xx"}, "English or Urdu", "written_in"),
    ):
        with pytest.raises(Refusal, match=words) as refused:
            more(told, chair, **facts)
        assert (refused.value.field, MoneyRaise.objects.count()) == (field, 0)
    made = more(told, chair)
    with pytest.raises(Refusal, match="only raised"):
        more(told, chair)
    with pytest.raises(IntegrityError), transaction.atomic():
        MoneyRaise.objects.filter(pk=made.pk).update(money_minor=1)


def test_who_may_not_set_the_rules_raises_no_money_and_before_decisions_the_rules_are_changed(
    call: Call, chair: Person
) -> None:
    with pytest.raises(Refusal, match="change the rules, and have the set chosen"):
        more(call, chair)
    proposed = said(the(call, 1), "selected", chair)
    assert proposed.state == "waiting"
    for person in (a_chair(a_panel((5, 5))), holding(Role.FINANCE_OFFICER, over=call.programme_id)):
        with pytest.raises(Refusal, match="raise the money"):
            more(call, person)
    near = a_chair(call)
    near.roles_held.create(role="editor", scope_kind="organisation", scope_id=the(call, 2).organisation_id)
    with pytest.raises(Refusal, match="close to an applicant"):
        more(call, near)
    more(call, chair)
    other = a_panel((5, 5))
    decided(the(other, 1), "declined", by=a_chair(other))
    with pytest.raises(Refusal, match="Set the panel’s rules first"):
        more(other, a_chair(other))


def test_what_was_raised_belongs_to_the_call_whatever_rules_are_set_later(call: Call, chair: Person) -> None:
    proposal = said(the(call, 1), "selected", chair)
    more(call, chair)
    decisions.send_back(proposal, why="Not yet.", by=an_officer(call))
    assert bounds(call).money == 2_700_000_00
    with pytest.raises(Refusal, match="was raised to 2,700,000 PKR, with a reason, and is not lowered") as refused:
        portfolios.set_rules(call, by=chair, **{**RULES, "money_minor": 2_200_000_00})
    assert refused.value.field == "money_minor"
    with pytest.raises(Refusal):  # nothing would change: so much there is already
        portfolios.set_rules(call, by=chair, **{**RULES, "money_minor": 2_700_000_00})
    portfolios.set_rules(call, by=chair, **{**RULES, "money_minor": 3_000_000_00})
    assert (bounds(call).money, len(record(call)["money"]["raises"])) == (3_000_000_00, 1)
    portfolios.set_rules(call, by=chair, **{**RULES, "money_minor": 2_700_000_00, "points_least": 10})
    assert bounds(call).money == 2_700_000_00
    chosen_again(call, chair)
    said(the(call, 1), "selected", chair)
    more(call, chair, 3_100_000_00)
    assert [each["before_minor"] for each in record(call)["money"]["raises"]] == [2_000_000_00, 2_700_000_00]
    assert replay(record(call)).differs == ()


def test_a_set_that_is_chosen_again_after_a_raise_uses_the_money_there_is_now(call: Call, chair: Person) -> None:
    proposal = said(the(call, 1), "selected", chair)
    more(call, chair)
    assert bounds(call).changed == ()
    decisions.send_back(proposal, why="Not yet.", by=an_officer(call))
    again = chosen_again(call, chair)
    assert again.question["rules"][0] == {"rule": "Budget", "minor": 2_700_000_00}
    assert again.answer is not None
    assert len(again.answer["outcome"]["chosen"]) == 3
    plain = record(call)
    assert (plain["money"]["at_choosing_minor"], plain["out_of_date"]) == (2_700_000_00, [])
    assert replay(plain).differs == ()


def test_a_departure_within_the_money_there_is_now_breaks_nothing(told: Call, chair: Person) -> None:
    late = an_application(told, an_organisation(), "under_review")
    for score in (5, 4):
        a_review(late, score=score)
    portfolios.depart(late, reason="Its appeal was upheld.", by=chair)
    found = portfolio(told)
    assert found is not None
    assert found.strains() == [(0, "", 700_000_00)]
    more(told, chair)
    found = portfolio(told)
    assert found is not None
    assert (found.strains(), found.reached()) == ([], [{"value": 2_700_000_00}])


def test_the_record_of_rules_that_were_changed_since_has_the_money_of_the_choosing(call: Call, chair: Person) -> None:
    portfolios.set_rules(call, by=chair, **{**RULES, "money_minor": 2_500_000_00})
    plain = record(call)
    assert plain["money"] == {"at_choosing_minor": 2_000_000_00, "raises": [], "now_minor": 2_500_000_00}
    assert plain["out_of_date"] == ["rules"]
    assert replay(plain).differs == ()


# The record


def test_what_was_decided_against_the_set_or_over_the_money_stands_in_the_record_as_such(
    call: Call, chair: Person
) -> None:
    for serial, outcome in ((1, "selected"), (3, "selected")):
        decided(the(call, serial), outcome, by=chair)
    assert replay(record(call)).differs == ()
    facts = {"decided_by": chair, "confirmed_by": an_officer(call), "decided_at": call.published_at}
    Decision.objects.create(application=the(call, 2), outcome="selected", reason="Good.", **facts)
    Application.objects.filter(call=call).update(state="selected")
    number = the(call, 2).number
    assert replay(record(call)).differs == (
        f"{number} is outside the set and was decided as selected, and no departure says why.",
        "What was selected comes to 70000000 minor units more than there is money.",
    )
    plain: dict[str, Any] = record(call)
    plain["decisions"][-1]["outcome"] = "declined"
    assert "is in the set and was decided as declined" in " ".join(replay(plain).differs)


@pytest.mark.parametrize(
    ("forge", "named"),
    [
        (lambda plain: plain["money"].update(now_minor=3_000_000_00), "The money now is neither"),
        (lambda plain: plain["money"].update(at_choosing_minor=1_000_000_00), "at the choosing is not that"),
        (lambda plain: plain["money"]["raises"].pop(), "The money now is neither"),
        (lambda plain: plain["money"]["raises"].pop(0), "Raise 1 of the money does not begin at"),
        (lambda plain: plain["money"]["raises"][1].update(before_minor=2_000_000_00), "Raise 2 of the money does not"),
        (lambda plain: plain["money"]["raises"][0].update(before_minor=2_200_000_00), "Raise 1 of the money raises"),
        (lambda plain: plain["rules"].update(money_minor=2_900_000_00), "The money now is neither"),
        (lambda plain: plain.update(out_of_date=["rules"]), "how far its set is out of date"),
        (lambda plain: plain["rules"].update(criteria_least=True), "The least of single criteria is not"),
        (lambda plain: plain["decisions"].clear(), "and no decision says so"),
    ],
)
def test_what_was_forged_in_the_money_or_the_rules_is_named(
    told: Call, chair: Person, forge: Callable[[Any], Any], named: str
) -> None:
    Criterion.objects.filter(call=told).update(min_percent=50)
    more(told, chair, 2_100_000_00)
    more(told, chair)
    plain = json.loads(json.dumps(record(told)))
    assert replay(plain).differs == ()
    forge(plain)
    assert named in " ".join(replay(plain).differs)


def test_what_was_decided_with_a_departure_does_not_differ(call: Call, chair: Person) -> None:
    portfolios.depart(the(call, 3), reason="It repeats what is there.", by=chair)
    portfolios.depart(the(call, 2), reason="For a district without any.", by=chair)
    for serial, outcome in ((1, "selected"), (2, "selected"), (3, "declined")):
        decided(the(call, serial), outcome, by=chair)
    assert replay(record(call)).differs == ()
