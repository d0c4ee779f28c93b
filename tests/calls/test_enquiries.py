"""Questions about a call: asked by those who apply, answered once for all, without the name of whoever asked."""

from typing import Any

import pytest

from saanjh.calls.actions import enquiries
from saanjh.calls.models import Call, Enquiry
from saanjh.calls.rules.enquiries import MOST_WAITING
from saanjh.calls.waiting import waiting
from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.models import Notice
from saanjh.ground.refusals import Refusal
from tests.calls.factories import DAY, a_call
from tests.factories import a_person, an_organisation, holding

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    return a_call("open")


@pytest.fixture
def editor() -> Any:
    return holding(Role.EDITOR, over=an_organisation().pk)


@pytest.fixture
def officer(call: Call) -> Any:
    return holding(Role.PROGRAMME_OFFICER, over=call.programme_id)


def test_a_question_is_seen_by_the_office_alone_until_it_is_answered_for_all(
    call: Call, editor: Any, officer: Any
) -> None:
    asked = enquiries.ask(call, text="May two villages share one grant?", by=editor)
    assert [each.title for each in waiting(standing_of(officer))] == ["Answer a question about the call"]
    assert not Enquiry.objects.all().public().exists()
    assert (visible(officer, Enquiry).count(), visible(editor, Enquiry).count()) == (1, 0)
    enquiries.answer(asked, answer="Yes.", by=officer)
    assert Enquiry.objects.all().public().get().answer == "Yes."
    told = set(Notice.objects.values_list("person", "kind"))
    assert told == {(officer.pk, "call_enquired"), (editor.pk, "call_enquiry_answered")}
    with pytest.raises(Refusal, match="no longer possible"):
        enquiries.answer(asked, answer="No.", by=officer)


def test_what_is_not_about_the_call_is_set_aside_and_never_public(call: Call, editor: Any, officer: Any) -> None:
    asked = enquiries.ask(call, text="What about the weather?", by=editor)
    enquiries.set_aside(asked, by=officer)
    assert not Enquiry.objects.all().public().exists()
    assert Notice.objects.get(person=editor).kind == "call_enquiry_set_aside"
    assert not waiting(standing_of(officer))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "blank"),
        ("x" * 1001, "1000 characters"),
        ("Call me on 0300 1234567", "phone number"),
        ("nul \x00", "stored"),
    ],
)
def test_a_question_that_cannot_be_kept_is_refused_on_its_field(call: Call, editor: Any, text: str, said: str) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        enquiries.ask(call, text=text, by=editor)
    assert (refused.value.field, Enquiry.objects.count()) == ("text", 0)


def test_an_answer_without_words_or_with_a_phone_number_is_refused(call: Call, editor: Any, officer: Any) -> None:
    asked = enquiries.ask(call, text="May two villages share one grant?", by=editor)
    for words in ("  ", "Ring 0300 1234567"):
        with pytest.raises(Refusal) as refused:
            enquiries.answer(asked, answer=words, by=officer)
        assert refused.value.field == "answer"
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_questions_end_with_the_call_and_begin_with_its_publication(call: Call, editor: Any) -> None:
    for other, now in ((call, call.closes_at), (a_call("draft"), None), (a_call("closed"), None)):
        with pytest.raises(Refusal, match="until the call closed"):
            enquiries.ask(other, text="May we?", by=editor, now=now)
    early = a_call("open", opens_on=call.closes_on - 2 * DAY)
    assert enquiries.ask(early, text="May we?", by=editor).state == "asked"


def test_who_writes_for_nobody_does_not_ask_and_who_asks_does_not_answer(call: Call, editor: Any, officer: Any) -> None:
    with pytest.raises(Refusal, match="write for an organisation"):
        enquiries.ask(call, text="May we?", by=a_person())
    asked = enquiries.ask(call, text="May we?", by=editor)
    with pytest.raises(Refusal, match="Only a programme officer"):
        enquiries.answer(asked, answer="Yes.", by=editor)
    Enquiry.objects.update(asked_by=officer)
    asked.refresh_from_db()
    with pytest.raises(Refusal, match="another officer answers"):
        enquiries.answer(asked, answer="Yes.", by=officer)


def test_one_person_cannot_bury_an_office_in_questions(call: Call, editor: Any) -> None:
    for number in range(MOST_WAITING):
        enquiries.ask(call, text=f"May we do {number}?", by=editor)
    with pytest.raises(Refusal, match="Wait for one first"):
        enquiries.ask(call, text="And this?", by=editor)
