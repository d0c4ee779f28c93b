"""Expressions of forms read as XLSForm's do, are refused before they can do harm, and always come to an end."""

import time
from datetime import UTC, date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saanjh.kit.expressions import (
    Fault,
    Kind,
    NotAnExpression,
    Sort,
    TooMuch,
    Tree,
    Use,
    Value,
    check,
    cost,
    evaluate,
    holds,
    limits,
    parse,
    passes,
    read,
    read_all,
    references,
    visible,
)
from saanjh.kit.expressions.evaluation import Evaluation

TODAY = date(2026, 3, 1)
COLOURS = frozenset({"red", "blue", "green"})
BUDGET = Kind(
    Sort.TABLE,
    columns={"item": Kind(Sort.TEXT), "amount": Kind(Sort.MONEY, currency="PKR"), "days": Kind(Sort.NUMBER)},
)
KINDS = {
    "name": Kind(Sort.TEXT),
    "age": Kind(Sort.NUMBER),
    "income": Kind(Sort.MONEY, currency="PKR"),
    "grant": Kind(Sort.MONEY, currency="USD"),
    "born": Kind(Sort.DATE),
    "enrolled": Kind(Sort.CHOICE, codes=frozenset({"yes", "no"})),
    "colours": Kind(Sort.CHOICES, codes=COLOURS),
    "districts": Kind(Sort.PLACES),
    "budget": BUDGET,
    "agreed": Kind(Sort.BOOLEAN),
}
ANSWERS: dict[str, Any] = {
    "name": "Kot Addu",
    "age": "34",
    "income": {"minor": 150000, "currency": "PKR"},
    "grant": {"minor": 1000, "currency": "USD"},
    "born": "1992-02-29",
    "enrolled": "yes",
    "colours": ["red", "green"],
    "districts": ["swat", "lower-dir"],
    "budget": [
        {"item": "Tea", "amount": {"minor": 5050, "currency": "PKR"}, "days": "2"},
        {"item": "Hall", "amount": {"minor": 100000, "currency": "PKR"}, "days": ""},
        {},
    ],
    "agreed": True,
}
VALUES = read_all(KINDS, ANSWERS)


def value(source: str, values: dict[str, Value] | None = None, *, own: str = "") -> Value:
    return evaluate(parse(source), VALUES if values is None else values, today=TODAY, own=own)


def faults(source: str, *, own: str = "", use: Use = Use.SHOW_IF) -> list[tuple[Fault, int]]:
    return [(problem.fault, problem.at) for problem in check(source, KINDS, own=own, use=use)]


# Published examples: docs.getodk.org/form-operators-functions and /form-logic, XPath 1.0 section 3.5 and 4.4


@pytest.mark.parametrize(
    ("source", "known", "result"),
    [
        ("${salary_income} + ${self_employed_income}", {"salary_income": 10, "self_employed_income": 5}, 15),
        ("${bill} * 1.18", {"bill": 100}, 118),
        ("${percent_int} div 100", {"percent_int": 18}, "0.18"),
        ("(${even_number} mod 2) = 0", {"even_number": 4}, True),
        ("${age} > -1 and ${age} < 120", {"age": 40}, True),
        ("${age} < 19 or ${age} > 64", {"age": 40}, False),
        ("round((${bill_amount} * 0.18),2)", {"bill_amount": "55.88"}, "10.06"),
        ("round(${bill_amount} * ${tip_percent} * 0.01, 2)", {"bill_amount": "55.88", "tip_percent": 18}, "10.06"),
        ("coalesce(${potentially_empty_value}, 0)", {}, 0),
        ('if(${potentially_empty_value}="", 0, ${potentially_empty_value})', {}, 0),
        ('if(${potentially_empty_value}="", 0, ${potentially_empty_value})', {"potentially_empty_value": 7}, 7),
        ("5 mod 2", {}, 1),
        ("5 mod -2", {}, 1),
        ("-5 mod 2", {}, -1),
        ("-5 mod -2", {}, -1),
        ("1.5 mod 0.5", {}, 0),
        ("round(-1.5)", {}, -1),
        ("round(2.5)", {}, 3),
        ("round(8765.4321, -3)", {}, 9000),
        ("round(8765.4321, 2)", {}, "8765.43"),
    ],
)
def test_published_examples_come_to_what_is_published(source: str, known: dict[str, Any], result: Any) -> None:
    found = value(source, {code: Decimal(number) for code, number in known.items()})
    assert found == (result if isinstance(result, bool) else Decimal(result))


