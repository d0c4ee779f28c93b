"""A programme is planned, changed, opened and closed by those who may."""

import datetime
from typing import Any

import pytest

from saanjh.ground import history, search
from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.models import Line, Notice, Person
from saanjh.ground.refusals import Refusal
from saanjh.programmes.actions import objectives, programmes
from saanjh.programmes.models import Programme, Scheme
from saanjh.programmes.queries import waiting
from tests.factories import a_person, holding
from tests.programmes.factories import a_currency, a_programme, a_theme

pytestmark = pytest.mark.django_db


def facts(**more: Any) -> dict[str, Any]:
    a_currency()
    return {
        "title_en": "Neighbours together",
        "title_ur": "ہمسائے ساتھ ساتھ",
        "summary": "Small grants for neighbours.",
        "written_in": "en",
        "currency": "PKR",
        "starts_on": datetime.date(2026, 1, 1),
        "ends_on": datetime.date(2027, 12, 31),
        **more,
    }


def officer_of(programme: Programme) -> Person:
    return holding(Role.PROGRAMME_OFFICER, programme.pk)


def test_a_planned_programme_has_an_address_of_its_english_title_and_is_not_public() -> None:
    programme = programmes.plan(**facts(themes=[a_theme(Scheme.NPVE_5R)]), by=holding(Role.ADMINISTRATOR))
    assert (programme.slug, programme.state) == ("neighbours-together", "draft")
    assert programme.themes.count() == 1
    assert list(Programme.objects.public()) == []
    assert [line.verb for line in history.of(programme)] == ["programme_planned"]


def test_two_programmes_of_one_title_have_two_addresses() -> None:
    administrator = holding(Role.ADMINISTRATOR)
    slugs = [programmes.plan(**facts(), by=administrator).slug for _each in range(3)]
    assert slugs == ["neighbours-together", "neighbours-together-2", "neighbours-together-3"]


def test_a_title_without_latin_letters_gives_a_random_address() -> None:
    programme = programmes.plan(**facts(title_en="ہمسائے"), by=holding(Role.ADMINISTRATOR))
    assert programme.slug == programme.public_id


def test_an_officer_who_plans_a_programme_leads_it() -> None:
    officer = holding(Role.PROGRAMME_OFFICER, 999)
    programme = programmes.plan(**facts(), by=officer)
    objectives.add(programme, text_en="One", text_ur="ایک", by=Person.objects.get(pk=officer.pk))
    assert programme.objectives.get().number == 1


def test_an_administrator_who_plans_a_programme_does_not_lead_it() -> None:
    administrator = holding(Role.ADMINISTRATOR)
    programme = programmes.plan(**facts(), by=administrator)
    with pytest.raises(Refusal):
        objectives.add(programme, text_en="One", text_ur="ایک", by=administrator)


@pytest.mark.parametrize("role", [Role.FINANCE_OFFICER, Role.SIGNATORY, Role.OPERATOR, Role.VERIFIER])
def test_others_plan_no_programme(role: Role) -> None:
    with pytest.raises(Refusal):
        programmes.plan(**facts(), by=holding(role, 1))


