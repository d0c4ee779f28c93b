"""Organisations: registered once, corrected, and joined without losing a row."""

from typing import Any

import pytest
from django.apps import apps

from saanjh.ground import search
from saanjh.ground.access import Role, ScopeKind, visible
from saanjh.ground.actions import organisations, people
from saanjh.ground.models import Line, Organisation, Person, RoleHeld, SearchEntry
from saanjh.ground.refusals import Refusal
from tests.factories import a_district, a_person, an_organisation, holding

pytestmark = pytest.mark.django_db


def registered(**facts: Any) -> Organisation:
    facts = {"name_en": "Neem Trust", "name_ur": "نیم ٹرسٹ", "kind": "cso", "by": holding(Role.ADMINISTRATOR), **facts}
    return organisations.register(**facts)


def test_an_organisation_is_found_by_its_words_in_both_languages() -> None:
    organisation = registered(home=a_district(), about="It plants trees.", is_public=True)
    for question in ("neem", "نیم", "trees"):
        assert search.ids_of(question, Organisation) == [organisation.public_id]
    organisations.correct(organisation, name_en="Banyan Trust", name_ur="برگد ٹرسٹ", by=holding(Role.PROGRAMME_OFFICER))
    assert search.ids_of("neem", Organisation) == []
    assert search.ids_of("برگد", Organisation) == [organisation.public_id]


@pytest.mark.parametrize("name", ["Neem Trust", "NEEM  trust", "neem trust "])
def test_the_same_name_is_not_registered_twice(name: str) -> None:
    registered()
    with pytest.raises(Refusal, match="registered already"):
        registered(name_en=name)


@pytest.mark.parametrize("names", [("Neem Trust", ""), ("", "نيم ٹرسٹ"), ("Neem Trust", "شیشم ٹرسٹ"), ("نیم ٹرسٹ", "")])
def test_one_of_the_two_names_is_enough_to_be_the_same(names: tuple[str, str]) -> None:
    registered()
    with pytest.raises(Refusal, match="registered already"):
        registered(name_en=names[0], name_ur=names[1])
    registered(name_en="Neem Trust North", name_ur="")
    other = registered(name_en="Banyan", name_ur="")
    with pytest.raises(Refusal, match="registered already"):
        organisations.correct(other, name_en=names[0] or names[1], by=holding(Role.PROGRAMME_OFFICER))


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.OBSERVER, Role.DONOR_VIEWER, Role.SIGNATORY])
def test_others_register_nothing(role: Role) -> None:
    with pytest.raises(Refusal):
        registered(by=holding(role))


def test_a_signatory_corrects_the_own_organisation_and_no_other() -> None:
    mine, other = an_organisation(), an_organisation()
    signatory = holding(Role.SIGNATORY, mine.pk)
    organisations.correct(mine, women_led=True, by=signatory)
    assert Line.objects.get(verb="organisation_corrected").facts == {"fields": "women_led"}
    with pytest.raises(Refusal):
        organisations.correct(other, women_led=True, by=signatory)


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.DONOR_VIEWER, Role.AUDITOR, Role.OPERATOR, Role.DATASET_RELEASER])
def test_those_who_only_look_see_no_organisation_at_the_desk(role: Role) -> None:
    an_organisation()
    assert not visible(holding(role), Organisation).exists()


# Two that are one


def count_rows() -> dict[str, int]:
    return {
        f"{model._meta.label_lower}": model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model not in {Line, SearchEntry}
    }


def test_a_merge_loses_no_row_and_everything_names_the_one_that_stays() -> None:
    one, other = registered(name_ur=""), registered(name_en="Neem Trust Pakistan", name_ur="")
    older = an_organisation(merged_into=one)
    editor = holding(Role.EDITOR, one.pk)
    before = count_rows()
    officer = holding(Role.PROGRAMME_OFFICER)
    before["ground.person"] += 1
    before["ground.roleheld"] += 1
    organisations.merge(one, into=other, by=officer)
    assert count_rows() == before
    one.refresh_from_db()
    older.refresh_from_db()
    assert (one.merged_into, older.merged_into) == (other, other)
    assert editor.roles_held.get().scope_id == other.pk
    assert search.ids_of("neem", Organisation) == [other.public_id]
    assert Line.objects.get(verb="organisation_merged").facts == {
        "into": other.public_id,
        "moved": 2,
        "moved_ground.organisation": 1,
        "moved_ground.roleheld": 1,
        "stayed": 0,
    }


