"""The pages of permissions: asked for, decided, a mistake, and how long authorities take."""

from typing import Any

import pytest
from django.test import Client

from saanjh.awards.models import Permit
from saanjh.ground.access import Role
from tests.awards.factories import a_permit, an_award
from tests.events.factories import days_ago
from tests.web.browsing import links, words
from tests.web.desk_forms import mended, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def test_a_permission_is_written_down_decided_and_was_a_mistake(client: Client) -> None:
    award = an_award()
    signed_in(client, Role.EDITOR, award.organisation_id)
    own = f"/desk/awards/{award.public_id}/"
    page = f"{own}permits/"
    assert page in links(client.get(own))
    assert "No permission is written down yet. Write down each one" in words(client.get(page))
    asked = {"kind": "school", "issuer": "education", "applied_on": days_ago(20).isoformat()}
    assert mended(sent(client, f"{page}new/", **{**asked, "kind": ""})) == ["id_kind"]
    assert sent(client, f"{page}new/", **asked)["Location"] == page
    permit = Permit.objects.get()
    decide, mistaken = (f"/desk/permits/{permit.public_id}/{step}/" for step in ("decide", "mistaken"))
    assert {decide, mistaken} <= set(links(client.get(page)))
    granted = {"what": "granted", "day": days_ago(3).isoformat(), "expires_on": days_ago(-9).isoformat()}
    assert mended(sent(client, decide, **{**granted, "day": days_ago(30).isoformat()})) == ["id_day"]
    assert sent(client, decide, **granted)["Location"] == page
    assert "In force, runs out soon" in words(client.get(page))
    assert page in links(client.get("/desk/"))
    assert sent(client, mistaken)["Location"] == page
    assert decide not in links(client.get(page))


def test_the_officer_reads_permissions_and_how_long_they_took(client: Client) -> None:
    award = an_award()
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    own = f"/desk/programmes/{award.programme.public_id}/"
    assert f"{own}permits/" in links(client.get(own))
    assert "No grant has written down a permission yet" in words(client.get(f"{own}permits/"))
    for _each in range(4):
        permit = a_permit(award, ("granted", 50, None))
    assert "too few" in words(client.get(f"{own}permits/"))
    a_permit(award, ("granted", 50, None))
    said = words(client.get(f"{own}permits/"))
    assert "40 n = 5" in said
    assert client.get(f"/desk/permits/{permit.public_id}/decide/").status_code == 404
    signed_in(client, Role.FINANCE_OFFICER, award.programme_id)
    assert client.get(f"{own}permits/").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_pages_keep_their_queries(client: Client, many: int, django_assert_max_num_queries: Any) -> None:
    award = an_award()
    for _each in range(many):
        a_permit(award, ("granted", 50, -9))
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    for url in (f"/desk/awards/{award.public_id}/permits/", f"/desk/programmes/{award.programme.public_id}/permits/"):
        client.get(url)
        with django_assert_max_num_queries(10):
            assert client.get(url).status_code == 200
