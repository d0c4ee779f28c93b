"""The pages of a grant's plan: steps with what was done, marked as done, and activities that belong to them."""

from typing import Any

import pytest
from django.test import Client

from saanjh.awards.models import Activity, StepMark
from saanjh.ground.access import Role
from tests.awards.factories import an_activity, an_agreement, an_award
from tests.web.browsing import links, words
from tests.web.desk_forms import mended, opened, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def test_a_phone_writes_down_an_activity_for_a_step_marks_it_done_and_takes_that_back(client: Client) -> None:
    award = an_award()
    an_agreement(award)
    an_activity(award, women=12, step="M1")
    signed_in(client, Role.FIELD_OFFICER, award.organisation_id)
    own = f"/desk/awards/{award.public_id}/"
    assert f"{own}plan/" in links(client.get(own))
    form = opened(client, f"{own}activities/new/")
    assert form["step"] == "M1"  # as the one before
    kind = Activity.objects.get().activity_type_id
    made = sent(client, f"{own}activities/new/", activity_type=kind, what="A meeting", **{"all_women_15-29": 3})
    assert (made.status_code, Activity.objects.latest("pk").step) == (303, "M1")
    assert f"{own}plan/" in links(client.get(made["Location"]))
    said = words(client.get(f"{own}plan/"))
    assert "2 activities" in said
    assert "Nothing was done that belongs to no step." in said
    assert mended(sent(client, f"{own}plan/done/", step="M1", done_on="2200-01-01")) == ["id_done_on"]
    assert sent(client, f"{own}plan/done/", step="M1")["Location"] == f"{own}plan/"
    back = f"/desk/step-marks/{StepMark.objects.get().public_id}/take-back/"
    assert back in links(client.get(f"{own}plan/"))
    assert sent(client, back)["Location"] == f"{own}plan/"
    assert back not in links(client.get(f"{own}plan/"))


def test_the_officer_reads_the_plan_and_marks_nothing(client: Client) -> None:
    award = an_award()
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    own = f"/desk/awards/{award.public_id}/plan/"
    assert "Nobody is held to them" in words(client.get(own))
    an_agreement(award)
    assert "Late" in words(client.get(own))
    assert client.get(f"{own}done/").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_pages_keep_their_queries(client: Client, many: int, django_assert_max_num_queries: Any) -> None:
    award = an_award()
    an_agreement(award)
    for _each in range(many):
        entry = an_activity(award, women=4, step="M1")
    signed_in(client, Role.EDITOR, award.organisation_id)
    own = f"/desk/awards/{award.public_id}/"
    for url in (f"{own}plan/", f"{own}activities/new/", f"/desk/activities/{entry.public_id}/"):
        client.get(url)
        with django_assert_max_num_queries(15):
            assert client.get(url).status_code == 200
