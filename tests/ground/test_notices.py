"""Messages: written with the change they tell of, each in its person's language, worded when read."""

import pytest
from django.db import transaction
from django.utils import translation

from saanjh.ground import notices
from saanjh.ground.models import Notice
from saanjh.ground.refusals import Refusal
from tests.factories import a_person

pytestmark = pytest.mark.django_db
WHAT = notices.KINDS["sign_in_factor_added"]


def test_a_change_that_is_rolled_back_tells_nobody() -> None:
    person = a_person(email="amna@example.org")

    def change() -> None:
        with transaction.atomic():
            notices.tell([person], WHAT)
            raise Refusal("no")

    with pytest.raises(Refusal):
        change()
    assert Notice.objects.count() == 0


def test_everybody_is_told_once_and_closed_accounts_never() -> None:
    amna, closed = a_person(), a_person(is_active=False)
    notices.tell([amna, amna, closed], WHAT)
    assert list(Notice.objects.values_list("person", flat=True)) == [amna.pk]


def test_without_an_address_it_stays_in_the_inbox() -> None:
    notices.tell([a_person(), a_person(email="amna@example.org")], WHAT)
    assert list(Notice.objects.order_by("pk").values_list("state", flat=True)) == ["kept", "waiting"]


def test_the_words_are_made_in_the_language_of_whoever_reads() -> None:
    (notice,) = notices.tell([a_person(language="ur")], WHAT)
    with translation.override("en"):
        assert notices.words(notice).startswith("A second factor was added")


def test_mail_speaks_the_persons_language_whatever_is_active_now() -> None:
    people = [a_person(email="a@example.org"), a_person(email="b@example.org", language="ur")]
    english, urdu = notices.tell(people, WHAT)
    with translation.override("ur"):
        subject, _body = notices.mail(english, "http://x/desk/inbox/")
    assert subject == "You have a message in Saanjh"
    with translation.override("ur"):
        expected = str(notices.TITLE)
    with translation.override("en"):
        assert notices.mail(urdu, "http://x/desk/inbox/")[0] == expected


def test_reading_counts_once_and_only_ones_own() -> None:
    amna, bilal = a_person(), a_person()
    first, second, others = (notices.tell([person], WHAT)[0] for person in (amna, amna, bilal))
    assert notices.mark_read(amna, [first.public_id, others.public_id]) == 1
    assert (notices.unread(amna), notices.unread(bilal)) == (1, 1)
    assert notices.mark_read(amna) == 1
    assert [notices.unread(amna), notices.mark_read(amna)] == [0, 0]
    assert notices.of(amna).first() == second


def test_a_kind_that_is_not_known_any_more_is_left_out() -> None:
    person = a_person()
    Notice.objects.create(person=person, kind="of_a_room_that_is_gone")
    assert list(notices.of(person)) == []
    assert notices.unread(person) == 0
