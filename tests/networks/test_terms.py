"""Terms of reference: drafted by the convenor, adopted by a second person, never changed afterwards."""

import pytest
from django.db import DatabaseError, transaction

from saanjh.ground import history, notices
from saanjh.ground.access import Role, standing_of
from saanjh.ground.models import Line, Person
from saanjh.ground.refusals import Refusal
from saanjh.networks import queries
from saanjh.networks.actions import terms
from saanjh.networks.models import Network, TermsOfReference, TermsSection
from tests.factories import holding
from tests.networks.factories import (
    a_member,
    a_network,
    convenor_of,
    days_ago,
    officer_of,
    signatory_of,
    terms_of,
)

pytestmark = pytest.mark.django_db


def proposed(network: Network, convenor: Person) -> TermsOfReference:
    return terms.propose(terms_of(network), by=convenor)


def test_a_draft_has_the_seventeen_sections_of_the_list_in_both_languages() -> None:
    network = a_network()
    draft = terms.draft(network, by=convenor_of(network))
    sections = list(draft.sections.all())
    assert [section.position for section in sections] == list(range(1, 18))
    assert (sections[2].code, sections[2].label_en, sections[2].label_ur) == ("purpose", "Purpose", "مقصد")
    assert {section.text for section in sections} == {""}
    assert (draft.version, draft.state) == (1, "draft")


def test_only_the_convenor_drafts_and_one_version_at_a_time() -> None:
    network = a_network()
    for stranger in (officer_of(network), holding(Role.MEMBER, over=network.pk), convenor_of(a_network())):
        with pytest.raises(Refusal):
            terms.draft(network, by=stranger)
    terms.draft(network, by=convenor_of(network))
    with pytest.raises(Refusal):
        terms.draft(network, by=convenor_of(network))


def test_the_next_version_begins_with_the_words_in_force() -> None:
    network = a_network()
    terms_of(network, adopted_on=days_ago(10))
    draft = terms.draft(network, by=convenor_of(network))
    assert draft.version == 2
    assert [(each.code, each.text) for each in draft.sections.filled()] == [("purpose", "What we are for, 1.")]


def test_a_section_is_written_in_a_language_by_the_convenor_only() -> None:
    network = a_network()
    section = terms_of(network).sections.get(code="resources")
    terms.write(section, text="ہر رکن اپنا سفر خرچ خود اٹھاتا ہے۔", written_in="ur", by=convenor_of(network))
    section.refresh_from_db()
    assert (section.text, section.written_in) == ("ہر رکن اپنا سفر خرچ خود اٹھاتا ہے۔", "ur")
    with pytest.raises(Refusal):
        terms.write(section, text="Mine", written_in="en", by=officer_of(network))


def test_a_section_written_as_it_stands_is_refused_and_leaves_no_line() -> None:
    network = a_network()
    section, convenor = terms_of(network).sections.get(code="resources"), convenor_of(network)
    terms.write(section, text="Each pays the own way.", written_in="en", by=convenor)
    with pytest.raises(Refusal, match="Nothing was changed"):
        terms.write(section, text="Each pays the own way.", written_in="en", by=convenor)
    assert Line.objects.filter(verb="terms_section_written").count() == 1


@pytest.mark.parametrize("text", ["Write to chair@example.org", "0300-1234567", "a\x00b", "x" * 3001])
def test_a_section_refuses_what_must_not_be_kept(text: str) -> None:
    network = a_network()
    section = terms_of(network).sections.get(code="resources")
    with pytest.raises(Refusal) as refused:
        terms.write(section, text=text, written_in="en", by=convenor_of(network))
    assert refused.value.field == "text"
    section.refresh_from_db()
    assert section.text == ""


def test_terms_that_say_nothing_are_not_put_forward() -> None:
    network = a_network()
    convenor = convenor_of(network)
    draft = terms.draft(network, by=convenor)
    with pytest.raises(Refusal):
        terms.propose(draft, by=convenor)


def test_a_member_s_signatory_adopts_what_the_convenor_put_forward() -> None:
    network = a_network()
    convenor, signatory = convenor_of(network), signatory_of(a_member(network))
    draft = proposed(network, convenor)
    assert [notice.kind for notice in notices.of(signatory)] == ["network_terms_proposed"]
    terms.adopt(draft, by=signatory)
    network.refresh_from_db()
    assert (draft.state, draft.adopted_by, network.state) == ("adopted", signatory, "active")
    assert queries.terms_in_force(network) == draft
    assert [line.verb for line in history.of(draft)] == ["terms_proposed", "terms_adopted"]
    assert [notice.kind for notice in notices.of(convenor)] == ["network_terms_adopted"]


def test_an_officer_of_the_programme_may_be_the_second() -> None:
    network = a_network()
    assert terms.adopt(proposed(network, convenor_of(network)), by=officer_of(network)).state == "adopted"


