"""Files made to harm: each refused in one line, in time and in memory; what is sound loses its secrets."""

import io
import json
import re
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from saanjh.awards.models import Activity
from saanjh.formats import sheets, unfit
from saanjh.formats.confined import parent
from saanjh.formats.confined.limits import MEMORY, SECONDS
from saanjh.formats.sheets import shapes
from saanjh.formats.unfit import Unfit
from saanjh.ground import intake
from saanjh.ground.access import Role
from saanjh.ground.models import StoredFile
from saanjh.ground.refusals import Refusal
from saanjh.web.wording.sheets import words
from tests import figures
from tests.awards.factories import an_award
from tests.ground.hostile_archives import ARCHIVES, CSVS, WORKBOOKS
from tests.ground.hostile_documents import CANARY, DOCUMENTS, PICTURES, SECRET
from tests.ground.wrong_child import MUTANTS
from tests.web.browsing import words as page_words
from tests.web.desk_forms import mended, sent, signed_in
from tests.web.test_awards import an_entry

Case = tuple[str, Callable[[], bytes], str]
BETWEEN = Path(__file__).with_name("measured_child.py")
MOST_MB = MEMORY / 1_000_000
EVIDENCE = PICTURES + DOCUMENTS
TABLES = ARCHIVES + WORKBOOKS + CSVS
FILES = 196  # counted here, so that none is lost unnoticed


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    """Have the processes of this test measured, and made wrong in one way where a mutant is named."""

    def measure(mutant: str = "") -> Path:
        report = tmp_path / "report"
        monkeypatch.setattr(parent, "COMMAND", (sys.executable, "-I", str(BETWEEN), str(report), mutant))
        return report

    return measure


def seen(content: bytes, *, evidence: bool) -> tuple[str, bytes]:
    """The code that a file is refused with and nothing, or no code and what is left of it."""
    if not evidence:
        sheet = sheets.read_table(content)
        for problem in sheet.problems:
            assert re.fullmatch(r"[^\n]{10,300}", str(words(problem)))
        return (sheet.problems[0].code.removeprefix("file_") if sheet.problems else ""), repr(sheet.rows).encode()
    try:
        return "", intake.looked_at(io.BytesIO(content)).content
    except Refusal as refusal:
        cause, line = refusal.__cause__, str(refusal.why)
    assert re.fullmatch(r"[^\n]{10,300}", line)
    return (cause.code if isinstance(cause, Unfit) else "kind"), b""


def fits(found: str, expected: str) -> bool:
    if expected == "any":  # refused or not, as its reader sees fit: it must only end well
        return True
    if expected == "kind_or_text":  # no archive by its first bytes, so it is read as text
        return found != ""
    return found == expected


def faults(cases: list[Case], report: Path, *, evidence: bool, tally: dict[str, Any] | None = None) -> list[str]:
    """What is not as it should be, file by file; where there is a tally, figures are added to it."""
    wrong = []
    for name, make, expected in cases:
        content = make()
        report.unlink(missing_ok=True)
        began = time.monotonic()
        found, left = seen(content, evidence=evidence)
        took = time.monotonic() - began
        megabytes = max((json.loads(line)["mb"] for line in _lines(report)), default=0.0)
        if not fits(found, expected):
            wrong.append(f"{name}: {found or 'taken'}, not {expected or 'taken'}")
        if SECRET in left or any(SECRET in each for each in _unpacked(left)):
            wrong.append(f"{name}: it still tells")
        if took > SECONDS + 0.5 or megabytes > MOST_MB:
            wrong.append(f"{name}: {took:.1f} s, {megabytes:.0f} MB")
        if tally is not None:
            tally["files"] = tally.get("files", 0) + 1
            tally["slowest_ms"] = max(tally.get("slowest_ms", 0), round(took * 1000))
            tally["most_mb"] = max(tally.get("most_mb", 0), round(megabytes))
    return wrong


def _lines(report: Path) -> list[str]:
    return report.read_text().splitlines() if report.exists() else []


def _unpacked(content: bytes) -> list[bytes]:
    """What the streams of a document, or the texts of a picture, unpack to."""
    found = []
    for place in [each.end() for each in re.finditer(rb"stream\r?\n|zTXt|iTXt|iCCP", content)]:
        for start in range(place, min(place + 100, len(content))):
            try:
                found.append(zlib.decompressobj().decompress(content[start:]))
                break
            except zlib.error:
                continue
    return found


@pytest.mark.slow
def test_no_file_hurts_and_every_mutant_is_caught(measured: Callable[..., Path]) -> None:
    tally: dict[str, Any] = {}
    report = measured()
    assert faults(EVIDENCE, report, evidence=True, tally=tally) == []
    assert faults(TABLES, report, evidence=False, tally=tally) == []
    assert tally["files"] == FILES
    caught = [mutant for mutant in MUTANTS if _catches(mutant, measured)]
    assert caught == list(MUTANTS)
    figures.note("hostile_files", **tally)
    figures.caught("hostile_files", *caught)


