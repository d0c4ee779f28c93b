"""The one normaliser: spellings that a reader takes for the same are the same; nothing else is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saanjh.kit import text as texts

# Many of the characters that the normaliser treats in its own way, so that hypothesis meets them together.
AWKWARD = st.text(
    st.one_of(
        st.sampled_from("يىېكڪهەۀةئیکہھۃۂ\u0654\u0653\u064b\u0652\u0670\u0640\u200c\u200d\u200e\u061c\ufeff۰۹٠٩ßİıſÅ"),
        st.characters(codec="utf-8"),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("كراچي", "کراچی"),  # an Arabic keyboard
        ("لاهور", "لاہور"),
        ("پاکستانى", "پاکستانی"),
        ("مُلتان", "ملتان"),  # vowel marks
        ("رحمٰن", "رحمن"),
        ("بہاولـــپور", "بہاولپور"),  # tatweel
        ("خوب\u200cصورت", "خوبصورت"),  # zero-width non-joiner
        ("\u200fسوات\u200e", "سوات"),  # direction marks
        ("\u2067CPG-2026-0417\u2069", "cpg-2026-0417"),
        ("۱۲۳ ٤٥٦ 789", "123 456 789"),
        ("ﻻﮨﻮﺭ", "لاہور"),  # presentation forms, as old PDF files give them
        ("  Women’s \t\n Peace  ", "women’s peace"),
        ("ＳＡＡＮＪＨ", "saanjh"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("مدرسة", "مدرسۃ"),
        ("گئی", "گئی"),
        ("گی\u0654ی", "گئی"),  # hamza typed apart
        ("a\x00b", "a b"),
        ("", ""),
    ],
)
def test_spellings_of_one_word_become_one(typed: str, plain: str) -> None:
    assert texts.normalise(typed) == plain


@pytest.mark.parametrize(
    ("one", "other"), [("بھائی", "بہائی"), ("آم", "ام"), ("کل", "گل"), ("بڑا", "بارا"), ("ones", "one")]
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert texts.normalise(one) != texts.normalise(other)


@given(AWKWARD)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = texts.normalise(text)
    assert texts.normalise(once) == once


@given(AWKWARD)
def test_what_is_normalised_holds_no_mark_control_or_foreign_digit(text: str) -> None:
    once = texts.normalise(text)
    assert [c for c in once if unicodedata.category(c) in ("Cf", "Cc")] == []
    assert [c for c in once if c.isdecimal() and c not in "0123456789"] == []
    assert once == " ".join(once.split())


@given(AWKWARD)
def test_canonically_equal_texts_are_equal(text: str) -> None:
    assert texts.normalise(unicodedata.normalize("NFD", text)) == texts.normalise(text)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("۰۱۲۳۴۵۶۷۸۹", "0123456789"), ("٠١٢٣٤٥٦٧٨٩", "0123456789"), ("۱2٣ لاکھ", "123 لاکھ"), ("½ ²", "½ ²")],
)
def test_digits_of_every_keyboard_are_read(typed: str, plain: str) -> None:
    assert texts.ascii_digits(typed) == plain


@given(st.text())
def test_reading_digits_keeps_the_length(text: str) -> None:
    assert len(texts.ascii_digits(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RES-01: participants, n = ۱۲۰", ["res", "01", "participants", "n", "120"]),
        ("ضلع بہاولپور، پنجاب۔", ["ضلع", "بہاولپور", "پنجاب"]),
        ("snake_case", ["snake", "case"]),
        ("—", []),
    ],
)
def test_words_are_runs_of_letters_and_digits(text: str, expected: list[str]) -> None:
    assert texts.words(text) == expected


@pytest.mark.parametrize(
    ("text", "nul", "controls"),
    [
        ("سلام\tدنیا\r\nhello", False, False),
        ("a\x00b", True, True),
        ("a\x1bb", False, True),
        ("a\x85b", False, True),
        ("half \ud83d", False, True),
        ("\u200fRTL", False, False),
    ],
)
def test_what_no_keyboard_types_is_noticed(text: str, nul: bool, controls: bool) -> None:
    assert (texts.has_nul(text), texts.has_controls(text)) == (nul, controls)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Women's Voices for Peace, Swat (2026)", "womens-voices-for-peace-swat-2026"),
        ("Café Ømar & Łódź", "cafe-omar-lodz"),
        ("امن کی آواز", ""),
        ("امن 2026", ""),
        ("امن Aman", "aman"),
        ("--", ""),
        ("x" * 80, "x" * 60),
        ("word " * 20, "-".join(["word"] * 12)),
        ("a" * 59 + " bc", "a" * 59),
        ("a" * 60 + " bc", "a" * 60),
    ],
)
def test_an_address_is_latin_short_and_cut_between_words(label: str, expected: str) -> None:
    assert texts.slug(label) == expected


@given(st.text())
def test_an_address_is_always_safe_and_stable(label: str) -> None:
    made = texts.slug(label)
    assert len(made) <= texts.SLUG_LENGTH
    assert made.strip("abcdefghijklmnopqrstuvwxyz0123456789-") == ""
    assert made == made.strip("-")
    assert texts.slug(made) == made


@pytest.mark.parametrize("nothing", ["", " ", "\u200b\u200c\u200d", "\u202e\u2066", "ـــ", "…!؟", "\u064b"])
def test_a_text_without_a_letter_or_digit_says_nothing(nothing: str) -> None:
    assert texts.says_nothing(nothing)


@pytest.mark.parametrize("something", ["a", "ن", "۷", "%", "\u202eX", "می\u200cرا"])
def test_a_text_with_a_letter_or_digit_says_something(something: str) -> None:
    assert not texts.says_nothing(something)


def test_what_turns_the_direction_is_taken_out_and_joiners_stay() -> None:
    assert (
        texts.without_overrides("\u202aa\u202b\u202c\u202d\u202eb\u2066\u2067\u2068\u2069می\u200cرا") == "abمی\u200cرا"
    )
