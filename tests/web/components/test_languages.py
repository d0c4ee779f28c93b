"""Words in two languages: the page's own first, the other one marked, people's own words never changed."""

from dataclasses import dataclass

import pytest
from django.utils.translation import override

from saanjh.web.components.languages import direction, in_language, worded, written
from tests.web.components.reading import fragment, words

HOSTILE = "<script>alert(1)</script>"


@dataclass
class Thing:
    title_en: str
    title_ur: str


def test_a_title_is_shown_in_the_language_of_the_page():
    thing = Thing("Market day", "بازار کا دن")
    with override("en"):
        assert in_language(thing, "title") == "Market day"
    with override("ur"):
        assert in_language(thing, "title") == "بازار کا دن"


def test_a_missing_title_falls_back_and_says_that_it_is_not_translated():
    with override("en"):
        shown = fragment(in_language(Thing("", "بازار کا دن"), "title"))
        assert worded(Thing("", "بازار کا دن"), "title") == ("بازار کا دن", "ur")
    phrase = shown.find("bdi")
    assert (phrase.get("lang"), phrase.get("dir"), phrase.text) == ("ur", "rtl", "بازار کا دن")
    assert words(shown.find("small")) == "not yet translated"


def test_the_remark_can_be_left_out_where_it_would_be_said_too_often():
    with override("ur"):
        assert fragment(in_language(Thing("Market day", ""), "title", note=False)).find("small") is None


def test_a_title_in_neither_language_is_nothing():
    with override("en"):
        assert in_language(Thing("", ""), "title") == ""


@pytest.mark.parametrize(("language", "turned"), [("ur", "rtl"), ("sd", "rtl"), ("ur-PK", "rtl"), ("en", "ltr")])
def test_a_language_has_its_direction(language, turned):
    assert direction(language) == turned


def test_what_people_wrote_keeps_its_language_paragraphs_and_lines():
    with override("en"):
        shown = fragment(written("پہلا\r\nدوسرا\r\n\r\nتیسرا", "ur", block=True))
    block = shown.find("div")
    assert (block.get("lang"), block.get("dir")) == ("ur", "rtl")
    assert [words(paragraph) for paragraph in block.findall("p")] == ["پہلادوسرا", "تیسرا"]
    assert len(block.findall("p/br")) == 1
    assert words(shown.find("p")) == "Written in Urdu; not yet translated."


def test_a_phrase_in_the_language_of_the_page_has_no_remark():
    with override("ur"):
        shown = fragment(written("نیم چھاؤں", "ur"))
    assert [element.tag for element in shown] == ["bdi"]


@pytest.mark.parametrize("block", [True, False])
def test_hostile_words_stay_words(block):
    with override("ur"):
        shown = fragment(written(HOSTILE, "en", block=block)), fragment(in_language(Thing(HOSTILE, ""), "title"))
    for one in shown:
        assert list(one.iter("script")) == []
        assert words(one).startswith(HOSTILE)
