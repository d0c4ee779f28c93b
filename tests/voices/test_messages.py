"""Messages: stored once, of nobody, at no hour; answered by those who may read them."""

import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.models import Line, Notice, Person, SearchEntry
from saanjh.ground.refusals import Refusal
from saanjh.voices import queries
from saanjh.voices.actions import messages
from saanjh.voices.models import Answer, Message, UsedForm
from tests.factories import a_district, a_person, holding
from tests.voices.factories import FRIDAY, a_focal_person, a_message, a_programme, an_officer, sent

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, ours and the libraries'."""
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in apps.get_models()}


def test_a_form_sent_many_times_is_one_message_with_one_receipt() -> None:
    programme = a_programme()
    replies = [sent(programme, b"one secret 16 by") for _time in range(50)]
    assert {reply.code for reply in replies} == {replies[0].code}
    assert [reply.again for reply in replies] == [False, *[True] * 49]
    assert Message.objects.count() == 1


def test_a_form_that_arrives_twice_at_the_same_moment_is_one_message() -> None:
    programme, other = a_programme(), []

    def overtaken(verifier: str, salt: bytes) -> bytes:
        """While the first is still reckoning, the second is stored."""
        other.append(sent(programme, b"one secret 16 by"))
        return b"0" * 32

    first = sent(programme, b"one secret 16 by", stretch=overtaken)
    assert (first.again, other[0].again, first.code == other[0].code) == (True, False, True)
    assert Message.objects.count() == 1


def test_two_forms_are_two_messages_with_two_receipts() -> None:
    programme = a_programme()
    assert sent(programme).code != sent(programme).code
    assert Message.objects.count() == 2


def test_a_message_leaves_two_rows_and_no_time_finer_than_a_day() -> None:
    programme, district = a_programme(), a_district()
    before = everything()
    sent(programme, b"one secret 16 by", district=district)
    after = everything()
    new = {name: [row for row in rows if row not in before[name]] for name, rows in after.items()}
    new = {name: rows for name, rows in new.items() if rows}
    assert {name: len(rows) for name, rows in new.items()} == {"voices.Message": 1, "voices.UsedForm": 1}
    values = [value for rows in new.values() for row in rows for value in row.values()]
    assert not [value for value in values if isinstance(value, datetime.datetime | datetime.time)]
    assert [value for value in values if isinstance(value, datetime.date)] == [FRIDAY, FRIDAY]
    assert Line.objects.count() == 0


def test_the_receipt_and_the_forms_secret_are_not_kept() -> None:
    code = sent(a_programme(), b"one secret 16 by").code
    kept = repr(everything())
    assert code[8:23] not in kept
    assert "one secret 16 by" not in kept
    assert code[:8] in kept  # the selector: which receipt, not that one has it


def test_the_history_is_told_on_a_later_day_without_saying_more() -> None:
    programme = a_programme()
    sent(programme, category="complaint", district=a_district())
    system = Person.objects.system()
    assert queries.programmes_with_news(FRIDAY) == []
    assert queries.programmes_with_news(FRIDAY + DAY) == [programme]
    assert messages.write_down(programme, today=FRIDAY + DAY, by=system) == 1
    line = Line.objects.get()
    assert (line.verb, line.person, line.facts) == ("message_received", system.public_id, {"day": "2026-11-13"})
    assert queries.programmes_with_news(FRIDAY + DAY) == []


def test_nobody_but_the_system_writes_messages_down() -> None:
    programme = a_programme()
    sent(programme)
    with pytest.raises(Refusal):
        messages.write_down(programme, today=FRIDAY + DAY, by=an_officer(programme))
    assert Line.objects.count() == 0


@pytest.mark.parametrize(("category", "told"), [("thanks", {"officer", "focal"}), ("unsafe", {"focal"})])
def test_staff_are_told_that_something_came_and_nothing_else(category: str, told: set[str]) -> None:
    programme = a_programme()
    people = {"officer": an_officer(programme), "focal": a_focal_person(programme), "other": an_officer(a_programme())}
    sent(programme, category=category)
    sent(programme, category=category)
    messages.write_down(programme, today=FRIDAY + DAY, by=Person.objects.system())
    notices = Notice.objects.values_list("person", "kind", "about_id", "facts")
    assert sorted(notices) == sorted((people[name].pk, "message_came", "", {}) for name in told)


def test_used_forms_are_forgotten_after_a_day() -> None:
    programme = a_programme()
    sent(programme, b"one secret 16 by")
    sent(programme, today=FRIDAY + DAY)
    assert UsedForm.objects.count() == 2
    sent(programme, today=FRIDAY + 2 * DAY)
    assert set(UsedForm.objects.values_list("day", flat=True)) == {FRIDAY + DAY, FRIDAY + 2 * DAY}


def test_two_forms_with_the_same_selector_by_chance_do_not_share_a_receipt() -> None:
    programme = a_programme()
    code = sent(programme, b"one secret 16 by").code
    UsedForm.objects.all().delete()  # as another form that came upon the same selector
    with pytest.raises(Refusal):
        sent(programme, b"one secret 16 by", text="Something else")
    assert (Message.objects.count(), UsedForm.objects.count()) == (1, 0)
    assert Message.objects.get().selector == code[:8]


