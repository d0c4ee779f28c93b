"""The agreement of a grant: begun from its application, written while the offer waits, fixed when it is accepted."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from saanjh.awards import agreement_queries as queries
from saanjh.awards import budgets, patterns
from saanjh.awards.actions import agreements, awards
from saanjh.awards.budgets import Line
from saanjh.awards.models import Agreement, Award
from saanjh.calls.models import Capacity, CostRule
from saanjh.ground import history
from saanjh.ground.access import Role
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from tests.awards.factories import LINES, an_agreement, an_award, with_budget
from tests.awards.test_awards import offer, officer_of
from tests.calls.factories import a_call
from tests.events.factories import a_running_programme, days_ago
from tests.factories import holding
from tests.results.factories import chosen

pytestmark = pytest.mark.django_db
LEVELS = ("low", "moderate", "significant", "high")


def offered(**terms: Any) -> tuple[Award, Agreement, Person]:
    """A grant that waits for its answer, what is written for it, and the officer."""
    application = with_budget()
    officer = officer_of(application)
    award = offer(application, officer, **terms)
    return award, Agreement.objects.get(award=award), officer


def lines_of(agreement: Agreement) -> list[tuple[str, str, int]]:
    return [(line.heading, line.what, line.amount_minor) for line in agreement.lines.all()]


def test_the_first_version_is_made_with_the_offer_from_the_application() -> None:
    award, agreement, _officer = offered()
    assert (agreement.number, agreement.from_day, agreement.is_fixed) == (None, None, False)
    assert (agreement.amount_minor, agreement.starts_on, agreement.ends_on) == (
        award.amount_minor,
        award.starts_on,
        award.ends_on,
    )
    assert list(agreement.districts.all()) == list(award.districts.all())
    assert lines_of(agreement) == list(LINES)
    assert agreement.lines.all()[0].label_en == "Staff and volunteers"
    steps = list(agreement.milestones.all())
    assert [step.code for step in steps] == ["M0", "M1", "M2", "M3", "M4", "M6", "M7", "M8"]
    assert (steps[0].due_on, steps[-1].due_on) == (award.starts_on, award.ends_on)
    assert [(part.percent, part.amount_minor, part.milestone) for part in agreement.tranches.all()] == [
        (40, 360_000_00, "M0"),
        (40, 360_000_00, "M4"),
        (20, 180_000_00, "M8"),
    ]


def test_a_smaller_offer_cuts_each_line_in_proportion_to_the_last_paisa() -> None:
    _award, agreement, _officer = offered(amount_minor=700_000_01)
    assert sum(minor for _heading, _what, minor in lines_of(agreement)) == 700_000_01
    assert lines_of(agreement)[0][2] == 175_000_00
    assert agreement.tranches.count() == 3


def test_a_paisa_that_cutting_moved_over_a_limit_is_let_go_by_and_no_more() -> None:
    most = (("A", "Two people", 360_000_00), ("B", "Tea", 450_000_00))
    application = with_budget(lines=(*most, ("E", "Counting", 54_000_00), ("G", "Care", 36_000_00)))
    officer = officer_of(application)
    award = offer(application, officer, amount_minor=700_000_02)
    cut = [Line(*line) for line in lines_of(Agreement.objects.get(award=award))]
    assert cut[0].minor * 100 > 40 * award.amount_minor
    agreements.write_budget(award, cut, by=officer)
    cut[0], cut[1] = Line("A", "Two people", cut[0].minor + 5), Line("B", "Tea", cut[1].minor - 5)
    with pytest.raises(Refusal, match="may be at most 40"):
        agreements.write_budget(award, cut, by=officer)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 10**13), st.lists(st.integers(0, 10**11), max_size=30))
def test_lines_cut_to_another_sum_and_tranches_of_each_level_add_up_to_it(total: int, asked: list[int]) -> None:
    cut = budgets.cut_to([Line("A", "Tea", minor) for minor in asked], total)
    assert sum(line.minor for line in cut) == (total if sum(asked) else 0)
    assert all(line.minor > 0 for line in cut)
    for level in LEVELS:
        parts = patterns.tranches(total, level)
        assert sum(part.minor for part in parts) == (total if level != "high" else 0)


@pytest.mark.parametrize(
    ("level", "percents"),
    [("low", [50, 40, 10]), ("moderate", [40, 40, 20]), ("significant", [30, 40, 20, 10]), ("high", [])],
)
def test_the_level_of_the_assessment_gives_the_tranches(level: str, percents: list[int]) -> None:
    application = with_budget()
    officer = officer_of(application)
    Capacity.objects.create(
        application=application, percent=50, level=level, assessed_by=officer, assessed_at=application.submitted_at
    )
    agreement = Agreement.objects.get(award=offer(application, officer))
    assert [part.percent for part in agreement.tranches.all()] == percents


def test_the_steps_are_spread_over_a_grant_of_any_length() -> None:
    first = datetime.date(2026, 1, 1)
    eight = patterns.days_of(first, datetime.date(2026, 8, 31))
    assert eight["M4"] == datetime.date(2026, 5, 2)
    for days in (31, 180, 300, 1_800):
        last = first + datetime.timedelta(days=days)
        found = list(patterns.days_of(first, last).values())
        assert (found[0], found[-1]) == (first, last)
        assert found == sorted(found)


def test_the_officer_writes_other_lines_while_the_offer_waits() -> None:
    award, agreement, officer = offered()
    lines = [Line(*line) for line in LINES]
    lines[0], lines[1] = Line("A", "Two people", 224_000_00), Line("B", "Meetings and tea", 451_000_00)
    agreements.write_budget(award, lines, by=officer)
    assert lines_of(agreement)[:2] == [("A", "Two people", 224_000_00), ("B", "Meetings and tea", 451_000_00)]
    assert history.of(award)[-1].verb == "agreement_budget_written"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"A": 224_999_99}, "0.01 more is needed"),
        ({"A": 225_000_01}, "0.01 is too much"),
        ({"A": 360_000_02 + 5, "B": 314_999_93}, "“⁨Staff and volunteers⁩” may be at most 40"),
        ({"G": 10_000_00, "B": 485_000_00}, "“⁨Safety, safeguarding and access⁩” must be at least 2"),
        ({"A": 0, "B": 675_000_00}, "an amount above zero"),
    ],
)
def test_a_budget_that_does_not_add_up_or_breaks_a_limit_is_refused_in_words(
    changed: dict[str, int], words: str
) -> None:
    award, agreement, officer = offered()
    lines = [Line(heading, what, changed.get(heading, minor)) for heading, what, minor in LINES]
    with pytest.raises(Refusal, match=words.replace("(", r"\(")):
        agreements.write_budget(award, lines, by=officer)
    assert lines_of(agreement) == list(LINES)


def test_an_unknown_heading_and_no_line_at_all_are_refused() -> None:
    award, _agreement, officer = offered()
    for lines in ([], [Line("Z", "Tea", 900_000_00)], [Line("B", " ", 900_000_00)]):
        with pytest.raises(Refusal):
            agreements.write_budget(award, lines, by=officer)


def test_what_a_call_never_pays_is_in_no_budget() -> None:
    award, _agreement, _officer = offered()
    lines = [Line(heading, what, minor) for heading, what, minor in LINES]
    rule = {"ruleset": "community", "kind": "never", "words": "gifts", "label_en": "Gifts", "source": "Ours"}
    call = award.application.call = a_call("draft", award.programme)  # of a published one the rules are frozen
    CostRule.objects.create(call=call, position=1, code="gifts", **rule)
    lines[2] = Line("C", "Gifts for guests", 90_000_00)
    assert budgets.broken(award.application, [], lines) == [
        "Line 3: “⁨Gifts⁩” is not paid from this grant. Take the line out, or reword it if it is something else."
    ]


def steps_of(agreement: Agreement, **changed: datetime.date) -> dict[str, Any]:
    days = {step.code: step.due_on for step in agreement.milestones.all()}
    return {"days": {**days, **changed}, "level": "moderate", "level_reason": "", "written_in": "en"}


def test_another_level_of_risk_needs_a_reason_and_brings_its_tranches() -> None:
    award, agreement, officer = offered()
    facts = {**steps_of(agreement), "level": "low"}
    with pytest.raises(Refusal) as refused:
        agreements.write_steps(award, by=officer, **facts)
    assert refused.value.field == "level_reason"
    agreements.write_steps(award, by=officer, **{**facts, "level_reason": "Ten years of work together."})
    assert [part.percent for part in agreement.tranches.all()] == [50, 40, 10]
    agreements.write_steps(award, by=officer, **{**facts, "level": "high", "level_reason": "No accounts yet."})
    assert agreement.tranches.count() == 0


def test_a_step_stays_within_the_grant_and_after_the_one_before() -> None:
    award, agreement, officer = offered()
    for wrong in ({"M8": award.ends_on + datetime.timedelta(days=1)}, {"M2": award.starts_on}):
        with pytest.raises(Refusal) as refused:
            agreements.write_steps(award, by=officer, **steps_of(agreement, **wrong))
        assert refused.value.field == f"day_{next(iter(wrong))}"
    agreements.write_steps(award, by=officer, **steps_of(agreement, M8=award.ends_on - datetime.timedelta(days=1)))
    assert agreement.milestones.last().due_on == award.ends_on - datetime.timedelta(days=1)


def test_visibility_is_planned_or_waived_with_a_reason_and_what_is_measured_is_the_programmes() -> None:
    award, agreement, officer = offered()
    chosen(award)
    mine = award.programme.chosen.get()
    facts: dict[str, Any] = {"visibility": "", "is_unseen": True, "written_in": "en", "indicators": [mine]}
    with pytest.raises(Refusal, match="why the grant is not shown"):
        agreements.write_visibility(award, by=officer, **facts)
    agreements.write_visibility(award, by=officer, **{**facts, "visibility": "Staff were threatened."})
    agreement.refresh_from_db()
    assert (agreement.is_unseen, list(agreement.indicators.all())) == (True, [mine])
    mine.set_aside_on = days_ago(1)
    with pytest.raises(Refusal, match="that the programme measures"):
        agreements.write_visibility(award, by=officer, **{**facts, "visibility": "A sign.", "is_unseen": False})


def test_accepting_brings_the_first_version_into_force_and_the_database_keeps_it() -> None:
    award, agreement, officer = offered()
    awards.accept(award, by=holding(Role.SIGNATORY, over=award.organisation_id))
    agreement.refresh_from_db()
    assert (agreement.number, agreement.from_day, agreement.is_fixed) == (1, days_ago(0), True)
    with pytest.raises(Refusal, match="was answered"):
        agreements.write_budget(award, [Line(*line) for line in LINES], by=officer)
    line = agreement.lines.all()[0]
    changes = (
        lambda: Agreement.objects.filter(pk=agreement.pk).update(visibility="Another sign."),
        lambda: Agreement.objects.filter(pk=agreement.pk).update(from_day=days_ago(9)),
        lambda: agreement.lines.filter(pk=line.pk).update(amount_minor=1),
        lambda: agreement.lines.filter(pk=line.pk).delete(),
        lambda: agreement.lines.create(position=9, heading="A", label_en="A", what="More", amount_minor=1),
        lambda: agreement.milestones.update(due_on=days_ago(3)),
        lambda: agreement.tranches.update(amount_minor=1),
        lambda: agreement.districts.clear(),
    )
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_what_is_accepted_is_whole_and_what_was_read() -> None:
    award, agreement, officer = offered()
    signatory = holding(Role.SIGNATORY, over=award.organisation_id)
    read = queries.digest(agreement)
    agreements.write_visibility(
        award, visibility="A sign.", is_unseen=False, written_in="en", indicators=[], by=officer
    )
    with pytest.raises(Refusal, match="was changed since you opened it"):
        awards.accept(award, reads=read, by=signatory)
    agreement.lines.all()[0].delete()
    with pytest.raises(Refusal, match="more is needed"):
        awards.accept(award, by=signatory)
    agreement.lines.all().delete()
    with pytest.raises(Refusal, match="not written yet"):
        awards.accept(award, by=signatory)
    award.refresh_from_db()
    assert (award.state, Agreement.objects.in_force().count()) == ("offered", 0)


def test_only_an_officer_of_the_programme_who_is_not_of_the_organisation_writes_it() -> None:
    award, _agreement, officer = offered()
    lines = [Line(*line) for line in LINES]
    others = [
        holding(Role.SIGNATORY, over=award.organisation_id),
        holding(Role.FINANCE_OFFICER, over=award.programme_id),
        holding(Role.PROGRAMME_OFFICER, over=a_running_programme().pk),
    ]
    for person in others:
        with pytest.raises(Refusal):
            agreements.write_budget(award, lines, by=person)
    officer.roles_held.create(role=Role.EDITOR, scope_kind="organisation", scope_id=award.organisation_id)
    with pytest.raises(Refusal, match="belong to this organisation"):
        agreements.write_budget(award, lines, by=Person.objects.get(pk=officer.pk))


def test_a_grant_from_before_goes_on_without_and_is_given_its_first_version_from_what_is_known() -> None:
    award = an_award(application=with_budget())
    officer = holding(Role.PROGRAMME_OFFICER, over=award.programme_id)
    assert queries.on(award, days_ago(0)) is None
    made = agreements.bring_in(award, by=officer)
    made.refresh_from_db()
    assert (made.number, made.from_day, lines_of(made)) == (1, days_ago(0), list(LINES))
    with pytest.raises(Refusal, match="already"):
        agreements.bring_in(award, by=officer)
    unknown = an_award("completed", programme=award.programme)
    assert lines_of(agreements.bring_in(unknown, by=officer)) == []
    with pytest.raises(Refusal, match="given up"):
        agreements.bring_in(an_award("declined", programme=award.programme), by=officer)
    waits = agreements.bring_in(an_award("offered", programme=award.programme), by=officer)
    assert (waits.number, waits.is_fixed) == (None, False)


def test_an_offer_without_an_agreement_is_accepted_as_before() -> None:
    award = an_award("offered")
    awards.accept(award, by=holding(Role.SIGNATORY, over=award.organisation_id))
    assert (award.state, Agreement.objects.count()) == ("active", 0)


def test_the_version_of_a_day_is_the_latest_that_was_in_force_on_it() -> None:
    award = an_award()
    first = an_agreement(award)
    second = an_agreement(award, number=2)
    assert queries.on(award, days_ago(0)) == second
    assert queries.on(award, days_ago(1)) == second
    assert queries.on(award, days_ago(50)) == first
    assert [version.number for version in queries.versions(award)] == [2, 1]
