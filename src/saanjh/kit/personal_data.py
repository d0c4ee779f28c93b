"""Find what identifies a person in free text: identity-card and telephone numbers, e-mail, exact places.

What is found is blocked or masked before it is saved. Text is read as a person would read it: Urdu, Arabic and
Latin digits mixed, look-alike dashes, direction marks inserted. A short number that everybody may call, an amount,
a year, an indicator code or a date is none of it. A guard against mistakes, not against somebody set on hiding
a number.
"""

import functools
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from saanjh.kit.forbidden_names import forbidden_name
from saanjh.kit.text import ascii_digits

__all__ = ["MASK", "Finding", "Kind", "find", "forbidden_name", "mask"]

MASK = "[…]"
_HOLE = "…"  # stands where something was found; as the mask does, it keeps its neighbours apart
_ROUNDS = 6  # what one finding hid from its neighbour shows in the next round; a bound against hostile text
_DASH_LIKE = "\u2212\u2043\u02d7\u0640\u30fc\u2500\u2501\u4e00"  # minus, hyphen bullet, tatweel, bars
_DOT_LIKE = "\u06d4\u066b\u00b7\u2022\u2219"  # Urdu full stop, Arabic decimal sign, middle dots
_COMMA_LIKE = "\u060c\u066c\u3001"
_LOOKS_LIKE = {
    **dict.fromkeys(_DASH_LIKE, "-"), **dict.fromkeys(_DOT_LIKE, "."), **dict.fromkeys(_COMMA_LIKE, ","),
    **dict.fromkeys("’‘′ʹ`´", "'"), **dict.fromkeys("”“″ʺ", '"'), "º": "°", "˚": "°", "؛": ";", "\t": " ",
}  # fmt: skip


class Kind(StrEnum):
    """What was found; the words for it belong to the page that says so."""

    CNIC = "cnic"
    PHONE = "phone"
    EMAIL = "email"
    COORDINATES = "coordinates"


@dataclass(frozen=True, order=True)
class Finding:
    """text[start:end] is of this kind; positions count characters of the text as it was given."""

    start: int
    end: int
    kind: Kind


_GAP = r"[ \-./_]{0,3}"
_CNIC = (
    rf"(?<!\d)[1-9]\d{{4}}(?:{_GAP}\d{{7}}[ \-./_]{{1,3}}|[ \-./_]{{1,3}}\d{{7}})\d(?!\d)",  # 5-7-1, as printed
    r"(?<!\d)(?!97[89])(?P<number>[1-9]\d{12})(?!\d)",  # without separators; 978 and 979 begin book numbers
    r"(?<!\d)(?<!\d[ \-.])[1-9](?:[ \-.]\d){12}(?![ \-.]?\d)",  # one digit a box
)
_BREAK = r"[ \-./()]{0,3}"
_MOBILE = (
    rf"(?<!\d)(?P<number>(?:03\d{_BREAK}\d|0[ \-]{{1,2}}3\d\d)(?:{_BREAK}\d){{7}})(?!\d)",
    rf"(?:\+ ?|(?<!\d)00 ?)92{_BREAK}0?{_BREAK}3(?:{_BREAK}\d){{9}}(?!\d)",
    r"(?<!\d)(?P<number>92[ \-]?3\d\d[ \-]?\d{7})(?!\d)",
    r"(?<!\d)(?<!\d[ \-])0[ \-]3(?:[ \-]\d){9}(?![ \-]?\d)",
    rf"(?<![^\W_])(?P<number>[0o]3[\do]{{2}}(?:{_BREAK}[\do]){{7}})(?![^\W_])",  # the letter O for a zero
)
_AREA, _SUBSCRIBER = r"[24-9]\d{1,2}", r"\d{3,4}[ \-]?\d{3,4}"  # 42, 51, 992; 6 to 8 digits
_LANDLINE = (
    rf"(?<![^\W_])(?<!\d[ \-./,])(?P<number>[0o]{_AREA}[ \-/()]{{1,3}}{_SUBSCRIBER})(?![^\W_])",
    rf"(?:\+ ?|(?<!\d)00 ?)92{_BREAK}0?{_BREAK}{_AREA}{_BREAK}{_SUBSCRIBER}(?!\d)",
)
_LOCAL, _DOMAIN = r"[\w.+%\-]{1,64}", r"(?:[\w\-]{1,63}\.){1,6}"
_KNOWN_ENDING = r"(?:com|org|net|edu|gov|info|pk)\b"
_EMAIL = (
    rf"{_LOCAL}@{_DOMAIN}[^\W\d_]{{2,24}}",
    rf"{_LOCAL} ?(?:@|[\[(] ?at ?[\])]) ?(?:[\w\-]{{1,63}} ?(?:\.|[\[(] ?dot ?[\])]) ?){{1,6}}{_KNOWN_ENDING}",
    rf"{_LOCAL} at [\w\-]{{1,63}} dot {_KNOWN_ENDING}",
)