def test_what_would_move_and_stay_is_counted_before() -> None:
    one, other = an_organisation(), an_organisation()
    an_organisation(merged_into=one)
    holding(Role.EDITOR, one.pk)
    person = holding(Role.SIGNATORY, one.pk)
    RoleHeld.objects.create(person=person, role=Role.SIGNATORY, scope_kind=ScopeKind.ORGANISATION, scope_id=other.pk)
    parts = organisations.parts_of_merge(one, other)
    assert [(part.model._meta.label, part.moves, part.stays) for part in parts] == [
        ("ground.Organisation", 1, 0),
        ("ground.RoleHeld", 1, 1),
    ]
    assert str(parts[1].why) == "Who holds the same role in both keeps it once: the one at the duplicate ends today."


def test_somebody_who_holds_the_role_in_both_keeps_it_once() -> None:
    one, other = an_organisation(), an_organisation()
    person = holding(Role.EDITOR, one.pk)
    RoleHeld.objects.create(person=person, role=Role.EDITOR, scope_kind=ScopeKind.ORGANISATION, scope_id=other.pk)
    organisations.merge(one, into=other, by=holding(Role.ADMINISTRATOR))
    assert person.roles_held.get(until=None).scope_id == other.pk  # taken back there, it is gone everywhere
    assert person.roles_held.exclude(until=None).get().scope_id == one.pk
    line = Line.objects.get(verb="organisation_merged")
    assert (line.facts["moved"], line.facts["stayed"]) == (0, 1)


def test_the_people_of_the_one_that_stays_still_open_the_duplicate() -> None:
    one, other = an_organisation(), an_organisation()
    person = holding(Role.EDITOR, one.pk)
    organisations.merge(one, into=other, by=holding(Role.ADMINISTRATOR))
    assert set(visible(Person.objects.get(pk=person.pk), Organisation)) == {one, other}
    assert not visible(holding(Role.EDITOR, an_organisation().pk), Organisation).filter(pk=one.pk).exists()


def test_whoever_was_invited_to_the_duplicate_joins_the_organisation_that_stays() -> None:
    one, other = an_organisation(), an_organisation()
    _invitation, code = people.invite(role=Role.EDITOR, over=one.pk, by=holding(Role.ADMINISTRATOR))
    organisations.merge(one, into=other, by=holding(Role.ADMINISTRATOR))
    joined = people.accept(code, by=a_person())
    assert joined.roles_held.get().scope_id == other.pk


def test_a_correction_from_a_page_opened_before_a_merge_does_not_undo_the_merge() -> None:
    one, other = an_organisation(), an_organisation()
    opened_before = Organisation.objects.get(pk=one.pk)
    organisations.merge(one, into=other, by=holding(Role.ADMINISTRATOR))
    with pytest.raises(Refusal, match="joined into another"):
        organisations.correct(opened_before, is_public=True, by=holding(Role.ADMINISTRATOR))
    one.refresh_from_db()
    assert (one.merged_into, one.is_public) == (other, False)


def test_two_merges_at_once_do_not_join_each_into_the_other() -> None:
    one, other = an_organisation(), an_organisation()
    administrator = holding(Role.ADMINISTRATOR)
    seen_before = Organisation.objects.get(pk=other.pk), Organisation.objects.get(pk=one.pk)
    organisations.merge(one, into=other, by=administrator)
    with pytest.raises(Refusal, match="already joined"):
        organisations.merge(seen_before[0], into=seen_before[1], by=administrator)


def test_an_organisation_is_not_joined_with_itself_nor_twice() -> None:
    one, other, third = an_organisation(), an_organisation(), an_organisation()
    administrator = holding(Role.ADMINISTRATOR)
    with pytest.raises(Refusal, match="two different"):
        organisations.merge(one, into=one, by=administrator)
    organisations.merge(one, into=other, by=administrator)
    for pair in ((one, third), (third, one)):
        with pytest.raises(Refusal, match="already joined"):
            organisations.merge(pair[0], into=pair[1], by=administrator)


def test_only_those_who_keep_the_list_join_two() -> None:
    one, other = an_organisation(), an_organisation()
    for person in (a_person(), holding(Role.SIGNATORY, one.pk), holding(Role.AUDITOR)):
        with pytest.raises(Refusal):
            organisations.merge(one, into=other, by=person)
    assert Organisation.objects.current().count() == 2
