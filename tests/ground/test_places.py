"""A list of places is brought in: what it adds, renames and ends, and how a district is found by its names."""

import datetime
from typing import Any

import pytest

from saanjh.ground import history
from saanjh.ground.access import Role
from saanjh.ground.actions import places
from saanjh.ground.models import Alias, District, Line, Person, Roster
from saanjh.ground.queries import district_named, districts_named
from saanjh.ground.refusals import Refusal
from saanjh.ground.rosters import AliasRow, Changes, DistrictRow, Places, ProvinceRow, RosterRow, compare
from tests.factories import a_person, holding

pytestmark = pytest.mark.django_db
FIRST, LATER = datetime.date(2023, 3, 1), datetime.date(2026, 7, 1)
PROVINCE = ProvinceRow("balochistan", "province", "Balochistan", "بلوچستان", "PK2")


def a_row(slug: str, name: str, urdu: str, *, roster: str = "first", **facts: Any) -> DistrictRow:
    day = LATER if roster == "later" else FIRST
    return DistrictRow(slug, "balochistan", name, urdu, roster, day, facts=facts)


def a_list(*districts: DistrictRow, aliases: tuple[AliasRow, ...] = (), roster: str = "first") -> Places:
    day = LATER if roster == "later" else FIRST
    return Places((RosterRow(roster, f"The {roster} list", day),), (PROVINCE,), districts, aliases)


def system() -> Person:
    return Person.objects.system()


LASBELA = a_row("lasbela", "Lasbela", "لسبیلہ", population_2023=680_977)
KALAT = a_row("kalat", "Kalat", "قلات")


def test_a_list_is_brought_in_with_one_history_line() -> None:
    places.bring_in(a_list(LASBELA, KALAT), by=system())
    found = District.objects.get(slug="lasbela")
    assert (found.name_ur, found.population_2023, found.valid_from, found.valid_to) == ("لسبیلہ", 680_977, FIRST, None)
    assert found.roster == Roster.objects.get(code="first")
    assert [(line.verb, line.facts["added"]) for line in Line.objects.all()] == [("places_brought_in", 2)]
    assert history.broken() is None


def test_a_figure_that_nobody_published_stays_empty() -> None:
    places.bring_in(a_list(KALAT), by=system())
    assert District.objects.get(slug="kalat").population_2023 is None


def test_the_same_list_twice_changes_nothing() -> None:
    twice = a_list(LASBELA, KALAT, aliases=(AliasRow("Hub", "حب", "newer_district", ("lasbela",)),))
    places.bring_in(twice, by=system())
    assert places.bring_in(twice, by=system()) == Changes()
    assert (District.objects.count(), Alias.objects.count()) == (2, 2)


def test_looking_first_writes_nothing() -> None:
    assert compare(a_list(LASBELA)).added == ("lasbela",)
    assert District.objects.count() == Roster.objects.count() == 0


def test_a_district_that_a_later_list_leaves_out_ends_the_day_before_and_is_kept() -> None:
    places.bring_in(a_list(LASBELA, KALAT), by=system())
    changes = places.bring_in(a_list(a_row("kalat", "Kalat", "قلات", roster="later"), roster="later"), by=system())
    assert changes.ended == (("lasbela", datetime.date(2026, 6, 30)),)
    ended = District.objects.get(slug="lasbela")
    assert ended.valid_to == datetime.date(2026, 6, 30)
    assert list(District.objects.current()) == [District.objects.get(slug="kalat")]
    assert ended in District.objects.on(datetime.date(2025, 1, 1))


def test_a_list_says_nothing_of_a_province_that_it_does_not_name() -> None:
    places.bring_in(a_list(LASBELA), by=system())
    sindh = ProvinceRow("sindh", "province", "Sindh", "سندھ")
    badin = DistrictRow("badin", "sindh", "Badin", "بدین", "later", LATER)
    places.bring_in(Places((RosterRow("later", "Later", LATER),), (sindh,), (badin,)), by=system())
    assert District.objects.get(slug="lasbela").valid_to is None


def test_an_older_list_cannot_replace_the_one_in_force() -> None:
    places.bring_in(a_list(a_row("kalat", "Kalat", "قلات", roster="later"), roster="later"), by=system())
    with pytest.raises(Refusal, match="older"):
        places.bring_in(a_list(LASBELA, KALAT), by=system())
    assert District.objects.count() == 1