@pytest.mark.parametrize(
    ("source", "code", "answer", "passes_it"),
    [
        (".<=40", "age", "40", True),
        (".<=40", "age", "41", False),
        ("(. > 10 and . < 20)", "age", "20", False),
        ("count-selected(.)=3", "colours", ["red", "green", "blue"], True),
        ("count-selected(.)=3", "colours", ["red"], False),
        ("not(selected(., 'red') and selected(., 'blue'))", "colours", ["red", "blue"], False),
        (". <= today()", "born", "2026-03-02", False),
        ("sum(${budget/amount}) <= ${income}", "budget", ANSWERS["budget"], True),
        (".<=40", "age", "", True),
    ],
)
def test_a_check_asks_about_its_own_answer(source: str, code: str, answer: Any, passes_it: bool) -> None:
    assert check(source, KINDS, own=code, use=Use.CHECK) == []
    values = {**VALUES, code: read(KINDS[code], answer)}
    assert passes(parse(source), values, today=TODAY, own=code) is passes_it


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 4 - 3", 3),
        ("10 - (4 - 3)", 9),
        ("- 2 * -3", 6),
        ("8 div 4 div 2", 1),
        ("true() or false() and false()", True),
        ("(true() or false()) and false()", False),
        ("1 + 1 = 2", True),
        ("0.1 + 0.2 = 0.3", True),
        ("1 div 3 * 3 = 1", True),
        ("int(1 div 3 * 3)", 1),
        ("int(-3.7)", -3),
        ("1 < 2 = true()", True),
        ("۱۲ + ٣", 15),
        (".5 + 5.", "5.5"),
        ("number('۱٬۵۰۰')", 1500),
        ("min(3, 1, 2) + max(${age}, 40)", 41),
        ("sum(${budget/amount})", "1050.50"),
        ("min(${budget/days}, 7)", 2),
        ("max(${budget/amount})", 1000),
        ("count(${budget})", 3),
        ("string-length(${name})", 8),
        ("count-selected(${colours}) + count-selected(${districts})", 4),
        ("${name} = 'kot  addu'", True),
        ("'كراچي' = \"کراچی\"", True),
        ("${born} < date('1992-03-01')", True),
        ("int((today() - ${born}) div 365.25)", 34),
        ("date('2026-03-01') = today()", True),
        ("${income} >= 1500 and ${income} < 1500.01", True),
        ("selected(${districts}, 'swat')", True),
        ("selected(${enrolled}, 'yes')", True),
        ("${agreed} = true()", True),
    ],
)
def test_an_expression_comes_to(source: str, result: Any) -> None:
    assert value(source) == (result if isinstance(result, bool) else Decimal(result))


# What blank does


