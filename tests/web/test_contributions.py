"""The pages of a contribution: what arrived, one by one, and what was struck out."""

import pytest
from django.test import Client

from saanjh.ground.access import Role
from saanjh.programmes.models import StrikeOut
from tests.factories import an_organisation
from tests.programmes.factories import a_contribution
from tests.web.browsing import links, page, parsed, texts, words
from tests.web.desk_forms import mended, opened, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds
WHY = {"reason": "Recorded twice.", "written_in": "en"}


def test_what_was_recorded_by_mistake_is_struck_out_and_stays_readable(client: Client) -> None:
    contribution = a_contribution(received=40_000_000)
    signed_in(client, Role.FINANCE_OFFICER, contribution.programme_id)
    own = f"/desk/contributions/{contribution.public_id}/"
    programme = f"/desk/programmes/{contribution.programme.public_id}/"
    assert own in links(client.get(programme))
    assert f"{own}strike-out/" in links(client.get(own))
    receipt = contribution.receipts.get()
    response = sent(client, f"{own}strike-out/", receipt=receipt.pk, reason="", written_in="en")
    assert (response.status_code, mended(response)) == (422, ["id_reason"])
    response = sent(client, f"{own}strike-out/", receipt=receipt.pk, **WHY)
    assert (response.status_code, response["Location"]) == (303, own)
    told = texts(page(client, own), "//main//tbody/tr")
    assert ["Rs 400,000" in told[0].replace("\u00a0", " "), WHY["reason"] in told[0], len(told)] == [True, True, 1]
    assert f"{own}strike-out/" not in links(client.get(own))
    after = client.get(programme)
    assert ("nothing recorded yet" in words(after), own in links(after)) == (True, True)


def test_the_page_that_asks_says_when_there_is_nothing_to_strike_out(client: Client) -> None:
    contribution = a_contribution()
    signed_in(client, Role.FINANCE_OFFICER, contribution.programme_id)
    response = client.get(f"/desk/contributions/{contribution.public_id}/strike-out/")
    assert response.status_code == 422
    assert parsed(response).xpath("//main//form") == []
    assert "Nothing is recorded of this contribution" in words(response)


def test_the_same_form_sent_twice_strikes_out_once(client: Client) -> None:
    contribution = a_contribution(received=10)
    signed_in(client, Role.FINANCE_OFFICER, contribution.programme_id)
    url = f"/desk/contributions/{contribution.public_id}/strike-out/"
    form = {**opened(client, url), "receipt": contribution.receipts.get().pk, **WHY}
    assert [client.post(url, form).status_code for _each in range(2)] == [303, 303]
    assert StrikeOut.objects.count() == 1


def test_what_arrived_elsewhere_cannot_be_struck_out_here(client: Client) -> None:
    contribution, other = a_contribution(received=10), a_contribution(received=20)
    signed_in(client, Role.FINANCE_OFFICER, contribution.programme_id)
    url = f"/desk/contributions/{contribution.public_id}/strike-out/"
    response = sent(client, url, receipt=other.receipts.get().pk, **WHY)
    assert (response.status_code, mended(response)) == (422, ["id_receipt"])
    assert client.get(f"/desk/contributions/{other.public_id}/").status_code == 404


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.DONOR_VIEWER, Role.VERIFIER])
def test_readers_of_the_programme_see_it_and_change_nothing(client: Client, role: Role) -> None:
    contribution = a_contribution(received=10)
    signed_in(client, role, contribution.programme_id)
    own = f"/desk/contributions/{contribution.public_id}/"
    assert [link for link in links(client.get(own)) if link.startswith(own)] == (
        [] if role is Role.DONOR_VIEWER else [f"{own}allocations/"]
    )
    assert client.get(f"{own}strike-out/").status_code == 404


def test_an_organisation_does_not_find_a_contribution(client: Client) -> None:
    contribution = a_contribution(received=10)
    signed_in(client, Role.SIGNATORY, an_organisation().pk)
    assert client.get(f"/desk/contributions/{contribution.public_id}/").status_code == 404
