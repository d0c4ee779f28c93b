"""Studies and findings, at the desk and on the portal."""

from typing import Any

import pytest
from django.test import Client
from lxml import html

from saanjh.ground.access import Role
from saanjh.ground.models import Mark, Person
from saanjh.research.actions import findings as actions
from saanjh.research.models import Finding, Passage, Source, Study
from tests.factories import holding, second_factor
from tests.research.factories import ONCE, TEXT, TWICE, a_finding, a_passage, a_researcher, a_source, a_study
from tests.voices.factories import a_programme

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def tree(response: Any) -> Any:
    return html.fromstring(response.content)


def signed_in(client: Client, role: Role, over: int) -> Person:
    person = second_factor(holding(role, over=over))
    client.force_login(person)
    return person


def sent(client: Client, url: str, **words: Any) -> Any:
    """The form at the address, sent with these words and all else as it stands there."""
    form = tree(client.get(url)).xpath("//main//form[@method='post']")[0]
    fields = {name: value for name, value in form.fields.items() if value is not None}
    return client.post(url, {**fields, **words})


def published(study: Study, **facts: Any) -> Finding:
    return a_finding(a_passage(a_source(study, a_researcher(study), **facts)), state="published")


# The portal


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_finding_quotes_its_source_exactly_and_no_more_of_it(client: Client, language: str) -> None:
    finding = published(a_study(), citation="Somebody (2024), pages 1 to 9", title_en="An article")
    response = client.get(f"/{language}/findings/{finding.public_id}/")
    quoted = tree(response).xpath("//figure[@class='quotation']")[0]
    assert quoted.xpath("string(blockquote[@lang='en' and @dir='ltr']/p)") == f"“{ONCE}”"
    assert quoted.xpath("string(figcaption)") == "section 1"
    told = quoted.xpath("string(following-sibling::p[1])")
    assert [word in told for word in ("An article", "Somebody (2024), pages 1 to 9")] == [True, True]
    assert "Small groups" not in response.content.decode()
    assert "no two results" not in response.content.decode()


def test_an_urdu_source_is_quoted_in_urdu_on_the_english_page(client: Client) -> None:
    study = a_study()
    source = a_source(study, a_researcher(study), text="پیسہ ختم، کام ختم۔ پھر کیا؟", written_in="ur")
    finding = a_finding(a_passage(source, "کام ختم۔"), state="published")
    quoted = tree(client.get(f"/en/findings/{finding.public_id}/")).xpath("//blockquote")[0]
    assert (quoted.get("lang"), quoted.get("dir"), quoted.text_content()) == ("ur", "rtl", "”کام ختم۔“")


def test_in_a_demo_the_studies_say_that_only_the_sources_counted_are_real(client: Client) -> None:
    Mark.objects.create(name="demo")
    (line,) = tree(client.get("/en/studies/")).xpath("//aside[@class='demo']/text()")
    assert line == "Demo. The sources counted on this page are published papers; everything else is invented."


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_published_has_no_public_page(client: Client, state: str) -> None:
    study = a_study()
    finding = a_finding(a_passage(a_source(study, a_researcher(study))), state=state)
    assert client.get(f"/en/findings/{finding.public_id}/").status_code == 404
    assert not tree(client.get("/en/findings/")).xpath("//main//ol")


@pytest.mark.parametrize("rows", [1, 3])
def test_public_lists_ask_as_often_for_three_as_for_one(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for _row in range(rows):
        published(a_study())
    client.get("/en/findings/")
    for url, count in (("/en/findings/", 2), ("/en/studies/", 2)):
        with django_assert_num_queries(count):
            response = client.get(url)
        assert len(tree(response).xpath("//main//ol/li")) == rows


def test_a_finding_is_found_by_its_words(client: Client) -> None:
    study = a_study()
    finding = a_finding(a_passage(a_source(study, a_researcher(study))))
    signed_in(client, Role.CODER, study.pk)
    sent(client, f"/desk/findings/{finding.public_id}/publish/")
    found = tree(client.get("/en/findings/", {"q": "money"})).xpath("//main//ol/li//a/@href")
    assert found == [f"/en/findings/{finding.public_id}/"]
    assert not tree(client.get("/en/findings/", {"q": "weather"})).xpath("//main//ol/li")


def test_studies_say_what_was_asked_and_how_far_it_is(client: Client) -> None:
    published(a_study(title_en="What fails, and why?"))
    entry = tree(client.get("/en/studies/")).xpath("//main//ol/li")[0]
    assert entry.xpath("string(h2)") == "What fails, and why?"
    assert entry.xpath("string(p)") == "Under way · one source · one published finding"


# The desk


def test_an_officer_asks_a_question(client: Client) -> None:
    programme = a_programme()
    signed_in(client, Role.PROGRAMME_OFFICER, programme.pk)
    response = sent(client, f"/desk/programmes/{programme.public_id}/studies/new/", title_en="What fails?")
    study = Study.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/desk/studies/{study.public_id}/")


def test_a_researcher_goes_from_a_source_to_a_draft(client: Client) -> None:
    study = a_study()
    signed_in(client, Role.RESEARCHER, study.pk)
    here = f"/desk/studies/{study.public_id}/"
    words = {"title_en": "An article", "citation": "Somebody (2024)", "kind": "article", "text": TEXT}
    source_url = sent(client, f"{here}sources/new/", **words)["Location"]
    assert Source.objects.get().licence == "reserved"
    assert sent(client, f"{source_url}passages/new/", words=ONCE, stands_in="page 3")["Location"] == source_url
    said = {"title_en": "It ends", "statement": "It ends with the money.", "strength": "One article."}
    response = sent(client, f"{here}findings/new/", passages=[Passage.objects.get().pk], **said)
    finding = Finding.objects.get()
    assert response["Location"] == f"/desk/findings/{finding.public_id}/"
    assert [each.words for each in finding.passages.all()] == [ONCE]
    assert client.get(f"{response['Location']}publish/").status_code == 200
    assert sent(client, f"{response['Location']}publish/").status_code == 422  # whoever wrote it does not publish it


@pytest.mark.parametrize("words", ["Something else", TWICE, "", "a\x00b", "x" * 5001])
def test_words_that_cannot_be_marked_are_refused_beside_their_field(client: Client, words: str) -> None:
    study = a_study()
    signed_in(client, Role.CODER, study.pk)
    source = a_source(study, a_researcher(study))
    response = sent(client, f"/desk/sources/{source.public_id}/passages/new/", words=words)
    assert response.status_code == 422
    assert tree(response).xpath("boolean(//*[@id='id_words_error'])")
    assert Passage.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"text": "Call 0300 1234567"}, "id_text"),
        ({"text": "a\x00b"}, "id_text"),
        ({"text": "x" * 200_001}, "id_text"),
        ({"citation": "x" * 501}, "id_citation"),
        ({"licence": "mine"}, "id_licence"),
        ({"title_en": ""}, "id_title_en"),
    ],
)
def test_a_source_with_a_mistake_is_shown_again(client: Client, words: dict[str, str], field: str) -> None:
    study = a_study()
    signed_in(client, Role.RESEARCHER, study.pk)
    good = {"title_en": "An article", "citation": "Somebody (2024)", "kind": "article", "text": TEXT}
    response = sent(client, f"/desk/studies/{study.public_id}/sources/new/", **{**good, **words})
    assert response.status_code == 422
    assert tree(response).xpath(f"boolean(//*[@id='{field}_error'])")
    assert Source.objects.count() == 0


