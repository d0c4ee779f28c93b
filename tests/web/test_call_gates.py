"""The checklists of a draft are changed at the desk, and stand on the call's page."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from saanjh.ground.access import Role
from tests.calls.factories import a_call, a_programme
from tests.calls.gates import with_gates
from tests.factories import holding, second_factor
from tests.web.browsing import client_of, form, links, mistakes, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def somebody(role: Role, programme: Any) -> Any:
    return client_of(second_factor(holding(role, over=programme.pk)))


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def test_the_default_points_are_reworded_taken_out_and_added() -> None:
    call = a_call("draft")
    client = somebody(Role.PROGRAMME_OFFICER, call.programme)
    page = client.get(at("desk_call", call))
    assert "It works without profit" in words(page)
    assert at("call_gates", call) in links(page)
    changed = send(
        client,
        at("call_gates", call),
        A2_en="",
        A2_ur="",
        A1_en="Registered in\nthe province",
        B_new_en="Children are safe",
        B_new_ur="بچے محفوظ ہیں",
    )
    assert changed.url == at("desk_call", call)
    shown = words(client.get(at("desk_call", call)))
    assert "It works without profit" not in shown
    assert "Registered in the province" in shown
    assert call.gate_items.get(code="B7").label_ur == "بچے محفوظ ہیں"


def test_a_gate_without_a_point_is_refused_and_so_is_a_form_that_changes_nothing() -> None:
    call = with_gates(a_call("draft"))
    client = somebody(Role.PROGRAMME_OFFICER, call.programme)
    refused = send(client, at("call_gates", call), B1_en="", B1_ur="")
    assert (refused.status_code, len(mistakes(refused))) == (422, 1)
    assert "Keep at least one point at “Do no harm”." in mistakes(refused)[0]
    same = send(client, at("call_gates", call))
    assert (same.status_code, "Nothing was changed" in mistakes(same)[0]) == (422, True)
    long = send(client, at("call_gates", call), A1_en="x" * 301)
    assert "at most 300 characters" in mistakes(long)[0]
    phone = send(client, at("call_gates", call), A_new_en="Ring 0300-1234567")
    assert "Take out a phone number" in mistakes(phone)[0]
    assert call.gate_items.count() == 3


def test_what_is_sent_twice_counts_once_and_two_at_once_undo_nothing() -> None:
    call = with_gates(a_call("draft"))
    client = somebody(Role.PROGRAMME_OFFICER, call.programme)
    opened = form(client.get(at("call_gates", call)))
    sent = {**opened, "A_new_en": "One more"}
    assert [client.post(at("call_gates", call), sent).status_code for _each in range(2)] == [303, 303]
    assert call.gate_items.count() == 4
    late = client.post(at("call_gates", call), {**opened, "once": str(uuid.uuid4()), "A1_en": "Other"})
    assert late.status_code == 409
    assert call.gate_items.get(code="A1").label_en == "Point A1"


def test_the_checklists_of_a_published_call_are_read_and_not_changed() -> None:
    call = with_gates(a_call("open"))
    client = somebody(Role.PROGRAMME_OFFICER, call.programme)
    page = client.get(at("desk_call", call))
    assert "Point A1" in words(page)
    assert at("call_gates", call) not in links(page)
    assert "no longer changes" in words(client.get(at("call_gates", call)))


def test_nobody_else_changes_the_checklists() -> None:
    call = with_gates(a_call("draft"))
    for client in (
        somebody(Role.PROGRAMME_OFFICER, a_programme()),
        somebody(Role.PANEL_CHAIR, call.programme),
        somebody(Role.GATE_CHECKER, call.programme),
    ):
        assert client.get(at("call_gates", call)).status_code == 404
        assert client.post(at("call_gates", call)).status_code == 404


@pytest.mark.usefixtures("settled")
def test_the_pages_keep_their_queries(django_assert_max_num_queries: Any) -> None:
    call = a_call("draft")
    client = somebody(Role.PROGRAMME_OFFICER, call.programme)
    # The page of a draft reads its form too, for what is worth a second look before it is published
    for name, most in (("call_gates", 15), ("desk_call", 20)):
        with django_assert_max_num_queries(most):
            assert client.get(at(name, call)).status_code == 200
