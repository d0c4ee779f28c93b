"""The one normaliser: two spellings that a reader takes for the same word become the same string.

Search, duplicates, names, amounts and the personal-data guard all read text through this module, so that a
word typed on an Arabic keyboard, with vowel marks or with Urdu digits, is found as if it were typed plainly.
"""

import re
import unicodedata

# Letters of Arabic keyboards that stand for an Urdu letter, and Urdu yeh with its hamza typed apart.
_URDU_LETTERS = str.maketrans({
    "ي": "ی", "ى": "ی", "ې": "ی", "ك": "ک", "ڪ": "ک", "ه": "ہ", "ە": "ہ", "ۀ": "ۂ", "ة": "ۃ",
})  # fmt: skip
_HAMZA_YEH = "ی\u0654"

# Marks that change the sound, not the word: harakat, honorifics, Quranic signs, tatweel, variation selectors.
_MARKS = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u034f\ufe00-\ufe0f]"
)
_OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])  # embeddings, overrides, isolates
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_LATIN_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})

SLUG_LENGTH = 60


def ascii_digits(text: str) -> str:
    """The same text with every decimal digit (Urdu ۰۱۲, Arabic ٠١٢, any other script) as 0-9; same length."""
    return re.sub(r"\d", lambda digit: str(unicodedata.decimal(digit[0])), text)


def normalise(text: str) -> str:
    """The form in which texts are compared and searched; never shown to a person.

    NFKC; Arabic yeh, kaf and heh as Urdu letters; no harakat, tatweel, joiners or direction marks; digits
    0-9; casefolded; each run of white space or control characters one space. Twice is the same as once.
    """
    folded = _fold(text)
    while folded != text:  # composing after a mark is dropped can open one more step, as in yeh + joiner + hamza
        text, folded = folded, _fold(folded)
    return folded


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _MARKS.sub("", "".join(map(_visible, text)))
    text = ascii_digits(text.translate(_URDU_LETTERS).replace(_HAMZA_YEH, "ئ"))
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _visible(character: str) -> str:
    """Nothing for a format character (joiners, direction marks), a space for a control character."""
    category = unicodedata.category(character)
    return {"Cf": "", "Cc": " "}.get(category, character)


def unbroken(text: str) -> str:
    """The same with a space that no line breaks at before each percent sign."""
    return text.replace(" %", "\u00a0%")


def words(text: str) -> list[str]:
    """The words of the normalised text in their order: runs of letters, marks and digits."""
    kept = (c if unicodedata.category(c)[0] in "LMN" else " " for c in normalise(text))
    return "".join(kept).split()


def has_nul(text: str) -> bool:
    """Whether a NUL is in the text: PostgreSQL cannot store it, and nobody types one."""
    return "\x00" in text


def has_controls(text: str) -> bool:
    """Whether the text holds what no keyboard types and no database should keep.

    These are control characters other than tab and line ends, and halves of surrogate pairs (not UTF-8).
    """
    return any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n\r" for c in text)


def says_nothing(text: str) -> bool:
    """Whether there is no letter and no digit in the text: only spaces, signs, or what nobody sees. A unit may be %."""
    return not any(c == "%" or unicodedata.category(c)[0] in "LN" for c in normalise(text))


def without_overrides(text: str) -> str:
    """The text without the signs that turn the direction of what follows them; joiners and single marks stay."""
    return text.translate(_OVERRIDES)


def isolated(name: str) -> str:
    """What somebody is called, between the signs that keep its direction to itself (FSI, PDI): for plain sentences.

    An Urdu sentence then reads rightly around a Latin name, and the other way round. Templates say <bdi> instead.
    """
    return f"\u2068{name}\u2069"


def slug(public_label: str) -> str:
    """Latin letters and digits of a *public* label for an address, joined by "-", at most 60 characters.

    Cut between words where that is possible. A label without Latin letters gives "": the random public id
    stands alone then. Never call it with an internal title: an address cannot be taken back.
    """
    plain = _APOSTROPHES.sub("", public_label).casefold().translate(_LATIN_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if unicodedata.category(c) != "Mn")
    whole = "-".join(re.findall(r"[a-z0-9]+", plain))
    if not re.search(r"[a-z]", whole):
        return ""
    if len(whole) <= SLUG_LENGTH:
        return whole
    cut = whole[: SLUG_LENGTH + 1]
    return cut.rpartition("-")[0] if "-" in cut else cut[:SLUG_LENGTH]
