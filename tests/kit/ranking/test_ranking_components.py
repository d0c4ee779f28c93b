"""REML against the analysis of variance of balanced designs, a textbook, and a likelihood written out in full."""

from random import Random

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from saanjh.kit.ranking.components import Contrasts, contrasts, efficiency, estimate

# Yield of penicillin by four treatments (A to D) in five blends: Box, Hunter & Hunter 1978, Statistics for
# Experimenters. Treatments stand here for applications, blends for reviewers.
PENICILLIN = [[89, 84, 81, 87, 79], [88, 77, 87, 92, 81], [97, 92, 87, 89, 80], [94, 79, 85, 84, 88]]


def complete(totals: list[list[float]]) -> Contrasts:
    return contrasts([(range(len(row)), row) for row in totals], len(totals[0]))


def test_penicillin_has_the_components_of_the_textbook() -> None:
    """Mean squares 66.0 (blends) and 18.83; Faraway 2016, Extending the Linear Model with R, gives 11.8 and 18.8, and
    the blends' effects 4.29, -2.14, -0.71, 1.43, -2.86."""
    found = estimate(complete(PENICILLIN))
    assert found.noise == pytest.approx(226 / 12, rel=1e-6)
    assert found.severity == pytest.approx((264 / 4 - 226 / 12) / 4, rel=1e-6)
    assert found.freedom == 12
    assert found.effects == pytest.approx([4.28788, -2.14394, -0.71465, 1.42929, -2.85859], abs=5e-6)


def test_where_the_analysis_of_variance_would_be_negative_reml_finds_no_severity() -> None:
    found = estimate(complete([[60, 70], [70, 60], [50, 52]]))
    assert found.severity == 0
    assert list(found.effects) == [0, 0]
    assert found.noise == pytest.approx((50 + 50 + 2) / 3)


def test_unbalanced_readings_have_the_maximum_of_the_likelihood_written_out() -> None:
    """Against Patterson & Thompson's likelihood with matrices of all reviews, and Henderson's whole equations."""
    for seed in range(5):
        readings = unbalanced(seed)
        found = estimate(contrasts(readings, 7))
        y = np.concatenate([totals for _, totals in readings])
        x = np.repeat(np.eye(len(readings)), [len(team) for team, _ in readings], axis=0)
        z = np.eye(7)[np.concatenate([team for team, _ in readings])]
        ratio = best_ratio(y, x, z)
        assert found.severity / found.noise == pytest.approx(ratio, rel=1e-4)
        whole = np.block([[x.T @ x, x.T @ z], [z.T @ x, z.T @ z + np.eye(7) / ratio]])
        inverse = np.linalg.inv(whole)
        assert found.effects == pytest.approx((inverse @ np.concatenate([x.T @ y, z.T @ y]))[-7:], abs=1e-3)
        apart = np.eye(7) - 1 / 7
        errors = np.sqrt(found.noise * np.diag(apart @ inverse[-7:, -7:] @ apart))
        assert found.errors == pytest.approx(errors, rel=1e-4)


def unbalanced(seed: int) -> list[tuple[list[int], list[float]]]:
    chance = Random(seed)
    teams = [sorted(chance.sample(range(7), chance.choice([2, 2, 3]))) for _ in range(30)]
    return [(team, [chance.gauss(60 + n - 3 * who, 4) for who in team]) for n, team in enumerate(teams)]


def best_ratio(y: np.ndarray, x: np.ndarray, z: np.ndarray) -> float:
    def loss(power: float) -> float:
        v = np.exp(power) * z @ z.T + np.eye(len(y))
        inverse = np.linalg.inv(v)
        information = x.T @ inverse @ x
        p = inverse - inverse @ x @ np.linalg.inv(information) @ x.T @ inverse
        free = len(y) - x.shape[1]
        return free * np.log(y @ p @ y) + np.linalg.slogdet(v)[1] + np.linalg.slogdet(information)[1]

    return float(np.exp(minimize_scalar(loss, bounds=(-8, 8), method="bounded", options={"xatol": 1e-10}).x))


def test_severity_without_noise_is_found_as_it_is() -> None:
    severe = [4.0, -1.0, -3.0]
    found = estimate(
        contrasts([([a, b], [60 + severe[a], 60 + severe[b]]) for a, b in [(0, 1), (1, 2), (0, 2)] * 3], 3)
    )
    assert found.effects == pytest.approx(severe, abs=1e-4)
    assert found.noise == pytest.approx(0, abs=1e-3)


def test_nothing_to_explain_and_nothing_left_are_errors() -> None:
    with pytest.raises(ValueError):
        estimate(complete([[60, 60], [70, 70]]))
    with pytest.raises(ValueError):
        estimate(complete([[60, 70]]))


def test_the_least_efficiency_is_1_where_all_read_all_and_0_where_groups_share_nothing() -> None:
    assert efficiency(complete(PENICILLIN)) == pytest.approx(1)
    assert efficiency(contrasts([([0, 1], [1, 2]), ([2, 3], [1, 2])], 4)) == pytest.approx(0)


def test_three_pairs_of_three_have_the_efficiency_of_the_textbook() -> None:
    """A balanced incomplete block design: (1 - 1 / k) / (1 - 1 / v), with two a block of three."""
    pairs = [([0, 1], [1, 2]), ([1, 2], [1, 2]), ([0, 2], [1, 2])]
    assert efficiency(contrasts(pairs, 3)) == pytest.approx((1 - 1 / 2) / (1 - 1 / 3))
