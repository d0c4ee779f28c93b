"""Questions that are answered in rows: tables with typed columns, and budgets whose headings have limits."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saanjh.ground.access import Role
from saanjh.ground.refusals import Refusal
from saanjh.questions import budgets, digests, queries, rules, values
from saanjh.questions.actions import answers, forms, parts
from saanjh.questions.models import Question
from tests.factories import a_person, holding
from tests.questions.factories import a_draft, a_page, a_question, a_sheet, choices, freeze

pytestmark = pytest.mark.django_db


def a_column(table: Question, kind: str = "short_text", **facts: Any) -> Question:
    facts = {"code": kind, "label_en": f"The {kind}", **facts}
    return Question.objects.create(
        version=table.version, table=table, kind=kind, position=table.columns.count() + 1, **facts
    )


def a_table(**facts: Any) -> Question:
    """Staff by role: how many, what one costs, how they are paid."""
    table = a_question(a_page(a_draft()), "table", code="staff", label_en="Who works?", **facts)
    a_column(table, code="role")
    a_column(table, "count", code="people", lowest=1)
    a_column(table, "money", code="pay", currency="PKR", required=False)
    choices(a_column(table, "choice", code="paid", required=False), "Monthly", "Daily")
    return table


def a_budget(**facts: Any) -> Question:
    facts = {"code": "budget", "label_en": "What does it cost?", "currency": "PKR", "track": "full", **facts}
    return a_question(a_page(a_draft()), "budget", **facts)


def line(heading: str, cost: int, quantity: str = "1") -> dict[str, Any]:
    """One line of a budget, its cost in whole rupees."""
    minor = {"minor": cost * 100, "currency": "PKR"}
    return {"heading": heading, "what": "Something", "quantity": quantity, "cost": minor}


FITS = [line("A", 300), line("B", 560), line("E", 60), line("G", 30), line("I", 50)]


def test_rows_are_kept_by_column_and_what_is_blank_is_left_out() -> None:
    table = a_table()
    given = [
        {"role": " Trainer ", "people": 2, "pay": 50_000_00, "paid": "monthly"},
        {"role": "", "people": None, "pay": None},
        {"role": "Cook", "people": "۱", "other": "is dropped"},
    ]
    assert values.checked(table, given) == [
        {"role": "Trainer", "people": "2", "pay": {"minor": 5000000, "currency": "PKR"}, "paid": "monthly"},
        {"role": "Cook", "people": "1"},
    ]
    assert values.checked(table, [{"role": ""}]) is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("rows", "another kind"),
        ([["a"]], "another kind"),
        ([{"people": "many"}], "Row 1, “\u2068The count\u2069”: This answer is of another kind"),
        ([{}, {"people": 0}], "Row 2, “\u2068The count\u2069”: Write 1 or more."),
        ([{"pay": -5}], "An amount cannot be less than nothing."),
        ([{"pay": {"minor": 5, "currency": "USD"}}], "Write this amount in PKR."),
        ([{"paid": "never"}], "Choose from the list."),
        ([{"role": "x"}] * 4, "At most 3 rows fit."),
    ],
)
def test_a_cell_of_the_wrong_kind_is_refused_with_its_place(given: Any, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        values.checked(a_table(most_rows=3), given)
    assert (refused.value.field, said in str(refused.value.why)) == ("staff", True), refused.value.why


def test_personal_details_reach_no_cell() -> None:
    table = a_table()
    sheet = a_sheet(freeze(table.version))
    with pytest.raises(Refusal) as refused:
        answers.save(sheet, table.section, {"staff": [{"role": "Call 0300-1234567"}]}, by=a_person())
    assert refused.value.field == "staff"


def test_cells_and_rows_that_lack_are_said_before_it_is_handed_in() -> None:
    table = a_table(fewest_rows=2)
    sheet = a_sheet(freeze(table.version), staff=[{"role": "Cook"}])
    assert [problem.why for problem in rules.problems(sheet)] == [
        "Row 1, “\u2068The count\u2069”: This must be filled in. Fill in 2 rows at least."
    ]


def test_checks_and_conditions_reckon_with_columns() -> None:
    words = {"check_words_en": "At most 100,000 in all."}
    table = a_table(check_that="sum(${staff/pay}) <= 100000", **words)
    a_question(table.section, code="why", show_if="count(${staff}) > 1")
    a_question(table.section, code="many", show_if="sum(${staff/people}) > 9", required=False)
    pages = list(table.version.sections.all())
    for question in table.version.questions.filter(table=None):
        rules.may_stand(question, pages)
    pay = {"minor": 100_000_00, "currency": "PKR"}
    row = {"role": "Cook", "people": "5", "pay": pay}
    sheet = a_sheet(freeze(table.version), staff=[row])
    assert queries.asked(sheet).codes == {"staff"}
    assert rules.problems(sheet) == []
    sheet = a_sheet(table.version, staff=[row, row])
    assert queries.asked(sheet).codes == {"staff", "why", "many"}
    assert rules.problems(sheet)[0].why == "At most 100,000 in all."


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (FITS, []),
        ([*FITS, line("A", 300)], ["“\u2068Staff and volunteers\u2069” may be at most 40\u00a0%: it is 46.2\u00a0%."]),
        ([*FITS[:-1], line("I", 70)], ["“\u2068Indirect costs\u2069” may be at most 7\u00a0%: it is 7.4\u00a0%."]),
        (
            [*FITS[:3], FITS[4]],
            ["“\u2068Safety, safeguarding and access\u2069” must be at least 2\u00a0%: it is 0\u00a0%."],
        ),
        ([], []),
    ],
)
def test_each_limit_that_a_budget_breaks_is_said_in_words(rows: list[dict[str, Any]], said: list[str]) -> None:
    found = [why for why in budgets.problems(a_budget(), rows) if "Measuring" not in why]
    assert [re.sub(" of the whole budget| of all other headings", "", why) for why in found] == said


def test_the_simplified_track_leaves_more_for_staff() -> None:
    budget = a_budget(track="simplified")
    limits = {each.code: (each.least_percent, each.most_percent) for each in budgets.headings(budget)}
    assert (limits["A"], limits["B"], limits["E"], limits["I"]) == ((None, 50), (40, None), (5, 10), (None, 7))


def test_headings_are_copied_in_when_the_form_is_published_and_frozen_with_it() -> None:
    officer = holding(Role.PROGRAMME_OFFICER, over=1)
    budget = a_budget()
    before = digests.of_version(budget.version)
    forms.publish(budget.version, by=officer)
    kept = list(budget.headings.all())
    assert [heading.code for heading in kept] == list("ABCDEFGHI")
    assert digests.of_version(budget.version) != before
    with pytest.raises(IntegrityError), transaction.atomic():
        budget.headings.update(most_percent=90)
    draft = forms.revise(budget.version.form, by=officer)
    assert not draft.questions.get().headings.exists()


def test_a_budget_is_reckoned_by_heading_and_in_conditions() -> None:
    budget = a_budget(check_that="sum(${budget/amount}) <= 1000", check_words_en="Ask for less.")
    sheet = a_sheet(freeze(budget.version), budget=FITS)
    assert rules.problems(sheet) == []
    table = queries.answered(sheet)[0].answers[0].value
    assert (table.total, [share.minor for share in table.shares[:2]]) == (1000_00, [300_00, 560_00])
    assert [cell.question.code for cell in table.rows[0]] == ["heading", "what", "unit", "quantity", "cost"]
    dear = a_sheet(budget.version, budget=[*FITS[:1], line("B", 560, "1.5"), *FITS[2:]])
    assert [problem.why.endswith("Ask for less.") for problem in rules.problems(dear)] == [True]
    assert budgets.amount(line("B", 1, "0.005"), "PKR") == 1  # half a paisa is rounded up
    assert budgets.amount({"quantity": "2"}, "PKR") == 0


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"kind": "budget", "currency": "PKR"}, "says whose limits it keeps"),
        ({"kind": "budget", "track": "full"}, "Name the currency"),
        ({"kind": "number", "track": "full"}, "says whose limits it keeps"),
        ({"kind": "number", "most_rows": 3}, "Only a table or a budget has rows."),
        ({"kind": "table", "fewest_rows": 4, "most_rows": 3}, "The fewest rows are more than the most."),
    ],
)
def test_what_has_no_meaning_for_rows_is_refused(facts: dict[str, Any], said: str) -> None:
    officer = holding(Role.PROGRAMME_OFFICER, over=1)
    with pytest.raises(Refusal, match=said):
        parts.add_question(a_page(a_draft()), label_en="What?", by=officer, **facts)


def test_columns_are_added_moved_copied_and_kept_to_their_kinds() -> None:
    officer = holding(Role.PROGRAMME_OFFICER, over=1)
    table = a_question(a_page(a_draft()), "table", code="staff")
    with pytest.raises(Refusal, match="has no columns yet"):
        forms.publish(table.version, by=officer)
    parts.add_question(table, kind="short_text", label_en="Role", by=officer)
    paid = parts.add_question(
        table, kind="choice", label_en="Paid", choices=[("Daily", ""), ("Monthly", "")], by=officer
    )
    for kind in ("table", "budget", "long_text", "districts"):
        with pytest.raises(Refusal):
            parts.add_question(
                table, kind=kind, label_en="Else", currency="PKR" if kind == "budget" else "", by=officer
            )
    with pytest.raises(Refusal, match="no condition and no check of its own"):
        parts.reword_question(paid, show_if="${role} = 'x'", by=officer)
    parts.move_question(paid, up=True, by=officer)
    with pytest.raises(Refusal, match="first question already"):
        parts.move_question(paid, up=True, by=officer)
    assert list(table.columns.values_list("code", flat=True)) == ["paid", "role"]
    forms.publish(table.version, by=officer)
    draft = forms.revise(table.version.form, by=officer)
    copy = draft.questions.get(table=None)
    assert [(each.code, each.choices.count()) for each in copy.columns.all()] == [("paid", 2), ("role", 0)]


@pytest.mark.parametrize(
    "facts", [{"section": None}, {"track": "full"}, {"fewest_rows": 1}, {"kind": "table", "most_rows": 999}]
)
def test_the_database_forbids_what_must_never_be(facts: dict[str, Any]) -> None:
    question = a_question(a_page(a_draft()))
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(**facts)


def test_a_line_worth_more_than_can_be_is_refused_not_cut() -> None:
    with pytest.raises(Refusal, match="more than can be"):
        values.checked(a_budget(), [line("B", 9_000_000_000, "1000000")])


def test_a_limit_that_is_broken_by_little_is_not_said_to_be_kept() -> None:
    budget = a_budget()
    (why,) = [each for each in budgets.problems(budget, [line("A", 40_04), *almost(59_96)]) if "Staff" in each]
    assert "at most 40\u00a0%" in why
    assert why.endswith("it is 40.04\u00a0%.")


def test_indirect_costs_of_nothing_are_said_to_be_of_nothing() -> None:
    (why,) = [each for each in budgets.problems(a_budget(), [line("I", 10)]) if "Indirect" in each]
    assert why.endswith("and there is nothing else yet.")


def almost(rupees: int) -> list[dict[str, Any]]:
    """All headings but A, within their own limits, to so many rupees."""
    return [line("B", rupees - 1300), line("E", 700), line("G", 600)]
