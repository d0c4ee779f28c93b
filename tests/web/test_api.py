"""The read API: what it says, what it refuses, and that its document tells the truth about both."""

import json
from typing import Any

import msgspec
import pytest
from django.test import Client, RequestFactory

from saanjh.ground.actions.installation import mark_demo
from saanjh.ground.models import Person
from saanjh.web.machine import document
from saanjh.web.machine.api import ROUTES
from saanjh.web.machine.routes import PREFIX, reads
from saanjh.web.machine.shapes import Named
from tests.factories import a_district
from tests.programmes.factories import a_programme
from tests.web import access_matrix

pytestmark = pytest.mark.django_db


def _get(client: Client, address: str) -> tuple[int, Any]:
    response = client.get(f"/api/v1/{address}")
    return response.status_code, json.loads(response.content)


def test_districts_are_paged_and_named_in_both_languages(client: Client) -> None:
    made = [a_district() for _each in range(3)]
    status, said = _get(client, "districts?size=2&page=2")
    assert status == 200
    assert (said["total"], said["page"], said["size"], len(said["items"])) == (3, 2, 2, 1)
    assert {each["name"]["ur"] for each in said["items"]} == {made[0].name_ur}


def test_an_unknown_figure_is_null_and_no_place_is_finer_than_a_district(client: Client) -> None:
    place = a_district(centre_lat=27.123456, centre_lon=68.654321)
    _status, said = _get(client, f"districts/{place.slug}")
    assert said["population_2023"] is None
    assert "27.1" not in json.dumps(said)


@pytest.mark.parametrize("query", ["page=0", "page=x", "size=101", "size=-1", "page=99999999999"])
def test_a_malformed_question_is_answered_in_words(client: Client, query: str) -> None:
    response = client.get(f"/api/v1/districts?{query}")
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["detail"].startswith("Not understood: ")


def test_every_parameter_that_is_not_understood_is_named_and_nothing_of_what_was_sent(client: Client) -> None:
    status, said = _get(client, "initiatives?year=badin&page=0&theme=x&nothing=y")
    assert (status, said["detail"]) == (
        422,
        "Not understood: page, year. The document at /api/v1/openapi.json says what is.",
    )


def test_an_answer_that_the_document_does_not_tell_of_is_never_given(rf: RequestFactory) -> None:
    @reads("names/<id>", "A name", tag="names")
    def name(id: str) -> Named:
        return Named(en=None if id == "nameless" else id)  # type: ignore[arg-type]

    assert json.loads(name(rf.get("/"), id="Swat").content) == {"en": "Swat", "ur": ""}
    with pytest.raises(msgspec.ValidationError):
        name(rf.get("/"), id="nameless")


@pytest.mark.parametrize(
    "address", ["districts/nowhere", "indicators/XXX-99", "programmes/zzzzzzzzzz", "nothing/at/all"]
)
def test_what_is_not_there_is_a_problem_document(client: Client, address: str) -> None:
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 404
    assert response["Content-Type"].startswith("application/")
    assert json.loads(response.content)["status"] == 404


def test_the_document_lists_every_route_and_declares_its_errors() -> None:
    served = {each.address for each in access_matrix.routes() if each.address.startswith(PREFIX)}
    said = document.of(ROUTES)
    told = {address.removeprefix("/").replace("{", "<").replace("}", ">") for address in said["paths"]}
    assert told == served - {f"{PREFIX}openapi.json"}
    for address, methods in said["paths"].items():
        for operation in methods.values():
            declared = set(map(int, operation["responses"]))
            assert declared == {200, 404, 422}, address


def test_the_document_tells_what_each_thing_is_and_what_may_be_asked() -> None:
    said = document.of(ROUTES)
    assert all(schema["title"] and schema["description"] for schema in said["components"]["schemas"].values())
    assert said["paths"]["/api/v1/initiatives"]["get"]["parameters"][-1] == {
        "name": "year",
        "in": "query",
        "required": False,
        "description": "Those that ran in this year.",
        "schema": {"type": "integer", "minimum": 1900, "maximum": 2200},
    }
    one = said["paths"]["/api/v1/indicators/{code}"]["get"]
    assert one["description"] == "One indicator by its code, such as COH-02."
    assert one["parameters"] == [{"name": "code", "in": "path", "required": True, "schema": {"type": "string"}}]


def test_what_is_invented_says_so_alone_and_in_a_list_and_what_is_quoted_never(client: Client) -> None:
    mark_demo(by=Person.objects.system())
    programme = a_programme()
    said = {
        address: client.get(f"/api/v1/{address}").json()["demo"]
        for address in ("programmes", f"programmes/{programme.public_id}", "initiatives", "districts", "claims")
    }
    assert said == {
        "programmes": True,
        f"programmes/{programme.public_id}": True,
        "initiatives": True,
        "districts": False,
        "claims": False,
    }


def test_nobody_writes_through_it(client: Client) -> None:
    response = client.post("/api/v1/districts", {})
    assert (response.status_code, response["Allow"]) == (405, "GET")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {"status": 405, "detail": "This address can only be read: use GET. Nothing was changed."}


def test_it_may_be_asked_for_heads_alone(client: Client) -> None:
    response = client.head("/api/v1/districts")
    assert (response.status_code, response.content) == (200, b"")


def test_its_answers_may_be_cached_and_set_no_cookie(client: Client) -> None:
    response = client.get("/api/v1/districts")
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies


def test_the_document_itself_is_served(client: Client) -> None:
    status, said = _get(client, "openapi.json")
    assert status == 200
    assert "/api/v1/districts" in said["paths"]