@pytest.mark.parametrize(
    ("wrong", "field"), [({"ends_on": datetime.date(2025, 12, 31)}, "ends_on"), ({"currency": "XXX"}, "currency")]
)
def test_dates_and_currency_must_be_sound(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        programmes.plan(**facts(**wrong), by=holding(Role.ADMINISTRATOR))
    assert refused.value.field == field


def test_a_driver_is_no_theme_of_a_programme() -> None:
    with pytest.raises(Refusal) as refused:
        programmes.plan(**facts(themes=[a_theme(Scheme.DRIVERS)]), by=holding(Role.ADMINISTRATOR))
    assert refused.value.field == "themes"


def test_personal_details_in_the_summary_are_refused() -> None:
    with pytest.raises(Refusal) as refused:
        programmes.plan(**facts(summary="Ring 0300 1234567."), by=holding(Role.ADMINISTRATOR))
    assert refused.value.field == "summary"
    assert Programme.objects.count() == 0


def test_a_programme_without_objectives_cannot_be_opened() -> None:
    programme = programmes.plan(**facts(), by=holding(Role.ADMINISTRATOR))
    with pytest.raises(Refusal, match="objective"):
        programmes.open(programme, by=officer_of(programme))


def test_an_opened_programme_is_public_findable_and_told_to_its_staff() -> None:
    programme = a_programme(state="draft")
    officer = officer_of(programme)
    colleague = holding(Role.FINANCE_OFFICER, programme.pk)
    stranger = holding(Role.FINANCE_OFFICER, programme.pk + 1)
    search.follow(programme)
    assert search.ids_of("neighbours", Programme, public_only=True) == []
    programmes.open(programme, by=officer)
    assert list(Programme.objects.public()) == [programme]
    assert search.ids_of("neighbours", Programme, public_only=True) == [programme.public_id]
    told = set(Notice.objects.values_list("person", "kind"))
    assert told == {(colleague.pk, "programme_opened")}
    assert stranger.pk not in {person for person, _kind in told}


def test_a_programme_is_opened_once_and_closed_once() -> None:
    programme = a_programme(state="draft")
    officer = officer_of(programme)
    programmes.open(programme, by=officer)
    with pytest.raises(Refusal):
        programmes.open(programme, by=officer)
    programmes.close(programme, by=officer)
    with pytest.raises(Refusal):
        programmes.close(programme, by=officer)
    assert [line.verb for line in history.of(programme)] == ["programme_opened", "programme_closed"]


def test_nothing_changes_in_a_closed_programme() -> None:
    programme = a_programme(state="closed")
    officer = officer_of(programme)
    with pytest.raises(Refusal):
        objectives.add(programme, text_en="One", text_ur="ایک", by=officer)
    with pytest.raises(Refusal):
        programmes.change(programme, title_en="Other", by=officer)


def test_the_address_follows_the_title_until_the_programme_is_open() -> None:
    programme = a_programme(state="draft")
    officer = officer_of(programme)
    assert programmes.change(programme, title_en="Other words", by=officer).slug == "other-words"
    programmes.open(programme, by=officer)
    assert programmes.change(programme, title_en="New words", by=officer).slug == "other-words"


def test_a_change_from_a_page_opened_before_does_not_open_a_closed_programme_again() -> None:
    programme = a_programme()
    opened_before, officer = Programme.objects.get(pk=programme.pk), officer_of(programme)
    programmes.close(programme, by=officer)
    with pytest.raises(Refusal, match="closed"):
        programmes.change(opened_before, summary="Other words", by=officer)
    assert Programme.objects.get().state == "closed"


def test_a_changed_programme_says_which_fields_changed_and_not_the_words() -> None:
    programme = a_programme()
    programmes.change(programme, summary="Other words", title_ur="اور", by=officer_of(programme))
    assert Line.objects.latest("number").facts == {"fields": "title_ur,summary"}


def test_objectives_are_numbered_and_can_be_reworded() -> None:
    programme = a_programme()
    officer = officer_of(programme)
    second = objectives.add(programme, text_en="Two", text_ur="", by=officer)
    objectives.reword(second, text_en="Two, better", text_ur="دو", by=officer)
    assert list(programme.objectives.values_list("number", "text_en")) == [(1, "Neighbours talk."), (2, "Two, better")]


def test_an_officer_of_another_programme_changes_nothing() -> None:
    programme, other = a_programme(), a_programme()
    with pytest.raises(Refusal):
        programmes.change(programme, title_en="Mine", by=officer_of(other))


def test_a_planned_programme_is_seen_by_its_own_people_and_administrators_only() -> None:
    draft, public = a_programme(state="draft"), a_programme()
    seen = {
        "officer": list(visible(officer_of(draft), Programme).order_by("pk")),
        "administrator": list(visible(holding(Role.ADMINISTRATOR), Programme).order_by("pk")),
        "stranger": list(visible(a_person(), Programme)),
    }
    assert seen == {"officer": [draft, public], "administrator": [draft, public], "stranger": [public]}


def test_a_planned_programme_waits_for_its_officer_and_for_nobody_else() -> None:
    programme = a_programme(state="draft")
    assert [(item.id, str(item.title)) for item in waiting(standing_of(officer_of(programme)))] == [
        (programme.public_id, "Open the programme")
    ]
    assert waiting(standing_of(holding(Role.PROGRAMME_OFFICER, programme.pk + 1))) == []


def test_a_programme_past_its_last_day_waits_to_be_closed() -> None:
    programme = a_programme(ends_on=datetime.date(2026, 1, 31))
    assert [str(item.title) for item in waiting(standing_of(officer_of(programme)))] == ["Close the programme"]