BLANK_TABLE = [
    ("${x} = ''", True),
    ("'' = ${x}", True),
    ('${x} = "  "', True),
    ("'' = ''", True),
    ("${x} != ''", False),
    ("${age} != ''", True),
    ("${age} = ''", False),
    ("${colours} != ''", True),
    ("${budget} = ''", False),
    *[(f"${{x}} {sign} 1", False) for sign in ("=", "!=", "<", "<=", ">", ">=")],
    *[(f"1 {sign} ${{x}}", False) for sign in ("=", "!=", "<", "<=", ">", ">=")],
    *[(f"${{x}} {sign} ${{y}}", False) for sign in ("=", "!=", "<", "<=", ">", ">=")],
    ("${x} = coalesce('', '')", False),
    *[(f"${{x}} {sign} 1", None) for sign in ("+", "-", "*", "div", "mod")],
    *[(f"1 {sign} ${{x}}", None) for sign in ("+", "-", "*", "div", "mod")],
    ("-${x}", None),
    ("${born} - ${x}", None),
    ("1 div 0", None),
    ("1 mod 0", None),
    ("0 div 0", None),
    ("1 div 0 = ''", True),
    ("999999999999999 * 999999999999999 * 999999999999999", None),
    ("${x} or true()", True),
    ("${x} or false()", False),
    ("true() and ${x}", False),
    ("not(${x})", True),
    ("if(${x}, 1, 2)", 2),
    ("if(true(), '', 2)", None),
    ("coalesce(${x}, 3)", 3),
    ("coalesce(0, 3)", 0),
    ("coalesce(${x}, ${y})", None),
    ("number(${x})", None),
    ("number('three')", None),
    ("int(${x})", None),
    ("round(${x}, 2)", None),
    ("round(2.5, ${x})", None),
    ("date(${x})", None),
    ("date('1 March')", None),
    ("string-length(${x})", 0),
    ("count-selected(${x})", 0),
    ("selected(${x}, 'red')", False),
    ("selected(${colours}, ${x})", False),
    ("min(${x}, 4)", 4),
    ("max(${x}, ${y})", None),
    ("sum(${budget/days})", 2),
    ("sum(${x/days})", 0),
    ("min(${x/days})", None),
    ("count(${x})", 0),
]


@pytest.mark.parametrize(("source", "result"), BLANK_TABLE)
def test_what_blank_does(source: str, result: Any) -> None:
    found = value(source)
    assert found == result
    assert isinstance(found, bool) == isinstance(result, bool)


@pytest.mark.parametrize("blank", [None, "", " \u00a0", ()])
def test_every_sort_of_blank_is_blank(blank: Value) -> None:
    assert value("${x} = ''", {"x": blank}) is True
    assert value("coalesce(${x}, 1)", {"x": blank}) == 1


# What is no expression


@pytest.mark.parametrize(
    ("source", "fault", "at"),
    [
        ("", Fault.ENDS_EARLY, 0),
        ("  ", Fault.ENDS_EARLY, 2),
        ("1 +", Fault.ENDS_EARLY, 3),
        ("(1", Fault.ENDS_EARLY, 2),
        ("1 2", Fault.UNEXPECTED, 2),
        ("1 = = 2", Fault.UNEXPECTED, 4),
        ("1)", Fault.UNEXPECTED, 1),
        ("min(1,)", Fault.UNEXPECTED, 6),
        ("age > 3", Fault.UNEXPECTED, 0),
        ("and", Fault.UNEXPECTED, 0),
        ("1 AND 2", Fault.UNEXPECTED, 2),
        ("${Age} > 3", Fault.REFERENCE, 0),
        ("1 = ${a", Fault.REFERENCE, 4),
        ("${a/b/c}", Fault.REFERENCE, 0),
        ("${a} > 'x", Fault.OPEN_TEXT, 7),
        ("1 ; 2", Fault.CHARACTER, 2),
        ("‘a’", Fault.CHARACTER, 0),
        ("__import__('os')", Fault.CHARACTER, 0),
        ("\x00", Fault.CHARACTER, 0),
        ("1 = eval('2')", Fault.FUNCTION, 4),
        ("regex(., '(a+)+b')", Fault.FUNCTION, 0),
        ("if(true(), 1)", Fault.ARGUMENTS, 0),
        ("1 = today(2)", Fault.ARGUMENTS, 4),
        ("9" * 31, Fault.TOO_MANY_DIGITS, 0),
        ("1" + " + 1" * 200, Fault.TOO_MANY_PARTS, 800),
        (" " * 2001, Fault.TOO_LONG, 2000),
        ("0" + " + sum(${budget/amount})" * 50, Fault.TOO_MANY_STEPS, 0),
    ],
)
def test_what_is_no_expression_is_refused_with_its_place(source: str, fault: Fault, at: int) -> None:
    with pytest.raises(NotAnExpression) as refused:
        parse(source)
    assert (refused.value.problem.fault, refused.value.problem.at) == (fault, at)
    assert check(source, KINDS) == [refused.value.problem]
    assert isinstance(refused.value, TooMuch) == fault.startswith("too_")


