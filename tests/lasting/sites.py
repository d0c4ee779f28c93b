"""A real site to write to: seeded, served by real processes, and writers who send a form until it is answered."""

import hashlib
import http.client
import json
import os
import secrets
import signal
import subprocess
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from lxml import html

from tests.installations import Installation, free_port, wait_until

TO_START = 60.0  # seconds at most
COUNTS = {"all_women_15-29": "14", "all_men_30-59": "21", "with_women_15-29": "3"}
PEOPLE = 35

SEED = """
import json, os
from django.core.management import call_command
from saanjh.bench.visits import cookie_of
from saanjh.ground.access import Role
from saanjh.programmes.models import Scheme
from tests.awards.factories import an_award
from tests.factories import holding
from tests.programmes.factories import a_theme
award, kind = an_award(), a_theme(Scheme.ACTIVITY_TYPES)
people = [holding(Role.FIELD_OFFICER, over=award.organisation_id, language=LANGUAGE) for _each in range(WRITERS)]
call_command("search", "rebuild", verbosity=0, stdout=open(os.devnull, "w"))
print(json.dumps({"award": award.public_id, "kind": kind.pk, "district": award.districts.get().pk,
                  "cookies": [cookie_of(each) for each in people]}))
"""


@dataclass(frozen=True)
class Grant:
    """A grant under which field officers write down what they did, each with a session of their own."""

    award: str
    kind: int
    district: int
    cookies: list[str]

    @property
    def path(self) -> str:
        return f"/desk/awards/{self.award}/activities/new/"


def a_grant(site: Installation, writers: int, language: str = "en") -> Grant:
    """The grant, in the site's database; its rows are written directly, the sessions as signing in makes them."""
    return Grant(**json.loads(site.python(SEED.replace("WRITERS", str(writers)).replace("LANGUAGE", repr(language)))))


def mutated(site: Installation, mutant: str) -> Installation:
    """The same site with something deliberately wrong in it (wrong/apps.py)."""
    wrong = {"DJANGO_SETTINGS_MODULE": "tests.lasting.wrong.settings", "LASTING_MUTANT": mutant}
    return Installation(site.data, {**site.environment, **wrong})


@dataclass
class Report:
    """One activity to send: under its key, with its words and its file, again and again the same."""

    number: int
    run: str = "one"
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    what: str = ""
    file: bytes = b""

    def __post_init__(self) -> None:
        self.what = self.what or f"Report {self.number} of run {self.run}"
        if not self.file:
            noise = secrets.token_hex(1500 + secrets.randbelow(6000)).encode()
            self.file = b"%PDF-1.4\n1 0 obj<<>>endobj\n%" + noise + b"\ntrailer<<>>\n%%EOF\n"

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.file).hexdigest()


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    place: str
    body: bytes

    @property
    def is_taken(self) -> bool:
        """Whether the report counts as accepted: on the way to a page that is not the sign-in."""
        return self.status == 303 and self.place.startswith("/desk/")

    @property
    def words(self) -> str:
        return " ".join(html.fromstring(self.body).text_content().split())


@dataclass
class Writer:
    """Somebody who has the form open."""

    port: int
    grant: Grant
    number: int = 0
    cookie: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    def open_form(self) -> None:
        """Load the page with the form, and keep what stands in it and the cookie that came with it."""
        session = self.grant.cookies[self.number % len(self.grant.cookies)]
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", self.grant.path, headers={"Cookie": session})
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        assert answer.status == 200, (answer.status, body[:500])
        set_by_page = [value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie") or []]
        self.cookie = "; ".join([session, *set_by_page])
        form = html.fromstring(body).xpath("//main//form[@method='post']")[0]
        self.fields = {name: str(form.fields[name] or "") for name in form.fields if name != "file"}

    def request_for(self, report: Report) -> tuple[dict[str, str], bytes]:
        """The head and the body that a browser sends for this report."""
        words = {
            **self.fields,
            "once": report.key,
            "activity_type": str(self.grant.kind),
            "district": str(self.grant.district),
            "what": report.what,
            "written_in": "en",
            **COUNTS,
        }
        edge = "edge" + report.key.replace("-", "")
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in words.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
        parts += [head.encode(), b"Content-Type: application/pdf\r\n\r\n", report.file, f"\r\n--{edge}--\r\n".encode()]
        body = b"".join(parts)
        kind = f"multipart/form-data; boundary={edge}"
        return {"Cookie": self.cookie, "Content-Type": kind, "Content-Length": str(len(body))}, body

    def send(self, report: Report, *, port: int | None = None, hears: bool = True) -> Answer:
        """Send it once; OSError or HTTPException when no answer came. `hears` False: the line breaks after sending."""
        headers, body = self.request_for(report)
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=30)
        try:
            connection.request("POST", self.grant.path, body=body, headers=headers)
            if not hears:
                raise ConnectionError("the line broke after the form was sent")
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers.get("Location", ""), answer.read())
        finally:
            connection.close()

    def send_until_answered(self, report: Report, stop: threading.Event, *, breaks: float = 0.0) -> Answer | None:
        """Send it under its key until the server has answered for good; None where `stop` came first.

        `breaks` is the share of sendings whose answer the writer never hears. 502 to 504 are no answers.
        """
        while not stop.is_set():
            try:
                hears = secrets.randbelow(1000) >= breaks * 1000
                answer = self.send(report, hears=hears)
                if answer.status not in {502, 503, 504}:
                    return answer
            except (OSError, http.client.HTTPException):
                pass
            stop.wait(0.05)
        return None


@dataclass
class Served:
    """`saanjh serve` as it runs in earnest; it can be killed from outside and started again on the same port."""

    site: Installation
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[str] | None" = None

    def start(self) -> None:
        self.process = self.site.start("serve", "--port", str(self.port))
        wait_until(self.answers, TO_START)

    def answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.site.log()[-2000:]
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def web_workers(self) -> list[int]:
        """The processes that answer: granian's children that have the code loaded."""
        below = family(self.process.pid) if self.process else []
        return [pid for pid in below if b"spawn_main" in _command(pid)]

    def kill_a_worker(self) -> bool:
        """SIGKILL to one of the processes that answer; False where none runs."""
        workers = self.web_workers()
        if not workers:
            return False
        _kill(secrets.choice(workers))
        return True

    def kill_everything(self) -> None:
        """SIGKILL to the whole group, parents first so that nobody starts anything anew."""
        assert self.process is not None
        everybody = [self.process.pid, *family(self.process.pid)]
        for pid in everybody:
            _kill(pid)
        self.process.wait()
        wait_until(lambda: not any(_lives(pid) for pid in everybody[1:]))

    def end(self) -> None:
        """Stop in order, as an operator does."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.kill_everything()


@contextmanager
def serving(site: Installation) -> Iterator[Served]:
    """The site, served; ended at the end whatever happened."""
    served = Served(site)
    try:
        served.start()
        yield served
    finally:
        served.end()


def family(pid: int) -> list[int]:
    """All processes below this one."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*"):
        try:
            children = [int(each) for each in (task / "children").read_text().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *family(child)]
    return found


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
