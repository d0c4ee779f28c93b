"""The pages of networks and their terms at the desk."""

from typing import Any

import pytest
from django.test import Client
from lxml import html

from saanjh.ground.access import Role
from saanjh.networks.models import Membership, Network, TermsOfReference, TermsSection
from saanjh.programmes.models import Theme
from tests.factories import an_organisation, second_factor
from tests.networks.factories import (
    a_kind,
    a_member,
    a_network,
    a_pillar,
    an_action,
    days_ago,
    officer_of,
    terms_of,
)
from tests.programmes.factories import a_programme
from tests.web.browsing import page
from tests.web.desk_forms import sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def test_an_officer_founds_a_network(client: Client) -> None:
    programme, kind = a_programme(), a_kind()
    signed_in(client, Role.PROGRAMME_OFFICER, programme.pk)
    words = {"kind": kind.pk, "title_en": "Network for youth", "title_ur": "نوجوانوں کا نیٹ ورک"}
    response = sent(client, "/desk/networks/new/", **words, purpose_en="Seats.")
    network = Network.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/desk/networks/{network.public_id}/")
    assert (network.programme, network.kind, network.state) == (programme, kind, "forming")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"title_en": ""}, "id_title_en"),
        ({"title_en": "x" * 121}, "id_title_en"),
        ({"title_en": "a\x00b"}, "id_title_en"),
        ({"purpose_en": "Call 0300 1234567"}, "id_purpose_en"),
        ({"kind": "999999"}, "id_kind"),
        ({"kind": "x"}, "id_kind"),
        ({"programme": "999999"}, "id_programme"),
    ],
)
def test_what_is_wrong_with_a_network_is_said_beside_its_field(
    client: Client, words: dict[str, str], field: str
) -> None:
    signed_in(client, Role.PROGRAMME_OFFICER, a_programme().pk)
    good = {"kind": a_kind().pk, "title_en": "Network", "purpose_en": "Seats."}
    response = sent(client, "/desk/networks/new/", **{**good, **words})
    assert response.status_code == 422
    assert html.fromstring(response.content).xpath(f"boolean(//*[@id='{field}_error'])")
    assert Network.objects.count() == 0


def test_a_form_sent_twice_founds_one_network(client: Client) -> None:
    signed_in(client, Role.PROGRAMME_OFFICER, a_programme().pk)
    kind = a_kind()
    form = page(client, "/desk/networks/new/").xpath("//main//form[@method='post']")[0]
    words = {**{name: value or "" for name, value in form.fields.items()}, "kind": kind.pk}
    words |= {"title_en": "Network", "purpose_en": "Seats."}
    assert [client.post("/desk/networks/new/", words).status_code for _each in range(2)] == [303, 303]
    assert Network.objects.count() == 1


def test_a_convenor_enters_a_member_and_its_signatory_ends_the_membership(client: Client) -> None:
    network, organisation = a_network(), an_organisation(is_public=True)
    signed_in(client, Role.CONVENOR, network.pk)
    url = f"/desk/networks/{network.public_id}/join/"
    response = sent(client, url, organisation=organisation.pk, since=days_ago(2).isoformat())
    membership = Membership.objects.get()
    assert (response.status_code, membership.since) == (303, days_ago(2))
    assert page(client, url).xpath(f"boolean(//option[@value='{organisation.pk}'])") is False
    signed_in(client, Role.SIGNATORY, organisation.pk)
    assert sent(client, f"/desk/memberships/{membership.public_id}/end/").status_code == 303
    membership.refresh_from_db()
    assert membership.until == days_ago(0)


def test_a_convenor_does_not_learn_of_an_organisation_that_is_not_public_and_an_officer_does(client: Client) -> None:
    network, hidden = a_network(), an_organisation(name_en="Banyan Trust", is_public=False)
    url = f"/desk/networks/{network.public_id}/join/"
    signed_in(client, Role.CONVENOR, network.pk)
    assert "Banyan" not in page(client, url).text_content()
    assert sent(client, url, organisation=hidden.pk).status_code == 422
    signed_in(client, Role.PROGRAMME_OFFICER, network.programme_id)
    assert sent(client, url, organisation=hidden.pk).status_code == 303
    assert Membership.objects.get().organisation == hidden


def test_a_day_in_words_or_ahead_is_refused_beside_its_field(client: Client) -> None:
    network, organisation = a_network(), an_organisation(is_public=True)
    signed_in(client, Role.CONVENOR, network.pk)
    for since in ("soon", days_ago(-1).isoformat()):
        response = sent(client, f"/desk/networks/{network.public_id}/join/", organisation=organisation.pk, since=since)
        assert response.status_code == 422
        assert html.fromstring(response.content).xpath("boolean(//*[@id='id_since_error'])")
    assert Membership.objects.count() == 0