def test_a_fault_has_its_facts() -> None:
    [problem] = check("1 = today(2)", KINDS)
    assert problem.facts == {"function": "today", "least": "0", "most": "0", "given": "1"}
    [problem] = check("${income} > ${grant}", KINDS)
    assert problem.facts == {"word": ">", "one": "PKR", "other": "USD"}


@pytest.mark.parametrize("open_sign", ["(", "-", "not(", "if(true(),", "1+("])
@pytest.mark.parametrize("times", [25, 300, 10_000, 1_000_000])
def test_deep_nesting_is_refused_fast(open_sign: str, times: int) -> None:
    started = time.process_time()
    with pytest.raises(TooMuch):
        parse(open_sign * times)
    assert time.process_time() - started < 0.5


def test_the_deepest_expression_is_reckoned_without_running_out_of_stack() -> None:
    one = "1 = 2 or true() and 1 = 1 < 1 + 1 * -("
    source = (one * 12) + "1" + ")" * 12
    with pytest.raises(TooMuch):
        parse(one * 13)

    def deep(frames: int) -> Value:
        return deep(frames - 1) if frames else value(source)

    assert str(parse(str(parse(source)))) == str(parse(source))
    assert isinstance(deep(400), bool)


# What is wrong with an expression that can be read


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("${age} > 3", []),
        ("${agee} > 3", [(Fault.UNKNOWN, 0)]),
        ("${age} > 3 and ${x} = 1 or ${y} = 2", [(Fault.UNKNOWN, 15), (Fault.UNKNOWN, 27)]),
        ("${age}", [(Fault.NOT_YES_OR_NO, 0)]),
        ("'yes'", [(Fault.NOT_YES_OR_NO, 0)]),
        ("if(true(), '', '')", [(Fault.NOT_YES_OR_NO, 0)]),
        ("if(${age} > 3, true(), '')", []),
        ("${agreed} and ${age}", [(Fault.WRONG_SORT, 14)]),
        ("not(${name})", [(Fault.WRONG_SORT, 4)]),
        ("${name} > 3", [(Fault.WRONG_SORT, 0)]),
        ("number(${name}) > 3", []),
        ("${name} = 3", [(Fault.UNLIKE, 8)]),
        ("${age} = '3'", [(Fault.UNLIKE, 7)]),
        ("${age} = ''", []),
        ("${age} > ''", [(Fault.WRONG_SORT, 9)]),
        ("${age} + '' = 1", [(Fault.WRONG_SORT, 9)]),
        ("${born} > '2026-01-01'", [(Fault.WRONG_SORT, 10)]),
        ("${born} > date('2026-01-01')", []),
        ("${born} > date('2026-02-30')", [(Fault.NOT_A_DATE, 15)]),
        ("${born} > date('20260301')", [(Fault.NOT_A_DATE, 15)]),
        ("${born} + 1 > today()", [(Fault.WRONG_SORT, 0)]),
        ("today() - ${born} > 6570", []),
        ("${enrolled} = 'yes'", []),
        ("${enrolled} = 'maybe'", [(Fault.UNKNOWN_CHOICE, 14)]),
        ("'Yes' != ${enrolled}", [(Fault.UNKNOWN_CHOICE, 0)]),
        ("${enrolled} = if(${agreed}, 'yes', 'non')", [(Fault.UNKNOWN_CHOICE, 35)]),
        ("${enrolled} = ''", []),
        ("${colours} = 'red'", [(Fault.WRONG_SORT, 0)]),
        ("${colours} != ''", []),
        ("selected(${colours}, 'red')", []),
        ("selected(${colours}, 'pink')", [(Fault.UNKNOWN_CHOICE, 21)]),
        ("selected(${districts}, 'anywhere')", []),
        ("selected(${name}, 'red')", [(Fault.WRONG_SORT, 9)]),
        ("${income} > ${grant}", [(Fault.CURRENCIES, 10)]),
        ("${income} + ${grant} > 3", [(Fault.CURRENCIES, 10)]),
        ("max(${income}, ${grant}) > 3", [(Fault.CURRENCIES, 0)]),
        ("${income} > 3 * ${income}", []),
        ("${income} div ${income} > ${age}", []),
        ("${income} * ${income} > 3", [(Fault.UNLIKE, 10)]),
        ("3 div ${income} > 3", [(Fault.UNLIKE, 2)]),
        ("sum(${budget/amount}) <= ${income}", []),
        ("sum(${budget/amount}) <= ${grant}", [(Fault.CURRENCIES, 22)]),
        ("sum(${budget/item}) > 1", [(Fault.WRONG_SORT, 4)]),
        ("sum(${budget/cost}) > 1", [(Fault.UNKNOWN_COLUMN, 4)]),
        ("sum(${age/cost}) > 1", [(Fault.NOT_A_TABLE, 4)]),
        ("sum(${budgets/cost}) > 1", [(Fault.UNKNOWN, 4)]),
        ("sum(${budget}) > 1", [(Fault.WRONG_SORT, 4)]),
        ("${budget/amount} > 1", [(Fault.COLUMN_ALONE, 0)]),
        ("count(${budget}) > 1 and ${budget} != ''", []),
        ("count(${colours}) > 1", [(Fault.WRONG_SORT, 6)]),
        ("if(${agreed}, 1, 'a') = 1", [(Fault.UNLIKE, 0)]),
        ("coalesce(${age}, 0) > 1", []),
        ("1 < 2 < 3", [(Fault.WRONG_SORT, 0)]),
        (". > 3", [(Fault.OWN_ANSWER, 0)]),
    ],
)
def test_what_does_not_go_together_is_found_with_its_place(source: str, found: list[tuple[Fault, int]]) -> None:
    assert faults(source) == found


