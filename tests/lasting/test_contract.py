"""The contract of a form that is sent again: the same succeeds again, other words are refused, exactly one stands."""

import contextlib
import http.client
import json
import random
import secrets
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from saanjh.awards.models import Activity, Award
from saanjh.ground.access import Role
from saanjh.ground.models import Line, RoleHeld, StoredFile
from saanjh.programmes.models import Scheme
from tests.awards.factories import an_award
from tests.factories import holding
from tests.installations import Installation
from tests.lasting.ledgers import look
from tests.lasting.lines import ALL, bad_line
from tests.lasting.sites import COUNTS, Grant, Report, Served, Writer, mutated, serving
from tests.lasting.sizes import SIZE
from tests.lasting.test_killed import asking, grant, site  # noqa: F401  (fixtures)
from tests.programmes.factories import a_theme
from tests.web.desk_forms import opened

pytestmark = pytest.mark.slow  # the module as a whole takes seconds

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
Sent = tuple[list[Report], list[Report]]
LANGUAGES = pytest.mark.parametrize("language", ["en", "ur"])
REFUSED = {
    "en": "This form was already sent with other words; the first ones were kept.",
    "ur": "یہ فارم پہلے دوسرے الفاظ کے ساتھ بھیجا جا چکا ہے؛ پہلے والے الفاظ محفوظ ہیں۔",
}


@pytest.fixture
def sending(client: Client, data_folder: Path) -> Callable[..., Any]:
    """A function that sends the form of an activity under one key, with these words and this file."""

    def prepare(language: str) -> Callable[..., Any]:
        award = an_award()
        client.force_login(holding(Role.FIELD_OFFICER, over=award.organisation_id, language=language))
        url = f"/desk/awards/{award.public_id}/activities/new/"
        words = opened(client, url)
        words |= {"activity_type": a_theme(Scheme.ACTIVITY_TYPES).pk, "district": award.districts.get().pk, **COUNTS}

        def send(what: str = "Mended the pump", file: bytes = PDF) -> Any:
            return client.post(url, {**words, "what": what, "file": SimpleUploadedFile("a.pdf", file)})

        return send

    return prepare


def rows() -> tuple[int, int, int]:
    return Activity.objects.count(), StoredFile.objects.count(), Line.objects.count()


@pytest.mark.django_db
def test_the_same_words_and_file_succeed_again_and_lead_to_the_same_place(sending: Callable[..., Any]) -> None:
    send = sending("en")
    first, stood, second = send(), rows(), send()
    assert (first.status_code, second.status_code, second["Location"]) == (303, 303, first["Location"])
    assert first["Location"] == f"/desk/activities/{Activity.objects.get().public_id}/"
    assert rows() == stood


@pytest.mark.django_db
@LANGUAGES
@pytest.mark.parametrize("other", [{"what": "Mended the well"}, {"file": PDF + b"\n"}], ids=["words", "file"])
def test_other_words_or_another_file_under_the_same_key_are_refused_and_what_was_typed_is_kept(
    sending: Callable[..., Any], language: str, other: dict[str, Any]
) -> None:
    send = sending(language)
    assert send().status_code == 303
    stood = rows()
    refused = send(**other)
    page = html.fromstring(refused.content)
    form = page.xpath("//main//form[@method='post']")[0]
    assert (refused.status_code, page.get("lang")) == (409, language)
    assert REFUSED[language] in " ".join(page.text_content().split())
    assert form.fields["what"] == other.get("what", "Mended the pump")
    assert form.fields["all_women_15-29"] == COUNTS["all_women_15-29"]
    assert rows() == stood


@pytest.mark.django_db
def test_the_same_succeeds_again_where_the_form_would_no_longer_be_taken(sending: Callable[..., Any]) -> None:
    """The grant ended, and the role with it, between the answer that was lost and the second sending."""
    send = sending("en")
    first = send()
    Award.objects.all()[0].districts.clear()  # the form offers this district no more
    assert send()["Location"] == first["Location"]
    RoleHeld.objects.all().delete()  # the page is a 404 now
    assert send()["Location"] == first["Location"]
    assert (send(what="Mended the well").status_code, Activity.objects.count()) == (404, 1)


# A line that breaks somewhere, and the same form sent again