def test_nobody_adopts_alone_whatever_else_they_hold() -> None:
    network = a_network()
    convenor, other = convenor_of(network), convenor_of(network)
    for person in (convenor, other):
        person.roles_held.create(role=Role.PROGRAMME_OFFICER, scope_kind="programme", scope_id=network.programme_id)
    draft = proposed(network, convenor)
    for person in (convenor, other):
        with pytest.raises(Refusal):
            terms.adopt(draft, by=Person.objects.get(pk=person.pk))
    convenor.roles_held.filter(role=Role.CONVENOR).delete()
    with pytest.raises(Refusal):
        terms.adopt(draft, by=Person.objects.get(pk=convenor.pk))
    draft.refresh_from_db()
    assert draft.state == "proposed"


def test_the_database_itself_refuses_terms_adopted_by_one_person() -> None:
    network = a_network()
    convenor = convenor_of(network)
    draft = proposed(network, convenor)
    with pytest.raises(DatabaseError, match="terms_adopted_by_a_second"), transaction.atomic():
        TermsOfReference.objects.filter(pk=draft.pk).update(
            state="adopted", adopted_by=convenor, adopted_on=days_ago(0)
        )


def test_signatories_of_others_and_of_former_members_do_not_adopt() -> None:
    network = a_network()
    former = a_member(network)
    type(former).objects.filter(pk=former.pk).update(until=days_ago(1))
    draft = proposed(network, convenor_of(network))
    for person in (signatory_of(former), signatory_of(a_member(a_network())), holding(Role.MEMBER, over=network.pk)):
        with pytest.raises(Refusal):
            terms.adopt(draft, by=person)


def test_a_draft_is_not_adopted_before_it_was_put_forward() -> None:
    network = a_network()
    with pytest.raises(Refusal):
        terms.adopt(terms_of(network), by=officer_of(network))


def test_what_was_put_forward_stands_still_until_it_is_given_back() -> None:
    network = a_network()
    convenor = convenor_of(network)
    draft = proposed(network, convenor)
    section = draft.sections.get(code="resources")
    with pytest.raises(Refusal):
        terms.write(section, text="New", written_in="en", by=convenor)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        TermsSection.objects.filter(pk=section.pk).update(text="New")
    terms.call_back(draft, by=officer_of(network))
    terms.write(section, text="New", written_in="en", by=convenor)
    assert (draft.state, draft.proposed_by) == ("draft", None)


def test_adopted_terms_never_change_whoever_asks() -> None:
    adopted = terms_of(a_network(), adopted_on=days_ago(5))
    section = adopted.sections.get(code="purpose")
    changes = [
        lambda: TermsSection.objects.filter(pk=section.pk).update(text="Other"),
        lambda: TermsSection.objects.filter(pk=section.pk).delete(),
        lambda: TermsSection.objects.create(terms=adopted, position=9, code="new", label_en="New"),
        lambda: TermsOfReference.objects.filter(pk=adopted.pk).update(version=9),
        lambda: TermsOfReference.objects.filter(pk=adopted.pk).update(state="draft"),
    ]
    for change in changes:
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            change()


def test_which_terms_are_in_force_depends_on_the_day() -> None:
    network = a_network()
    first = terms_of(network, version=1, adopted_on=days_ago(100))
    second = terms_of(network, version=2, adopted_on=days_ago(10))
    third = terms_of(network, version=3, adopted_on=days_ago(10))
    terms_of(network, version=4)
    found = [queries.terms_in_force(network, days_ago(days)) for days in (101, 100, 11, 10, 0)]
    assert found == [None, first, first, third, third]
    assert second not in found


@pytest.mark.parametrize("days", [11, -1])
def test_terms_are_adopted_neither_before_the_last_ones_nor_tomorrow(days: int) -> None:
    network = a_network()
    terms_of(network, adopted_on=days_ago(10))
    convenor = convenor_of(network)
    draft = terms.propose(terms.draft(network, by=convenor), by=convenor)
    with pytest.raises(Refusal) as refused:
        terms.adopt(draft, adopted_on=days_ago(days), by=officer_of(network))
    assert refused.value.field == "adopted_on"


def test_history_holds_a_digest_and_no_words() -> None:
    network = a_network()
    draft = proposed(network, convenor_of(network))
    facts = history.of(draft)[0].facts
    assert facts == {"digest": terms.digest(draft), "version": 1}
    assert len(terms.digest(draft)) == 64


def test_the_second_person_is_asked_and_the_convenor_no_longer() -> None:
    network = a_network()
    convenor, signatory = convenor_of(network), signatory_of(a_member(network))
    draft = proposed(network, convenor)
    for person in (signatory, officer_of(network)):
        waiting = queries.waiting(standing_of(person))
        assert [(item.kind, item.id) for item in waiting] == [("networks.termsofreference", draft.public_id)]
    assert queries.waiting(standing_of(convenor)) == []
