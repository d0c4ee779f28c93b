"""A form sent twice is carried out once, and two people at the same moment get an answer in words."""

import uuid

import pytest
from django.db import IntegrityError

from saanjh.ground.models import OnceKey
from saanjh.ground.once import Sent, once
from saanjh.ground.refusals import Conflict, Refusal

pytestmark = pytest.mark.django_db


class Act:
    """Carried out so often; fails first in the ways that it is given."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.times = 0

    def __call__(self) -> str:
        self.times += 1
        if self.failures:
            raise self.failures.pop(0)
        return "/done/"


def sent(key: str = "", digest: str = "words", person: str = "amna", path: str = "/desk/") -> Sent:
    return Sent(key or str(uuid.uuid4()), person, path, digest)


def test_the_same_sending_is_carried_out_once_and_leads_to_the_same_place() -> None:
    act, sending = Act(), sent()
    assert [once(sending, act), once(sending, act)] == ["/done/", "/done/"]
    assert act.times == 1


@pytest.mark.parametrize("other", [{"digest": "other words"}, {"person": "bilal"}, {"path": "/desk/elsewhere/"}])
def test_a_known_key_with_other_words_or_of_somebody_else_is_refused(other: dict[str, str]) -> None:
    act, key = Act(), str(uuid.uuid4())
    once(sent(key), act)
    with pytest.raises(Conflict):
        once(sent(key, **other), act)
    assert act.times == 1


def test_the_address_that_it_was_sent_to_is_not_kept() -> None:
    once(sent(path="/en/join/bcdf-ghjk-mnpq-rstv-wxyz/"), Act())
    assert "bcdf" not in str(list(OnceKey.objects.values()))


def test_what_was_refused_leaves_no_key_behind() -> None:
    sending = sent()
    with pytest.raises(Refusal):
        once(sending, Act(Refusal("No.")))
    assert not OnceKey.objects.exists()
    assert once(sending, Act()) == "/done/"


def test_whoever_comes_second_at_the_same_moment_is_answered_by_the_rules() -> None:
    act = Act(IntegrityError("unique"), Refusal("Somebody was quicker."))
    with pytest.raises(Refusal, match="quicker"):
        once(sent(), act)
    assert act.times == 2


def test_a_row_that_the_database_never_takes_is_not_tried_for_ever() -> None:
    act = Act(IntegrityError("check"), IntegrityError("check"))
    with pytest.raises(IntegrityError):
        once(sent(), act)
    assert (act.times, OnceKey.objects.count()) == (2, 0)


@pytest.mark.parametrize("key", ["", "not-a-key", "\x00"])
def test_a_form_without_its_key_is_refused_in_words(key: str) -> None:
    with pytest.raises(Refusal, match="incomplete"):
        once(Sent(key, "amna", "/desk/", "words"), Act())
