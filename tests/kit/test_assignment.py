"""Assignments: nobody barred or overburdened, as good as trying everything, and a reason where there is none."""

import subprocess
import sys
from collections import Counter
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saanjh.kit.assignment import Application, Bottleneck, Pair, Proposal, Reason, Reviewer, propose
from saanjh.kit.assignment.candidates import candidates
from saanjh.kit.assignment.coverage import coverage
from saanjh.kit.assignment.loads import levels
from saanjh.kit.assignment.matches import best_match

Case = tuple[list[Application], list[Reviewer], set[Pair], set[Pair]]


def application(id: str, wanted: int = 2, language: str = "ur", themes: str = "") -> Application:
    return Application(id, language, frozenset(themes), wanted)


def reviewer(id: str, most: int = 9, languages: str = "ur", themes: str = "", loaded: int = 0) -> Reviewer:
    return Reviewer(id, frozenset(languages.split()), frozenset(themes), most, loaded)


@st.composite
def cases(draw: st.DrawFn, applications: int = 3, reviewers: int = 4) -> Case:
    rows = [
        application(
            f"a{i}", draw(st.integers(0, 3)), draw(st.sampled_from(["ur", "en"])), draw(st.sampled_from(THEMES))
        )
        for i in range(draw(st.integers(0, applications)))
    ]
    languages = st.sampled_from(["ur", "en", "ur en", "ur en"])
    columns = [
        reviewer(
            f"r{j}", draw(st.integers(0, 3)), draw(languages), draw(st.sampled_from(THEMES)), draw(st.integers(0, 1))
        )
        for j in range(draw(st.integers(0, reviewers)))
    ]
    pairs = [Pair(a.id, r.id) for a in rows for r in columns]
    some = st.sets(st.sampled_from(pairs), max_size=3) if pairs else st.just(set())
    barred = draw(some)
    return rows, columns, barred, draw(some) - barred


THEMES = ["", "x", "y", "xy", "xyz"]


def proposal(case: Case, language_required: bool = True) -> Proposal:
    rows, columns, barred, fixed = case
    return propose(rows, columns, barred=barred, fixed=fixed, language_required=language_required)


def given_to(pairs: Proposal) -> Counter[str]:
    return Counter(pair.application for pair in pairs.pairs)


@pytest.mark.slow
@given(cases(8, 8), st.booleans())
@settings(max_examples=60, deadline=None)
def test_no_rule_is_broken(case: Case, language_required: bool) -> None:
    rows, columns, barred, fixed = case
    found = proposal(case, language_required)
    pairs = [Pair(pair.application, pair.reviewer) for pair in found.pairs]
    assert len(set(pairs)) == len(pairs)
    assert not barred & set(pairs)
    assert {Pair(p.application, p.reviewer) for p in found.pairs if p.kept} == fixed <= set(pairs)
    assert all(pair.language or pair.kept for pair in found.pairs) or not language_required
    kept = Counter(pair.reviewer for pair in fixed)
    carried = Counter(pair.reviewer for pair in pairs)
    assert found.loads == {r.id: r.loaded + carried[r.id] for r in columns}
    assert all(found.loads[r.id] <= max(r.most, r.loaded + kept[r.id]) for r in columns)
    missing = {each.application: each.missing for each in found.uncovered}
    more = {a.id: max(a.wanted, sum(pair.application == a.id for pair in fixed)) for a in rows}
    assert {name: count - missing.get(name, 0) for name, count in more.items() if count} == {
        name: given_to(found)[name] for name, count in more.items() if count
    }
    assert all(each.missing > 0 for each in found.uncovered)
    assert sorted(name for group in found.groups for name in group) == sorted(set(carried))


