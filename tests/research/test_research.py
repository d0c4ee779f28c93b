"""Studies: passages are exact, findings rest on them, and somebody else publishes."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from saanjh.ground import search
from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.models import Line, Notice, Person, SearchEntry
from saanjh.ground.refusals import Conflict, Refusal
from saanjh.research import queries
from saanjh.research.actions import findings, sources, studies
from saanjh.research.models import Finding, Passage, Source, Study
from saanjh.research.models.sources import SHORT
from tests.factories import holding
from tests.research.factories import (
    ONCE,
    TEXT,
    TWICE,
    a_coder,
    a_finding,
    a_passage,
    a_researcher,
    a_source,
    a_study,
)
from tests.voices.factories import a_programme, an_officer

pytestmark = pytest.mark.django_db
SAID = {"title_en": "It ends with the money", "statement": "So it is.", "strength": "One article.", "written_in": "en"}


@pytest.fixture
def study() -> Study:
    return a_study()


@pytest.fixture
def researcher(study: Study) -> Person:
    return a_researcher(study)


def test_a_study_is_opened_by_an_officer_of_its_programme() -> None:
    programme = a_programme()
    study = studies.ask(programme, title_en="What fails?", title_ur="کیا ناکام؟", by=an_officer(programme))
    assert (study.state, study.programme) == ("open", programme)
    for other in (an_officer(a_programme()), holding(Role.OBSERVER, over=programme.pk)):
        with pytest.raises(Refusal):
            studies.ask(programme, title_en="What fails?", by=other)


def test_a_source_is_added_by_a_researcher_with_a_digest_of_its_text_in_the_history(
    study: Study, researcher: Person
) -> None:
    facts = {"title_en": "Article", "kind": "article", "citation": "Somebody (2024)", "licence": "reserved"}
    source = sources.add(study, **facts, text=TEXT.replace("\n", "\r\n"), by=researcher)
    assert source.text == TEXT
    line = Line.objects.get()
    assert (line.verb, len(line.facts["digest"])) == ("source_added", 64)
    with pytest.raises(Refusal):
        sources.add(study, **facts, text=TEXT, by=a_coder(study))


@pytest.mark.parametrize("words", ["Call 0300 1234567", "a\x00b", "x" * 200_001])
def test_a_text_with_personal_details_is_refused(study: Study, researcher: Person, words: str) -> None:
    facts = {"title_en": "Notes", "kind": "notes", "citation": "Ours", "licence": "own"}
    with pytest.raises(Refusal):
        sources.add(study, **facts, text=words, by=researcher)


def test_a_passage_is_the_exact_part_of_the_text(study: Study, researcher: Person) -> None:
    source = a_source(study, researcher)
    passage = sources.mark(source, words=f"  {ONCE}\r\n", stands_in="page 3", by=a_coder(study))
    assert passage.words == ONCE
    assert source.text[passage.start : passage.end] == ONCE
    across = sources.mark(source, words="the work ends.\r\n\r\nNobody", by=researcher)
    assert across.words == "the work ends.\n\nNobody"


def test_urdu_passages_are_counted_in_characters(study: Study, researcher: Person) -> None:
    source = a_source(study, researcher, text="پیسہ ختم، کام ختم۔ پھر کیا؟", written_in="ur")
    passage = sources.mark(source, words="کام ختم۔", by=researcher)
    assert Passage.objects.get(pk=passage.pk).words == "کام ختم۔"


@pytest.mark.parametrize("words", ["When the money stops", "when the money ends", TWICE, "", "  ", "  ends  "])
def test_words_that_stand_there_not_at_all_or_twice_are_refused(study: Study, researcher: Person, words: str) -> None:
    with pytest.raises(Refusal) as refusal:
        sources.mark(a_source(study, researcher), words=words, by=researcher)
    assert refusal.value.field == "words"
    assert Passage.objects.count() == 0


def test_words_that_overlap_themselves_stand_there_twice(study: Study, researcher: Person) -> None:
    with pytest.raises(Refusal):
        sources.mark(a_source(study, researcher, text="nanan"), words="nan", by=researcher)


def test_a_passage_is_marked_once(study: Study, researcher: Person) -> None:
    source = a_source(study, researcher)
    sources.mark(source, words=ONCE, by=researcher)
    with pytest.raises(Refusal):
        sources.mark(source, words=ONCE, by=researcher)


@pytest.mark.parametrize(
    ("licence", "length", "allowed"),
    [
        ("reserved", SHORT, True),
        ("reserved", SHORT + 1, False),
        ("cc-by-nc-nd-4.0", SHORT + 1, False),
        ("cc-by-4.0", SHORT + 1, True),
        ("own", SHORT + 1, True),
    ],
)
def test_a_licence_that_allows_short_quotations_gets_short_ones(
    study: Study, researcher: Person, licence: str, length: int, allowed: bool
) -> None:
    source = a_source(study, researcher, text="x" * length + "\nend", licence=licence)
    if allowed:
        assert len(sources.mark(source, words="x" * length, by=researcher).words) == length
    else:
        with pytest.raises(Refusal):
            sources.mark(source, words="x" * length, by=researcher)


def test_the_database_freezes_the_text_and_where_a_passage_lies(study: Study, researcher: Person) -> None:
    source = a_source(study, researcher)
    passage = a_passage(source)
    for rows, change in ((Source, {"text": "Something else"}), (Passage, {"start": 3}), (Passage, {"end": 300})):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.objects.update(**change)
    assert Passage.objects.get().words == passage.words == ONCE
    Source.objects.update(title_en="Another title")


def test_a_finding_rests_on_passages_of_its_own_study(study: Study, researcher: Person) -> None:
    here, elsewhere = a_passage(a_source(study, researcher)), a_passage(a_source(a_study(), researcher))
    for passages in ([], [elsewhere], [here, elsewhere]):
        with pytest.raises(Refusal):
            findings.write(study, **SAID, passages=passages, by=researcher)
    finding = findings.write(study, **SAID, passages=[here], by=researcher)
    assert (finding.state, queries.rests_on(finding)) == ("draft", [here])


def publish(finding: Finding, *, by: Person) -> Finding:
    """By somebody who has read it as it stands."""
    return findings.publish(finding, read=findings.digest_to_read(finding), by=by)


def test_somebody_else_publishes_a_finding(study: Study, researcher: Person) -> None:
    finding = a_finding(a_passage(a_source(study, researcher)))
    with pytest.raises(Refusal):
        publish(finding, by=researcher)
    coder = a_coder(study)
    publish(finding, by=coder)
    assert (finding.state, finding.published_by) == ("published", coder)
    assert list(Finding.objects.all().public()) == [finding]
    assert Notice.objects.get().person == researcher
    assert search.ids_of(finding.title_en, Finding, public_only=True) == [finding.public_id]


@pytest.mark.parametrize("changed", ["title_en", "title_ur", "statement", "strength", "passages"])
def test_what_was_changed_after_it_was_read_is_not_published(study: Study, researcher: Person, changed: str) -> None:
    source = a_source(study, researcher)
    finding = a_finding(a_passage(source), by=researcher)
    other = a_passage(source, "Small groups")
    read, opened_before = findings.digest_to_read(finding), Finding.objects.get(pk=finding.pk)
    words: dict[str, Any] = {"passages": list(finding.passages.all())}
    words |= {changed: [other] if changed == "passages" else "Otherwise."}
    findings.rewrite(finding, **words, by=researcher)
    with pytest.raises(Conflict, match="read it, then publish it"):
        findings.publish(opened_before, read=read, by=a_coder(study))
    assert Finding.objects.get().state == "draft"
    findings.publish(opened_before, read=findings.digest_to_read(opened_before), by=a_coder(study))
    assert Finding.objects.get().state == "published"


def test_nothing_is_published_that_nobody_says_to_have_read(study: Study, researcher: Person) -> None:
    with pytest.raises(Conflict):
        findings.publish(a_finding(a_passage(a_source(study, researcher))), read="", by=a_coder(study))


def test_the_database_refuses_a_finding_published_by_its_writer(study: Study, researcher: Person) -> None:
    finding = a_finding(a_passage(a_source(study, researcher)), state="published")
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(published_by=researcher)


def test_a_restricted_source_is_never_quoted_in_public(study: Study, researcher: Person) -> None:
    passage = a_passage(a_source(study, researcher, is_restricted=True))
    with pytest.raises(Refusal):
        publish(a_finding(passage), by=a_coder(study))
    assert not Passage.objects.all().public().exists()


def test_a_withdrawn_finding_is_gone_from_search_and_public(study: Study, researcher: Person) -> None:
    finding = a_finding(a_passage(a_source(study, researcher)))
    publish(finding, by=a_coder(study))
    findings.withdraw(finding, by=an_officer(study.programme))
    assert not Finding.objects.all().public().exists()
    assert (SearchEntry.objects.count(), Passage.objects.all().public().count()) == (0, 0)


def test_a_draft_is_changed_by_its_writer_alone(study: Study, researcher: Person) -> None:
    first, second = (a_passage(a_source(study, researcher)) for _source in range(2))
    finding = a_finding(first, by=researcher)
    with pytest.raises(Refusal):
        findings.rewrite(finding, **SAID, passages=[second], by=a_researcher(study))
    findings.rewrite(finding, **SAID, passages=[second], by=researcher)
    assert (finding.statement, queries.rests_on(finding)) == ("So it is.", [second])
    with pytest.raises(Refusal, match="Nothing was changed"):
        findings.rewrite(finding, **SAID, passages=[second], by=researcher)
    assert Line.objects.filter(verb="finding_rewritten").count() == 1


def test_a_finding_published_meanwhile_is_not_changed_by_its_writer(study: Study, researcher: Person) -> None:
    passage = a_passage(a_source(study, researcher))
    finding = a_finding(passage, by=researcher)
    opened_before = Finding.objects.get(pk=finding.pk)
    publish(finding, by=a_coder(study))
    with pytest.raises(Refusal, match="Only a draft"):
        findings.rewrite(opened_before, **SAID, passages=[passage], by=researcher)
    assert Finding.objects.get().statement == finding.statement


def test_in_a_closed_study_nothing_is_added_and_findings_can_be_withdrawn(study: Study, researcher: Person) -> None:
    source = a_source(study, researcher)
    finding = a_finding(a_passage(source))
    studies.close(study, by=researcher)
    attempts: list[Any] = [
        lambda: sources.mark(source, words="Small groups", by=researcher),
        lambda: findings.write(study, **SAID, passages=[source.passages.get()], by=researcher),
        lambda: publish(finding, by=a_coder(study)),
    ]
    for attempt in attempts:
        with pytest.raises(Refusal):
            attempt()
    assert findings.withdraw(finding, by=researcher).state == "withdrawn"


def test_who_works_on_another_study_or_observes_sees_nothing_inside(study: Study, researcher: Person) -> None:
    finding = a_finding(a_passage(a_source(study, researcher)))
    people = {
        "researcher": researcher,
        "coder": a_coder(study),
        "officer": an_officer(study.programme),
        "elsewhere": a_researcher(a_study()),
        "observer": holding(Role.OBSERVER, over=study.programme_id),
    }
    for model, thing in ((Study, study), (Source, Source.objects.get()), (Passage, Passage.objects.get())):
        seen = {name for name, person in people.items() if thing in visible(person, model)}
        assert seen == {"researcher", "coder", "officer"}, model
    assert {name for name, person in people.items() if finding in visible(person, Finding)} == {
        "researcher",
        "coder",
        "officer",
    }


def test_a_draft_waits_for_the_others_of_the_study(study: Study, researcher: Person) -> None:
    finding = a_finding(a_passage(a_source(study, researcher)))
    assert queries.waiting(standing_of(researcher)) == []
    assert [item.id for item in queries.waiting(standing_of(a_coder(study)))] == [finding.public_id]
    assert queries.waiting(standing_of(a_coder(a_study()))) == []


def test_a_text_is_read_once_however_often_it_is_quoted(
    study: Study, researcher: Person, django_assert_num_queries: Any
) -> None:
    source = a_source(study, researcher)
    finding = a_finding(a_passage(source))
    finding.passages.add(a_passage(source, "Small groups"), a_passage(source, "no two results"))
    with django_assert_num_queries(2):
        assert [passage.words for passage in queries.rests_on(finding)] == ["Small groups", ONCE, "no two results"]
