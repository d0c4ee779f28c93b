"""The pages of networks, their terms and the roadmap, at the desk and on the portal."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from lxml import html

from saanjh.ground.access import Role
from saanjh.ground.models import Person
from saanjh.networks.actions import roadmap
from saanjh.networks.models import Membership, Network, RoadmapAction, StatusReport, TermsOfReference, TermsSection
from saanjh.programmes.models import Theme
from tests.factories import an_organisation, holding, second_factor
from tests.networks.factories import (
    a_kind,
    a_member,
    a_network,
    a_pillar,
    an_action,
    convenor_of,
    days_ago,
    officer_of,
    terms_of,
)
from tests.programmes.factories import a_programme

pytestmark = pytest.mark.django_db


def signed_in(client: Client, role: Role, over: int) -> Person:
    """The client as somebody who holds the role."""
    person = second_factor(holding(role, over=over))
    client.force_login(person)
    return person


def sent(client: Client, url: str, **words: Any) -> Any:
    """The form at the address, sent with these words and all else as it stands there."""
    form = html.fromstring(client.get(url).content).xpath("//main//form[@method='post']")[0]
    fields = {name: value for name, value in form.fields.items() if value is not None}
    fields.pop("csrfmiddlewaretoken")
    return client.post(url, {**fields, **words})


def page(client: Client, url: str) -> Any:
    """The page at the address, which must be there."""
    response = client.get(url)
    assert response.status_code == 200, url
    return html.fromstring(response.content)


def texts(tree: Any, path: str) -> list[str]:
    """The words of what the path finds, their spaces evened out."""
    return [" ".join(each.text_content().split()) for each in tree.xpath(path)]


# The portal


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


def test_the_roadmap_in_numbers_counts_zeros_too(client: Client) -> None:
    network, first = a_network(), a_pillar(label_en="Trust", position=1)
    a_pillar(label_en="Evidence", position=2)
    an_action(network=network, pillar=first, state="late")
    an_action(network=network, pillar=first)
    pillars, statuses = page(client, "/en/networks/").xpath("//main//table")
    assert [texts(row, "./*") for row in pillars.xpath(".//tbody/tr")] == [
        ["Trust", "2", "0", "0"],
        ["Evidence", "0", "0", "0"],
    ]
    assert texts(statuses, ".//tbody/tr[1]/td") == ["1", "0", "1", "0", "0", "2"]


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


def test_an_action_says_how_it_stood_when_last_reported_or_that_nobody_has(client: Client) -> None:
    network = a_network()
    spoken, silent = an_action(network=network), an_action(network=network, cost_band="small")
    roadmap.report_status(spoken, state="late", on=days_ago(3), by=convenor_of(network))
    tree = page(client, f"/en/networks/{network.public_id}/")
    cells = {row[0]: row[1:] for row in ([*texts(each, "./*")] for each in tree.xpath("//main//tbody/tr"))}
    late = next(value for title, value in cells.items() if title.startswith(spoken.title_en))
    planned = next(value for title, value in cells.items() if title.startswith(silent.title_en))
    day = tree.xpath("//main//tbody//td[last()]/time/@datetime")
    assert (late[1], day) == ("Late", [days_ago(3).isoformat()])
    assert planned[1:] == ["Planned", "No report yet"]
    assert sum("Cost not estimated yet" in title for title in cells) == 1


def test_an_action_whose_day_has_passed_says_so_unless_it_is_over(client: Client) -> None:
    network = a_network()
    an_action(network=network, added_on=days_ago(400), state="on_track")
    an_action(network=network, added_on=days_ago(400), state="done")
    tree = page(client, "/en/roadmap/")
    assert sorted(texts(tree, "//main//tbody//td[2]")) == ["Done", "On track its day has passed"]


def test_the_roadmap_stands_by_pillar_and_is_narrowed(client: Client) -> None:
    first, second = a_pillar(label_en="Trust", position=1), a_pillar(label_en="Evidence", position=2)
    network, other = a_network(), a_network()
    an_action(network=network, pillar=second)
    later = an_action(network=network, pillar=first, horizon="18-36", horizon_ends=36)
    soon = an_action(network=other, pillar=first)
    tree = page(client, "/en/roadmap/")
    assert texts(tree, "//main//h2") == ["Trust", "Evidence"]
    titles = [words.strip() for words in tree.xpath("//main//section[1]//tbody/tr/th/text()")]
    assert [words for words in titles if words] == [soon.title_en, later.title_en]
    assert texts(page(client, f"/en/roadmap/?pillar={second.code}"), "//main//h2") == ["Evidence"]
    narrowed = page(client, f"/en/roadmap/?network={other.public_id}")
    assert len(narrowed.xpath("//main//tbody/tr")) == 1
    assert len(page(client, "/en/roadmap/?horizon=18-36").xpath("//main//tbody/tr")) == 1


@pytest.mark.parametrize(
    "query",
    ["pillar=nothing", "network=zzzzzzzzzz", "horizon=7", "page=-1", "page=x", "horizon=" + "9" * 999],
)
def test_a_wrong_question_narrows_nothing(client: Client, query: str) -> None:
    an_action()
    assert len(page(client, f"/en/roadmap/?{query}").xpath("//main//tbody/tr")) == 1


def test_the_sheet_holds_every_action_and_leaves_blank_what_nobody_said(client: Client) -> None:
    before = an_action()
    step = an_action(network=before.network, depends_on=before, title_en="=1+1", pillar=before.pillar)
    response = client.get("/en/roadmap.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))}
    assert set(rows) == {before.public_id, step.public_id}
    row = rows[step.public_id]
    assert (row["demo"], row["title_en"], row["depends_on"]) == ("", "'=1+1", before.public_id)
    assert (row["status"], row["last_reported_on"], row["rough_cost"]) == ("planned", "", "")
    assert row["due_on"] == step.due_on.isoformat()


def test_the_sheet_of_a_demo_says_in_each_row_that_it_is_invented(client: Client) -> None:
    from saanjh.ground.actions import installation as actions
    from saanjh.web import installation

    an_action()
    actions.mark_demo(by=Person.objects.system())
    installation.forget()
    try:
        response = client.get("/en/roadmap.csv")
    finally:
        installation.forget()
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["demo"] for row in rows] == ["demo: invented"]
    assert "saanjh-demo-roadmap.csv" in response["Content-Disposition"]


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


# The desk


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


def test_a_convenor_puts_an_action_on_the_roadmap_and_reports_on_it(client: Client) -> None:
    network, pillar = a_network(), a_pillar()
    signed_in(client, Role.CONVENOR, network.pk)
    words = {"pillar": pillar.pk, "title_en": "Map the services", "horizon": "6-18", "lead_kind": "academic"}
    response = sent(client, f"/desk/networks/{network.public_id}/roadmap/new/", **words)
    step = RoadmapAction.objects.get()
    place = f"/desk/roadmap/{step.public_id}/"
    assert (response.status_code, response["Location"]) == (303, place)
    assert sent(client, f"{place}report/", state="late")["Location"] == place
    assert list(StatusReport.objects.values_list("state", "on")) == [("late", days_ago(0))]
    assert texts(page(client, place), "//main//section[1]//tbody/tr/td")[0] == "Late"


def test_an_officer_puts_an_action_of_the_whole_programme_there(client: Client) -> None:
    programme, pillar = a_programme(), a_pillar()
    signed_in(client, Role.PROGRAMME_OFFICER, programme.pk)
    url = page(client, "/desk/roadmap/").xpath("//main//ul[@class='bare']//a/@href")[0]
    sent(client, url, pillar=pillar.pk, title_en="One calendar", horizon="0-6", lead_kind="government")
    step = RoadmapAction.objects.get()
    assert (step.programme, step.network) == (programme, None)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"pillar": "999999"}, "id_pillar"),
        ({"horizon": "0-7"}, "id_horizon"),
        ({"lead_kind": "king"}, "id_lead_kind"),
        ({"cost_band": "1"}, "id_cost_band"),
        ({"depends_on": "999999"}, "id_depends_on"),
        ({"title_ur": "x" * 161}, "id_title_ur"),
    ],
)
def test_what_is_wrong_with_an_action_is_said_beside_its_field(
    client: Client, words: dict[str, str], field: str
) -> None:
    network, pillar = a_network(), a_pillar()
    signed_in(client, Role.CONVENOR, network.pk)
    good = {"pillar": pillar.pk, "title_en": "Map", "horizon": "0-6", "lead_kind": "cso"}
    response = sent(client, f"/desk/networks/{network.public_id}/roadmap/new/", **{**good, **words})
    assert response.status_code == 422
    assert html.fromstring(response.content).xpath(f"boolean(//*[contains(@id, '{field}') and contains(@id, 'error')])")
    assert RoadmapAction.objects.count() == 0


def test_an_action_that_depends_on_another_is_not_done_before_it(client: Client) -> None:
    before = an_action()
    step = an_action(network=before.network, depends_on=before)
    signed_in(client, Role.PROGRAMME_OFFICER, step.programme_id)
    response = sent(client, f"/desk/roadmap/{step.public_id}/report/", state="done")
    assert response.status_code == 422
    assert StatusReport.objects.count() == 0


def test_an_officer_closes_a_network(client: Client) -> None:
    network = a_network()
    signed_in(client, Role.PROGRAMME_OFFICER, network.programme_id)
    assert sent(client, f"/desk/networks/{network.public_id}/close/").status_code == 303
    network.refresh_from_db()
    assert network.state == "closed"
    tree = page(client, f"/desk/networks/{network.public_id}/")
    assert tree.xpath("//main//a[contains(@class, 'button')]") == []


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
    with django_assert_num_queries(7):
        client.get("/desk/networks/")
    with django_assert_num_queries(8):
        client.get("/desk/roadmap/")
    with django_assert_num_queries(12):
        client.get(f"/desk/networks/{network.public_id}/")


def test_the_lists_of_codes_are_what_the_forms_offer(client: Client) -> None:
    kind = a_kind(label_en="Youth", label_ur="نوجوان")
    Theme.objects.create(scheme="themes", code="other", label_en="Other")
    signed_in(client, Role.PROGRAMME_OFFICER, a_programme().pk)
    options = page(client, "/desk/networks/new/").xpath("//select[@name='kind']/option[@value!='']/@value")
    assert options == [str(kind.pk)]
