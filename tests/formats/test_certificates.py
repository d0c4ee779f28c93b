"""Certificates are set a page each, with a code that leads to where they are checked."""

from io import BytesIO
from pathlib import Path

import pypdf
import pytest
import segno
from django.conf import settings
from tests.formats.test_typeset import HOSTILE, needs_fonts

from saanjh.formats.typeset.certificates import Sheet, Words, certificates

FOLDER = Path(settings.FONTS)
ADDRESS = "https://saanjh.example/en/certificates/bcdf-ghjk-mnpq-rstv/"
pytestmark = [pytest.mark.slow, needs_fonts]


def words(language: str = "en") -> Words:
    facts = [("Held", "1 March 2026"), ("District", "Badin"), ("Hours", "14")]
    return Words(
        language,
        "Small grants",
        "Certificate",
        "This is to certify that",
        "has completed",
        "The course",
        facts,
        "Sign",
        "Check",
    )


def pages(names: list[str], language: str = "en") -> list[str]:
    sheets = [Sheet(name, f"K7-{number:04}", ADDRESS) for number, name in enumerate(names, start=1)]
    made = certificates(words(language), sheets, fonts=FOLDER, timestamp=0)
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(made)).pages]


def test_each_has_a_page_of_its_own_in_the_order_of_the_list() -> None:
    said = pages(["Amina Bibi", "Bilal Khan"])
    assert len(said) == 2
    for text, name, number in zip(said, ["Amina Bibi", "Bilal Khan"], ["K7-0001", "K7-0002"], strict=True):
        for each in (name, number, "The course", "1 March 2026", "Badin", "14", "Small grants"):
            assert each in text
    assert "Bilal" not in said[0]


def test_a_name_is_never_read_as_markup() -> None:
    assert "".join(HOSTILE.split()) in "".join(pages([HOSTILE])[0].split())


def test_a_long_name_in_urdu_stays_on_its_page() -> None:
    assert len(pages(["محمد عبدالرحمٰن " * 5], "ur")) == 1


def test_the_code_holds_the_address() -> None:
    rows = segno.make_qr(ADDRESS, error="q").matrix
    sheets = [Sheet("Amina", "1", ADDRESS)]
    pdf = pypdf.PdfReader(BytesIO(certificates(words(), sheets, fonts=FOLDER, timestamp=0)))
    (picture,) = [image.image for image in pdf.pages[0].images]
    assert picture is not None
    assert picture.size == (len(rows), len(rows))
    assert picture.convert("L").tobytes() == bytes(0 if dot else 255 for row in rows for dot in row)
