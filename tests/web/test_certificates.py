"""Certificates: printed and withdrawn at the desk; checked on the portal, which knows no name."""

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client
from lxml import html

from saanjh.events import papers
from saanjh.events.actions import certificates as actions
from saanjh.events.models import Certificate, Printing
from saanjh.ground import working
from saanjh.ground.access import Role
from saanjh.ground.models import OnceKey
from saanjh.ground.once import digest_of
from saanjh.web import answers
from saanjh.web.public import certificates
from saanjh.web.public.hourly import HOUR, Backstop
from tests.events.factories import a_certificate, a_held_event, a_printing, an_event
from tests.web.desk_forms import mended, opened, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds
CODE = "bcdf-ghjk-mnpq-rstv"


def words_of(response: Any) -> str:
    return " ".join(html.fromstring(response.content).xpath("string(//main)").split())


def title_of(response: Any) -> str:
    return str(html.fromstring(response.content).xpath("string(//h1)"))


# On the portal


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_page_says_which_course_and_nothing_of_the_person(client: Client, language: str) -> None:
    certificate = a_certificate(CODE, "Amina Bibi")
    response = client.get(f"/{language}/certificates/{CODE}/")
    assert response.status_code == 200
    assert "Amina" not in response.content.decode()
    assert certificate.written_number in response.content.decode()
    assert not response.cookies
    assert response["Cache-Control"] == "no-store" or "no-store" in response["Cache-Control"]


def test_a_valid_one_and_a_withdrawn_one_say_so(client: Client) -> None:
    certificate = a_certificate(CODE)
    assert title_of(client.get(f"/en/certificates/{CODE}/")) == "This certificate is valid"
    Certificate.objects.filter(pk=certificate.pk).update(
        state="withdrawn",
        reason="mistake",
        withdrawn_on=certificate.issued_on,
        withdrawn_by=certificate.printing.asked_by,
    )
    response = client.get(f"/en/certificates/{CODE}/")
    assert title_of(response) == "This certificate was withdrawn"
    assert str(Certificate.Reason.MISTAKE.label) not in words_of(response)


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("tried", ["bcdf-ghjk-mnpq-rstw", "x", "12345", "b" * 500, "bcdf ghjk"])
def test_a_code_tried_at_random_is_refused_in_the_same_words_with_the_same_status(
    client: Client, tried: str, django_assert_num_queries: Any
) -> None:
    a_certificate(CODE)
    client.get(f"/en/certificates/{CODE}/")
    with django_assert_num_queries(1):  # as many as for one that is there
        assert title_of(client.get(f"/en/certificates/{CODE}/")) == "This certificate is valid"
    with django_assert_num_queries(1):
        response = client.get(f"/en/certificates/{tried}/")
    assert (response.status_code, title_of(response)) == (200, "There is no certificate with this code")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("amina  BIBI", "The name agrees"), ("Amina", "The name does not agree"), ("آمنہ", "The name does not agree")],
)
def test_the_name_on_the_paper_is_compared(client: Client, typed: str, said: str) -> None:
    a_certificate(CODE, "Amina Bibi")
    response = Client(enforce_csrf_checks=True).post(f"/en/certificates/{CODE}/", {"name": typed})
    assert response.status_code == 200
    assert said in words_of(response)
    assert not response.cookies


def test_names_are_not_tried_without_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    a_certificate(CODE, "Amina Bibi")
    now = [0.0]
    monkeypatch.setattr(certificates, "NAMES_AN_HOUR", Backstop(2, clock=lambda: now[0]))
    said = [client.post(f"/en/certificates/{CODE}/", {"name": "Amina Bibi"}) for _time in range(3)]
    assert [each.status_code for each in said] == [200, 200, 429]
    assert "agrees" not in words_of(said[2])
    now[0] = HOUR + 1
    assert client.post(f"/en/certificates/{CODE}/", {"name": "Amina Bibi"}).status_code == 200


def test_the_code_can_be_typed(client: Client) -> None:
    assert client.get("/en/certificates/").status_code == 200
    a_certificate(CODE)
    response = client.post("/en/certificates/", {"code": " BCDF ghjk–mnpq rstv "})
    assert (response.status_code, title_of(response)) == (200, "This certificate is valid")
    assert html.fromstring(response.content).xpath("//main//form/@action") == [f"/en/certificates/{CODE}/"]
    assert client.post("/en/certificates/", {"code": "bcdf"}).status_code == 422


# At the desk


def printed(monkeypatch: pytest.MonkeyPatch, lines: list[str]) -> None:
    def plain(printing: Printing, first: int, names: Any, made: Any) -> bytes:
        lines.extend(made)
        return b"%PDF " + " ".join(names).encode()

    monkeypatch.setattr(papers, "papers", plain)


