"""The pages of networks and their terms on the portal, and what all public pages of the room keep to."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import an_organisation
from tests.networks.factories import (
    a_kind,
    a_member,
    a_network,
    a_pillar,
    an_action,
    days_ago,
    terms_of,
)
from tests.programmes.factories import a_programme
from tests.web.browsing import page, texts

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def test_the_portal_tells_what_each_network_is_for_and_who_meets_in_it(client: Client) -> None:
    network = a_network(title_en="Network for youth", purpose_en="Seats for young people.")
    for kind in ("cso", "cso", "academic"):
        a_member(network, organisation=an_organisation(kind=kind, is_public=True))
    a_member(network, organisation=an_organisation(kind="media"))
    tree = page(client, "/en/networks/")
    assert tree.xpath("//main//h2/a/@href") == [f"/en/networks/{network.public_id}/"]
    assert texts(tree, "//main//ol[@class='entries']/li/p") == [
        "Seats for young people.",
        "Civil society organisation: 2 · University or research institute: 1",
    ]


def test_a_network_shows_the_terms_in_force_and_only_what_they_say(client: Client) -> None:
    network = a_network()
    terms_of(network, version=1, adopted_on=days_ago(90))
    terms_of(network, version=2, adopted_on=days_ago(5))
    terms_of(network, version=3)
    tree = page(client, f"/en/networks/{network.public_id}/")
    assert texts(tree, "//main//section[2]//h3") == ["purpose"]
    assert texts(tree, "//main//section[2]//div[@lang]") == ["What we are for, 2."]


def test_a_network_shows_its_public_members_and_no_other(client: Client) -> None:
    network = a_network()
    shown = a_member(network)
    hidden = a_member(network, organisation=an_organisation())
    tree = page(client, f"/en/networks/{network.public_id}/")
    names = [words.strip() for words in tree.xpath("//main//section[1]//ul/li/text()")]
    assert names == [shown.organisation.name_en]
    assert hidden.organisation.name_en not in tree.text_content()


def test_what_is_planned_only_is_not_on_the_portal(client: Client) -> None:
    network = a_network(programme=a_programme(state="draft"))
    an_action(network=network)
    assert client.get(f"/en/networks/{network.public_id}/").status_code == 404
    assert page(client, "/en/networks/").xpath("//main//h3") == []
    assert page(client, "/en/roadmap/").xpath("//main//tbody") == []


@pytest.mark.parametrize("address", ["networks/", "networks/{id}/", "roadmap/", "roadmap.csv"])
def test_public_pages_set_no_cookie_and_have_no_script_in_both_languages(client: Client, address: str) -> None:
    network = a_network()
    a_member(network)
    terms_of(network, adopted_on=days_ago(1))
    an_action(network=network)
    for language in ("en", "ur"):
        response = client.get(f"/{language}/{address.format(id=network.public_id)}")
        assert (response.status_code, response.cookies.output()) == (200, "")
        assert b"<script" not in response.content


def test_empty_pages_say_what_will_be_there(client: Client) -> None:
    for address in ("/en/networks/", "/en/roadmap/"):
        assert len(page(client, address).xpath("//main//p[@class='nothing']")) >= 1


@pytest.mark.parametrize("many", [1, 3])
def test_public_pages_ask_the_database_as_much_for_three_as_for_one(
    client: Client, many: int, django_assert_num_queries: Any
) -> None:
    pillar, kind = a_pillar(), a_kind()
    for _each in range(many):
        network = a_network(kind=kind)
        terms_of(network, adopted_on=days_ago(1))
        for _other in range(many):
            a_member(network)
            step = an_action(network=network, pillar=pillar)
            an_action(network=network, pillar=pillar, depends_on=step)
    client.get("/en/networks/")
    with django_assert_num_queries(5):
        client.get("/en/networks/")
    with django_assert_num_queries(4):
        client.get("/en/roadmap/")
    with django_assert_num_queries(1):
        client.get("/en/roadmap.csv")
    with django_assert_num_queries(7):
        client.get(f"/en/networks/{network.public_id}/")