@pytest.mark.parametrize(
    ("source", "own", "use", "found"),
    [
        ("${name} != ''", "age", Use.SHOW_IF, []),
        ("${born} != ''", "age", Use.SHOW_IF, [(Fault.LATER, 0)]),
        ("${age} != ''", "age", Use.SHOW_IF, [(Fault.OWN_ANSWER, 0)]),
        (". != ''", "age", Use.SHOW_IF, [(Fault.OWN_ANSWER, 0)]),
        ("${age} > 1 and . < 9", "age", Use.CHECK, []),
        (". < ${income}", "age", Use.CHECK, [(Fault.LATER, 4)]),
        ("sum(${budget/days}) < 9", "age", Use.CHECK, [(Fault.LATER, 4)]),
        ("sum(${budget/days}) < 9", "budget", Use.CHECK, []),
        ("sum(${budget/days}) < 9", "budget", Use.SHOW_IF, [(Fault.OWN_ANSWER, 4)]),
    ],
)
def test_a_question_knows_only_the_questions_before_it(
    source: str, own: str, use: Use, found: list[tuple[Fault, int]]
) -> None:
    assert faults(source, own=own, use=use) == found


def test_two_questions_cannot_wait_for_each_other() -> None:
    show_ifs = {"name": "${age} = ''", "age": "${name} = ''"}
    assert [problem.fault for own, source in show_ifs.items() for problem in check(source, KINDS, own=own)] == [
        Fault.LATER
    ]


def test_an_expression_names_what_it_speaks_of() -> None:
    tree = parse("sum(${budget/amount}) > ${age} or selected(${colours}, '${name}') or . = 1")
    assert references(tree) == {"budget", "age", "colours"}