@pytest.mark.slow
@given(cases(6, 6), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_what_is_given_does_not_matter(case: Case, random: Random) -> None:
    before = proposal(case)
    shuffled = [random.sample(sorted(part, key=str), len(part)) for part in case]
    rows, columns, barred, fixed = shuffled
    assert propose(rows, columns, barred=barred, fixed=fixed) == before


def everything(case: Case) -> list[list[Pair]]:
    """Every way to give no application more than it wants and no reviewer more than the most, beyond those fixed."""
    rows, columns, barred, fixed = case
    kept, had = Counter(p.reviewer for p in fixed), Counter(p.application for p in fixed)
    choices = []
    for a in rows:
        able = [p for r in columns if a.language in r.languages and (p := Pair(a.id, r.id)) not in barred | fixed]
        most = range(max(0, a.wanted - had[a.id]) + 1)
        choices.append([chosen for count in most for chosen in combinations(able, count)])
    ways = [[pair for part in way for pair in part] for way in product(*choices)]
    room = {r.id: max(0, r.most - r.loaded - kept[r.id]) for r in columns}
    return [way for way in ways if all(count <= room[name] for name, count in Counter(p[1] for p in way).items())]


def loads(case: Case, way: list[Pair]) -> list[int]:
    """From the largest down."""
    carried = Counter(pair.reviewer for pair in [*way, *case[3]])
    return sorted((r.loaded + carried[r.id] for r in case[1]), reverse=True)


@pytest.mark.slow
@given(cases())
@settings(max_examples=60, deadline=None)
def test_it_is_as_good_as_trying_everything(case: Case) -> None:
    rows, _, _, fixed = case
    had, ways, found = Counter(p.application for p in fixed), everything(case), proposal(case)

    def covered(way: list[Pair]) -> tuple[int, int]:
        counts = Counter(pair.application for pair in way) + had
        return sum(counts[a.id] >= a.wanted for a in rows), len(way)

    assert found.proven
    assert (len(rows) - len(found.uncovered), len(found.pairs) - len(fixed)) == max(covered(way) for way in ways)
    same = [way for way in ways if Counter(p.application for p in way) + had == given_to(found)]
    assert sorted(found.loads.values(), reverse=True) == min(loads(case, way) for way in same)

    table = candidates(*case, language_required=True)
    cover = coverage(table)
    even = levels(table.open, cover.given, table.room, table.loaded)
    rest = cover.given - even.forced.sum(axis=1)
    chosen = even.forced | best_match(even.open, rest, even.low, even.high, table.points, even.start)
    places = {a.id: i for i, a in enumerate(table.applications)} | {r.id: j for j, r in enumerate(table.reviewers)}
    evenest = [way for way in same if loads(case, way) == sorted(found.loads.values(), reverse=True)]
    best = max(sum(int(table.points[places[a], places[r]]) for a, r in way) for way in evenest)
    assert int(table.points[chosen].sum()) == best >= found.points


@pytest.mark.slow
@given(cases())
@settings(max_examples=60, deadline=None)
def test_a_bottleneck_is_one_and_adds_up(case: Case) -> None:
    rows, columns, barred, fixed = case
    had, kept = Counter(p.application for p in fixed), Counter(p.reviewer for p in fixed)
    able = {
        a.id: {r.id for r in columns if a.language in r.languages and not {Pair(a.id, r.id)} & (barred | fixed)}
        for a in rows
    }
    for each in proposal(case).uncovered:
        assert (each.reason == Reason.CAPACITY) == (each.bottleneck is not None)
        if narrow := each.bottleneck:
            people = set(narrow.reviewers)
            left = {a.id: a.wanted - had[a.id] for a in rows if a.id in narrow.applications}
            assert each.application in left
            assert narrow.needed == sum(count - len(able[name] - people) for name, count in left.items())
            assert narrow.room == sum(max(0, r.most - r.loaded - kept[r.id]) for r in columns if r.id in people)
            assert narrow.needed > narrow.room


def reasons(found: Proposal) -> dict[str, tuple[Reason, int]]:
    return {each.application: (each.reason, each.missing) for each in found.uncovered}


def test_an_application_that_cannot_be_covered_is_named_with_its_reason() -> None:
    rows = [application("Bela"), application("Hub", language="sd"), application("Jhal", 4), application("Kech")]
    columns = [reviewer("Amna"), reviewer("Bano", languages="ur sd"), reviewer("Dodo")]
    found = propose(rows, columns, barred=[Pair("Bela", "Amna"), Pair("Bela", "Dodo")])
    assert reasons(found) == {
        "Bela": (Reason.CONFLICTS, 1),
        "Hub": (Reason.FEW_READERS, 1),
        "Jhal": (Reason.FEW_REVIEWERS, 1),
    }
    assert not found.is_feasible


def test_too_little_room_names_the_applications_and_the_reviewers_where_it_sticks() -> None:
    rows = [application(f"sindhi {n}", language="sd") for n in (1, 2, 3)] + [
        application("urdu 1"),
        application("urdu 2"),
    ]
    columns = [reviewer("Bano", 2, "ur sd"), reviewer("Dodo", 2, "sd"), reviewer("Amna"), reviewer("Zoya")]
    found = propose(rows, columns)
    assert [(each.missing, each.reason) for each in found.uncovered] == [(2, Reason.CAPACITY)]
    narrow = Bottleneck(("sindhi 1", "sindhi 2", "sindhi 3"), ("Bano", "Dodo"), needed=6, room=4)
    assert found.uncovered[0].bottleneck == narrow
    assert found.loads == {"Amna": 2, "Bano": 2, "Dodo": 2, "Zoya": 2}


def test_two_bottlenecks_that_have_nothing_in_common_are_told_apart() -> None:
    rows = [application(f"{language} {n}", 1, language) for language in ("ps", "sd") for n in (1, 2)]
    found = propose(rows, [reviewer("Gul", 1, "ps"), reviewer("Dodo", 1, "sd")])
    assert {each.bottleneck for each in found.uncovered} == {
        Bottleneck(("ps 1", "ps 2"), ("Gul",), 2, 1),
        Bottleneck(("sd 1", "sd 2"), ("Dodo",), 2, 1),
    }


def test_when_room_is_short_the_most_are_covered_in_full() -> None:
    # One review each would use the room as well, and cover nothing.
    found = propose([application(f"a{n}") for n in range(4)], [reviewer("Amna", 2), reviewer("Bano", 2)])
    assert Counter(given_to(found).values()) == {2: 2}
    assert len(found.uncovered) == 2


def apart(*wishes: str) -> Case:
    """Applications that each want the three reviewers of their name, six of whom have room for one review."""
    rows = [application(wish, 3) for wish in wishes]
    columns = [reviewer(name, 1) for name in "bcdefg"]
    return rows, columns, {Pair(wish, name) for wish in wishes for name in "bcdefg" if name not in wish}, set()


# In number the room suffices for two of these; but any two want the same reviewer, but for the last two.
IN_THE_WAY = ("bce", "bef", "cdf", "ceg", "bdg")


def test_a_choice_of_whom_to_cover_that_is_no_flow_is_searched() -> None:
    found = proposal(apart(*IN_THE_WAY, "bcd", "efg"))
    assert found.proven
    assert {each.application for each in found.uncovered} == set(IN_THE_WAY)
    found = proposal(apart(*IN_THE_WAY))
    assert found.proven
    assert len(found.uncovered) == len(IN_THE_WAY) - 1


def test_where_it_is_too_large_to_search_the_answer_says_that_it_is_not_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saanjh.kit.assignment.coverage.SEARCHED", 0)
    found = proposal(apart(*IN_THE_WAY))
    assert not found.proven
    assert len(found.uncovered) == len(IN_THE_WAY) - 1


def test_language_may_be_waived_and_still_counts() -> None:
    rows, columns = [application("a", 1), application("b", 1, "en")], [reviewer("r", 1), reviewer("s", 1, themes="x")]
    assert reasons(propose(rows, columns)) == {"b": (Reason.FEW_READERS, 1)}
    found = propose(rows, columns, language_required=False)
    assert found.is_feasible
    assert sorted(pair.language for pair in found.pairs) == [False, True]


def test_what_a_reviewer_carries_elsewhere_counts_towards_an_even_load() -> None:
    rows = [application(f"a{n}", 1) for n in range(6)]
    found = propose(rows, [reviewer("busy", loaded=4), reviewer("free"), reviewer("new")])
    assert found.loads == {"busy": 4, "free": 3, "new": 3}


def test_an_even_load_comes_before_a_match_and_a_match_before_chance() -> None:
    rows = [application(f"a{n}", 1, themes="xy" if n < 3 else "z") for n in range(4)]
    found = propose(rows, [reviewer("knows", themes="xyz"), reviewer("other", themes="z")])
    assert found.loads == {"knows": 2, "other": 2}
    assert next(pair for pair in found.pairs if pair.application == "a3").reviewer == "other"
    assert {pair.themes for pair in found.pairs if pair.reviewer == "knows"} == {("x", "y")}


def test_an_edit_by_hand_is_kept_even_where_it_goes_beyond() -> None:
    rows = [application("a", 1), application("b", 1)]
    columns = [reviewer("r", 1), reviewer("s", 1, "en")]
    found = propose(rows, columns, fixed=[Pair("a", "r"), Pair("a", "s"), Pair("b", "r")])
    assert found.is_feasible
    assert found.loads == {"r": 2, "s": 1}
    assert [(pair.kept, pair.language) for pair in found.pairs] == [(True, True), (True, False), (True, True)]


def test_reviewers_who_would_share_nothing_are_linked() -> None:
    rows = [application(f"{theme}{n}", themes=theme) for theme in "xy" for n in range(3)]
    columns = [reviewer(f"{theme} {name}", themes=theme) for theme in "xy" for name in ("Amna", "Bano")]
    found = propose(rows, columns)
    assert len(found.groups) == 1
    assert set(found.loads.values()) == {3}
    assert Counter(len(pair.themes) for pair in found.pairs) == {1: 10, 0: 2}  # one exchange, no more


def test_reviewers_who_cannot_be_linked_are_told_apart() -> None:
    rows = [application(f"{language} {n}", language=language) for language in ("ur", "sd") for n in range(3)]
    columns = [reviewer("Amna"), reviewer("Bano"), reviewer("Dodo", languages="sd"), reviewer("Gul", languages="sd")]
    assert propose(rows, [*columns, reviewer("idle", 0)]).groups == (("Amna", "Bano"), ("Dodo", "Gul"))


def many() -> Case:
    random = Random(7)
    rows = [application(f"a{n}", 2, random.choice(["ur", "ur", "en"]), random.choice(THEMES)) for n in range(120)]
    columns = [reviewer(f"r{n}", 14, random.choice(["ur", "ur en"]), random.choice(THEMES)) for n in range(24)]
    barred = {Pair(random.choice(rows).id, random.choice(columns).id) for _ in range(200)}
    return rows, columns, barred, set()


def test_letting_pairs_enter_a_few_at_a_time_ends_in_the_same_match(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = proposal(many())
    monkeypatch.setattr("saanjh.kit.assignment.matches.ALL_AT_ONCE", 0)
    monkeypatch.setattr("saanjh.kit.assignment.matches.A_FEW", 2)
    in_turns = proposal(many())
    assert in_turns.points == at_once.points
    assert sorted(in_turns.loads.values()) == sorted(at_once.loads.values()) == [10] * 24


def test_nobody_to_read_and_nothing_to_read_are_answers_too() -> None:
    assert propose([], []).is_feasible
    assert propose([], [reviewer("r", loaded=2)]).loads == {"r": 2}
    assert reasons(propose([application("a"), application("b", 0)], [])) == {"a": (Reason.FEW_REVIEWERS, 2)}


def test_conflicts_of_others_are_passed_over() -> None:
    assert propose([application("a", 1)], [reviewer("r")], barred=[Pair("a", "gone"), Pair("gone", "r")]).is_feasible


@pytest.mark.parametrize(
    ("rows", "columns", "barred", "fixed"),
    [
        ([application("a"), application("a")], [], [], []),
        ([], [reviewer("r"), reviewer("r")], [], []),
        ([application("a", -1)], [], [], []),
        ([], [reviewer("r", -1)], [], []),
        ([], [reviewer("r", loaded=-1)], [], []),
        ([application("a")], [reviewer("r")], [Pair("a", "r")], [Pair("a", "r")]),
        ([application("a")], [reviewer("r")], [], [Pair("a", "gone")]),
    ],
)
def test_what_contradicts_itself_is_an_error(
    rows: list[Application], columns: list[Reviewer], barred: list[Pair], fixed: list[Pair]
) -> None:
    with pytest.raises(ValueError):
        propose(rows, columns, barred=barred, fixed=fixed)


def test_importing_it_loads_neither_numpy_nor_scipy() -> None:
    asked = "import sys, saanjh.kit.assignment; print(sorted({'numpy', 'scipy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout == "[]\n"
