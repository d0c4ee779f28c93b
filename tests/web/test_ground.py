"""The ground's pages: what all keep to; history, inbox, search and files."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saanjh.ground import history, notices, search
from saanjh.ground.access import Role
from saanjh.ground.actions import files, organisations, people, sign_in
from saanjh.ground.models import Line, Notice, Person, SensitiveRead, StoredFile
from saanjh.web import downloads, histories
from tests.factories import a_district, a_person, an_organisation, holding, second_factor
from tests.web.browsing import client_of, parsed

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds
PAGES = [
    "waiting",
    "account",
    "roles",
    "inbox",
    "search",
    "people",
    "invitations",
    "invite",
    "organisations",
    "register_organisation",
    "accept",
    "end_sessions",
]


@pytest.fixture
def administrator() -> Person:
    return second_factor(holding(Role.ADMINISTRATOR, name="Amna"))


NOTING = re.compile("ground_sensitiveread|pg_advisory")  # who looks is written down, at the same cost on every page


def queries(client: Client, address: str) -> int:
    client.get(address)  # what is read once a process is read now
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return sum(1 for each in captured.captured_queries if not NOTING.search(each["sql"]))


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("name", PAGES)
def test_pages_open_and_are_never_kept(name: str, language: str) -> None:
    person = second_factor(holding(Role.ADMINISTRATOR, language=language))
    response = client_of(person).get(reverse(name))
    assert (response.status_code, response["Cache-Control"], response["Content-Language"]) == (
        200,
        "no-store",
        language,
    )
    page = parsed(response)
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//*[@style] | //script[not(@src)]") == []


@pytest.mark.parametrize("name", ["people", "organisations", "invitations", "inbox", "history"])
def test_lists_cost_the_same_for_one_and_for_three(name: str) -> None:
    reader = second_factor(holding(Role.AUDITOR if name == "history" else Role.ADMINISTRATOR))
    client = client_of(reader)

    def more() -> None:
        organisation = an_organisation(home=a_district())
        holding(Role.EDITOR, organisation.pk)
        people.invite(role=Role.EDITOR, over=organisation.pk, by=Person.objects.system())
        sign_in.note(reader, "factor_added", by=reader)

    more()
    once = queries(client, reverse(name))
    more()
    more()
    assert queries(client, reverse(name)) == once
    assert once <= 10


def test_the_auditor_reads_lines_in_words() -> None:
    auditor, bilal = second_factor(holding(Role.AUDITOR)), holding(Role.ADMINISTRATOR, name="Bilal")
    organisations.register(name_en="Neem Trust", kind="cso", by=bilal)
    people.invite(role=Role.AUDITOR, by=bilal)
    client = client_of(auditor)
    page = parsed(client.get(reverse("history")))
    said = [cell.text_content() for cell in page.xpath("//td[@data-label='What']")]
    assert said == ["Bilal invited somebody to be Auditor", "Bilal registered an organisation"]
    assert "Neem" not in page.text_content()
    only = parsed(client.get(reverse("history"), {"kind": "ground.organisation"}))
    assert [cell.text_content() for cell in only.xpath("//td[@data-label='What']")] == said[1:]


def test_a_verb_without_words_stands_as_its_code() -> None:
    person = a_person()
    history.record("something_unheard_of", person, by=person)
    assert [str(line.words) for line in histories.about(person)] == ["<code>something_unheard_of</code>"]


def test_a_name_is_shown_as_it_is_written_and_not_run() -> None:
    person = a_person(name="<b>Bilal</b>")
    people.speak(person, language="ur", by=person)
    assert [str(line.words) for line in histories.about(person)] == [
        "<bdi>&lt;b&gt;Bilal&lt;/b&gt;</bdi> chose a language: <bdi>Urdu</bdi>"
    ]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.OPERATOR, Role.OBSERVER])
def test_nobody_else_reads_the_whole_history(role: Role) -> None:
    client = client_of(second_factor(holding(role)))
    assert [client.get(reverse(name)).status_code for name in ("history", "sensitive_reads")] == [404, 404]


def test_the_inbox_speaks_the_readers_language_and_leads_to_the_thing() -> None:
    organisation = an_organisation()
    reader = holding(Role.SIGNATORY, organisation.pk)
    notices.tell([reader], notices.KINDS["sign_in_factor_added"], about=organisation)
    client = client_of(reader)
    page = parsed(client.get(reverse("inbox")))
    assert page.xpath("//main//li//a/@href") == [reverse("organisation", args=[organisation.public_id])]
    assert "A second factor was added" in page.xpath("string(//main)")
    assert "Notices (1)" in page.xpath("string(//header)")


def test_messages_are_marked_read_one_by_one_or_all_and_only_ones_own() -> None:
    reader, other = a_person(), a_person()
    kind = notices.KINDS["sign_in_factor_added"]
    first, _second, foreign = (notices.tell([person], kind)[0] for person in (reader, reader, other))
    client = client_of(reader)
    assert client.get(reverse("inbox_read")).status_code == 405
    client.post(reverse("inbox_read"), {"notice": [first.public_id, foreign.public_id]})
    assert Notice.objects.exclude(read_at=None).get() == first
    client.post(reverse("inbox_read"))
    assert Notice.objects.get(read_at=None) == foreign


def test_search_finds_only_what_the_person_may_open() -> None:
    mine, other = an_organisation(name_en="Neem Trust"), an_organisation(name_en="Neem Circle")
    search.follow(mine, other)
    client = client_of(holding(Role.EDITOR, mine.pk))
    page = parsed(client.get(reverse("search"), {"q": "neem"}))
    assert page.xpath("//main//li/a/text()") == ["Neem Trust"]
    assert "Circle" not in page.text_content()
    assert "One thing found." in page.text_content()


@pytest.mark.parametrize("question", ["", "   ", '"', "neem OR trust*", "نیم'; DROP TABLE", "%", "x" * 5000])
def test_search_bears_whatever_is_typed(question: str) -> None:
    assert client_of(a_person()).get(reverse("search"), {"q": question}).status_code == 200


def test_search_is_paged_and_costs_the_same_for_one_and_for_thirty(administrator: Person) -> None:
    client = client_of(administrator)
    address = f"{reverse('search')}?q=neem"
    search.follow(an_organisation())
    once = queries(client, address)
    for _each in range(29):
        search.follow(an_organisation())
    assert queries(client, address) == once
    assert once <= 10
    assert len(parsed(client.get(address)).xpath("//main//section//li")) == 25
    assert len(parsed(client.get(f"{address}&page=2")).xpath("//main//section//li")) == 5


@pytest.mark.usefixtures("data_folder")
def test_a_file_is_a_download_that_no_browser_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    person = a_person()
    content = b"%PDF-1.4\n%%EOF\n"
    stored = files.take_in(SimpleUploadedFile("amna.pdf", content), sensitivity="restricted", by=person)
    client = client_of(person)
    address = reverse("file", args=[stored.public_id])
    assert client.get(address).status_code == 404  # nothing that this person sees points at it
    rows = type(StoredFile.objects.all())
    monkeypatch.setattr(rows, "visible_to", lambda self, standing: self.filter(handed_in_by=standing.person))
    response = client.get(address)
    assert response.content == content
    assert response["Content-Disposition"] == f'attachment; filename="saanjh-{stored.public_id}.pdf"'
    assert response["Content-Security-Policy"] == downloads.POLICY
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "no-store")
    assert SensitiveRead.objects.values_list("person", "kind", "purpose").get() == (
        person.public_id,
        "ground.storedfile",
        "download",
    )
    assert client_of(a_person()).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert not Line.objects.exclude(verb="file_taken_in").exists()
