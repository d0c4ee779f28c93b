"""A document is set as a PDF: its words are in it, nobody's words are markup, and it is the same every time."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.conf import settings

from saanjh.formats.typeset import FONTS, NotSet, typeset

FOLDER = Path(settings.FONTS)
HOSTILE = '#panic("x") $x$ *bold* _it_ \\ = [a](b) <script> "quoted" @ref // gone'
needs_fonts = pytest.mark.skipif(
    not all((FOLDER / name).is_file() for name in FONTS),
    reason="the fonts of a PDF are not installed: apt install fonts-noto-core",
)
pytestmark = pytest.mark.slow


def document(language: str = "en", words: str = "It is so.") -> dict[str, Any]:
    table = {"head": ["Number", "Points"], "rows": [["T1-0001", "85.5"], [words, "7"]], "numbers": [1]}
    part = {"heading": "The set", "words": [words], "table": table}
    return {"language": language, "title": "Record", "lede": "", "foot": "T1", "sections": [part]}


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


@needs_fonts
def test_the_words_are_in_the_pdf_and_the_same_document_gives_the_same_bytes() -> None:
    made = typeset(document(), fonts=FOLDER, timestamp=1_700_000_000)
    assert made == typeset(document(), fonts=FOLDER, timestamp=1_700_000_000)
    said = text_of(made)
    for word in ("Record", "The set", "It is so.", "T1-0001", "85.5"):
        assert word in said
    info = pypdf.PdfReader(BytesIO(made)).metadata
    assert info is not None
    assert info.creation_date is not None
    assert int(info.creation_date.timestamp()) == 1_700_000_000


@needs_fonts
def test_what_somebody_wrote_is_never_read_as_markup() -> None:
    said = text_of(typeset(document(words=HOSTILE), fonts=FOLDER, timestamp=0))
    assert "".join(HOSTILE.split()) in "".join(said.split())


@needs_fonts
def test_urdu_is_set_with_the_fonts_of_the_folder_alone() -> None:
    made = typeset(document("ur", "فیصلہ"), fonts=FOLDER, timestamp=0)
    fonts: set[str] = set()
    for page in pypdf.PdfReader(BytesIO(made)).pages:
        fonts |= {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
    assert any("NotoNastaliqUrdu" in name for name in fonts)
    assert all("Noto" in name for name in fonts)


def test_without_the_fonts_it_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(NotSet, match="apt install fonts-noto-core"):
        typeset(document(), fonts=tmp_path, timestamp=0)


@needs_fonts
def test_a_document_without_its_parts_is_not_set_and_says_so() -> None:
    with pytest.raises(NotSet, match="could not be set"):
        typeset({"language": "en"}, fonts=FOLDER, timestamp=0)
