"""Publishing, hiding and renaming: what the public is told, and what it is never told."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from saanjh.atlas import queries
from saanjh.atlas.actions import initiatives
from saanjh.atlas.models import Initiative
from saanjh.awards.models import Award
from saanjh.ground import history, search
from saanjh.ground.access import NOBODY, Role, standing_of
from saanjh.ground.models import Notice
from saanjh.ground.refusals import Refusal
from tests.atlas.factories import Ground
from tests.factories import a_district, a_person, an_organisation, holding

pytestmark = pytest.mark.django_db


def public() -> set[str]:
    return {each.title_en for each in Initiative.objects.public()}


def test_an_initiative_keeps_the_public_label_and_the_internal_theme_of_its_grant_apart() -> None:
    ground = Ground()
    award = ground.award(title_en="Evening school", theme="Return from armed groups")
    made = initiatives.make_from(award, summary="Reading together.", by=ground.officer)
    assert (made.title_en, made.theme, made.public_theme, made.slug) == (
        "Evening school",
        award.theme,
        None,
        "evening-school",
    )
    assert set(made.districts.all()) == {ground.district}
    assert public() == set()
    assert [line.verb for line in history.of(made)] == ["initiative_made"]


def test_a_grant_has_one_initiative_and_only_once_it_was_accepted() -> None:
    ground = Ground()
    award = ground.award()
    initiatives.make_from(award, summary="First.", by=ground.signatory)
    with pytest.raises(Refusal, match="already"):
        initiatives.make_from(award, summary="Second.", by=ground.signatory)
    offered = ground.award(state=Award.State.OFFERED, answered_at=None)
    with pytest.raises(Refusal, match="not accepted"):
        initiatives.make_from(offered, summary="Too early.", by=ground.officer)


def ended_early(ground: Ground) -> Award:
    """A grant of 2026 that was ended on 30 June."""
    return ground.award(
        state=Award.State.ENDED_EARLY,
        ended_on=datetime.date(2026, 6, 30),
        ended_by=ground.officer,
        reason="Agreed by both.",
    )


def test_a_page_follows_its_grant_that_was_ended_early_and_changes_nothing_else() -> None:
    ground = Ground()
    award = ground.award()
    made = initiatives.make_from(award, summary="Reading.", by=ground.signatory)
    Award.objects.filter(pk=award.pk).update(
        state="ended_early", ended_on=datetime.date(2026, 6, 30), ended_by=ground.officer, reason="Agreed by both."
    )
    made = Initiative.objects.get(pk=made.pk)
    with pytest.raises(Refusal, match="Only an officer"):
        initiatives.follow_grant(made, by=holding(Role.EDITOR, over=award.organisation_id))
    initiatives.follow_grant(made, by=ground.officer)
    made.refresh_from_db()
    assert (made.starts_on, made.ends_on, made.state) == (award.starts_on, datetime.date(2026, 6, 30), "draft")
    assert history.of(made)[-1].facts == {"until": "2026-06-30"}


def test_a_grant_that_was_ended_early_still_gets_its_page_with_the_days_that_it_had() -> None:
    ground = Ground()
    made = initiatives.make_from(ended_early(ground), summary="Reading.", by=ground.officer)
    assert made.ends_on == datetime.date(2026, 6, 30)
    assert initiatives.publish(made, by=ground.officer).ends_on == datetime.date(2026, 6, 30)


def test_what_was_ended_early_has_begun_and_is_signed_no_longer() -> None:
    ground = Ground()
    day = datetime.date(2026, 7, 1)
    running = ground.award()
    ended_early(ground)
    assert [(sum.minor, sum.grants) for sum in queries.committed(day)] == [(running.amount_minor, 1)]
    assert queries.checked(day).begun == 2


def test_only_an_officer_of_the_programme_publishes() -> None:
    ground = Ground()
    draft = ground.draft()
    for stranger in (ground.signatory, holding(Role.PROGRAMME_OFFICER, over=ground.programme.pk + 1), a_person()):
        with pytest.raises(Refusal):
            initiatives.publish(draft, by=stranger)
    initiatives.publish(draft, by=ground.officer)
    assert public() == {draft.title_en}
    assert [line.verb for line in history.of(draft)] == ["initiative_registered", "initiative_published"]
    assert [(each.person, each.kind) for each in Notice.objects.all()] == [(ground.signatory, "initiative_published")]


@pytest.mark.parametrize(
    "words",
    [
        {"title_en": "Countering violent extremism"},
        {"summary": "A de-radicalisation of DERADICALISED youth."},
        {"title_ur": "انتہا پسندی کے خلاف"},
        {"title_ur": "اِنتِہا پسندي کا مقابلہ"},
        {"title_en": "A CVE school"},
    ],
)
def test_a_public_label_does_not_use_words_that_close_doors(words: dict[str, str]) -> None:
    draft = Ground().draft(**words)
    with pytest.raises(Refusal, match="other words"):
        initiatives.publish(draft, by=holding(Role.PROGRAMME_OFFICER, over=draft.programme_id))
    assert public() == set()


def test_a_word_that_only_contains_a_closed_one_is_no_closed_word() -> None:
    ground = Ground()
    initiatives.publish(ground.draft(title_en="A water terrace for two villages"), by=ground.officer)
    assert public() == {"A water terrace for two villages"}


def test_a_label_in_one_language_is_enough_and_without_latin_letters_the_id_is_the_address() -> None:
    ground = Ground()
    english, urdu = ground.published(title_ur="", title_en="Water turns"), ground.published(title_en="")
    assert public() == {"Water turns", ""}
    assert (english.slug, urdu.slug) == ("water-turns", urdu.public_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Initiative.objects.filter(pk=urdu.pk).update(title_ur="")


def test_excluding_for_safety_takes_it_off_everything_at_once() -> None:
    ground = Ground()
    shown = ground.published(title_en="Quiet reading circle")
    assert search.ids_of("quiet", Initiative, public_only=True) == [shown.public_id]
    initiatives.exclude_for_safety(shown, by=ground.signatory)
    assert public() == set()
    assert search.ids_of("quiet", Initiative) == []
    assert queries.reach_of(ground.district).count is None
    with pytest.raises(Refusal):
        initiatives.publish(shown, by=ground.officer)


def test_the_officer_cannot_let_an_excluded_one_be_shown_again_but_the_organisation_can() -> None:
    ground = Ground()
    shown = ground.published()
    initiatives.exclude_for_safety(shown, by=ground.officer)
    with pytest.raises(Refusal):
        initiatives.readmit(shown, by=ground.officer)
    initiatives.readmit(shown, by=ground.signatory)
    assert public() == set()
    initiatives.publish(shown, by=ground.officer)
    assert public() == {shown.title_en}


def test_a_stranger_hides_nothing() -> None:
    ground = Ground()
    shown = ground.published()
    stranger = holding(Role.SIGNATORY, over=an_organisation().pk)
    for hide in (initiatives.withdraw, initiatives.exclude_for_safety):
        with pytest.raises(Refusal):
            hide(shown, by=stranger)
    with pytest.raises(Refusal):
        initiatives.show_place(shown, precision="withheld", by=stranger)
    assert public() == {shown.title_en}


def test_a_place_is_shown_as_exactly_as_agreed_and_no_more() -> None:
    ground = Ground()
    shown = ground.published()
    assert [each.slug for each in shown.shown_districts] == [ground.district.slug]
    initiatives.show_place(shown, precision="province", by=ground.signatory)
    assert (shown.shown_districts, [each.slug for each in shown.shown_provinces]) == ([], ["sindh"])
    initiatives.show_place(shown, precision="withheld", by=ground.officer)
    assert (shown.shown_districts, shown.shown_provinces) == ([], [])
    with pytest.raises(Refusal):
        initiatives.show_place(shown, precision="district", by=ground.officer)
    initiatives.show_place(shown, precision="district", by=ground.signatory)
    assert [each.slug for each in shown.shown_districts] == [ground.district.slug]


def test_where_grant_and_page_differ_the_coarser_holds() -> None:
    ground = Ground()
    made = initiatives.make_from(ground.award(), summary="Reading.", by=ground.officer)
    initiatives.publish(made, by=ground.officer)
    assert queries.reach_of(ground.district).count == 1
    Award.objects.update(public_precision="withheld")
    again = Initiative.objects.public().get()
    assert (again.shown_districts, again.shown_provinces) == ([], [])
    assert queries.reach_of(ground.district).count is None
    assert (queries.shown().withheld, queries.shown().all) == (1, 1)
    with pytest.raises(Refusal, match="grant"):
        initiatives.show_place(again, precision="district", by=ground.signatory)


def test_a_label_that_names_an_untold_place_is_not_published_and_is_taken_down_when_the_place_is_hidden() -> None:
    ground = Ground()
    ground.district = a_district(name_en="Tharparkar", name_ur="تھرپارکر")
    hidden = ground.draft(title_en="Wells of Tharparkar", public_precision="province")
    with pytest.raises(Refusal, match="Tharparkar"):
        initiatives.publish(hidden, by=ground.officer)
    shown = ground.published(summary="تھرپارکر کے کنویں", written_in="ur")
    initiatives.show_place(shown, precision="province", by=ground.signatory)
    assert shown.state == Initiative.State.WITHDRAWN
    assert public() == set()


def test_a_new_label_gives_a_new_address_and_the_old_one_leads_there() -> None:
    ground = Ground()
    shown = ground.published(title_en="Old name")
    initiatives.correct(shown, title_en="New name", by=ground.signatory)
    initiatives.correct(shown, title_en="Newest name", by=ground.officer)
    assert shown.slug == "newest-name"
    assert [queries.slug_now(old) for old in ("old-name", "new-name", shown.public_id, "no-name")] == [
        "newest-name",
        "newest-name",
        "newest-name",
        "",
    ]
    initiatives.exclude_for_safety(shown, by=ground.officer)
    assert queries.slug_now("old-name") == ""


def test_two_of_the_same_label_have_two_addresses_and_an_address_is_never_given_twice() -> None:
    ground = Ground()
    first, second = ground.draft(title_en="Peace walk"), ground.draft(title_en="Peace walk")
    initiatives.correct(first, title_en="Another walk", by=ground.officer)
    third = ground.draft(title_en="Peace walk")
    assert [each.slug for each in (first, second, third)] == ["another-walk", "peace-walk-2", "peace-walk-3"]


def test_a_correction_cannot_smuggle_a_closed_word_onto_a_public_page() -> None:
    ground = Ground()
    shown = ground.published(title_en="Reading circle")
    with pytest.raises(Refusal, match="other words"):
        initiatives.correct(shown, summary="Against terrorists.", by=ground.signatory)
    shown.refresh_from_db()
    assert shown.summary == "Shopkeepers choose one shared repair a month."


def test_publishing_takes_days_and_districts_from_the_grant_as_it_stands() -> None:
    ground = Ground()
    award = ground.award()
    made = initiatives.make_from(award, summary="Reading.", by=ground.officer)
    other = a_district()
    award.districts.set([other])
    initiatives.publish(made, by=ground.officer)
    assert [each.slug for each in made.shown_districts] == [other.slug]


def test_an_organisation_that_is_not_public_is_not_named() -> None:
    ground = Ground(is_public=False)
    shown = ground.published()
    assert shown.shown_organisation is None
    assert search.ids_of(ground.organisation.name_en, Initiative) == []


def test_at_the_desk_one_sees_ones_own() -> None:
    ground, other = Ground(), Ground()
    mine, theirs = ground.draft(), other.draft()
    seen = {
        person: set(Initiative.objects.visible_to(standing_of(person))) for person in (ground.officer, other.signatory)
    }
    assert seen == {ground.officer: {mine}, other.signatory: {theirs}}
    assert set(Initiative.objects.visible_to(NOBODY)) == set()


def test_the_officer_is_told_which_pages_wait() -> None:
    ground = Ground()
    draft, award = ground.draft(), ground.award()
    found = [(each.kind, each.id) for each in queries.waiting(standing_of(ground.officer))]
    assert found == [("atlas.initiative", draft.public_id), ("atlas.page_of_award", award.public_id)]
    assert queries.waiting(standing_of(ground.signatory)) == []


def opened_before(initiative: Initiative) -> Initiative:
    """The row as a page holds it that somebody else has had open for a while."""
    return Initiative.objects.get(pk=initiative.pk)


def test_a_correction_from_an_old_page_does_not_show_again_what_was_excluded_for_safety() -> None:
    ground = Ground()
    page = ground.published()
    held = opened_before(page)
    initiatives.exclude_for_safety(page, by=ground.signatory)
    with pytest.raises(Refusal, match="for safety"):
        initiatives.correct(held, summary="Neighbours read together.", by=ground.officer)
    assert public() == set()
    assert search.ids_of("neighbours", Initiative) == []


def test_a_draft_excluded_for_safety_is_not_published_from_an_old_page() -> None:
    ground = Ground()
    draft = ground.draft()
    held = opened_before(draft)
    initiatives.exclude_for_safety(draft, by=ground.signatory)
    with pytest.raises(Refusal, match="for safety"):
        initiatives.publish(held, by=ground.officer)
    assert public() == set()


def test_the_place_is_changed_from_an_old_page_without_putting_back_what_was_taken_down() -> None:
    ground = Ground()
    page = ground.published()
    held = opened_before(page)
    initiatives.withdraw(page, by=ground.signatory)
    initiatives.show_place(held, precision="province", by=ground.officer)
    assert public() == set()
