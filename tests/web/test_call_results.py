"""The public page of what came of a call: before and after it is concluded, in both languages, in few queries."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from saanjh.calls.models import Call, Reckoning
from tests.calls.factories import a_call, an_application
from tests.factories import a_person, an_organisation
from tests.web.browsing import links, words

pytestmark = pytest.mark.django_db


def test_before_a_call_is_concluded_the_page_says_when_and_the_call_does_not_link_it() -> None:
    call = a_call("closed")
    address = f"/en/calls/{call.public_id}/results/"
    assert "This call is not concluded yet." in words(Client().get(address))
    assert address not in links(Client().get(f"/en/calls/{call.public_id}/"))


def test_a_draft_has_no_such_page() -> None:
    assert Client().get(f"/en/calls/{a_call('draft').public_id}/results/").status_code == 404


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_concluded_call_links_its_page_from_itself_and_from_the_list(language: str) -> None:
    call = a_call("decided")
    for number in range(30):
        state = ("selected", "declined", "not_eligible")[number % 3]
        an_application(call, an_organisation(name_en=f"Kept Quiet Trust {number}"), state)
    address = f"/{language}/calls/{call.public_id}/results/"
    assert address in links(Client().get(f"/{language}/calls/{call.public_id}/"))
    assert address in links(Client().get(f"/{language}/calls/"))
    page = Client().get(address)
    assert page.status_code == 200
    assert "Kept Quiet" not in page.content.decode()
    if language == "en":
        assert "Applications received30" in words(page)
        assert "None has a public page yet." in words(page)


@pytest.mark.usefixtures("settled")
def test_the_page_takes_the_same_queries_whatever_the_number(django_assert_max_num_queries: Any) -> None:
    call = a_call("decided")
    address = f"/en/calls/{call.public_id}/results/"
    counts = []
    for _more in range(2):
        an_application(call, an_organisation(), "selected")
        with django_assert_max_num_queries(15) as taken:
            Client().get(address)
        counts.append(len(taken))
    assert counts[0] == counts[1]


def test_where_a_lot_had_a_part_the_page_says_its_seed_and_names_nobody() -> None:
    call = a_call("decided")
    application = an_application(call, an_organisation(), "declined")
    address = f"/en/calls/{call.public_id}/results/"
    assert "Seed" not in words(Client().get(address))
    check = {"is_possible": True, "lost": {"low": 0, "high": 0}, "leaves": [application.number], "enters": []}
    a_set(call, seed="swat-2026", reasons={application.number: {"check": check}})
    said = words(Client().get(address))
    assert "Seed: swat-2026" in said
    assert "tickets add up to most" in said
    assert "counted the same points" not in said
    assert application.number not in said


def test_where_chance_decided_nothing_the_page_says_nothing_of_it() -> None:
    call = a_call("decided")
    a_set(call, seed="swat-2026", reasons={})
    assert "swat-2026" not in words(Client().get(f"/en/calls/{call.public_id}/results/"))


def a_set(call: Call, *, seed: str, reasons: dict[str, Any]) -> None:
    """A set that was chosen, with the parts that a lot is told from."""
    Reckoning.objects.create(
        call=call,
        kind=Reckoning.Kind.PORTFOLIO,
        state=Reckoning.State.DONE,
        question={"seed": seed},
        answer={"reasons": reasons},
        asked_by=a_person(),
        done_at=timezone.now(),
    )