def test_a_kind_is_whole() -> None:
    with pytest.raises(ValueError):
        Kind(Sort.TABLE, columns={"inner": BUDGET})
    for sort, currency in ((Sort.MONEY, ""), (Sort.NUMBER, "PKR")):
        with pytest.raises(ValueError):
            Kind(sort, currency=currency)


# Answers as they are kept


@pytest.mark.parametrize(
    ("code", "answer", "read_as"),
    [
        ("age", "3.50", Decimal("3.5")),
        ("age", "three", None),
        ("age", 3, None),
        ("income", {"minor": 150, "currency": "PKR"}, Decimal("1.5")),
        ("income", {"minor": 150, "currency": "USD"}, None),
        ("income", {"minor": True, "currency": "PKR"}, None),
        ("income", {"minor": 10**16, "currency": "PKR"}, None),
        ("born", "2026-03-01", TODAY),
        ("born", "2026-13-01", None),
        ("colours", ["red"], ("red",)),
        ("colours", [["red"]], None),
        ("colours", [], None),
        ("agreed", False, False),
        ("agreed", "yes", None),
        ("budget", [{"days": "2"}, "row"], ({"item": None, "amount": None, "days": 2}, dict.fromkeys(BUDGET.columns))),
    ],
)
def test_an_answer_is_read_and_one_of_another_shape_is_blank(code: str, answer: Any, read_as: Value) -> None:
    assert read(KINDS[code], answer) == read_as


@pytest.mark.parametrize(
    ("code", "answer"), [("budget", [{}] * 501), ("colours", ["red"] * 501), ("name", "x" * 10_001)]
)
def test_an_answer_beyond_bounds_is_refused(code: str, answer: Any) -> None:
    assert read(KINDS[code], answer[:-1]) is not None
    with pytest.raises(TooMuch):
        read(KINDS[code], answer)


# Bounds


def test_steps_run_out_at_their_place() -> None:
    tree = parse("1 + 2 + 3")
    assert cost(tree) == 4
    assert evaluate(tree, {}, today=TODAY, steps=4) == 6
    with pytest.raises(TooMuch) as refused:
        evaluate(tree, {}, today=TODAY, steps=3)
    assert refused.value.problem.at == 8


def test_values_that_nobody_bounded_are_refused_in_time() -> None:
    long: dict[str, Value] = {"name": "x" * 10_000_000, "budget": ({"days": Decimal(1)},) * 1_000_000}
    for source in ("${name} = 'x'", "sum(${budget/days}) = 1"):
        with pytest.raises(TooMuch):
            evaluate(parse(source), long, today=TODAY)


# Which questions are shown

QUESTIONS = [
    ("enrolled", ""),
    ("name", "${enrolled} = 'yes'"),
    ("age", "${name} != ''"),
    ("born", "${age} = ''"),
    ("agreed", "${later} = ''"),
    ("later", "  "),
]


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({}, {"enrolled", "born", "agreed", "later"}),
        ({"enrolled": "yes"}, {"enrolled", "name", "born", "agreed", "later"}),
        ({"enrolled": "yes", "name": "x", "age": "3"}, {"enrolled", "name", "age", "agreed", "later"}),
        # what was answered before the question was hidden is blank for those after it
        ({"enrolled": "no", "name": "x", "age": "3"}, {"enrolled", "born", "agreed", "later"}),
        ({"later": "x"}, {"enrolled", "born", "agreed", "later"}),
    ],
)
def test_a_hidden_question_is_blank_for_those_after_it(answers: dict[str, Any], shown: set[str]) -> None:
    values = read_all({**KINDS, "later": Kind(Sort.TEXT)}, answers)
    assert visible(QUESTIONS, values, today=TODAY) == shown
    assert values == read_all({**KINDS, "later": Kind(Sort.TEXT)}, answers)


