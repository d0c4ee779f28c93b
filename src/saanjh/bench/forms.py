"""The form of an activity, sent to the real server as a phone sends it: with its key, its counts and its file."""

import http.client
import re
import secrets
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

from saanjh.awards.models import Award
from saanjh.bench.visits import cookie_of
from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.models import Person, RoleHeld
from saanjh.programmes.models import Scheme, Theme

COUNTS = {"all_women_15-29": "14", "all_men_30-59": "21", "with_women_15-29": "3"}
LETTERS = str.maketrans("0123456789", "ghijklmnop")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True)
class Report:
    """One activity to write down: its words tell it from every other."""

    what: str
    file: bytes = b""
    kind: str = "application/pdf"
    key: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True)
class Reporter:
    """Somebody who may write down what was done under a grant, with a session and the form open."""

    port: int
    person: Person
    award: Award
    cookie: str
    words: dict[str, str]

    def send(self, report: Report) -> tuple[int, str]:
        """(status, where it leads). OSError where the server does not answer."""
        edge = secrets.token_hex(12)
        words = {**self.words, "once": report.key, "what": report.what}
        parts = [_part(edge, f'name="{name}"', "", value.encode()) for name, value in words.items()]
        if report.file:
            parts.append(_part(edge, 'name="file"; filename="f"', report.kind, report.file))
        body = b"".join([*parts, f"--{edge}--\r\n".encode()])
        head = {"Cookie": self.cookie, "Content-Type": f"multipart/form-data; boundary={edge}"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", _address(self.award), body=body, headers=head)
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.headers.get("Location", "")
        finally:
            connection.close()


def reporters(port: int, number: int) -> list[Reporter]:
    """So many open forms, of the people who may report on a running grant of the demo."""
    award = Award.objects.filter(state=Award.State.ACTIVE).order_by("pk")[0]
    held = RoleHeld.objects.filter(
        role__in=[Role.FIELD_OFFICER, Role.EDITOR, Role.SIGNATORY],
        scope_kind=ScopeKind.ORGANISATION,
        scope_id=award.organisation_id,
    )
    people = list(Person.objects.filter(pk__in=held.values("person")).order_by("pk"))
    return [_reporter(port, people[each % len(people)], award) for each in range(number)]


def facts_of(award: Award) -> dict[str, str]:
    """What the form asks for besides the words: kind, place, day and counts."""
    return {
        "activity_type": str(Theme.objects.of(Scheme.ACTIVITY_TYPES)[0].pk),
        "written_in": "en",
        "district": str(award.districts.order_by("pk")[0].pk),
        "day": timezone.localdate().isoformat(),
        **COUNTS,
    }


def a_name() -> str:
    """Letters that no other report has; digits could be taken for somebody's number."""
    return secrets.token_hex(16).translate(LETTERS)


def a_pdf(size: int = 20_000) -> bytes:
    """A small PDF unlike any other."""
    noise = secrets.token_hex(size // 2).encode()
    return b"%PDF-1.4\n1 0 obj<<>>endobj\n%" + noise + b"\ntrailer<<>>\n%%EOF\n"


def _reporter(port: int, person: Person, award: Award) -> Reporter:
    session = cookie_of(person)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", _address(award), headers={"Cookie": session})
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    found = TOKEN.search(page)
    if found is None:
        raise RuntimeError(f"{_address(award)} answered {answer.status} without a form.")
    cookies = [value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie") or []]
    words = {"csrfmiddlewaretoken": found.group(1), **facts_of(award)}
    return Reporter(port, person, award, "; ".join([session, *cookies]), words)


def _address(award: Award) -> str:
    return f"/desk/awards/{award.public_id}/activities/new/"


def _part(edge: str, name: str, kind: str, content: bytes) -> bytes:
    lines = [f"--{edge}", f"Content-Disposition: form-data; {name}", *([f"Content-Type: {kind}"] if kind else [])]
    return "\r\n".join([*lines, "", ""]).encode() + content + b"\r\n"
