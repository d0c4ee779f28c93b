"""None reported, not known, and how many people came: what a district's tile may say."""

import datetime

import pytest

from saanjh.atlas import queries
from saanjh.atlas.actions import initiatives, sweeps
from saanjh.atlas.models import Initiative
from saanjh.ground.refusals import Refusal
from tests.atlas.factories import TODAY, Ground, a_headcount, a_sweep
from tests.factories import a_district

pytestmark = pytest.mark.django_db
YEAR = datetime.timedelta(days=365)


def test_a_district_is_not_known_until_somebody_asked_and_again_when_a_year_has_gone() -> None:
    ground = Ground()
    assert queries.reach_of(ground.district, TODAY).count is None
    a_sweep(ground.programme, ground.officer, ground.district, asked_on=TODAY - YEAR)
    assert queries.reach_of(ground.district, TODAY).count == 0
    assert queries.reach_of(ground.district, TODAY + datetime.timedelta(days=1)).count is None


def test_an_asking_that_is_still_to_come_says_nothing() -> None:
    ground = Ground()
    a_sweep(ground.programme, ground.officer, ground.district, asked_on=TODAY + datetime.timedelta(days=1))
    assert queries.reach_of(ground.district, TODAY).count is None


def test_what_is_shown_less_exactly_stands_on_no_tile_and_no_tile_says_that_there_is_none() -> None:
    ground = Ground()
    asked = a_district()
    a_sweep(ground.programme, ground.officer, asked)
    ground.published(public_precision="province", districts=[ground.district, asked])
    ground.published(public_precision="withheld", districts=[ground.district, asked])
    rows = queries.reach(TODAY)
    assert {row.district.slug: row.count for row in rows} == {ground.district.slug: None, asked.slug: None}
    assert (queries.shown().by_district, queries.shown().by_province, queries.shown().withheld) == (0, 1, 1)


def test_a_district_whose_only_work_is_excluded_looks_like_one_in_which_nobody_asked() -> None:
    ground = Ground()
    quiet = ground.published()
    a_sweep(ground.programme, ground.officer, ground.district)
    assert queries.reach_of(ground.district, TODAY).count == 1
    initiatives.exclude_for_safety(quiet, by=ground.officer)
    assert queries.reach(TODAY) == [queries.Reach(ground.district, count=None)]
    assert queries.reach_of(ground.district, TODAY) == queries.Reach(ground.district, count=None)


def test_a_district_with_a_grant_that_has_no_page_yet_does_not_say_that_there_is_none() -> None:
    ground = Ground()
    ground.award()
    a_sweep(ground.programme, ground.officer, ground.district)
    assert queries.reach_of(ground.district, TODAY).count is None


def test_every_district_is_counted_once_in_its_province() -> None:
    ground = Ground()
    asked, unknown = a_district(), a_district()
    ground.published(districts=[ground.district])
    a_sweep(ground.programme, ground.officer, asked, ground.district)
    rows = queries.reach(TODAY)
    assert {row.district.slug: row.count for row in rows} == {
        ground.district.slug: 1,
        asked.slug: 0,
        unknown.slug: None,
    }
    (sindh,) = queries.by_province(rows)
    assert (sindh.districts, sindh.reached, sindh.none, sindh.unknown) == (3, 1, 1, 1)


def test_all_districts_and_one_district_agree() -> None:
    ground = Ground()
    ground.published()
    assert queries.reach(TODAY) == [queries.reach_of(ground.district, TODAY)]


def test_months_are_full_months_of_the_last_year_in_which_something_ran() -> None:
    ground = Ground()
    ground.published(starts_on=datetime.date(2026, 3, 15), ends_on=datetime.date(2026, 5, 1))
    ground.published(starts_on=datetime.date(2026, 5, 20), ends_on=datetime.date(2026, 6, 1))
    row = queries.reach_of(ground.district, TODAY)
    assert (row.count, row.running, row.months) == (2, 0, 4)


@pytest.mark.parametrize(("came", "shown"), [(9, None), (10, 10), (12, 10), (13, 15)])
def test_people_are_shown_in_fives_and_never_fewer_than_ten(came: int, shown: int | None) -> None:
    ground = Ground()
    award = ground.award()
    made = initiatives.make_from(award, summary="Reading.", by=ground.officer)
    initiatives.publish(made, by=ground.officer)
    a_headcount(award, ground.district, ground.signatory, women=came)
    assert queries.reach_of(ground.district, TODAY).people == shown


def test_people_of_what_is_not_published_are_in_no_figure() -> None:
    ground = Ground()
    award = ground.award()
    made = initiatives.make_from(award, summary="Reading.", by=ground.officer)
    a_headcount(award, ground.district, ground.signatory, women=40)
    other = ground.published()
    assert queries.reach_of(ground.district, TODAY).people is None
    initiatives.publish(made, by=ground.officer)
    assert queries.reach_of(ground.district, TODAY).people == 40
    initiatives.show_place(made, precision="province", by=ground.signatory)
    assert queries.reach_of(ground.district, TODAY).people is None
    assert Initiative.objects.public().count() == 2
    assert other.state == "published"


def test_an_asking_names_districts_a_past_day_and_a_way_and_only_officers_confirm_it() -> None:
    ground = Ground()
    said = {"asked_on": TODAY - YEAR, "how": "network"}
    for wrong in (
        {"by": ground.signatory},
        {"districts": []},
        {"asked_on": datetime.date(2126, 1, 1)},
        {"how": "rumour"},
    ):
        facts = {"districts": [ground.district], "by": ground.officer, **said, **wrong}
        with pytest.raises(Refusal):
            sweeps.confirm(ground.programme, facts.pop("districts"), **facts)
    made = sweeps.confirm(ground.programme, [ground.district], by=ground.officer, **said)
    assert list(made.districts.all()) == [ground.district]


def test_the_whole_map_takes_the_same_six_queries_with_one_initiative_and_with_three(
    django_assert_num_queries: object,
) -> None:
    ground = Ground()
    ground.published()
    with django_assert_num_queries(6):  # type: ignore[operator]
        queries.reach(TODAY)
    ground.published()
    ground.published(districts=[a_district()])
    with django_assert_num_queries(6):  # type: ignore[operator]
        queries.reach(TODAY)