def cuts_of(length: int) -> dict[str, dict[str, int]]:
    """Kind of cut -> how many bytes of head, body and answer pass, of a body of this length."""
    return {
        "in the head": {"head": random.randint(1, 150)},
        "early in the body": {"body": random.randint(0, length // 3)},
        "within the file": {"body": length - random.randint(100, 1500)},
        "before the last bytes": {"body": length - random.randint(1, 60)},
        "the answer unheard": {"back": 0},
        "within the answer": {"back": random.randint(1, 60)},
    }


def sent_over_bad_lines(served: Served, grant: Grant, kinds: Collection[str] = ()) -> Sent:  # noqa: F811
    """Send so many reports over lines that are cut, each again over a good one: those taken, those refused."""
    writer = Writer(served.port, grant)
    writer.open_form()
    reports, refused, run = list[Report](), list[Report](), secrets.token_hex(3)
    with bad_line(served.port) as line:
        for number in range(SIZE.cuts):
            for kind in kinds or cuts_of(10_000):
                report = Report(number, run=f"{run}{kind.replace(' ', '')}")
                cut = cuts_of(len(writer.request_for(report)[1]))[kind]
                line.head, line.body, line.back = (cut.get(part, ALL) for part in ("head", "body", "back"))
                with contextlib.suppress(OSError, http.client.HTTPException):
                    writer.send(report, port=line.port)
                (reports if writer.send(report).is_taken else refused).append(report)
    return reports, refused


@pytest.mark.slow
def test_a_form_whose_line_broke_anywhere_stands_once_when_it_was_sent_again(
    site: Installation,  # noqa: F811
    grant: Grant,  # noqa: F811
) -> None:
    with serving(site) as served:
        reports, refused = sent_over_bad_lines(served, grant)
    found = look(asking(site), site.data / "files", reports)
    assert found.is_well, found
    assert (len(reports), refused) == (len(cuts_of(0)) * SIZE.cuts, [])


@pytest.mark.slow
def test_a_site_without_keys_is_caught_by_a_broken_line(site: Installation, grant: Grant) -> None:  # noqa: F811
    with serving(mutated(site, "no_key")) as served:
        reports, _refused = sent_over_bad_lines(served, grant, ["the answer unheard"])
    assert look(asking(site), site.data / "files", reports).doubled > 0


@pytest.mark.slow
def test_a_site_that_takes_half_a_form_for_the_whole_is_caught(site: Installation, grant: Grant) -> None:  # noqa: F811
    with serving(mutated(site, "bodies_may_end")) as served:
        _reports, refused = sent_over_bad_lines(served, grant, ["within the file"])
    assert len(refused) > 0


# Sixteen processes with one key at the same moment

AT_ONCE = """
import json, os, time
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from saanjh import urls
WORDS, URL, COOKIE, FILE, FOLDER, PROCESSES, ROUNDS = json.loads(GIVEN)
connections.close_all()

def send(number):
    client, found = Client(), []
    client.cookies[settings.SESSION_COOKIE_NAME] = COOKIE.partition("=")[2]
    client.get("/desk/")
    for key, what in ROUNDS:
        open(f"{FOLDER}/{key}.{number}", "w").close()
        while len([1 for name in os.listdir(FOLDER) if name.startswith(key)]) < PROCESSES:
            time.sleep(0.002)
        file = SimpleUploadedFile("a.pdf", FILE.encode())
        answer = client.post(URL, {**WORDS, "once": key, "what": what, "file": file})
        found.append([answer.status_code, answer.get("Location", "")])
    with open(f"{FOLDER}/answers.{number}", "w") as out:
        json.dump(found, out)

children = []
for number in range(PROCESSES):
    child = os.fork()
    if child == 0:
        send(number)
        os._exit(0)
    children.append(child)
for child in children:
    assert os.waitpid(child, 0)[1] == 0
print(json.dumps([json.load(open(f"{FOLDER}/answers.{number}")) for number in range(PROCESSES)]))
"""
PROCESSES = 16
A_CALL = 10  # rounds in one start of the processes


def at_once(site: Installation, grant: Grant, folder: Path, run: str) -> tuple[list[Report], list[list[Any]]]:  # noqa: F811
    """The reports, and for each what its sixteen senders were answered: [status, place]."""
    reports = [Report(number, run=run) for number in range(SIZE.same_key_rounds)]
    words = {"activity_type": grant.kind, "district": grant.district, "written_in": "en", "day": "", **COUNTS}
    words["day"] = site.python("from django.utils import timezone; print(timezone.localdate().isoformat())")
    answers: list[list[Any]] = []
    for begin in range(0, len(reports), A_CALL):
        together = folder / str(begin)
        together.mkdir()
        some = reports[begin : begin + A_CALL]
        for report in some:
            report.file = some[0].file
        rounds = [[report.key, report.what] for report in some]
        file = some[0].file.decode()
        given = json.dumps([words, grant.path, grant.cookies[0], file, str(together), PROCESSES, rounds])
        by_process = json.loads(site.python(AT_ONCE.replace("GIVEN", repr(given))))
        answers += [[each[number] for each in by_process] for number in range(len(some))]
    return reports, answers


@pytest.mark.slow
def test_sixteen_processes_with_one_key_make_one_row_and_all_succeed(
    site: Installation,  # noqa: F811
    grant: Grant,  # noqa: F811
    tmp_path: Path,
) -> None:
    reports, answers = at_once(site, grant, tmp_path, "sixteen")
    assert [len({tuple(each) for each in one}) for one in answers] == [1] * len(reports)
    assert [(one[0][0], len(one)) for one in answers] == [(303, PROCESSES)] * len(reports)
    assert look(asking(site), site.data / "files", reports).is_well


@pytest.mark.slow
def test_a_key_that_is_kept_after_the_work_is_caught(site: Installation, grant: Grant, tmp_path: Path) -> None:  # noqa: F811
    reports, _answers = at_once(mutated(site, "key_after_the_work"), grant, tmp_path, "late")
    assert look(asking(site), site.data / "files", reports).doubled > 0


# Wrong variants of the comparison of what was sent


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "wrong"), [("digest_of", "words"), ("_fingerprint", "file")])
def test_a_comparison_that_leaves_something_out_is_caught(
    sending: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, name: str, wrong: str
) -> None:
    from saanjh.web import answers

    monkeypatch.setattr(answers, name, lambda given: "the same")
    send = sending("en")
    assert send().status_code == 303
    other = {"what": "Mended the well"} if wrong == "words" else {"file": PDF + b"\n"}
    assert send(**other).status_code != 409
