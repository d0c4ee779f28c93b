"""The ground's pages: account, people, organisations, history, inbox, search, files."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from saanjh.ground import history, notices, search
from saanjh.ground.access import Role
from saanjh.ground.actions import files, organisations, people, roles, sign_in
from saanjh.ground.models import Invitation, Line, Notice, Organisation, Person, SensitiveRead, StoredFile
from saanjh.web import answers, histories
from tests.factories import a_district, a_person, an_organisation, holding, second_factor
from tests.web.desk_forms import mended, sent

pytestmark = pytest.mark.django_db
PASSWORD = "neem tree by the canal"


@pytest.fixture
def administrator() -> Person:
    return second_factor(holding(Role.ADMINISTRATOR, name="Amna"))


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(response: Any) -> Any:
    return html.fromstring(response.content)


def words(response: Any) -> str:
    return " ".join(page_of(response).xpath("string(//main)").split())


def send(client: Client, address: str, data: dict[str, Any] | None = None) -> Any:
    """Open the form, fill it in, send it with its key."""
    form = page_of(client.get(address)).xpath("//main//form[@method='post']")[-1]
    hidden = {each.get("name"): each.get("value") for each in form.xpath(".//input[@type='hidden']")}
    return client.post(address, {**hidden, **(data or {})})


def queries(client: Client, address: str) -> int:
    client.get(address)  # what is read once a process is read now
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


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


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("name", PAGES)
def test_pages_open_and_are_never_kept(name: str, language: str) -> None:
    person = second_factor(holding(Role.ADMINISTRATOR, language=language))
    response = signed_in(person).get(reverse(name))
    assert (response.status_code, response["Cache-Control"], response["Content-Language"]) == (
        200,
        "no-store",
        language,
    )
    page = page_of(response)
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//*[@style] | //script[not(@src)]") == []


@pytest.mark.parametrize("name", ["people", "organisations", "invitations", "inbox", "history"])
def test_lists_cost_the_same_for_one_and_for_three(name: str) -> None:
    reader = second_factor(holding(Role.AUDITOR if name == "history" else Role.ADMINISTRATOR))
    client = signed_in(reader)

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


# People


def test_an_invitation_by_mail_is_shown_to_nobody_else_and_proves_the_address(
    administrator: Person, django_capture_on_commit_callbacks: Any
) -> None:
    organisation = an_organisation(name_en="Neem Trust")
    client = signed_in(administrator)
    address = f"{reverse('invite')}?role=signatory"
    data = {"where": organisation.pk, "email": "bilal@example.org", "language": "ur"}
    with django_capture_on_commit_callbacks(execute=True):
        response = send(client, address, data)
    (message,) = mail.outbox
    link = str(message.body).split()[-1]
    assert "/ur/join/" in link
    code = link.rstrip("/").split("/")[-1]
    page = client.get(response["Location"])
    assert code not in page.content.decode()
    assert "Neem" not in f"{message.subject} {message.body}"
    joining = Client()
    path = link.removeprefix("http://testserver")
    assert "نیم ٹرسٹ" in words(joining.get(path))
    data = {"code": code, "name": "Bilal", "username": "bilal", "password1": PASSWORD, "password2": PASSWORD}
    response = send(joining, path, {**data, "language": "ur"})
    assert (response.status_code, response["Location"]) == (303, "/ur/account/login/")
    person = Person.objects.get(username="bilal")
    assert (person.email, person.language) == ("bilal@example.org", "ur")
    assert joining.login(username="bilal", password=PASSWORD)


def test_a_code_is_shown_once_to_the_one_who_invites_without_an_address(administrator: Person) -> None:
    organisation = an_organisation()
    client = signed_in(administrator)
    data = {"where": organisation.pk, "language": "en"}
    response = send(client, f"{reverse('invite')}?role=editor", data)
    first, second = client.get(response["Location"]), client.get(response["Location"])
    code = page_of(first).xpath("string(//p[@class='notice']/bdi)")
    assert people.invitation_for(code) == Invitation.objects.get()
    assert page_of(second).xpath("//p[@class='notice']") == []
    assert code not in second.content.decode()
    assert mail.outbox == []


def test_the_same_invitation_sent_twice_is_made_once(administrator: Person) -> None:
    organisation = an_organisation()
    client = signed_in(administrator)
    address = f"{reverse('invite')}?role=editor"
    form = page_of(client.get(address)).xpath("//main//form[@method='post']")[-1]
    data = {"once": form.fields["once"], "where": organisation.pk, "language": "en", "email": ""}
    places = {client.post(address, data)["Location"] for _each in range(2)}
    assert len(places) == 1
    assert Invitation.objects.count() == 1


def test_a_signatory_invites_editors_and_field_officers_of_the_own_organisation() -> None:
    mine, other = an_organisation(name_en="Neem Trust"), an_organisation(name_en="Banyan Trust")
    client = signed_in(holding(Role.SIGNATORY, mine.pk))
    roles = [link.split("=")[-1] for link in page_of(client.get(reverse("invite"))).xpath("//main//h3/a/@href")]
    assert roles == ["editor", "field_officer"]
    response = send(client, f"{reverse('invite')}?role=editor", {"where": other.pk, "language": "en"})
    assert response.status_code == 422
    assert Invitation.objects.count() == 0


def test_a_form_with_a_mistake_says_so_and_keeps_what_was_typed() -> None:
    organisation = an_organisation()
    _invitation, code = people.invite(role=Role.EDITOR, over=organisation.pk, by=Person.objects.system())
    data = {
        "code": code,
        "name": "Bilal",
        "username": "bilal",
        "password1": PASSWORD,
        "password2": "other",
        "language": "en",
    }
    response = send(Client(), reverse("join"), data)
    page = page_of(response)
    assert response.status_code == 422
    assert page.xpath("string(//title)").startswith("Error:")
    assert page.xpath("//input[@name='username']/@value") == ["bilal"]
    assert page.xpath("//input[@type='password']/@value") == []


def test_no_digest_of_a_password_is_kept_with_the_key_of_a_form() -> None:
    digests = set()
    for password in (PASSWORD, "another long password"):
        request = RequestFactory().post("/en/join/", {"name": "Bilal", "password1": password, "password2": password})
        request.user = AnonymousUser()
        digests.add(answers._sent(request).digest)
    assert len(digests) == 1


def test_somebody_without_e_mail_comes_back_with_a_code(administrator: Person) -> None:
    person = a_person(username="bilal")
    client = signed_in(administrator)
    response = send(client, reverse("help_back", args=[person.public_id]))
    page = page_of(client.get(response["Location"]))
    code = page.xpath("string(//p[@class='notice']/bdi)")
    assert page_of(client.get(response["Location"])).xpath("//p[@class='notice']") == []
    data = {"password1": PASSWORD, "password2": PASSWORD, "code": code}
    assert send(Client(), reverse("return"), data).status_code == 303
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_roles_are_given_and_taken_back(administrator: Person) -> None:
    person, organisation = a_person(), an_organisation()
    client = signed_in(administrator)
    give = f"{reverse('give_role', args=[person.public_id])}?role=editor"
    assert send(client, give, {"where": organisation.pk}).status_code == 303
    assert person.roles_held.get().role == "editor"
    assert send(client, give, {"where": organisation.pk}).status_code == 422
    take = reverse("take_back_role", args=[person.public_id])
    assert send(client, take, {"held": person.roles_held.get().pk}).status_code == 303
    assert not person.roles_held.filter(until=None).exists()


def test_two_roles_that_check_each_other_are_not_given_to_one(administrator: Person) -> None:
    auditor = holding(Role.AUDITOR)
    address = f"{reverse('give_role', args=[auditor.public_id])}?role=administrator"
    response = send(signed_in(administrator), address, {"where": 0})
    assert response.status_code == 422
    assert "check each other" in words(response)


def test_a_signatory_sees_only_the_roles_that_are_held_here() -> None:
    mine, other = an_organisation(name_en="Neem Trust"), an_organisation(name_en="Banyan Trust")
    editor = holding(Role.EDITOR, mine.pk, name="Bilal")
    editor.roles_held.create(role=Role.EDITOR, scope_kind="organisation", scope_id=other.pk)
    client = signed_in(holding(Role.SIGNATORY, mine.pk))
    for address in (reverse("people"), reverse("person", args=[editor.public_id])):
        assert "Neem Trust" in words(client.get(address))
        assert "Banyan" not in words(client.get(address))


@pytest.mark.parametrize("name", ["person", "give_role", "take_back_role", "help_back", "way_back"])
def test_people_of_another_organisation_are_not_there(name: str) -> None:
    stranger = holding(Role.EDITOR, an_organisation().pk)
    client = signed_in(holding(Role.SIGNATORY, an_organisation().pk))
    assert client.get(reverse(name, args=[stranger.public_id])).status_code == 404


def test_an_account_is_closed_with_its_roles(administrator: Person) -> None:
    person = holding(Role.EDITOR, an_organisation().pk)
    theirs = signed_in(person)
    assert send(signed_in(administrator), reverse("close_account", args=[person.public_id])).status_code == 303
    assert not person.roles_held.filter(until=None).exists()
    assert theirs.get("/desk/").status_code == 302


def test_a_signatory_does_not_learn_from_a_colleagues_page_which_roles_are_held_elsewhere(
    administrator: Person,
) -> None:
    organisation = an_organisation()
    signatory, editor = holding(Role.SIGNATORY, organisation.pk), holding(Role.EDITOR, organisation.pk)
    roles.give(editor, Role.OBSERVER, over=7, by=administrator)
    page = reverse("person", args=[editor.public_id])
    assert "Coordinating-body observer" in words(signed_in(administrator).get(page))
    response = signed_in(signatory).get(page)
    assert response.status_code == 200
    assert "observer" not in words(response)


# Organisations


def test_an_organisation_is_registered_corrected_and_found(administrator: Person) -> None:
    district = a_district(name_en="Badin", name_ur="بدین")
    client = signed_in(administrator)
    data = {"name_en": "Neem Trust", "name_ur": "", "kind": "cso", "home": district.pk, "written_in": "en", "about": ""}
    offered = html.fromstring(client.get(reverse("register_organisation")).content).xpath(
        "//select[@name='kind']/option"
    )
    assert offered[0].text == "Choose"
    response = send(client, reverse("register_organisation"), data)
    organisation = Organisation.objects.get()
    assert response["Location"] == reverse("organisation", args=[organisation.public_id])
    send(client, reverse("correct_organisation", args=[organisation.public_id]), {**data, "name_ur": "نیم ٹرسٹ"})
    assert Organisation.objects.get().name_ur == "نیم ٹرسٹ"
    found = client.get(reverse("search"), {"q": "نیم"})
    assert page_of(found).xpath("//main//li/a/@href") == [response["Location"]]


def test_personal_data_in_a_text_is_refused_in_words(administrator: Person) -> None:
    data = {"name_en": "Neem Trust", "kind": "cso", "written_in": "en", "about": "Call 0300-1234567"}
    response = send(signed_in(administrator), reverse("register_organisation"), data)
    assert response.status_code == 422
    assert "phone number" in words(response)


def test_a_merge_shows_first_what_moves(administrator: Person) -> None:
    one, other = an_organisation(name_en="Neem Trust"), an_organisation(name_en="Neem Trust Pakistan")
    holding(Role.EDITOR, one.pk)
    client = signed_in(administrator)
    links = page_of(client.get(reverse("choose_merge", args=[one.public_id]))).xpath("//main//li/a/@href")
    assert links == [f"{reverse('merge_organisation', args=[one.public_id])}?into={other.public_id}"]
    preview = client.get(links[0])
    apart, moving = page_of(preview).xpath("//main//table")
    cells = [[cell.text_content() for cell in row.xpath("th|td")] for row in apart.xpath("tbody/tr")]
    assert cells == [["Neem Trust", "not known", "1", "0"], ["Neem Trust Pakistan", "not known", "0", "0"]]
    assert moving.xpath(".//td/text()") == ["1"]
    one.refresh_from_db()
    assert one.merged_into is None
    response = send(client, links[0])
    assert response["Location"] == reverse("organisation", args=[other.public_id])
    one.refresh_from_db()
    assert one.merged_into == other
    assert "It is now" in words(client.get(reverse("organisation", args=[one.public_id])))


def test_an_organisation_of_others_is_not_there() -> None:
    other = an_organisation()
    client = signed_in(holding(Role.SIGNATORY, an_organisation().pk))
    for name in ("organisation", "correct_organisation", "merge_organisation"):
        assert client.get(reverse(name, args=[other.public_id])).status_code == 404


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER, Role.VERIFIER])
def test_those_who_work_with_all_organisations_open_each(role: Role) -> None:
    organisation = an_organisation()
    client = signed_in(second_factor(holding(role, 7)))
    assert client.get(reverse("organisation", args=[organisation.public_id])).status_code == 200


def test_a_programme_officer_corrects_and_joins_organisations() -> None:
    one, other = an_organisation(name_en="Neem Trust"), an_organisation(name_en="Neem Trust Pakistan")
    client = signed_in(second_factor(holding(Role.PROGRAMME_OFFICER, 7)))
    data = {"name_en": "Neem Trust", "kind": "media", "written_in": "en"}
    assert send(client, reverse("correct_organisation", args=[one.public_id]), data).status_code == 303
    response = send(client, f"{reverse('merge_organisation', args=[one.public_id])}?into={other.public_id}")
    assert response["Location"] == reverse("organisation", args=[other.public_id])
    one.refresh_from_db()
    assert (one.kind, one.merged_into) == ("media", other)


def test_an_editor_does_not_see_who_works_there() -> None:
    organisation = an_organisation()
    holding(Role.SIGNATORY, organisation.pk, name="Saima")
    response = signed_in(holding(Role.EDITOR, organisation.pk)).get(
        reverse("organisation", args=[organisation.public_id])
    )
    assert "Saima" not in words(response)


# History


def test_the_auditor_reads_lines_in_words() -> None:
    auditor, bilal = second_factor(holding(Role.AUDITOR)), holding(Role.ADMINISTRATOR, name="Bilal")
    organisations.register(name_en="Neem Trust", kind="cso", by=bilal)
    people.invite(role=Role.AUDITOR, by=bilal)
    client = signed_in(auditor)
    page = page_of(client.get(reverse("history")))
    said = [cell.text_content() for cell in page.xpath("//td[@data-label='What']")]
    assert said == ["Bilal invited somebody to be Auditor", "Bilal registered an organisation"]
    assert "Neem" not in page.text_content()
    only = page_of(client.get(reverse("history"), {"kind": "ground.organisation"}))
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
    client = signed_in(second_factor(holding(role)))
    assert [client.get(reverse(name)).status_code for name in ("history", "sensitive_reads")] == [404, 404]


# Inbox


def test_the_inbox_speaks_the_readers_language_and_leads_to_the_thing() -> None:
    organisation = an_organisation()
    reader = holding(Role.SIGNATORY, organisation.pk)
    notices.tell([reader], notices.KINDS["sign_in_factor_added"], about=organisation)
    client = signed_in(reader)
    page = page_of(client.get(reverse("inbox")))
    assert page.xpath("//main//li//a/@href") == [reverse("organisation", args=[organisation.public_id])]
    assert "A second factor was added" in page.xpath("string(//main)")
    assert "Notices (1)" in page.xpath("string(//header)")


def test_messages_are_marked_read_one_by_one_or_all_and_only_ones_own() -> None:
    reader, other = a_person(), a_person()
    kind = notices.KINDS["sign_in_factor_added"]
    first, _second, foreign = (notices.tell([person], kind)[0] for person in (reader, reader, other))
    client = signed_in(reader)
    assert client.get(reverse("inbox_read")).status_code == 405
    client.post(reverse("inbox_read"), {"notice": [first.public_id, foreign.public_id]})
    assert Notice.objects.exclude(read_at=None).get() == first
    client.post(reverse("inbox_read"))
    assert Notice.objects.get(read_at=None) == foreign


# Search


def test_search_finds_only_what_the_person_may_open() -> None:
    mine, other = an_organisation(name_en="Neem Trust"), an_organisation(name_en="Neem Circle")
    for organisation in (mine, other):
        search.put(organisation, title_en=organisation.name_en)
    client = signed_in(holding(Role.EDITOR, mine.pk))
    page = page_of(client.get(reverse("search"), {"q": "neem"}))
    assert page.xpath("//main//li/a/text()") == ["Neem Trust"]
    assert "Circle" not in page.text_content()
    assert "One thing found." in page.text_content()


@pytest.mark.parametrize("question", ["", "   ", '"', "neem OR trust*", "نیم'; DROP TABLE", "%", "x" * 5000])
def test_search_bears_whatever_is_typed(question: str) -> None:
    assert signed_in(a_person()).get(reverse("search"), {"q": question}).status_code == 200


def test_search_is_paged_and_costs_the_same_for_one_and_for_thirty(administrator: Person) -> None:
    client = signed_in(administrator)
    address = f"{reverse('search')}?q=neem"
    search.put(an_organisation(), title_en="Neem")
    once = queries(client, address)
    for _each in range(29):
        search.put(an_organisation(), title_en="Neem")
    assert queries(client, address) == once
    assert once <= 10
    assert len(page_of(client.get(address)).xpath("//main//section//li")) == 25
    assert len(page_of(client.get(f"{address}&page=2")).xpath("//main//section//li")) == 5


# Files


@pytest.mark.usefixtures("data_folder")
def test_a_file_is_a_download_that_no_browser_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    person = a_person()
    content = b"%PDF-1.4\n%%EOF\n"
    stored = files.take_in(SimpleUploadedFile("amna.pdf", content), sensitivity="restricted", by=person)
    client = signed_in(person)
    address = reverse("file", args=[stored.public_id])
    assert client.get(address).status_code == 404  # nothing that this person sees points at it
    rows = type(StoredFile.objects.all())
    monkeypatch.setattr(rows, "visible_to", lambda self, standing: self.filter(handed_in_by=standing.person))
    response = client.get(address)
    assert response.content == content
    assert response["Content-Disposition"] == f'attachment; filename="{stored.public_id}.pdf"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "no-store")
    assert SensitiveRead.objects.values_list("person", "kind", "purpose").get() == (
        person.public_id,
        "ground.storedfile",
        "download",
    )
    assert signed_in(a_person()).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert not Line.objects.exclude(verb="file_taken_in").exists()


def test_an_organisation_with_an_urdu_name_alone_is_registered_and_corrected() -> None:
    client = Client()
    client.force_login(second_factor(holding(Role.ADMINISTRATOR, language="ur")))
    url = "/desk/organisations/register/"
    assert mended(sent(client, url, kind="cso")) == ["id_name_en"]
    assert sent(client, url, name_ur="نیم ٹرسٹ", kind="cso").status_code == 303
    organisation = Organisation.objects.get()
    assert (str(organisation), organisation.written_in) == ("نیم ٹرسٹ", "ur")
    assert sent(client, f"/desk/organisations/{organisation.public_id}/correct/", women_led="on").status_code == 303