def test_a_changed_name_leaves_the_old_one_as_an_alias_in_both_languages() -> None:
    places.bring_in(a_list(a_row("shaheed-benazirabad", "Nawabshah", "نواب شاہ")), by=system())
    renamed = a_row("shaheed-benazirabad", "Shaheed Benazirabad", "شہید بینظیر آباد", roster="later")
    changes = places.bring_in(a_list(renamed, roster="later"), by=system())
    assert changes.renamed == (("shaheed-benazirabad", "Nawabshah", "Shaheed Benazirabad"),)
    district = District.objects.get()
    assert (
        district_named("NAWABSHAH") == district_named("نواب شاہ") == district_named("Shaheed Benazirabad") == district
    )


def test_a_blank_on_a_later_list_does_not_erase_a_figure() -> None:
    places.bring_in(a_list(LASBELA), by=system())
    places.bring_in(a_list(a_row("lasbela", "Lasbela", "لسبیلہ", roster="later"), roster="later"), by=system())
    assert District.objects.get().population_2023 == 680_977


def test_a_district_that_returns_to_a_list_stands_again() -> None:
    places.bring_in(a_list(LASBELA, KALAT), by=system())
    places.bring_in(a_list(a_row("kalat", "Kalat", "قلات", roster="later"), roster="later"), by=system())
    both = a_list(
        a_row("kalat", "Kalat", "قلات", roster="later"),
        a_row("lasbela", "Lasbela", "لسبیلہ", roster="later"),
        roster="later",
    )
    assert places.bring_in(both, by=system()).returned == ("lasbela",)
    assert District.objects.get(slug="lasbela").valid_to is None


def test_a_list_that_names_an_unknown_province_is_refused() -> None:
    with pytest.raises(Refusal, match="atlantis"):
        compare(Places(districts=(DistrictRow("x", "atlantis", "X", "ا", "first", FIRST),)))


def test_a_newer_district_is_found_in_the_one_it_came_from() -> None:
    hub = AliasRow("Hub", "حب", "newer_district", ("lasbela",))
    places.bring_in(a_list(LASBELA, aliases=(hub,)), by=system())
    assert district_named(" hub ") == district_named("حب") == District.objects.get()


def test_a_name_that_can_mean_two_districts_is_never_guessed() -> None:
    both = AliasRow("Kohistan", "کوہستان", "former_district", ("lasbela", "kalat"))
    places.bring_in(a_list(LASBELA, KALAT, aliases=(both,)), by=system())
    assert district_named("Kohistan") is None
    assert {district.slug for district in districts_named("kohistan")} == {"lasbela", "kalat"}


def test_a_name_typed_on_an_arabic_keyboard_is_found() -> None:
    places.bring_in(a_list(a_row("kech", "Kech", "کیچ")), by=system())
    assert district_named("كيچ") == District.objects.get()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OPERATOR])
def test_those_who_run_the_installation_correct_a_name_and_a_list_leaves_it(role: Role) -> None:
    places.bring_in(a_list(LASBELA), by=system())
    places.correct(District.objects.get(), name_en="Las Bela", name_ur="لس بیلہ", by=holding(role))
    later = a_list(a_row("lasbela", "Lasbela", "لسبیلہ", roster="later"), roster="later")
    assert places.bring_in(later, by=system()).kept == ("lasbela",)
    assert District.objects.get().name_en == "Las Bela"
    assert district_named("Lasbela") == District.objects.get()


def test_others_neither_bring_in_nor_correct() -> None:
    places.bring_in(a_list(LASBELA), by=system())
    for person in (a_person(), holding(Role.PROGRAMME_OFFICER, 1), holding(Role.AUDITOR)):
        with pytest.raises(Refusal):
            places.bring_in(a_list(KALAT), by=person)
        with pytest.raises(Refusal):
            places.correct(District.objects.get(), name_en="A", name_ur="ا", by=person)
    assert Line.objects.count() == 1


def test_a_name_is_given_in_both_languages() -> None:
    places.bring_in(a_list(LASBELA), by=system())
    with pytest.raises(Refusal) as refused:
        places.correct(District.objects.get(), name_en="Lasbela", name_ur=" ", by=system())
    assert refused.value.field == "name_ur"
