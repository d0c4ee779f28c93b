"""New codes are counted once, runs slide, and saturation is the first run that brings hardly anything."""

import pytest

from saanjh.kit.coding.saturation import Run, found_after, new_codes, runs, saturation


def test_a_code_is_new_only_the_first_time() -> None:
    assert new_codes([["work", "school"], ["school", "work", "work"], {"police"}, []]) == [2, 0, 1, 0]
    assert new_codes([]) == []


def test_runs_slide_on_by_one_interview_after_the_base() -> None:
    assert runs([10, 10, 2, 1, 0], base=2, length=2) == [Run(2, 2, 3, 0.15), Run(3, 2, 1, 0.05)]


def test_saturation_is_the_first_run_at_the_threshold() -> None:
    new = [10, 10, 2, 1, 0, 0]
    assert saturation(new, base=2, length=2, threshold=0.05) == Run(3, 2, 1, 0.05)
    assert str(saturation(new, base=2, length=2, threshold=0)) == "4+2"
    assert saturation([5, 5, 5, 5, 5, 5]) is None


@pytest.mark.parametrize("new", [[], [3, 2], [3, 2, 1, 0], [3, 2, 1, 0, 0], [0, 0, 0, 0, 2, 1]])
def test_too_few_interviews_or_a_base_without_codes_have_no_run(new: list[int]) -> None:
    assert runs(new) == []
    assert saturation(new) is None


def test_codes_found_add_up() -> None:
    assert [found_after([3, 2, 1], n) for n in (0, 1, 2, 3, 9)] == [0, 3, 5, 6, 6]


@pytest.mark.parametrize(("base", "length"), [(0, 2), (4, 0)])
def test_a_base_or_a_run_of_nothing_is_an_error(base: int, length: int) -> None:
    with pytest.raises(ValueError):
        runs([1, 2, 3], base=base, length=length)