def test_terms_go_from_the_convenor_to_a_second_person(client: Client) -> None:
    network = a_network()
    membership = a_member(network)
    convenor = signed_in(client, Role.CONVENOR, network.pk)
    sent(client, f"/desk/networks/{network.public_id}/terms/new/")
    terms = TermsOfReference.objects.get()
    place = f"/desk/terms/{terms.public_id}/"
    section = terms.sections.get(code="purpose")
    sent(client, f"/desk/terms-sections/{section.public_id}/", text="ہم سنتے ہیں۔", written_in="ur")
    assert sent(client, f"{place}propose/")["Location"] == place
    assert client.get(f"{place}adopt/").status_code == 404
    signed_in(client, Role.SIGNATORY, membership.organisation_id)
    assert f"{place}adopt/" in page(client, place).xpath("//main//a/@href")
    assert sent(client, f"{place}adopt/")["Location"] == place
    terms.refresh_from_db()
    assert (terms.state, terms.proposed_by, terms.adopted_on) == ("adopted", convenor, days_ago(0))
    assert page(client, place).xpath("//main//section[3]//div[@lang='ur']/@dir") == ["rtl"]


def test_terms_that_were_put_forward_cannot_be_written_on(client: Client) -> None:
    network = a_network()
    terms = terms_of(network)
    person = signed_in(client, Role.CONVENOR, network.pk)
    TermsOfReference.objects.filter(pk=terms.pk).update(state="proposed", proposed_by=person)
    section = terms.sections.get(code="resources")
    response = sent(client, f"/desk/terms-sections/{section.public_id}/", text="Later")
    assert response.status_code == 422
    assert TermsSection.objects.get(pk=section.pk).text == ""


def test_personal_details_are_refused_in_a_section(client: Client) -> None:
    network = a_network()
    section = terms_of(network).sections.get(code="resources")
    signed_in(client, Role.CONVENOR, network.pk)
    response = sent(client, f"/desk/terms-sections/{section.public_id}/", text="35202-1234567-1")
    assert response.status_code == 422
    assert html.fromstring(response.content).xpath("boolean(//*[@id='id_text_error'])")


def test_an_officer_closes_a_network(client: Client) -> None:
    network = a_network()
    signed_in(client, Role.PROGRAMME_OFFICER, network.programme_id)
    assert sent(client, f"/desk/networks/{network.public_id}/close/").status_code == 303
    network.refresh_from_db()
    assert network.state == "closed"
    tree = page(client, f"/desk/networks/{network.public_id}/")
    assert tree.xpath("//main//a[contains(@class, 'button')]") == []


@pytest.mark.slow
def test_those_of_another_network_find_none_of_its_pages(client: Client) -> None:
    network = a_network()
    terms, step, membership = terms_of(network), an_action(network=network), a_member(network)
    addresses = [
        *(f"networks/{network.public_id}/{page}" for page in ("", "join/", "close/", "terms/new/", "roadmap/new/")),
        *(f"terms/{terms.public_id}/{page}" for page in ("", "propose/", "adopt/", "give-back/")),
        f"terms-sections/{terms.sections.all()[0].public_id}/",
        f"memberships/{membership.public_id}/end/",
        *(f"roadmap/{step.public_id}/{page}" for page in ("", "report/")),
        f"programmes/{network.programme.public_id}/roadmap/new/",
    ]
    other = a_member(a_network())
    for role, over in (
        (Role.CONVENOR, other.network_id),
        (Role.SIGNATORY, other.organisation_id),
        (Role.PROGRAMME_OFFICER, other.network.programme_id),
    ):
        signed_in(client, role, over)
        assert {client.get(f"/desk/{each}").status_code for each in addresses} == {404}
        assert {client.post(f"/desk/{each}").status_code for each in addresses} <= {404, 405}


@pytest.mark.parametrize("many", [1, 3])
def test_desk_pages_ask_the_database_as_much_for_three_as_for_one(
    client: Client, many: int, django_assert_num_queries: Any
) -> None:
    network, pillar = a_network(), a_pillar()
    client.force_login(second_factor(officer_of(network)))
    for number in range(many):
        a_member(network)
        terms_of(network, version=number + 1, adopted_on=days_ago(1))
        an_action(network=network, pillar=pillar)
        if number:
            a_network(programme=network.programme, kind=network.kind)
    client.get("/desk/networks/")
    with django_assert_num_queries(6):
        client.get("/desk/networks/")
    with django_assert_num_queries(7):
        client.get("/desk/roadmap/")
    with django_assert_num_queries(11):
        client.get(f"/desk/networks/{network.public_id}/")


def test_the_lists_of_codes_are_what_the_forms_offer(client: Client) -> None:
    kind = a_kind(label_en="Youth", label_ur="نوجوان")
    Theme.objects.create(scheme="themes", code="other", label_en="Other")
    signed_in(client, Role.PROGRAMME_OFFICER, a_programme().pk)
    options = page(client, "/desk/networks/new/").xpath("//select[@name='kind']/option[@value!='']/@value")
    assert options == [str(kind.pk)]
