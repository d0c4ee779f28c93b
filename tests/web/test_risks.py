"""The pages of risks, pauses and what people said: each walked on a phone, read by the officer."""

from typing import Any

import pytest
from django.test import Client

from saanjh.awards.models import Consultation, Pause, Risk
from saanjh.ground.access import Role
from saanjh.programmes.models import Scheme
from tests.awards.factories import a_consultation, a_pause, a_risk, an_agreement, an_award
from tests.programmes.factories import a_theme
from tests.web.browsing import links, words
from tests.web.desk_forms import mended, opened, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds
LOOK = {"likelihood": 3, "harm": 5, "doing": "We ask the driver each morning.", "owner": "field_officer"}


def test_a_risk_is_written_down_and_looked_at_again(client: Client) -> None:
    award = an_award()
    signed_in(client, Role.EDITOR, award.organisation_id)
    own = f"/desk/awards/{award.public_id}/"
    assert {f"{own}risks/", f"{own}pauses/"} <= set(links(client.get(own)))
    assert "Begin with what you worry about most" in words(client.get(f"{own}risks/"))
    facts = {"kind": "access", "what": "The road is closed", **LOOK}
    assert mended(sent(client, f"{own}risks/new/", **{**facts, "what": "Ring 0300 1234567"})) == ["id_what"]
    assert sent(client, f"{own}risks/new/", **facts)["Location"] == f"{own}risks/"
    assert "Very high" in words(client.get(f"{own}risks/"))
    page = f"/desk/risks/{Risk.objects.get().public_id}/"
    assert f"{page}review/" in links(client.get(page))
    before = opened(client, f"{page}review/")
    assert before["doing"].strip() == LOOK["doing"]
    assert sent(client, f"{page}review/", harm=1)["Location"] == page
    assert client.post(f"{page}review/", before).status_code == 409
    assert sent(client, f"{page}review/", is_over="on")["Location"] == page
    assert "The risk is over." in words(client.get(page))


def test_the_officer_reads_risks_and_is_led_to_those_that_are_overdue(client: Client) -> None:
    award = an_award()
    review = a_risk(award, -3)
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    assert f"/desk/risks/{review.risk.public_id}/" in links(client.get("/desk/"))
    assert "overdue" in words(client.get(f"/desk/awards/{award.public_id}/risks/"))
    assert client.get(f"/desk/risks/{review.risk.public_id}/review/").status_code == 404


def test_a_grant_is_paused_with_one_press_and_goes_on_and_the_public_reads_nothing_of_it(client: Client) -> None:
    award = an_award()
    signed_in(client, Role.FIELD_OFFICER, award.organisation_id)
    own = f"/desk/awards/{award.public_id}/"
    assert mended(sent(client, f"{own}pause/")) == ["id_why"]
    assert sent(client, f"{own}pause/", why="safety")["Location"] == f"{own}pauses/"
    assert "This grant is paused" in words(client.get(f"{own}pauses/"))
    assert "paused" in words(client.get(own))
    assert "This grant is paused already." in words(client.get(f"{own}pause/"))
    assert sent(client, f"{own}resume/")["Location"] == f"{own}pauses/"
    assert "This grant is not paused." in words(client.get(f"{own}resume/"))
    assert Pause.objects.get().why == "safety"
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    assert "For safety" in words(client.get(f"{own}pauses/"))
    assert client.get(f"{own}pause/").status_code == 404


def test_what_people_said_is_written_down_and_stands_beside_the_plan(client: Client) -> None:
    award = an_award()
    an_agreement(award)
    kind = a_theme(Scheme.TARGET_GROUPS)
    signed_in(client, Role.EDITOR, award.organisation_id)
    own = f"/desk/awards/{award.public_id}/"
    page = f"{own}consultations/"
    assert page in links(client.get(f"{own}plan/"))
    facts = {
        "with_whom": kind.pk, "said": "The hour is bad.", "is_change": "yes", "step": "M1",
        "changed": "We meet in the morning.", "all_women_15-29": 12,
    }  # fmt: skip
    assert mended(sent(client, f"{page}new/", **{**facts, "is_change": "no"})) == ["id_step"]
    assert sent(client, f"{page}new/", **facts)["Location"] == page
    said = words(client.get(page))
    for part in ("The hour is bad.", "12 people", "Step 1", "We meet in the morning."):
        assert part in said
    assert "We meet in the morning." in words(client.get(f"{own}plan/"))
    assert Consultation.objects.get().has_changed


@pytest.mark.parametrize("many", [1, 3])
def test_the_pages_keep_their_queries(client: Client, many: int, django_assert_max_num_queries: Any) -> None:
    award = an_award()
    an_agreement(award)
    for _each in range(many):
        review = a_risk(award, -3)
        a_consultation(award, step="M1")
        a_pause(award, 9, 1)
    signed_in(client, Role.EDITOR, award.organisation_id)
    own = f"/desk/awards/{award.public_id}/"
    pages = [f"{own}risks/", f"{own}pauses/", f"{own}consultations/", f"/desk/risks/{review.risk.public_id}/"]
    for url in pages:
        client.get(url)
        with django_assert_max_num_queries(10):
            assert client.get(url).status_code == 200
