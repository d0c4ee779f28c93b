"""Stretches of a text: alphas of unitizing and of boundaries, what does not matter to them and where there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saanjh.kit.coding.agreement import Reason
from saanjh.kit.coding.boundaries import boundary_alpha, boundary_alphas
from saanjh.kit.coding.overlaps import Overlap, holsti, overlap, overlap_agreement, overlap_kappa
from saanjh.kit.coding.spans import Span, meetings, with_gaps
from saanjh.kit.coding.unitizing import binary_u_alpha, code_alphas, coverage, cu_alpha, u_alpha

LENGTH = 40


@st.composite
def stretches(draw: st.DrawFn) -> list[Span]:
    """The spans of one coder in a text of 40 positions, two to a pair of cuts or touching."""
    cuts = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=8)))
    codes = draw(st.lists(st.sampled_from([None, "a", "b"]), min_size=len(cuts), max_size=len(cuts)))
    return [Span(i, j, code) for i, j, code in zip(cuts, cuts[1:], codes, strict=False) if code]


CODINGS = st.lists(stretches(), min_size=2, max_size=4)
ALL = [u_alpha, binary_u_alpha, cu_alpha, boundary_alpha]


@pytest.mark.slow
@pytest.mark.parametrize("measure", ALL)
@given(codings=CODINGS)
def test_the_order_of_coders_and_spans_and_the_place_of_the_text_do_not_matter(measure, codings) -> None:  # type: ignore[no-untyped-def]
    moved = [[Span(s.begin + 7, s.end + 7, s.code) for s in reversed(spans)] for spans in reversed(codings)]
    one, other = measure(codings, length=LENGTH), measure(moved, length=LENGTH, begin=7)
    assert other.value == pytest.approx(one.value, abs=1e-9)
    assert (other.reason, other.units, other.values) == (one.reason, one.units, one.values)


@given(spans=stretches(), coders=st.integers(2, 4))
def test_the_same_stretches_are_perfect_agreement_or_tell_nothing(spans: list[Span], coders: int) -> None:
    for measure in ALL:
        found = measure([spans] * coders, length=LENGTH)
        assert found.value == pytest.approx(1) or found.reason in (Reason.ONE_CATEGORY, Reason.NOTHING_PAIRABLE)
    assert all(share == pytest.approx(1) for share in coverage([spans] * coders, length=LENGTH).values())


@pytest.mark.slow
@given(codings=CODINGS)
def test_meetings_are_those_that_comparing_all_finds(codings: list[list[Span]]) -> None:
    one, other = (with_gaps(spans, length=LENGTH) for spans in codings[:2])
    all_pairs = [(a, b, min(a.end, b.end) - max(a.begin, b.begin)) for a in one for b in other]
    assert list(meetings(one, other)) == [pair for pair in all_pairs if pair[2] > 0]


@pytest.mark.slow
@given(codings=CODINGS)
def test_overlap_counts_positions_one_by_one(codings: list[list[Span]]) -> None:
    one, other = ({p for span in spans for p in range(span.begin, span.end)} for spans in codings[:2])
    both, neither = len(one & other), LENGTH - len(one | other)
    found = overlap(codings[0], codings[1], length=LENGTH)
    assert found == Overlap(both, len(one - other), len(other - one), neither)


def test_another_name_is_no_disagreement_about_the_stretch() -> None:
    codings = [[Span(0, 10, "a"), Span(20, 30, "b")], [Span(0, 10, "b"), Span(20, 30, "a")]]
    assert binary_u_alpha(codings, length=LENGTH).value == pytest.approx(1)
    cu, u = cu_alpha(codings, length=LENGTH).value, u_alpha(codings, length=LENGTH).value
    assert cu is not None
    assert u is not None
    assert cu < 0 < u < 1


@pytest.mark.parametrize("measure", ALL)
@pytest.mark.parametrize(
    ("codings", "reason"),
    [
        ([], Reason.ONE_CODER),
        ([[Span(0, 10, "a")]], Reason.ONE_CODER),
        ([[Span(0, 40, "a")], [Span(0, 40, "a")]], Reason.ONE_CATEGORY),
    ],
)
def test_what_tells_nothing_has_no_figure_but_a_reason(measure, codings, reason) -> None:  # type: ignore[no-untyped-def]
    found = measure(codings, length=LENGTH)
    if measure is boundary_alpha and reason is Reason.ONE_CATEGORY:
        # the ends could have lain elsewhere: that they do not is agreement
        assert found.value == 1
    else:
        assert (found.value, found.reason) == (None, reason)


def test_a_text_that_nobody_marked_tells_nothing() -> None:
    assert u_alpha([[], []], length=LENGTH).reason is Reason.ONE_CATEGORY
    assert cu_alpha([[], []], length=LENGTH).reason is Reason.NOTHING_PAIRABLE
    assert boundary_alpha([[], []], length=LENGTH).reason is Reason.NOTHING_PAIRABLE
    assert u_alpha([[], []], length=0).reason is Reason.NOTHING_PAIRABLE


def test_a_code_that_meets_no_other_stretch_has_no_figure() -> None:
    codings = [[Span(0, 10, "a"), Span(20, 30, "b")], [Span(0, 10, "a")]]
    found = code_alphas(codings, length=LENGTH)
    assert (found["b"].value, found["b"].reason) == (None, Reason.NOTHING_PAIRABLE)
    assert (found["a"].value, found["a"].reason) == (None, Reason.ONE_CATEGORY)
    assert coverage(codings, length=LENGTH) == {"a": 1, "b": 0}
    alone = code_alphas(codings[:1], length=LENGTH)
    assert {code: each.reason for code, each in alone.items()} == dict.fromkeys("ab", Reason.ONE_CODER)
    assert coverage(codings[:1], length=LENGTH) == {"a": 0, "b": 0}


def test_boundaries_know_stretches_cut_in_pieces_where_letters_do_not() -> None:
    whole, pieces = [Span(0, 18, "a")], [Span(0, 9, "a"), Span(9, 18, "a")]
    assert overlap_kappa(overlap(whole, pieces, length=LENGTH)).value == 1
    cut = boundary_alphas([whole, pieces], length=LENGTH)["a"].value
    assert cut is not None
    assert cut < 1


@pytest.mark.parametrize(
    "spans",
    [
        [Span(0, 10, "a"), Span(9, 12, "b")],
        [Span(5, 5, "a")],
        [Span(7, 5, "a")],
        [Span(-1, 5, "a")],
        [Span(35, 41, "a")],
    ],
)
def test_spans_that_cannot_be_are_refused(spans: list[Span]) -> None:
    with pytest.raises(ValueError):
        u_alpha([spans, []], length=LENGTH)


def test_letters_alike_throughout_tell_nothing() -> None:
    assert overlap_kappa(Overlap(0, 0, 0, 100)).reason is Reason.ONE_CATEGORY
    assert overlap_kappa(Overlap(100, 0, 0, 0)).reason is Reason.ONE_CATEGORY
    assert overlap_agreement(Overlap(0, 0, 0, 100)).value == 1
    assert overlap_kappa(Overlap(0, 0, 0, 0)).reason is Reason.NOTHING_PAIRABLE
    assert overlap_agreement(Overlap(0, 0, 0, 0)).reason is Reason.NOTHING_PAIRABLE


def test_holstis_index_is_of_what_two_decided() -> None:
    assert holsti(0, 0, 0).reason is Reason.NOTHING_PAIRABLE
    with pytest.raises(ValueError):
        holsti(11, 10, 12)
