"""Receipts: who has the code finds the answer; who guesses learns nothing, not even from the time it takes."""

import pytest

from saanjh.kit import receipts as codes
from saanjh.voices import queries, receipts
from saanjh.voices.models import Message
from tests.voices.factories import Counted, a_message, a_programme, code_of, quick, sent

pytestmark = pytest.mark.django_db


def test_the_code_finds_its_message_alone() -> None:
    programme = a_programme()
    first, second = (sent(programme).code for _message in range(2))
    found = [queries.under(codes.read(code), stretch=quick) for code in (first, second)]
    assert [message.selector for message in found if message] == [first[:8], second[:8]]


def test_a_wrong_verifier_finds_nothing() -> None:
    message = a_message(a_programme())
    right = codes.read(code_of(message))
    wrong = codes.Receipt(right.selector, "1" + right.verifier[1:])
    assert queries.under(right, stretch=quick) == message
    assert queries.under(wrong, stretch=quick) is None


def test_an_unknown_code_costs_as_much_as_a_known_one(django_assert_num_queries: object) -> None:
    message = a_message(a_programme())
    right = codes.read(code_of(message))
    for receipt in (right, codes.Receipt(right.selector, "9" * 15), codes.Receipt("99999999", "9" * 15)):
        counted = Counted()
        with django_assert_num_queries(1):  # type: ignore[operator]
            queries.under(receipt, stretch=counted)
        assert counted.calls == 1


def test_what_is_kept_is_argon2id_with_a_salt_and_a_pepper_of_this_installation() -> None:
    salted = {receipts.stretched("1" * 15, bytes([number] * 16)) for number in range(2)}
    assert len(salted) == 2
    assert receipts.stretched("1" * 15, bytes(16)) == receipts.stretched("1" * 15, bytes(16))
    assert {len(each) for each in salted} == {32}


def test_the_real_stretching_opens_what_it_closed() -> None:
    code = sent(a_programme(), stretch=receipts.stretched).code
    assert queries.under(codes.read(code)) == Message.objects.get()
    assert queries.under(codes.Receipt(code[:8], "0" * 15)) is None


def test_too_many_at_once_are_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipts, "PATIENCE", 0.01)
    with receipts.AT_ONCE, receipts.AT_ONCE, pytest.raises(receipts.Refusal):
        receipts.stretched("1" * 15, bytes(16))
    assert receipts.stretched("1" * 15, bytes(16))