def test_a_row_is_laid_over_the_other_answers() -> None:
    columns = [("item", ""), ("days", "${item} = 'Tea' and ${age} > 18")]
    rows = VALUES["budget"]
    assert isinstance(rows, tuple)
    laid = [{**VALUES, **row} for row in rows if not isinstance(row, str)]
    assert [visible(columns, row, today=TODAY) for row in laid] == [{"item", "days"}, {"item"}, {"item"}]


def test_all_show_ifs_of_a_form_share_their_steps() -> None:
    questions = [(f"q{n}", "1 = 1") for n in range(10)]
    assert len(visible(questions, {}, today=TODAY, steps=30)) == 10
    with pytest.raises(TooMuch):
        visible(questions, {}, today=TODAY, steps=29)


# For any expression and any answers

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["item", "days", "x"]), inner),
    max_leaves=5,
)
NUMBERS = st.decimals(-(10**12), 10**12, places=2).map(str)
AMOUNTS = st.fixed_dictionaries({"minor": st.integers(-(10**15), 10**15), "currency": st.just("PKR")})
RIGHT: dict[str, st.SearchStrategy[Any]] = {
    "name": st.text(max_size=12),
    "age": NUMBERS,
    "income": AMOUNTS,
    "grant": AMOUNTS,
    "born": st.dates().map(str),
    "enrolled": st.sampled_from(["yes", "no"]),
    "colours": st.lists(st.sampled_from(sorted(COLOURS)), unique=True),
    "districts": st.lists(st.text(max_size=5), max_size=3),
    "budget": st.lists(st.fixed_dictionaries({"amount": AMOUNTS, "days": NUMBERS | JSON}), max_size=3),
    "agreed": st.booleans(),
}
ANY_ANSWERS = st.fixed_dictionaries({}, optional={code: right | JSON for code, right in RIGHT.items()})
FUNCTION_CALLS = ["not({})", "if({}, {}, {})", "coalesce({}, {})", "min({}, {})", "round({}, {})", "int({})"]
FUNCTION_CALLS += ["selected({}, {})", "count-selected({})", "string-length({})", "number({})", "date({})", "sum({})"]
OPERATORS = ["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"]


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    calls = st.sampled_from(FUNCTION_CALLS)
    return st.one_of(
        st.tuples(inner, st.sampled_from(OPERATORS), inner).map(" ".join),
        inner.map("({})".format),
        inner.map("-{}".format),
        st.tuples(calls, inner, inner, inner).map(lambda parts: parts[0].format(*parts[1:])),
    )


LEAVES = st.sampled_from([
    ".", "''", "'yes'", '"red"', "3", "0", "0.01", "999999999999999", "today()", "true()", "date('2026-01-01')",
    "${x}", "${budget/days}", "sum(${budget/amount})", *(f"${{{code}}}" for code in KINDS),
])  # fmt: skip
ANY_EXPRESSION = st.recursive(LEAVES, _larger, max_leaves=12)