# The files by which a mutant is known: running all of them for each would only take longer.
TELLING = {
    "without_a_budget": (ARCHIVES[:5], False),
    "without_limits": ([case for case in WORKBOOKS if case[0] == "a cell rather far out"], False),
    "saved_again": ([case for case in PICTURES if case[0] == "a photo with its notes"], True),
    "without_unescaping": ([case for case in DOCUMENTS if "escapes" in case[0]], True),
    "without_unpacking": ([case for case in DOCUMENTS if "packed objects" in case[0]], True),
    "believing": ([case for case in ARCHIVES if case[2] == "unsafe_names"], False),
    "with_its_author": ([case for case in DOCUMENTS if "author" in case[0]], True),
}


def _catches(mutant: str, measured: Callable[..., Path]) -> bool:
    cases, evidence = TELLING[mutant]
    assert cases
    return faults(cases, measured(mutant), evidence=evidence) != []


def test_a_file_taken_for_what_it_is_called_is_caught(
    measured: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    other_kinds = [case for case in PICTURES if case[2] == "kind"][:3]
    assert faults(other_kinds, measured(), evidence=True) == []
    monkeypatch.setattr(intake, "kind_of", lambda content: "image/png")
    assert len(faults(other_kinds, measured(), evidence=True)) == 3


@pytest.mark.slow
@pytest.mark.parametrize("case", [case for case in EVIDENCE if case[2] == ""], ids=lambda case: case[0])
def test_what_is_sound_is_taken_and_nothing_hidden_is_left(case: Case) -> None:
    content = case[1]()
    found, kept = seen(content, evidence=True)
    assert found == ""
    assert SECRET not in kept
    assert not any(SECRET in each for each in _unpacked(kept))
    if kept.startswith(b"%PDF"):
        assert len(kept) == len(content)  # every offset stays right
    else:
        with Image.open(io.BytesIO(kept)) as picture:
            picture.load()
            assert not picture.getexif()
            assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}


def test_every_code_has_its_sentence_and_is_one_that_is_told() -> None:
    assert set(intake.WORDS) == unfit.CODES
    expected = {code for _, _, code in [*EVIDENCE, *TABLES]} - {"", "any", "kind_or_text"}
    assert unfit.CODES - expected == {"too_slow"}  # shown by the test of the process itself


def _one_of_each() -> list[Case]:
    """One file for each code."""
    return list({case[2]: case for case in EVIDENCE if case[2] not in ("", "any")}.values())


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_page_says_why_in_one_line_and_nothing_is_written(language: str, data_folder: Path, client: Client) -> None:
    award = an_award()
    editor = signed_in(client, Role.EDITOR, award.organisation_id)
    editor.language = language
    editor.save(update_fields=["language"])
    for name, make, code in _one_of_each():
        content = make()
        upload = SimpleUploadedFile(f"{CANARY}.pdf", content, content_type="application/pdf")
        response = sent(client, f"/desk/awards/{award.public_id}/activities/new/", **an_entry(award), file=upload)
        with translation.override(language):
            why = str(intake.OTHER_KIND) if code == "kind" else intake.words(code, limit=100_000, number=10)
        assert response.status_code == 422, name
        assert mended(response) == ["id_file"], name
        assert why in page_words(response), name
        assert CANARY not in response.content.decode()
    assert (StoredFile.objects.count(), Activity.objects.count()) == (0, 0)
    assert list((data_folder / "files").rglob("*")) == []


def examples(most: int) -> int:
    """How many mutations are tried: a few dozen, and many more where all tests try more (./test long)."""
    return max(most, settings().max_examples * most // 200)


BLOWS = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from(["flip", "cut", "twice", "zero"]), st.integers(1, 255)),
    min_size=1, max_size=6,
)  # fmt: skip
SMALL = [case for case in EVIDENCE + ARCHIVES + WORKBOOKS if case[2] in ("", "any", "damaged", "active", "two_kinds")]


def battered(content: bytes, blows: list[tuple[float, str, int]]) -> bytes:
    data = bytearray(content)
    for where, how, number in blows:
        place = int(where * max(0, len(data) - 1))
        if how == "flip" and data:
            data[place] ^= number
        elif how == "cut":
            del data[place : place + number]
        elif how == "twice":
            data[place:place] = data[place : place + number]
        else:
            data[place : place + number] = bytes(len(data[place : place + number]))
    return bytes(data)


@pytest.mark.slow
@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SMALL), BLOWS)
def test_a_battered_file_is_taken_or_refused_and_nothing_else_happens(
    case: Case, blows: list[tuple[float, str, int]]
) -> None:
    content = battered(case[1]()[:300_000], blows)
    found, _ = seen(content, evidence=case in EVIDENCE)
    assert found == "" or found in unfit.CODES | shapes.CODES
