"""Organisations: registered, corrected, merged, and seen by those who may."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from saanjh.ground.access import Role
from saanjh.ground.models import Organisation, Person
from tests.atlas.factories import Ground
from tests.calls.factories import a_call, an_application
from tests.factories import a_district, an_organisation, holding, second_factor
from tests.web.browsing import client_of, parsed, send, words
from tests.web.desk_forms import mended, sent

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture
def administrator() -> Person:
    return second_factor(holding(Role.ADMINISTRATOR, name="Amna"))


def test_an_organisation_is_registered_corrected_and_found(administrator: Person) -> None:
    district = a_district(name_en="Badin", name_ur="بدین")
    client = client_of(administrator)
    data = {"name_en": "Neem Trust", "name_ur": "", "kind": "cso", "home": district.pk, "written_in": "en", "about": ""}
    offered = parsed(client.get(reverse("register_organisation"))).xpath("//select[@name='kind']/option")
    assert offered[0].text == "Choose"
    response = send(client, reverse("register_organisation"), **data)
    organisation = Organisation.objects.get()
    assert response["Location"] == reverse("organisation", args=[organisation.public_id])
    send(client, reverse("correct_organisation", args=[organisation.public_id]), **{**data, "name_ur": "نیم ٹرسٹ"})
    assert Organisation.objects.get().name_ur == "نیم ٹرسٹ"
    found = client.get(reverse("search"), {"q": "نیم"})
    assert parsed(found).xpath("//main//li/a/@href") == [response["Location"]]


def test_personal_data_in_a_text_is_refused_in_words(administrator: Person) -> None:
    data = {"name_en": "Neem Trust", "kind": "cso", "written_in": "en", "about": "Call 0300-1234567"}
    response = send(client_of(administrator), reverse("register_organisation"), **data)
    assert response.status_code == 422
    assert "phone number" in words(response)


def test_a_merge_shows_first_what_moves(administrator: Person) -> None:
    one, other = an_organisation(name_en="Neem Trust"), an_organisation(name_en="Neem Trust Pakistan")
    holding(Role.EDITOR, one.pk)
    client = client_of(administrator)
    links = parsed(client.get(reverse("choose_merge", args=[one.public_id]))).xpath("//main//table//a/@href")
    assert links == [f"{reverse('merge_organisation', args=[one.public_id])}?into={other.public_id}"]
    preview = client.get(links[0])
    apart, moving = parsed(preview).xpath("//main//table")
    cells = [[cell.text_content() for cell in row.xpath("th|td")] for row in apart.xpath("tbody/tr")]
    assert cells == [
        ["Neem TrustCivil society organisation", "not known", "1", "0"],
        ["Neem Trust PakistanCivil society organisation", "not known", "0", "0"],
    ]
    assert moving.xpath(".//td/text()") == ["1", "0"]
    one.refresh_from_db()
    assert one.merged_into is None
    response = send(client, links[0])
    assert response["Location"] == reverse("organisation", args=[other.public_id])
    one.refresh_from_db()
    assert one.merged_into == other
    assert "It is now" in words(client.get(reverse("organisation", args=[one.public_id])))


def test_a_merge_says_what_stays_and_why_and_the_old_name_points_on(administrator: Person) -> None:
    one, other = Ground(name_en="Neem Trust"), an_organisation(name_en="Neem Trust Pakistan")
    call = a_call("closed")
    mine, theirs = (an_application(call, each, "submitted") for each in (one.organisation, other))
    client = client_of(administrator)
    address = f"{reverse('merge_organisation', args=[one.organisation.public_id])}?into={other.public_id}"
    preview = parsed(client.get(address))
    rows = [[cell.text_content() for cell in row.xpath("th|td")] for row in preview.xpath("//main//table[2]/tbody/tr")]
    assert rows == [["Applications", "0", "1"], ["Roles", "1", "0"]]
    assert "so does one to a call to which both applied" in preview.text_content()
    send(client, address)
    duplicate = parsed(client.get(reverse("organisation", args=[one.organisation.public_id])))
    assert [
        cell.text_content().strip() for cell in duplicate.xpath("//h2[.='What stayed with it']/following::dl[1]/div/*")
    ] == [
        "Applications",
        "1",
    ]
    own = client_of(one.signatory)
    assert "Neem Trust now part of Neem Trust Pakistan" in words(own.get(reverse("application", args=[mine.public_id])))
    assert "now part of" not in words(own.get(reverse("application", args=[theirs.public_id])))
    listed = parsed(own.get(reverse("applications"))).xpath("//main//td/small/text()")
    assert listed == ["now part of Neem Trust Pakistan"]


def test_organisations_of_one_name_are_told_apart_by_district_people_and_grants(administrator: Person) -> None:
    duplicate = an_organisation(name_en="Neem Trust")
    there = Ground(name_en="Neem Trust Badin", home=a_district(name_en="Badin"))
    there.award()
    holding(Role.EDITOR, there.organisation.pk)
    client = client_of(administrator)
    one, others = parsed(client.get(reverse("choose_merge", args=[duplicate.public_id]))).xpath("//main//table")
    assert [cell.text_content() for cell in one.xpath("tbody/tr/td")] == ["not known", "0", "0"]
    assert [cell.text_content() for cell in others.xpath("tbody/tr/td")] == ["Badin", "2", "1"]


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("many", [1, 3])
def test_telling_organisations_apart_costs_the_same_for_one_and_for_three(
    administrator: Person, django_assert_num_queries: Any, many: int
) -> None:
    duplicate = an_organisation(name_en="Neem Trust")
    for _each in range(many):
        an_organisation(name_en="Neem Trust Badin", home=a_district())
    client = client_of(administrator)
    with django_assert_num_queries(8):
        client.get(reverse("choose_merge", args=[duplicate.public_id]))


def test_an_organisation_of_others_is_not_there() -> None:
    other = an_organisation()
    client = client_of(holding(Role.SIGNATORY, an_organisation().pk))
    for name in ("organisation", "correct_organisation", "merge_organisation"):
        assert client.get(reverse(name, args=[other.public_id])).status_code == 404


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER, Role.VERIFIER])
def test_those_who_work_with_all_organisations_open_each(role: Role) -> None:
    organisation = an_organisation()
    client = client_of(second_factor(holding(role, 7)))
    assert client.get(reverse("organisation", args=[organisation.public_id])).status_code == 200


def test_a_programme_officer_corrects_and_joins_organisations() -> None:
    one, other = an_organisation(name_en="Neem Trust"), an_organisation(name_en="Neem Trust Pakistan")
    client = client_of(second_factor(holding(Role.PROGRAMME_OFFICER, 7)))
    data = {"name_en": "Neem Trust", "kind": "media", "written_in": "en"}
    assert send(client, reverse("correct_organisation", args=[one.public_id]), **data).status_code == 303
    response = send(client, f"{reverse('merge_organisation', args=[one.public_id])}?into={other.public_id}")
    assert response["Location"] == reverse("organisation", args=[other.public_id])
    one.refresh_from_db()
    assert (one.kind, one.merged_into) == ("media", other)


def test_an_editor_does_not_see_who_works_there() -> None:
    organisation = an_organisation()
    holding(Role.SIGNATORY, organisation.pk, name="Saima")
    response = client_of(holding(Role.EDITOR, organisation.pk)).get(
        reverse("organisation", args=[organisation.public_id])
    )
    assert "Saima" not in words(response)


def test_an_organisation_with_an_urdu_name_alone_is_registered_and_corrected() -> None:
    client = Client()
    client.force_login(second_factor(holding(Role.ADMINISTRATOR, language="ur")))
    url = "/desk/organisations/register/"
    assert mended(sent(client, url, kind="cso")) == ["id_name_en"]
    assert sent(client, url, name_ur="نیم ٹرسٹ", kind="cso").status_code == 303
    organisation = Organisation.objects.get()
    assert (str(organisation), organisation.written_in) == ("نیم ٹرسٹ", "ur")
    assert sent(client, f"/desk/organisations/{organisation.public_id}/correct/", women_led="on").status_code == 303
