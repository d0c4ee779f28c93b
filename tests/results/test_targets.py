"""Baselines and targets: set by whom and when, in force on a day, how far a value is, what a survey can show."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from saanjh.awards.models import Award
from saanjh.ground.access import Role
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Indicator
from saanjh.results.actions.targets import set_aim
from saanjh.results.models import Target, Value
from saanjh.results.targets import Aim, Judgement, Unshown, Verdict, aims_of, judged, unshown
from tests.awards.factories import an_award
from tests.events.factories import days_ago
from tests.factories import a_person, an_organisation, holding
from tests.results.factories import a_value, chosen

pytestmark = pytest.mark.django_db
TARGET, BASELINE = Target.Kind.TARGET, Target.Kind.BASELINE


def ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def an_aim(
    award: Award,
    indicator: Indicator,
    part: int = 60,
    n: int | None = 100,
    *,
    kind: str = TARGET,
    at: int = 100,
    **facts: Any,
) -> Target:
    facts = {
        "value": Decimal(100 * part) / n,
        "numerator": part,
        "n": n,
        "by_day": award.ends_on,
        "version": 1,
        **facts,
    }
    facts["set_by"] = a_person()
    return Target.objects.create(award=award, indicator=indicator, kind=kind, set_at=ago(at), **facts)


def verdict(value: Value) -> Judgement:
    return judged([value])[value.pk]


def set_by(award: Award, indicator: Indicator, role: Role, over: int, **facts: Any) -> Target:
    aim = Aim(**{"by_day": award.ends_on, "numerator": 60, "n": 100, **facts})
    return set_aim(award, indicator, kind=TARGET, aim=aim, by=holding(role, over=over))


def test_both_sides_set_targets_and_each_change_is_a_version_with_its_reason() -> None:
    award = an_award()
    indicator = chosen(award)
    first = set_by(award, indicator, Role.EDITOR, award.organisation_id)
    assert (first.version, first.value, first.reason) == (1, Decimal(60), "")
    with pytest.raises(Refusal) as refused:
        set_by(award, indicator, Role.PROGRAMME_OFFICER, award.programme_id, numerator=70)
    assert refused.value.field == "reason"
    second = set_by(
        award, indicator, Role.PROGRAMME_OFFICER, award.programme_id, numerator=70, reason="More schools joined."
    )
    assert (second.version, second.value, second.reason) == (2, Decimal(70), "More schools joined.")
    first.refresh_from_db()
    assert first.value == 60
    [aims] = aims_of(award, [indicator])
    assert (aims.target, aims.baseline, list(aims.versions)) == (second, None, [second, first])


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"n": None}, "n"),
        ({"n": 0}, "n"),
        ({"numerator": None}, "numerator"),
        ({"numerator": 101}, "numerator"),
        ({"by_day": datetime.date(2100, 1, 1)}, "by_day"),
        ({"by_day": datetime.date(2000, 1, 1)}, "by_day"),
    ],
)
def test_what_does_not_add_up_is_refused_beside_its_field(facts: dict[str, Any], field: str) -> None:
    award = an_award()
    with pytest.raises(Refusal) as refused:
        set_by(award, chosen(award), Role.EDITOR, award.organisation_id, **facts)
    assert refused.value.field == field
    assert not Target.objects.exists()


def test_a_scale_holds_for_targets_too() -> None:
    award = an_award()
    indicator = chosen(award, unit="points_0_10")
    with pytest.raises(Refusal) as refused:
        set_by(award, indicator, Role.EDITOR, award.organisation_id, value=Decimal(11))
    assert refused.value.field == "value"
    assert set_by(award, indicator, Role.EDITOR, award.organisation_id, value=Decimal(3)).numerator is None


def test_a_baseline_is_no_forecast() -> None:
    award = an_award()
    aim = Aim(by_day=timezone.localdate() + datetime.timedelta(days=1), numerator=1, n=10)
    with pytest.raises(Refusal) as refused:
        set_aim(award, chosen(award), kind=BASELINE, aim=aim, by=holding(Role.EDITOR, over=award.organisation_id))
    assert refused.value.field == "by_day"


def test_nobody_else_sets_targets_and_none_are_set_when_the_grant_is_over() -> None:
    award = an_award()
    indicator = chosen(award)
    for role, over in (
        (Role.FIELD_OFFICER, award.organisation_id),
        (Role.VERIFIER, award.programme_id),
        (Role.EDITOR, an_organisation().pk),
    ):
        with pytest.raises(Refusal, match="Only who writes"):
            set_by(award, indicator, role, over)
    Award.objects.filter(pk=award.pk).update(
        state="completed", ended_on=award.ends_on + datetime.timedelta(days=1), ended_by=a_person(),
        money_accounted_for=True,
    )  # fmt: skip
    award.refresh_from_db()
    with pytest.raises(Refusal, match="while the grant runs"):
        set_by(award, indicator, Role.EDITOR, award.organisation_id)


def test_what_the_programme_does_not_measure_has_no_target() -> None:
    award, other = an_award(), an_award()
    with pytest.raises(Refusal, match="does not measure"):
        set_by(award, chosen(other), Role.EDITOR, award.organisation_id)


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_rewrite_a_version(verb: str) -> None:
    award = an_award()
    rows = Target.objects.filter(pk=an_aim(award, chosen(award)).pk)
    with pytest.raises(DatabaseError, match="only set anew"), transaction.atomic():
        rows.update(value=1) if verb == "update" else rows.delete()


def test_a_changed_target_never_rewrites_an_earlier_judgement() -> None:
    """The value ended 30 days ago: what was set 20 days ago is not its measure, what was set 40 days ago is."""
    award = an_award()
    indicator = chosen(award)
    value = a_value("verified", award, indicator)
    assert verdict(value).verdict is Verdict.NO_TARGET
    an_aim(award, indicator, 50, at=40)
    assert verdict(value).verdict is Verdict.REACHED
    an_aim(award, indicator, 90, at=20, version=2, reason="More was possible.")
    found = verdict(value)
    assert found.verdict is Verdict.REACHED
    assert found.target is not None
    assert found.target.version == 1


@pytest.mark.parametrize(
    ("part", "kind"),
    [(55, Verdict.REACHED), (56, Verdict.CANNOT_TELL), (69, Verdict.CANNOT_TELL), (70, Verdict.NOT_REACHED)],
)
def test_a_sample_is_held_to_the_target_by_its_range(part: int, kind: Verdict) -> None:
    award = an_award()
    indicator = chosen(award)
    an_aim(award, indicator, part)
    value = a_value("verified", award, indicator, low=Decimal("55.99"), high=Decimal("69.69"))
    assert verdict(value).verdict is kind


def test_a_target_holds_from_the_very_day_on_which_it_is_set() -> None:
    award = an_award()
    indicator = chosen(award)
    an_aim(award, indicator, 50, at=30)  # the last day of the value
    assert verdict(a_value("verified", award, indicator)).verdict is Verdict.REACHED


def test_a_full_count_is_held_to_the_target_as_it_is() -> None:
    award = an_award()
    indicator = chosen(award)
    an_aim(award, indicator, value=Decimal("63.10"))
    assert verdict(a_value("verified", award, indicator, method="records")).verdict is Verdict.REACHED
    an_aim(award, indicator, 64, version=2, reason="More.", at=90)
    assert verdict(a_value("verified", award, indicator, method="records")).verdict is Verdict.NOT_REACHED


def test_where_less_is_wanted_a_fall_reaches_the_target() -> None:
    award = an_award()
    indicator = chosen(award)
    an_aim(award, indicator, 90, kind=BASELINE)
    an_aim(award, indicator, 75)
    value = a_value("verified", award, indicator)
    assert verdict(value).verdict is Verdict.REACHED
    an_aim(award, indicator, 50, version=2, reason="Less.", at=90)
    assert verdict(value).verdict is Verdict.NOT_REACHED


def test_counts_of_a_grant_are_held_to_the_target_together() -> None:
    award = an_award()
    indicator = chosen(award, unit="count", aggregation="sum")
    facts = {"numerator": None, "low": None, "high": None, "method": "records"}
    an_aim(award, indicator, value=Decimal(12), numerator=None)
    a_value("verified", award, indicator, value=7, n=7, period_start=days_ago(90), period_end=days_ago(61), **facts)
    a_value("submitted", award, indicator, value=9, n=9, period_start=days_ago(80), period_end=days_ago(70), **facts)
    value = a_value("verified", award, indicator, value=Decimal(5), n=5, **facts)
    found = verdict(value)
    assert (found.so_far, found.verdict) == (12, Verdict.REACHED)


def test_a_day_that_is_still_to_come_is_said() -> None:
    award = an_award()
    indicator = chosen(award)
    an_aim(award, indicator, 90)
    value = a_value("verified", award, indicator)
    assert verdict(value).is_early
    an_aim(award, indicator, 90, version=2, reason="Sooner.", at=90, by_day=value.period_end)
    assert not verdict(value).is_early


@pytest.mark.parametrize(
    ("before", "goal", "n", "warned"),
    [(50, 60, 60, Decimal("74.0")), (50, 75, 60, None), (50, 40, 60, Decimal("26.0")), (97, 99, 20, None)],
)
def test_a_target_that_a_survey_of_that_size_cannot_show_is_warned_of(
    before: int, goal: int, n: int, warned: Decimal | None
) -> None:
    award = an_award()
    indicator = chosen(award, frequency="baseline_endline")
    baseline = an_aim(award, indicator, kind=BASELINE, value=Decimal(before), numerator=before * n // 100, n=n)
    target = an_aim(award, indicator, value=Decimal(goal), numerator=goal * n // 100, n=n)
    found = unshown(indicator, baseline, target)
    if warned is not None:
        assert found is not None
        assert found.nearest is not None
        assert abs(found.nearest - warned) < Decimal("0.8")
    elif before == 97:
        assert found == Unshown(20, None)
    else:
        assert found is None
    assert unshown(indicator, None, target) is None


def test_an_average_is_warned_of_only_where_its_deviation_is_known() -> None:
    award = an_award()
    indicator = chosen(award, frequency="pre_post", unit="points_0_10")
    facts = {"numerator": None, "n": 63}
    baseline = an_aim(award, indicator, kind=BASELINE, value=Decimal(4), **facts)
    target = an_aim(award, indicator, value=Decimal("4.5"), **facts)
    assert unshown(indicator, baseline, target) is None
    target.deviation = Decimal(2)
    assert unshown(indicator, baseline, target) == Unshown(63, Decimal("5.00"))  # Cohen: d = 0.5 needs 63 in each
    target.deviation = Decimal(1)
    assert unshown(indicator, baseline, target) is None


def test_what_is_counted_in_full_is_never_warned_of() -> None:
    award = an_award()
    indicator = chosen(award, frequency="monthly")
    baseline = an_aim(award, indicator, 5, 10, kind=BASELINE)
    assert unshown(indicator, baseline, an_aim(award, indicator, 6, 10)) is None


def test_the_judgement_of_many_values_asks_two_questions(django_assert_max_num_queries: Any) -> None:
    award = an_award()
    share, count = chosen(award), chosen(award, unit="count", aggregation="sum")
    an_aim(award, share)
    an_aim(award, count, value=Decimal(3), numerator=None)
    values = [a_value("verified", award, share), a_value("verified", award, count)]
    with django_assert_max_num_queries(2):
        assert len(judged(values)) == 2
