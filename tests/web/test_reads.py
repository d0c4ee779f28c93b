"""Opening something restricted leaves a row, exactly one, on every page that shows such things."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from saanjh.ground import reads
from saanjh.ground.access import Role
from saanjh.ground.actions import files
from saanjh.ground.models import Person, Purpose, SensitiveRead, StoredFile
from saanjh.web.guards import guard
from tests.factories import a_person, holding, second_factor
from tests.web import access_matrix as matrix
from tests.web.browsing import client_of, parsed
from tests.web.test_access import WHO

pytestmark = pytest.mark.django_db
SENSITIVE = [route for route in matrix.routes() if route.policy.sensitive is not None]
# What is declared today; a page that shows restricted things and is not among them is a leak without a trace.
NAMES = {
    "application",
    "application_decide",
    "application_decision",
    "application_depart",
    "application_proposal",
    "application_reviewers",
    "call_assignment",
    "call_assignment_accept",
    "call_decisions",
    "call_decisions_confirm",
    "call_decisions_propose",
    "call_portfolio",
    "call_portfolio_list",
    "call_reviewers",
    "capacity",
    "desk_message",
    "file",
    "gate_eligibility",
    "gate_harm",
    "history",
    "invitation",
    "invitations",
    "message_answer",
    "people",
    "person",
    "reads_by_day",
    "reviewer_conflicts",
    "sensitive_reads",
    "way_back",
}


def test_the_pages_that_show_restricted_things_are_declared() -> None:
    assert {route.name for route in SENSITIVE} >= NAMES


def opened(world: Any, route: matrix.Route) -> list[tuple[Person, Any, Any]]:
    """(person, thing, answer) for one of each role's people and each thing that the route opens to them."""
    tries = []
    for name in WHO.values():
        actor = matrix.Actor(name, world.people[name])
        for thing in _things(route, actor.person):
            if matrix.expected_to_open(route, actor, thing) and thing != actor.person:
                tries.append((actor, thing))
    tries.sort(key=lambda each: _is_own(route, each[0].person, each[1]) or not getattr(each[1], "is_sensitive", True))
    return [(actor.person, thing, _get(actor, route, thing)) for actor, thing in tries[:4]]  # type: ignore[misc]


def _is_own(route: matrix.Route, person: Any, thing: Any) -> bool:
    """Whether the page shows this person no more than the own."""
    unless = route.policy.unless
    return bool(unless) and matrix.standing_of(person).has(*unless, over=thing.scopes())


def _things(route: matrix.Route, person: Any) -> list[Any]:
    """What the address can name for this person: nothing, or some of the rows that they may see."""
    if route.policy.finds is None:
        return [None]
    return list(route.policy.finds._default_manager.all().visible_to(matrix.standing_of(person))[:8])  # type: ignore[attr-defined]


def _get(actor: matrix.Actor, route: matrix.Route, thing: Any) -> Any:
    assert actor.person is not None
    actor.client.force_login(actor.person)
    before = SensitiveRead.objects.count()
    response = actor.client.get(matrix.address(route, thing))
    return response.status_code, SensitiveRead.objects.count() - before


@pytest.mark.slow
@pytest.mark.parametrize("route", [each for each in SENSITIVE if each.name != "file"], ids=lambda each: each.name)
def test_every_page_that_is_declared_sensitive_leaves_exactly_one_row(route: matrix.Route, world: Any) -> None:
    answers = opened(world, route)
    assert answers, "nobody of the demo opens it"
    for person, thing, answer in answers:
        rows = 0 if _is_own(route, person, thing) or not getattr(thing, "is_sensitive", True) else 1
        assert answer == (200, rows), (person.username, thing)
    assert any(rows for _person, _thing, (_status, rows) in answers)
    assert SensitiveRead.objects.values_list("purpose", flat=True).last() == route.policy.sensitive
    assert reads.broken() is None


@pytest.mark.usefixtures("data_folder")
def test_a_restricted_file_is_written_down_and_another_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    person = a_person()
    kept = [
        files.take_in(SimpleUploadedFile("a.pdf", PDF), sensitivity=sensitivity, by=person)
        for sensitivity in ("restricted", "partner")
    ]
    rows = type(StoredFile.objects.all())
    monkeypatch.setattr(rows, "visible_to", lambda self, standing: self.filter(handed_in_by=standing.person))
    for each in kept:
        assert client_of(person).get(reverse("file", args=[each.public_id])).status_code == 200
    assert list(SensitiveRead.objects.values_list("object_id", "purpose")) == [(kept[0].public_id, "download")]


PDF = b"%PDF-1.4\n%%EOF\n"


def test_beyond_the_days_measure_the_page_is_refused_in_words(settings: Any) -> None:
    settings.READS_STOP = 2
    administrator = second_factor(holding(Role.ADMINISTRATOR))
    client = client_of(administrator)
    answers = [client.get(reverse("person", args=[a_person().public_id])) for _each in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 422]
    said = parsed(answers[2]).xpath("string(//p[@class='lede'])")
    assert said.startswith("You have opened 2 restricted records today, as many as one person may in a day.")
    assert client.get(reverse("people")).status_code == 200


def test_the_auditor_sees_openings_by_day_person_and_kind() -> None:
    person, auditor = a_person(name="Nasreen Akhtar"), second_factor(holding(Role.AUDITOR))
    for thing in ("a", "b", "a", ""):
        reads.note("ground.person", thing, by=person, purpose=Purpose.HELPING)
    page = parsed(client_of(auditor).get(reverse("reads_by_day")))
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.xpath("//tbody/tr")]
    assert rows[0][1:] == ["Nasreen Akhtar", "People", "4", "2", "2"]


def test_a_page_that_only_says_that_it_writes_the_opening_down_would_be_found(rf: RequestFactory) -> None:
    """The wrong twin of the guard, which declares and does not note, leaves no row: the test above counts them."""

    @guard(Role.AUDITOR, sensitive=Purpose.AUDITING, shows=SensitiveRead)
    def page(request: Any) -> HttpResponse:
        return HttpResponse()

    request = rf.get("/")
    request.user = holding(Role.AUDITOR)
    page.__wrapped__(request)  # type: ignore[attr-defined]
    assert SensitiveRead.objects.count() == 0
    page(request)
    assert SensitiveRead.objects.count() == 1


def test_a_guard_that_does_not_say_what_its_list_shows_does_not_start() -> None:
    with pytest.raises(ValueError, match="a list of what it shows"):
        guard(Role.AUDITOR, sensitive=Purpose.AUDITING)
    assert Client().get(reverse("people")).status_code == 302
