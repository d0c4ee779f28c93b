"""Metrics: for whoever has the token, summed over all processes, with nothing of anybody in them."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from saanjh.web import measures
from tests.factories import a_person
from tests.web.browsing import client_of

pytestmark = pytest.mark.django_db
LINE = re.compile(r'(?:# (?:HELP|TYPE) .+|[a-z_]+(?:\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")?\})? [0-9.]+)')


@pytest.fixture(autouse=True)
def _fresh(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA = tmp_path
    monkeypatch.setattr(measures, "_mine", {})


def numbers(client: Client, **headers: str) -> dict[str, float]:
    text = client.get("/metrics", headers=headers).content.decode()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in text.splitlines() if line[0] != "#"}


def test_answers_are_counted_by_route_and_class(client: Client) -> None:
    for address in ("/en/privacy/", "/ur/privacy/", "/en/initiatives/zzzzzzzzzz/", "/nowhere-at-all/"):
        client.get(address)
    found = numbers(client)
    assert found['saanjh_requests_total{route="privacy",status="2xx"}'] == 2
    assert found['saanjh_requests_total{route="initiative",status="4xx"}'] == 1
    assert found['saanjh_requests_total{route="nowhere",status="4xx"}'] == 1
    assert found['saanjh_request_seconds_count{route="privacy"}'] == 2
    assert found['saanjh_request_seconds_bucket{route="privacy",le="+Inf"}'] == 2
    assert found["saanjh_jobs_failed"] == 0
    assert found["saanjh_database_bytes"] > 0


def test_each_line_is_in_the_form_that_is_read(client: Client) -> None:
    client_of(a_person(name="Nasreen Akhtar")).get("/desk/")
    response = client.get("/metrics")
    assert response["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = response.content.decode().splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert "Nasreen" not in response.content.decode()


def test_processes_are_added_up_also_those_that_died(client: Client) -> None:
    client.get("/en/privacy/")
    other = measures.Tally(measures.folder() / "4711.counts")
    for _each in range(3):
        other.count("privacy", 200, 0.3)
    other.numbers.close()
    found = numbers(client)
    assert found['saanjh_requests_total{route="privacy",status="2xx"}'] == 4
    assert found['saanjh_request_seconds_bucket{route="privacy",le="0.25"}'] <= 1
    assert found['saanjh_request_seconds_bucket{route="privacy",le="0.5"}'] == 4
    measures.begin()
    assert measures.counted() == {}


def test_what_is_not_logged_is_not_counted(client: Client) -> None:
    """Read every few seconds, such a count would tell when somebody wrote to a programme."""
    client.get("/en/voices/")
    client.get("/en/voices/answer/")
    assert not any("voices" in name for name in numbers(client))
    assert not any(name.startswith("voices") for name in measures.routes())


@pytest.mark.parametrize(
    ("local", "token", "brought", "status"),
    [
        (True, "", "", 200),
        (False, "", "", 404),
        (False, "", "Bearer ", 404),
        (True, "a-long-token", "", 404),
        (False, "a-long-token", "Bearer another", 404),
        (False, "a-long-token", "Basic a-long-token", 404),
        (False, "a-long-token", "Bearer a-long-token", 200),
    ],
)
def test_only_whoever_has_the_token_reads_them(
    local: bool, token: str, brought: str, status: int, settings: Any, client: Client
) -> None:
    settings.LOCAL, settings.METRICS_TOKEN = local, token
    assert client.get("/metrics", headers={"authorization": brought}).status_code == status


def test_a_disk_that_cannot_be_written_keeps_nobody_from_their_page(settings: Any, client: Client) -> None:
    settings.DATA = Path("/proc/nothing-can-be-made-here")
    assert client.get("/en/privacy/").status_code == 200
