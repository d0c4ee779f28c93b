"""`saanjh selection`: the record of a call's selection, and the same set chosen again from it."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from saanjh.calls.actions import appeals, portfolios, rankings, reviews
from saanjh.calls.digests import digest
from saanjh.calls.models import Call, Review
from saanjh.ground import working
from saanjh.ground.models import Line
from tests.calls.appeals import GIVEN, an_officer, its_editor
from tests.calls.factories import a_call, decided
from tests.calls.panels import a_chair, a_panel, chosen, the

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture
def call() -> Call:
    call = a_panel((5, 5), (4, 4), (5, 4))
    chair = a_chair(call)
    chosen(call, chair, women_percent=0, points_least=60)
    portfolios.depart(the(call, 2), reason="From a district without any grant.", by=chair)
    return call


def recorded(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    call_command("selection", "record", *words)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def replayed(record: Any, folder: Path) -> None:
    file = folder / "record.json"
    file.write_text(json.dumps(record), encoding="utf-8")
    call_command("selection", "replay", str(file))


def test_the_record_says_what_the_selection_rests_on_and_names_nobody(
    call: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    record = recorded(capsys, call.code)
    assert (record["call"]["code"], record["rules"]["seed"]) == (call.code, "dice-4-2-6")
    assert record["portfolio"]["answer"]["outcome"]["chosen"] == [f"{call.code}-0001", f"{call.code}-0003"]
    assert set(record["portfolio"]["answer"]["versions"]) == {"numpy", "scipy"}
    assert record["applications"][2]["reviews"] == [
        {"reviewer": "R1", "scores": {"C1": 5}, "percent": "100.0"},
        {"reviewer": "R2", "scores": {"C1": 4}, "percent": "80.0"},
    ]
    departure = record["departures"][0]
    assert (departure["number"], departure["side"], departure["taken_back_at"]) == (f"{call.code}-0002", "in", None)
    assert (record["ranking"], record["decisions"]) == (None, [])
    asked = Line.objects.get(verb="reckoning_asked")
    assert record["portfolio"]["digests"]["question"] == asked.facts["digest"]
    plain = json.dumps(record)
    for review in the(call, 1).reviews.select_related("reviewer"):
        for word in (review.reviewer.name, review.reviewer.username, review.reviewer.public_id, "Reason for"):
            assert word not in plain


def test_every_set_that_was_chosen_before_is_listed(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert recorded(capsys, call.code)["earlier_sets"] == []
    first = call.reckonings.get()
    chosen(call, a_chair(call), money_minor=900_000_00)
    chosen(call, a_chair(call), money_minor=800_000_00)
    record = recorded(capsys, call.code)
    assert [(each["number"], each["status"]) for each in record["earlier_sets"]] == [(2, "proven"), (1, "proven")]
    earliest = record["earlier_sets"][0]
    assert (earliest["asked_at"], earliest["seed"]) == (first.created_at.isoformat(), "dice-4-2-6")
    assert earliest["rules"] == digest({"rules": first.question["rules"]})


def test_appeals_stand_in_the_record_with_what_was_decided_before_and_no_word_of_anybody(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call = a_panel((5, 5), (4, 4))
    chair = a_chair(call)
    chosen(call, chair, money_minor=900_000_00)
    decided(the(call, 1), "selected", by=chair)
    application = the(call, 2)
    decision = decided(application, "declined", by=chair)
    appeal = appeals.lodge(application, **GIVEN, by=its_editor(application))
    waits = recorded(capsys, call.code)["appeals"]
    assert [(each["number"], each["outcome"], each["days"], each["earlier"]) for each in waits] == [
        (application.number, "lodged", None, [])
    ]
    appeals.answer(appeal, outcome="upheld", answer="The sheet was there, unread.", by=an_officer(application))
    record = recorded(capsys, call.code)
    assert [each["number"] for each in record["decisions"]] == [the(call, 1).number]
    [told] = record["appeals"]
    assert (told["ground"], told["outcome"], told["days"]) == ("overlooked", "upheld", 0)
    [earlier] = told["earlier"]
    assert (earlier["outcome"], earlier["decided_at"]) == ("declined", decision.decided_at.isoformat())
    assert earlier["proposed_by"] == record["decisions"][0]["proposed_by"]
    plain = json.dumps(record)
    for words in (GIVEN["what_happened"], "The sheet was there, unread.", decision.reason):
        assert words not in plain


def test_a_ranking_stands_in_the_record_with_the_same_pseudonyms_and_the_digests_of_the_history(
    call: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    rankings.ask(call, places=2, least=60, seed=7, by=a_chair(call))
    working.work_off()
    record = recorded(capsys, call.code)
    given = {(each["application"], each["reviewer"]) for each in record["ranking"]["question"]["reviews"]}
    known = {(each["number"], review["reviewer"]) for each in record["applications"] for review in each["reviews"]}
    assert given == known
    assert len(given) == 6
    asked, finished = Line.objects.filter(verb__startswith="reckoning_").order_by("-number")[:2][::-1]
    assert record["ranking"]["digests"] == {"question": asked.facts["digest"], "answer": finished.facts["digest"]}
    plain = json.dumps(record)
    for public_id in Review.objects.values_list("reviewer__public_id", flat=True):
        assert public_id not in plain


def test_the_only_call_with_a_set_need_not_be_named(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    a_call("closed")
    assert recorded(capsys)["call"]["code"] == call.code


def test_a_call_that_is_not_there_or_not_named_ends_with_two() -> None:
    for words, said in ((["NONE-2026"], "no call NONE-2026"), ([], "none has a chosen set yet")):
        with pytest.raises(CommandError, match=said) as stopped:
            call_command("selection", "record", *words)
        assert stopped.value.returncode == 2


def test_a_record_is_replayed_to_the_same_set(call: Call, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    record = recorded(capsys)
    call.reckonings.all().delete()  # the record is enough
    replayed(record, tmp_path)
    told = capsys.readouterr()
    assert told.out.startswith("The same: 2 applications, 190.00 points.\nDigest of the question")
    assert told.err == ""


def test_a_review_that_was_opened_again_is_told_as_newer_and_not_as_wrong(
    call: Call, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    review = the(call, 2).reviews.first()
    assert review is not None
    again = reviews.reopen(review, reason="The wrong budget was read.", by=an_officer(the(call, 2)))
    reviews.score(again, {"C1": (5, "Sound, now that the right one is read.")}, by=again.reviewer)
    reviews.submit(again, by=again.reviewer)
    record = recorded(capsys)
    assert record["basis"]["reviews"].split()[0] == record["portfolio"]["question"]["basis"]["reviews"].split()[0]
    replayed(record, tmp_path)
    told = capsys.readouterr()
    assert told.out.startswith("The same: 2 applications")
    assert "Newer reviews:" in told.err


def tamper_chosen(record: Any) -> None:
    record["portfolio"]["answer"]["outcome"]["chosen"][1] = record["applications"][1]["number"]


def tamper_points(record: Any) -> None:
    record["portfolio"]["question"]["candidates"][1]["points"] = 95_00


def tamper_review(record: Any) -> None:
    record["applications"][1]["reviews"][0]["percent"] = "100.0"


def tamper_seed(record: Any) -> None:
    record["portfolio"]["question"]["seed"] = "another"


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (tamper_chosen, "the set is another one.*digest of the answer"),
        (tamper_points, "the set is another one.*digest of the question.*not the mean of its reviews"),
        (tamper_review, "The points of .*-0002 are not the mean of its reviews"),
        (tamper_seed, "digest of the question"),
    ],
)
def test_a_record_that_was_tampered_with_is_not_the_same(
    tamper: Any, said: str, call: Call, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    record = recorded(capsys)
    tamper(record)
    with pytest.raises(CommandError, match=said) as stopped:
        replayed(record, tmp_path)
    assert stopped.value.returncode == 1


@pytest.mark.parametrize(
    "wrong", [{}, [], {"format": 2}, {"format": 1, "portfolio": None}, {"format": 1, "portfolio": {}}]
)
def test_what_is_no_record_ends_with_two(wrong: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no record that can be replayed") as stopped:
        replayed(wrong, tmp_path)
    assert stopped.value.returncode == 2


def test_a_file_that_is_not_there_ends_with_two(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file") as stopped:
        call_command("selection", "replay", str(tmp_path / "none.json"))
    assert stopped.value.returncode == 2