def test_an_officer_prints_fetches_and_the_paper_is_found(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    event = a_held_event(people=3)
    signed_in(client, Role.PROGRAMME_OFFICER, event.programme_id)
    made: list[str] = []
    printed(monkeypatch, made)
    url = f"/desk/events/{event.public_id}/certificates/print/"
    response = sent(client, url, names="Amina Bibi\n\n  بلال   خان \n", language="ur", hours="۱۴")
    page = f"/desk/certificates/printed/{Printing.objects.get().public_id}/"
    assert (response.status_code, response["Location"]) == (303, page)
    assert html.fromstring(client.get(page).content).xpath("//progress/@max") == ["2"]
    while working.work_off():
        pass
    assert client.post(page).status_code == 422
    assert Printing.objects.get().fetched_at is None
    paper = sent(client, page)
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert paper.content.decode() == "%PDF Amina Bibi بلال خان"
    assert title_of(client.get(f"/ur/certificates/{made[0]}/"))
    assert words_of(client.post(f"/en/certificates/{made[1]}/", {"name": "بلال خان"})).count("The name agrees") == 1


def test_many_come_as_one_archive(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "CHUNK", 2)
    event = a_held_event(people=5)
    signed_in(client, Role.PROGRAMME_OFFICER, event.programme_id)
    printed(monkeypatch, [])
    names = "\n".join(f"Person {letter}" for letter in "ABCDE")
    sent(client, f"/desk/events/{event.public_id}/certificates/print/", names=names, language="en", hours="3")
    while working.work_off():
        pass
    paper = sent(client, f"/desk/certificates/printed/{Printing.objects.get().public_id}/")
    with zipfile.ZipFile(io.BytesIO(b"".join(paper.streaming_content))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"certificates-from-{first:05}.pdf" for first in (1, 3, 5)]
        assert archive.read("certificates-from-00003.pdf") == b"%PDF Person C Person D"


def test_no_digest_is_left_by_which_names_could_be_tried(client: Client) -> None:
    event = a_held_event(people=2)
    signed_in(client, Role.PROGRAMME_OFFICER, event.programme_id)
    url = f"/desk/events/{event.public_id}/certificates/print/"
    words = {**opened(client, url), "names": "Amina", "language": "en", "hours": "3"}
    client.post(url, words)
    sent_words = sorted([name, [value]] for name, value in words.items() if name not in answers.NOT_WORDS)
    plain = json.dumps(sent_words, ensure_ascii=False, separators=(",", ":"))
    found = OnceKey.objects.latest("at").digest
    assert found == digest_of([(name, values) for name, values in sent_words])
    assert found != hashlib.sha256(plain.encode()).hexdigest()


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"names": ""}, "id_names"),
        ({"names": "A\nB\nC"}, "id_names"),
        ({"hours": "0"}, "id_hours"),
        ({"names": "0300 1234567"}, "id_names"),
    ],
)
def test_what_cannot_be_printed_is_said_beside_its_field(client: Client, words: dict[str, str], field: str) -> None:
    event = a_held_event(people=2)
    signed_in(client, Role.PROGRAMME_OFFICER, event.programme_id)
    good = {"names": "Amina", "language": "en", "hours": "14"}
    response = sent(client, f"/desk/events/{event.public_id}/certificates/print/", **{**good, **words})
    assert (response.status_code, mended(response)) == (422, [field])
    assert Printing.objects.count() == 0


def test_a_certificate_is_withdrawn_by_its_number(client: Client) -> None:
    certificate = a_certificate(CODE)
    signed_in(client, Role.PROGRAMME_OFFICER, certificate.event.programme_id)
    page = f"/desk/events/{certificate.event.public_id}/certificates/"
    (link,) = html.fromstring(client.get(page).content).xpath("//main//td/a/@href")
    assert sent(client, link, reason="lost").status_code == 303
    assert html.fromstring(client.get(page).content).xpath("//main//td/a/@href") == []
    certificate.refresh_from_db()
    assert certificate.state == "withdrawn"


def test_another_programme_s_certificates_are_not_found(client: Client) -> None:
    printing = a_printing()
    certificate = a_certificate(CODE, printing=printing)
    signed_in(client, Role.PROGRAMME_OFFICER, an_event().programme_id)
    event = printing.event.public_id
    for page in (f"events/{event}/certificates/", f"events/{event}/certificates/print/"):
        assert client.get(f"/desk/{page}").status_code == 404
    assert client.get(f"/desk/certificates/printed/{printing.public_id}/").status_code == 404
    assert client.get(f"/desk/certificates/{certificate.public_id}/withdraw/").status_code == 404


def test_a_colleague_does_not_fetch_the_names_that_somebody_else_typed(client: Client) -> None:
    printing = a_printing()
    signed_in(client, Role.PROGRAMME_OFFICER, printing.event.programme_id)
    assert client.get(f"/desk/certificates/printed/{printing.public_id}/").status_code == 404


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_database_as_much_for_three_as_for_one(
    client: Client, many: int, django_assert_num_queries: Any
) -> None:
    printing = a_printing(many=9)
    for number in range(1, many + 1):
        a_certificate(printing=printing, number=number)
    signed_in(client, Role.PROGRAMME_OFFICER, printing.event.programme_id)
    page = f"/desk/events/{printing.event.public_id}/certificates/"
    client.get(page)
    with django_assert_num_queries(12):
        client.get(page)