@pytest.mark.parametrize("text", ["Call me on 0300 1234567", "۴۲۱۰۱-۱۲۳۴۵۶۷-۱", "a\x00b", "x" * 5001])
def test_personal_details_and_what_cannot_be_kept_are_refused_also_below_the_form(text: str) -> None:
    with pytest.raises(Refusal):
        sent(a_programme(), text=text)
    assert Message.objects.count() == 0


def test_a_programme_that_is_being_planned_takes_no_messages() -> None:
    with pytest.raises(Refusal):
        sent(a_programme(state="draft"))


def test_what_is_unsafe_is_seen_by_focal_persons_of_the_programme_alone() -> None:
    programme, other = a_programme(), a_programme()
    plain, unsafe = a_message(programme), a_message(programme, category="unsafe")
    seen = {
        "officer": visible(an_officer(programme), Message),
        "focal": visible(a_focal_person(programme), Message),
        "elsewhere": visible(a_focal_person(other), Message) | visible(an_officer(other), Message),
        "administrator": visible(holding(Role.ADMINISTRATOR), Message),
        "auditor": visible(holding(Role.AUDITOR), Message),
        "nobody": visible(a_person(), Message),
        "public": Message.objects.all().public(),
    }
    assert {name: set(rows) for name, rows in seen.items()} == {
        "officer": {plain},
        "focal": {plain, unsafe},
        "elsewhere": set(),
        "administrator": set(),
        "auditor": set(),
        "nobody": set(),
        "public": set(),
    }


def test_an_officer_neither_answers_nor_finds_what_is_unsafe() -> None:
    programme = a_programme()
    officer, unsafe = an_officer(programme), a_message(programme, category="unsafe")
    for verb in (messages.acknowledge, messages.protect):
        with pytest.raises(Refusal):
            verb(unsafe, by=officer)
    with pytest.raises(Refusal):
        messages.answer(unsafe, text="Thank you.", written_in="en", by=officer)
    messages.answer(unsafe, text="Thank you.", written_in="en", by=a_focal_person(programme))
    assert visible(officer, Answer).count() == 0
    assert SearchEntry.objects.count() == 0


def test_an_officer_can_hand_a_message_to_the_focal_persons_for_good() -> None:
    programme = a_programme()
    officer, message = an_officer(programme), a_message(programme, category="complaint")
    messages.protect(message, by=officer)
    assert not visible(officer, Message).exists()
    with pytest.raises(Refusal):
        messages.answer(message, text="Thank you.", written_in="en", by=officer)


def test_the_database_refuses_something_unsafe_that_is_not_sensitive() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        a_message(a_programme(), category="unsafe", is_sensitive=False)


def test_a_message_is_acknowledged_answered_once_and_closed() -> None:
    programme = a_programme()
    officer, message = an_officer(programme), a_message(programme)
    messages.acknowledge(message, by=officer)
    messages.answer(message, text="On 1 March.", written_in="en", by=officer)
    with pytest.raises(Refusal):
        messages.answer(message, text="On 2 March.", written_in="en", by=officer)
    messages.close(message, by=officer)
    assert (message.state, message.answer.text) == ("closed", "On 1 March.")
    assert [line.verb for line in Line.objects.order_by("number")] == [
        "message_acknowledged",
        "message_answered",
        "message_closed",
    ]
    assert "March" not in repr(list(Line.objects.values()))


def test_an_answer_is_not_closed_before_it_is_given() -> None:
    programme = a_programme()
    with pytest.raises(Refusal):
        messages.close(a_message(programme), by=an_officer(programme))


def test_due_days_are_two_and_fifteen_working_days_after_the_day_it_came() -> None:
    message = a_message(a_programme())
    assert (message.due_on, message.answer_due_on) == (datetime.date(2026, 11, 17), datetime.date(2026, 12, 4))
    message.state = Message.State.ACKNOWLEDGED
    assert message.due_on == datetime.date(2026, 12, 4)
    message.state = Message.State.ANSWERED
    assert message.due_on is None


def test_a_public_holiday_is_no_working_day_for_an_answer() -> None:
    message = Message(received_on=datetime.date(2026, 12, 24), state=Message.State.RECEIVED)
    assert message.due_on == datetime.date(2026, 12, 29)  # the 25th is one, then comes a weekend


def test_what_waits_says_no_words_of_the_message() -> None:
    programme = a_programme()
    message = a_message(programme, category="unsafe", text="Secret words")
    item = queries.waiting(standing_of(a_focal_person(programme)))[0]
    assert (item.kind, item.id, item.due) == ("voices.message", message.public_id, message.due_on)
    assert "Secret" not in f"{item.title} {item.about} {item.whose}"
    assert queries.waiting(standing_of(an_officer(programme))) == []


def test_an_officer_does_not_answer_what_was_left_to_focal_persons_meanwhile() -> None:
    programme = a_programme()
    message, officer = a_message(programme), an_officer(programme)
    opened_before = Message.objects.get(pk=message.pk)
    messages.protect(message, by=a_focal_person(programme))
    with pytest.raises(Refusal, match="focal person"):
        messages.answer(opened_before, text="We heard you.", written_in="en", by=officer)
    assert not Answer.objects.exists()