_NUMBER = r"[-+]?\d{1,3}\.\d{1,20}"
_DEGREE, _MINUTE, _SECOND = r"(?:°|deg\.?|d|درجے|درجہ)", r"(?:'|min|m|منٹ)", r"(?:\"|''|sec|s|سیکنڈ)"
_MINUTES = rf" ?\d{{1,2}}(?:\.\d+)? ?{_MINUTE}?(?: ?,? ?\d{{1,2}}(?:\.\d+)? ?{_SECOND}?)?"
_ANGLE = rf"\d{{1,3}}(?:\.\d+)? ?{_DEGREE}?(?:{_MINUTES})?"
_NORTH, _EAST = r"(?:north|south|[ns]|شمال|جنوب)", r"(?:east|west|[ew]|مشرق|مغرب)"
_LATITUDE = r"(?<![^\W_])(?:m?lat(?:itude)?|عرض ?(?:ال)?بلد)(?![^\W\d_])[^\d\n…]{0,12}"
_LONGITUDE = r"(?<![^\W_])(?:m?lon(?:g|gitude)?|lng|طول ?(?:ال)?بلد)(?![^\W\d_])[^\d\n…]{0,12}"
_QUERY = r"(?:q|ll|sll|cp|cent(?:er|re)|query|[ds]addr|destination|origin|viewpoint)"
_COMMA = r"(?:,|%2c|~|\+)"
_COORDINATES = (
    rf"(?<![\d.])(?P<a>{_NUMBER})(?P<sign>°?)(?: ?[,;/|~] ?|\n| {{1,3}}|%2c)(?P<b>{_NUMBER})°?(?![\d%])",
    rf"(?<![\d.])(?P<north>{_ANGLE} ?{_NORTH}[ ,;/|]{{0,3}}{_ANGLE} ?{_EAST})(?![^\W\d_])",
    rf"(?<![^\W_])(?P<before>{_NORTH} ?{_ANGLE}[ ,;/|]{{0,3}}{_EAST} ?{_ANGLE})",
    rf"(?<!\d)\d{{1,3}} ?{_DEGREE} ?\d{{1,2}}(?:\.\d+)? ?{_MINUTE}[^\n…]{{0,14}}?\d{{1,3}} ?{_DEGREE}{_MINUTES}",
    rf"{_LATITUDE}{_NUMBER}[^\d\n…]{{0,20}}{_LONGITUDE}{_NUMBER}",
    rf"{_LONGITUDE}{_NUMBER}[^\d\n…]{{0,20}}{_LATITUDE}{_NUMBER}",
    rf"(?:@|geo:|[?&]{_QUERY}=(?:loc:)?){_NUMBER}{_COMMA}{_NUMBER}",
    rf"!\dd{_NUMBER}!\dd{_NUMBER}|#map=\d{{1,2}}/{_NUMBER}/{_NUMBER}",
    r"(?:maps\.app\.goo\.gl|goo\.gl/maps|w3w\.co)/[\w.\-]+|///[^\W\d]+\.[^\W\d]+\.[^\W\d]+",
    r"(?<![^\W_])(?=[\d+]*[a-z])[2-9cfghjmpqrvwx]{4}(?:[2-9cfghjmpqrvwx]{4})?\+[2-9cfghjmpqrvwx]{2,3}(?![^\W_])",
)