def _typed(numbers: st.SearchStrategy[str], truths: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions that are true or false, from numbers and from others that are."""
    comparisons = st.tuples(numbers, st.sampled_from(OPERATORS[2:8]), numbers).map(" ".join)
    return st.one_of(
        comparisons,
        st.tuples(truths, st.sampled_from(["or", "and"]), truths).map("({0[0]} {0[1]} {0[2]})".format),
        truths.map("not({})".format),
        st.tuples(truths, comparisons, truths).map("if({0[0]}, {0[1]}, {0[2]})".format),
    )


RIGHT_NUMBERS = st.recursive(
    st.sampled_from(["${age}", "0", "7.5", "count(${budget})", "sum(${budget/days})", "(today() - ${born})"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(OPERATORS[8:]), inner).map("({0[0]} {0[1]} {0[2]})".format),
        st.tuples(inner, inner).map("round({0[0]}, {0[1]})".format),
        st.tuples(inner, inner).map("if(${{agreed}}, {0[0]}, coalesce({0[1]}, 1))".format),
    ),
    max_leaves=6,
)
RIGHT_TRUTHS = st.sampled_from(
    ["${agreed}", "${name} != ''", "${enrolled} = 'yes'", "selected(${colours}, 'red')", "${income} > ${income} div 2"]
)
RIGHT_EXPRESSION = st.recursive(RIGHT_TRUTHS, lambda inner: _typed(RIGHT_NUMBERS, inner), max_leaves=6)


def _read(source: str) -> Tree | None:
    try:
        return parse(source)
    except TooMuch:
        return None


@given(ANY_EXPRESSION, ANY_ANSWERS, st.sampled_from(["", *KINDS]))
def test_every_expression_comes_to_something_within_its_cost(source: str, answers: dict[str, Any], own: str) -> None:
    if tree := _read(source):
        evaluation = Evaluation(read_all(KINDS, answers), today=TODAY, own=own)
        evaluation.value(tree)
        assert evaluation.most - evaluation.steps <= cost(tree) <= limits.STEPS


def test_trees_that_differ_are_told_apart() -> None:
    assert parse("1 - (2 - 3)") != parse("1 - 2 - 3")
    assert parse("(1 - 2) - 3") != parse("1 - 2 - 3")
    assert parse("-(1 + 2)") != parse("-1 + 2")
    assert parse("'1'") != parse("1")
    assert parse(' ( 1 + 2 )*"3" ') == parse("(1 + 2) * '3'")


def test_what_fails_the_check_may_come_to_something_else() -> None:
    """So that the properties below say something: they hold because of the check."""
    assert check("${age} + 1", KINDS) != []
    assert value("${age} + 1") == 35


@given(ANY_EXPRESSION)
def test_every_expression_is_written_back_as_one_that_reads_the_same(source: str) -> None:
    if tree := _read(source):
        assert parse(str(tree)) == tree
        assert str(parse(str(tree))) == str(tree)


@given(ANY_EXPRESSION, ANY_ANSWERS)
def test_what_passes_the_check_comes_to_yes_no_or_blank(source: str, answers: dict[str, Any]) -> None:
    if not check(source, KINDS):
        assert value(source, read_all(KINDS, answers)) in (True, False, None)


@given(RIGHT_EXPRESSION, ANY_ANSWERS)
def test_a_right_expression_passes_and_comes_to_yes_no_or_blank(source: str, answers: dict[str, Any]) -> None:
    if tree := _read(source):
        assert check(source, KINDS) == []
        found = evaluate(tree, read_all(KINDS, answers), today=TODAY)
        assert found is None or isinstance(found, bool)
        assert holds(tree, read_all(KINDS, answers), today=TODAY) is (found is True)


@given(st.text() | st.text("${}/().,'\"<>=!-+*abor divm019 \n\x00ـ۳"))
def test_any_text_is_read_or_refused_with_a_place_in_it(source: str) -> None:
    try:
        tree = parse(source)
    except NotAnExpression as error:
        problem = error.problem
    else:
        assert parse(str(tree)) == tree
        return
    assert 0 <= problem.at <= len(source)


RAW = st.one_of(
    st.none(), st.booleans(), st.decimals(), st.text(max_size=4), st.datetimes(), st.datetimes(timezones=st.just(UTC)),
    st.dates(), st.just(()),
    st.tuples(st.text(max_size=3)), st.tuples(st.dictionaries(st.just("days"), st.decimals())),
)  # fmt: skip


@given(ANY_EXPRESSION, st.dictionaries(st.sampled_from(sorted(KINDS)), RAW))
def test_even_values_of_wrong_sorts_come_to_something(source: str, values: dict[str, Value]) -> None:
    if tree := _read(source):
        evaluate(tree, values, today=TODAY, own="age")


@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS)), ANY_EXPRESSION), max_size=6), ANY_ANSWERS)
def test_what_is_shown_ends_too(questions: list[tuple[str, str]], answers: dict[str, Any]) -> None:
    readable = [(code, source) for code, source in questions if _read(source)]
    assert visible(readable, read_all(KINDS, answers), today=TODAY) <= {code for code, _ in readable}