def test_a_finding_takes_no_passage_of_another_study(client: Client) -> None:
    study, other = a_study(), a_study()
    foreign = a_passage(a_source(other, a_researcher(other)))
    a_passage(a_source(study, a_researcher(study)))
    signed_in(client, Role.RESEARCHER, study.pk)
    said = {"title_en": "It ends", "statement": "It ends.", "strength": "One article.", "passages": foreign.pk}
    response = sent(client, f"/desk/studies/{study.public_id}/findings/new/", **said)
    assert response.status_code == 422
    assert tree(response).xpath("boolean(//*[@id='id_passages_error'])")
    assert Finding.objects.count() == 0


def test_a_draft_keeps_what_its_writer_ticked(client: Client) -> None:
    study = a_study()
    writer = signed_in(client, Role.RESEARCHER, study.pk)
    finding = a_finding(a_passage(a_source(study, writer)), by=writer)
    url = f"/desk/findings/{finding.public_id}/"
    assert sent(client, f"{url}change/", statement="Said otherwise.")["Location"] == url
    finding.refresh_from_db()
    assert (finding.statement, finding.passages.count()) == ("Said otherwise.", 1)


def test_what_was_rewritten_while_the_page_was_open_is_shown_again_before_it_is_published(client: Client) -> None:
    study = a_study()
    finding = a_finding(a_passage(a_source(study, a_researcher(study))))
    signed_in(client, Role.CODER, study.pk)
    url = f"/desk/findings/{finding.public_id}/publish/"
    page = tree(client.get(url))
    assert "It ends with the money." in page.xpath("string(//main)")
    assert ONCE in page.xpath("string(//blockquote)")
    fields = dict(page.xpath("//main//form[@method='post']")[0].fields)
    actions.rewrite(finding, statement="It never ends.", passages=finding.passages.all(), by=finding.written_by)
    response = client.post(url, fields)
    assert response.status_code == 409
    assert "It never ends." in tree(response).xpath("string(//main)")
    finding.refresh_from_db()
    assert finding.state == "draft"
    again = dict(tree(response).xpath("//main//form[@method='post']")[0].fields)
    assert client.post(url, again)["Location"] == f"/desk/findings/{finding.public_id}/"
    finding.refresh_from_db()
    assert (finding.state, finding.statement) == ("published", "It never ends.")


def test_somebody_of_another_study_gets_404_everywhere(client: Client) -> None:
    study = a_study()
    source = a_source(study, a_researcher(study))
    finding = a_finding(a_passage(source))
    signed_in(client, Role.RESEARCHER, a_study().pk)
    addresses = [
        f"studies/{study.public_id}/",
        f"studies/{study.public_id}/close/",
        f"studies/{study.public_id}/sources/new/",
        f"studies/{study.public_id}/findings/new/",
        f"sources/{source.public_id}/",
        f"sources/{source.public_id}/passages/new/",
        f"findings/{finding.public_id}/",
        f"findings/{finding.public_id}/change/",
        f"findings/{finding.public_id}/publish/",
        f"findings/{finding.public_id}/withdraw/",
    ]
    assert {client.get(f"/desk/{address}").status_code for address in addresses} == {404}


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_pages_ask_as_often_for_three_as_for_one(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    programme = a_programme()
    studies = [a_study(programme=programme) for _row in range(rows)]
    source = a_source(studies[0], a_researcher(studies[0]))
    for words in (ONCE, "Small groups", "no two results")[:rows]:
        finding = a_finding(a_passage(source, words))
    signed_in(client, Role.PROGRAMME_OFFICER, programme.pk)
    client.get("/desk/studies/")
    pages = {"studies/": 7, f"studies/{studies[0].public_id}/": 8, f"sources/{source.public_id}/": 6}
    pages[f"findings/{finding.public_id}/"] = 8
    for address, count in pages.items():
        with django_assert_num_queries(count, info=address):
            assert client.get(f"/desk/{address}").status_code == 200