_BEFORE_A_POINT = re.compile(r"(?:^|[^\d \-./()_])[ \-./()_]{0,3}\d{1,6}\.$")
_PATTERNS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, patterns in (
        (Kind.EMAIL, _EMAIL),
        (Kind.COORDINATES, _COORDINATES),
        (Kind.CNIC, _CNIC),
        (Kind.PHONE, _MOBILE + _LANDLINE),
    )
    for pattern in patterns
)


def _is_meant(match: re.Match[str]) -> bool:
    """Whether what has the shape of a number or a place is likely enough to be one.

    Decimals of a measure (0.3520212345671) are no number. A bare pair is a place inside a box around Pakistan
    from 3 decimals (about 100 m; 2 with a degree sign), and anywhere on earth from 5, as devices write them.
    Whole degrees (about 100 km) with N and E say no place.
    """
    groups = match.groupdict()
    if groups.get("number"):
        return not _BEFORE_A_POINT.search(match.string[max(0, match.start() - 16) : match.start()])
    if whole := groups.get("north") or groups.get("before"):
        return len(re.findall(r"\d+", whole)) >= 4
    if "a" in groups:
        return _is_a_place(groups["a"], groups["b"], least_decimals=2 if groups["sign"] else 3)
    return True


def _is_a_place(one: str, other: str, least_decimals: int) -> bool:
    a, b = float(one), float(other)
    decimals = min(len(number.partition(".")[2]) for number in (one, other))
    near = any(23 <= lat <= 38 and 60 <= lon <= 78 for lat, lon in ((a, b), (b, a)))
    low, high = sorted((abs(a), abs(b)))
    return (near and decimals >= least_decimals) or (low >= 1 and low <= 90 and high <= 180 and decimals >= 5)


def find(text: str) -> list[Finding]:
    """Everything in the text that identifies a person or an exact place, in order, never overlapping."""
    seen = [(plain, at) for at, character in enumerate(text) if (plain := _as_read(character))]
    plain = "".join(character for character, _ in seen)
    found: list[Finding] = []
    for _ in range(_ROUNDS):
        known = len(found)
        for kind, pattern in _PATTERNS:
            spans = [match.span() for match in pattern.finditer(plain) if _is_meant(match)]
            found += [Finding(seen[start][1], seen[end - 1][1] + 1, kind) for start, end in spans]
            plain = _with_holes(plain, spans)
        if len(found) == known:
            break
    return sorted(found)


def mask(text: str) -> str:
    """The text with MASK in the place of each finding, so that nothing is found in it any more."""
    for finding in reversed(find(text)):
        text = text[: finding.start] + MASK + text[finding.end :]
    return text


def _with_holes(plain: str, spans: list[tuple[int, int]]) -> str:
    kept, last = [], 0
    for start, end in spans:
        kept += [plain[last:start], _HOLE * (end - start)]
        last = end
    return "".join((*kept, plain[last:]))


@functools.lru_cache(maxsize=1024)  # the letters of a text are few, and each is asked for again and again
def _as_read(character: str) -> str:
    """One character as a reader takes it, or nothing where the reader sees nothing."""
    category = unicodedata.category(character)
    if known := _LOOKS_LIKE.get(character):
        return known
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category == "Pd":
        return "-"
    if category == "Zs":
        return " "
    if unicodedata.decomposition(character).startswith(("<wide>", "<narrow>", "<small>", "<circle>", "<font>")):
        plain = unicodedata.normalize("NFKC", character)
        return plain if len(plain) == 1 else character
    return ascii_digits(character)
