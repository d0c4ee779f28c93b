"""The pages on which money is set aside: from a contribution for a call, on a grant's page for the grant."""

from typing import Any

import pytest
from django.test import Client

from saanjh.awards.models import Allocation
from saanjh.ground.access import Role
from saanjh.kit.money import from_minor
from saanjh.web.money import public_flows
from tests.awards.factories import an_award
from tests.events.factories import days_ago
from tests.factories import an_organisation
from tests.programmes.factories import a_contribution
from tests.web.browsing import links, page, texts, words
from tests.web.desk_forms import mended, opened, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds
WHY = {"reason": "Meant for another call.", "written_in": "en"}


def test_money_is_set_aside_for_a_call_and_taken_back_and_the_portal_follows(client: Client) -> None:
    award = an_award()
    call, contribution = award.application.call, a_contribution(award.programme)
    signed_in(client, Role.FINANCE_OFFICER, award.programme_id)
    own = f"/desk/contributions/{contribution.public_id}/"
    assert f"{own}allocations/" in links(client.get(own))
    assert "Nothing of it is set aside yet" in words(client.get(f"{own}allocations/"))
    form = {"call": call.pk, "amount": "4 lakh", "allocated_on": days_ago(1).isoformat()}
    wrong = sent(client, f"{own}allocate/", **{**form, "amount": "11 lakh"})
    assert (wrong.status_code, mended(wrong)) == (422, ["id_amount"])
    filled = {**opened(client, f"{own}allocate/"), **form}
    assert [client.post(f"{own}allocate/", filled)["Location"] for _each in range(2)] == [f"{own}allocations/"] * 2
    made = Allocation.objects.get()
    assert (made.call, made.amount_minor) == (call, 40_000_000)
    assert "Rs 600,000 of it free" in words(client.get(f"{own}allocations/"))
    assert _stages(award.programme)["allocated"] == 400_000
    back = f"/desk/allocations/{made.public_id}/take-back/"
    assert back in links(client.get(f"{own}allocations/"))
    assert sent(client, back, **WHY)["Location"] == f"{own}allocations/"
    told = texts(page(client, f"{own}allocations/"), "//main//tbody/tr")
    assert (len(told), WHY["reason"] in told[0], back in links(client.get(f"{own}allocations/"))) == (1, True, False)
    assert "This was taken back already." in words(client.get(back))
    assert _stages(award.programme)["allocated"] is None


def _stages(programme: Any) -> dict[str, Any]:
    (flow,) = public_flows([programme])
    found = {each.stage.code: each.minor for each in flow.stations}
    return {code: None if minor is None else from_minor(minor, "PKR") for code, minor in found.items()}


def test_money_is_set_aside_for_a_grant_on_the_grant_s_page(client: Client) -> None:
    award = an_award()
    contribution = a_contribution(award.programme)
    signed_in(client, Role.FINANCE_OFFICER, award.programme_id)
    own = f"/desk/awards/{award.public_id}/"
    assert f"{own}fund/" in links(client.get(own))
    form = {"contribution": contribution.pk, "amount": "900,000", "allocated_on": days_ago(1).isoformat()}
    over = sent(client, f"{own}fund/", **{**form, "amount": "900,001"})
    assert (over.status_code, mended(over)) == (422, ["id_amount"])
    nonsense = sent(client, f"{own}fund/", **{**form, "contribution": "x"})
    assert (nonsense.status_code, mended(nonsense)) == (422, ["id_contribution"])
    assert sent(client, f"{own}fund/", **form)["Location"] == own
    assert "Rs 900,000" in texts(page(client, own), "//main//table//td[@class='n']")[0].replace("\u00a0", " ")
    assert "Rs 0 of it not paid for" in words(client.get(f"{own}fund/"))


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.VERIFIER])
def test_others_who_run_the_programme_see_who_pays_and_set_nothing_aside(client: Client, role: Role) -> None:
    award = an_award()
    signed_in(client, role, award.programme_id)
    own = f"/desk/awards/{award.public_id}/"
    assert ["Which contributions pay for it" in words(client.get(own)), f"{own}fund/" in links(client.get(own))] == [
        True,
        False,
    ]
    assert client.get(f"{own}fund/").status_code == 404


@pytest.mark.parametrize("role", [Role.DONOR_VIEWER, Role.PANEL_CHAIR])
def test_whoever_opens_no_grants_is_not_told_which_ones_a_contribution_pays_for(client: Client, role: Role) -> None:
    contribution = a_contribution()
    signed_in(client, role, contribution.programme_id)
    own = f"/desk/contributions/{contribution.public_id}/"
    assert f"{own}allocations/" not in links(client.get(own))
    assert client.get(f"{own}allocations/").status_code == 404


def test_the_organisation_is_not_told_who_pays(client: Client) -> None:
    organisation = an_organisation()
    award = an_award(organisation=organisation)
    signed_in(client, Role.SIGNATORY, organisation.pk)
    assert "Which contributions pay for it" not in words(client.get(f"/desk/awards/{award.public_id}/"))
    assert client.get(f"/desk/awards/{award.public_id}/fund/").status_code == 404


@pytest.mark.parametrize("grants", [1, 3])
def test_the_pages_keep_their_queries(client: Client, grants: int, django_assert_max_num_queries: Any) -> None:
    award = an_award()
    contribution = a_contribution(award.programme)
    signed_in(client, Role.FINANCE_OFFICER, award.programme_id)
    for each in [award, *(an_award(programme=award.programme) for _each in range(grants - 1))]:
        Allocation.objects.create(
            contribution=contribution,
            award=each,
            amount_minor=1,
            there_minor=1,
            allocated_on=days_ago(1),
            allocated_by=award.offered_by,
        )
    for url, most in (
        (f"/desk/contributions/{contribution.public_id}/allocations/", 10),
        (f"/desk/awards/{award.public_id}/fund/", 10),
        (f"/desk/awards/{award.public_id}/", 15),
    ):
        client.get(url)
        with django_assert_max_num_queries(most):
            assert client.get(url).status_code == 200
