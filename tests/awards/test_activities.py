"""Activities: written down by the organisation, corrected by versions, published by the 10-5 rule."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from saanjh.awards import queries
from saanjh.awards.actions import activities
from saanjh.awards.models import Activity, Award, Headcount
from saanjh.ground.access import Role, visible
from saanjh.ground.actions import files
from saanjh.ground.counting import MOST
from saanjh.ground.models import Person, StoredFile
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Scheme
from tests.awards.factories import an_activity, an_award
from tests.events.factories import days_ago
from tests.factories import a_district, an_organisation, holding
from tests.programmes.factories import a_theme

pytestmark = pytest.mark.django_db

COUNTS = {("women", "15-29", "without"): 14, ("women", "15-29", "with"): 3, ("men", "30-59", "without"): 21}


def facts_of(award: Award, **facts: Any) -> dict[str, Any]:
    return {
        "activity_type": facts.pop("activity_type", None) or a_theme(Scheme.ACTIVITY_TYPES),
        "what": "Repaired the hand pump together",
        "written_in": "en",
        "district": award.districts.get(),
        "day": days_ago(5),
        "headcounts": COUNTS,
        **facts,
    }


def recorder(award: Award, role: Role = Role.FIELD_OFFICER) -> Person:
    return holding(role, over=award.organisation_id)


@pytest.mark.parametrize("role", [Role.SIGNATORY, Role.EDITOR, Role.FIELD_OFFICER])
def test_the_organisation_writes_down_an_activity(role: Role) -> None:
    award = an_award()
    activity = activities.record(award, by=recorder(award, role), **facts_of(award))
    assert queries.headcounts(Activity.objects.all()) == COUNTS
    assert [(row, row.people) for row in queries.activities(award)] == [(activity, 38)]


def test_nobody_else_writes_it_down() -> None:
    award = an_award()
    for person in (
        holding(Role.PROGRAMME_OFFICER, over=award.programme_id),
        holding(Role.EDITOR, over=an_organisation().pk),
        holding(Role.ADMINISTRATOR),
    ):
        with pytest.raises(Refusal):
            activities.record(award, by=person, **facts_of(award))
    assert Activity.objects.count() == 0


@pytest.mark.parametrize("state", ["offered", "declined"])
def test_there_are_no_activities_before_a_grant_is_accepted(state: str) -> None:
    award = an_award(state)
    with pytest.raises(Refusal):
        activities.record(award, by=recorder(award), **facts_of(award))


@pytest.mark.parametrize(("day", "says"), [(-1, "ahead"), (101, "The grant runs from")])
def test_the_day_is_past_and_within_the_grant(day: int, says: str) -> None:
    award = an_award()
    with pytest.raises(Refusal) as refused:
        activities.record(award, by=recorder(award), **facts_of(award, day=days_ago(day)))
    assert (refused.value.field, says in str(refused.value.why)) == ("day", True)


def test_the_district_is_one_of_the_grant() -> None:
    award = an_award()
    with pytest.raises(Refusal) as refused:
        activities.record(award, by=recorder(award), **facts_of(award, district=a_district()))
    assert refused.value.field == "district"


@pytest.mark.parametrize("people", [-1, MOST + 1])
def test_a_headcount_is_a_number_of_people(people: int) -> None:
    award = an_award()
    with pytest.raises(Refusal):
        activities.record(award, by=recorder(award), **facts_of(award, headcounts={("women", "60+", "with"): people}))
    assert Activity.objects.count() == 0


def test_a_broadcast_has_nobody_to_count() -> None:
    award = an_award()
    activities.record(award, by=recorder(award), **facts_of(award, headcounts={}))
    assert Headcount.objects.count() == 0


def test_words_that_name_somebody_are_refused_whole() -> None:
    award = an_award()
    with pytest.raises(Refusal), transaction.atomic():
        activities.record(award, by=recorder(award), **facts_of(award, what="Ring 0300-1234567 before you come"))
    assert Activity.objects.count() == 0


def test_a_correction_counts_instead_of_what_it_corrects() -> None:
    award = an_award()
    by = recorder(award)
    first = activities.record(award, by=by, **facts_of(award))
    second = activities.correct(first, by=by, **facts_of(award, headcounts={("women", "15-29", "unknown"): 40}))
    assert [(row, row.people) for row in queries.activities(award)] == [(second, 40)]
    assert [(row.pk, row.people) for row in queries.versions(first)] == [(second.pk, 40), (first.pk, 38)]
    assert second.series == first.public_id


def test_of_two_corrections_at_once_the_second_is_told() -> None:
    award = an_award()
    by = recorder(award)
    first = activities.record(award, by=by, **facts_of(award))
    stale = Activity.objects.get(pk=first.pk)
    activities.correct(first, by=by, **facts_of(award))
    with pytest.raises(Refusal):
        activities.correct(stale, by=by, **facts_of(award))
    with pytest.raises(Refusal):
        activities.strike_out(stale, by=by)
    assert Activity.objects.count() == 2


def test_what_was_struck_out_counts_no_more_and_stays() -> None:
    award = an_award()
    by = recorder(award)
    activity = activities.record(award, by=by, **facts_of(award))
    struck = activities.strike_out(activity, by=by)
    assert list(queries.activities(award)) == []
    assert [row.pk for row in queries.versions(activity)] == [struck.pk, activity.pk]
    with pytest.raises(Refusal):
        activities.correct(struck, by=by, **facts_of(award))


def test_the_database_refuses_to_change_an_entry() -> None:
    an_activity(an_award(), women=12)
    for change in (
        lambda: Activity.objects.update(what="else"),
        lambda: Headcount.objects.update(people=1),
        lambda: Headcount.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_files_are_seen_by_those_who_see_the_activity_and_stay_with_a_correction(data_folder: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    award = an_award()
    by = recorder(award)
    paper = files.take_in(SimpleUploadedFile("list.pdf", b"%PDF-1.4 tiny\n%%EOF"), by=by)
    first = activities.record(award, by=by, files=[paper], **facts_of(award))
    second = activities.correct(first, by=by, **facts_of(award))
    assert [row.file for row in second.files.all()] == [paper]
    assert list(visible(holding(Role.VERIFIER, over=award.programme_id), StoredFile)) == [paper]
    assert list(visible(holding(Role.EDITOR, over=an_organisation().pk), StoredFile)) == []


def test_reach_adds_up_exactly_and_is_published_by_the_10_5_rule() -> None:
    award = an_award()
    an_activity(award, women=17)
    an_activity(award, women=6)
    men = an_activity(award)
    Headcount.objects.create(activity=men, sex="men", age_band="30-59", disability="unknown", people=8)
    an_activity(an_award(), women=100)
    reach = queries.reach(award)
    assert (reach.activities, reach.people) == (3, 30)
    assert {part.code: part.people for part in reach.by_sex} == {"women": 25, "men": None, "transgender": None}
    assert {part.code: part.people for part in reach.by_age} == {
        "0-14": None,
        "15-29": 25,
        "30-59": None,
        "60+": None,
    }


def test_a_grant_without_activities_reached_nobody_that_could_be_told() -> None:
    reach = queries.reach(an_award())
    assert (reach.activities, reach.people) == (0, None)
