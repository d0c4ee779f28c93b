"""What identifies a person is found as a reader would find it; ordinary grant text is left alone."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saanjh.kit import forbidden_names, personal_data
from saanjh.kit.personal_data import MASK, Finding, Kind, find, mask

# Every number here is made up; 0300-1234567 and its kin are the usual placeholders.
CNICS = """3520212345671|35202-1234567-1|35202 1234567 1|35202–1234567–1|35202−1234567−1|35202ـ1234567ـ1
35202۔1234567۔1|35202/1234567/1|35202 - 1234567 - 1|35202-12345671|352021234567-1|۳۵۲۰۲-۱۲۳۴۵۶۷-۱
٣٥٢٠٢-١٢٣٤٥٦٧-١|3۵2٠2-12۳4567-۱|3520\u200e2-1234567-1|\u206735202-1234567-1\u2069|3 5 2 0 2 1 2 3 4 5 6 7 1
３５２０２－１２３４５６７－１|35202\u00a01234567\u00a01|3️5️2️0️2️-1234567-1|①5202-1234567-1
15602-0352911-9|71501-1234567-3"""
MOBILES = """03001234567|0300-1234567|0300 1234567|0300 123 4567|0300-12-34-567|0300.123.4567|030 0123 4567
0345-7654321|+92 300 1234567|+923001234567|+92-300-1234567|+92 (0)300 1234567|+92-(0)300-123-4567
+92 3 00 12 34 567|00923001234567|0092 300 123 4567|923001234567|92-300-1234567|۰۳۰۰۱۲۳۴۵۶۷|٠٣٠٠-١٢٣٤٥٦٧
03۰٠ 12۳4567|＋92 300 1234567|0300—1234567|0300\u200b1234567|03\u200f00\u200e1234567|0 3 0 0 1 2 3 4 5 6 7
0 300 1234567|O300 1234567|o300-1234567|03OO-1234567|O3001234567"""
LANDLINES = """042-35761234|021 34567890|051-1234567|(042) 35761234|042 3576 1234|042/35761234|042 - 35761234
0992-123456|0946 712345|062-288-1234|O42-35761234|۰۴۲-۳۵۷۶۱۲۳۴|٠٢١ ٣٤٥٦٧٨٩٠|04\u200e2–35761234|+92 42 35761234
+92 51 9204567|+924235761234|0092 42 35761234|+92-(0)42-3576-1234|+92 (992) 123456"""
EMAILS = """ali.khan@example.org|ALI+swat@mail.example.com.pk|ali＠example.org|ali @ gmail.com
ali [at] example [dot] org|ali(at)example.org|ali at gmail dot com|علی@مثال.پاکستان
ali\u200b.khan@example.org|a_b-c%d@x.io"""
PLACES = """31.5204, 74.3587|74.3587,31.5204|31.520 74.358|31.520;74.358|31.5204/74.3587|31.5204\n74.3587
۳۱٫۵۲۰۴، ۷۴٫۳۵۸۷|٣١٫٥٢٠٤ ٧٤٫٣٥٨٧|31.52°, 74.36°|48.858370, 2.294481|-1.29207, 36.82195
31.5204° N, 74.3587° E|31.5N 74.3E|31.5204 شمال 74.3587 مشرق|N 31.52 E 74.36|31°31'13.4"N 74°21'31.3"E
31° 31′ 13″ N, 74° 21′ 31″ E|31º31’13”N 74º21’31”E|31 31 13 N 74 21 31 E|31°31.223'N 74°21.521'E
31°31'13" 74°21'31"|N31°31'13" E74°21'31"|31 deg 31 min N 74 deg 21 min E
31 درجے 31 منٹ 13 سیکنڈ شمال 74 درجے 21 منٹ 31 سیکنڈ مشرق|lat: 31.52, lon: 74.36
Latitude 31.52 Longitude 74.36|Longitude=74.36 Latitude=31.52|عرض بلد 31.52، طول بلد 74.36|@31.5,74.3
geo:31.52,74.35|?q=31.5,74.3|&ll=31.5%2C74.3|?cp=31.5~74.3|!3d31.52!4d74.35|#map=15/31.52/74.35
mlat=31.5&mlon=74.3|maps.app.goo.gl/AbC123|goo.gl/maps/x9|///filled.count.soap|G9C5+2QX|8J3PG9C5+2Q"""

FOUND = [
    (kind, example)
    for kind, examples in (
        (Kind.CNIC, CNICS), (Kind.PHONE, MOBILES), (Kind.PHONE, LANDLINES), (Kind.EMAIL, EMAILS),
        (Kind.COORDINATES, PLACES),
    )
    for line in examples.replace("31.5204\n74", "31.5204\r74").split("\n")
    for example in line.replace("\r", "\n").split("|")
]  # fmt: skip

HARMLESS = """Rs 1,234,567|Rs 12,34,567 for 8 months|Rs 1234567.50|PKR 3,001,234,567|3001234567
Rs 15000000 (1.5 crore)|92,300,123,456 rupees|923 001 234 567|2026-07-01 to 2027-02-28
2026-07-01T12:30:00+05:00|03-04-2026 150 people|03/04/2026 12:30|03.04.2026|0-30, 31-60|from 0345 hours
CPG-2026-0417|grant 2026/0417 paid 1,200,000 on 2026-08-01|RES-01, COH-02|n = 1200
District population 3,669,623 in 2023|Bahawalpur 4284964, Lodhran 1928299|12345 67890 12345
n=120 (61 women, 59 men)|18-29, 30-35, 60+|51-9204567|0800-12345|1099|tel 111-222-333
04-05-2026 120000 people|042-120 people|1 042 350 000|Rs 1,042 350000|0.042 350000|2026-0417 1200000
RES-042|RES-042-2026|0042 123456|042, 350000|no42 350000
O-levels 2026|042.35761234|1 021 345 678 rupees|0345 123456 people
PK36SCBL0000001123456702|PK36 SCBL 0000 0011 2345 6702|12345678901234|M = 3.42, SD = 1.07, p = 0.0312
0.0312, 0.0451|0.31245, 0.74358|33.3%, 66.7%|33.333%, 66.667%|33.333, 66.667%|0-30 1234567|Lat 31, Lon 74
23.5, 61.2|31.52, 74.35|12.345, 45.678|31.5°, 34.2°|31° N, 74° E|5 N, 6 E|@saanjh on X|sold @ 5.50 each
met at noon dot|@office.We|0.3001234567|4.03001234567|0.3520212345671|1.4285714285714|1712345678
ISBN 9789693512345|ISBN 978-969-35-1234-5|1 2 3 4 5 6 7 8 9 10 11 12 13|3 4 5 2 1 3 4 5 2 1 3 4 5 4
00000-0000000-0|550e8400-e29b-41d4-a716-446655440000|Section 3.4.1 of the rules|2345+67|12+ years
map 15/31/74|https://example.org/a/b?c=12|latest 3.5, long 4.5|۲۰۲۶ میں ۱۲۰ افراد|۱۲٬۳۴٬۵۶۷ روپے
5 لاکھ روپے، 2.5 کروڑ|"""
PASSING = [example for line in HARMLESS.split("\n") for example in line.split("|")]


@pytest.mark.parametrize(("kind", "example"), FOUND)
def test_what_identifies_a_person_is_found_alone_and_in_sentences(kind: Kind, example: str) -> None:
    for before, after in (("", ""), ("Contact: ", "."), ("رابطہ ", "، شکریہ"), ("see ", " (n = 120)\n")):
        found = find(before + example + after)
        assert [finding.kind for finding in found] == [kind]
        assert find(mask(before + example + after)) == []


@pytest.mark.parametrize("text", PASSING)
def test_amounts_years_codes_and_counts_pass(text: str) -> None:
    assert find(text) == []


def test_findings_say_where_in_the_text_as_it_was_given() -> None:
    text = "نام\u200f: 03\u200e00-1234567, or ali@example.org; CNIC ۳۵۲۰۲-۱۲۳۴۵۶۷-۱"
    assert [(text[f.start : f.end], f.kind) for f in find(text)] == [
        ("03\u200e00-1234567", Kind.PHONE),
        ("ali@example.org", Kind.EMAIL),
        ("۳۵۲۰۲-۱۲۳۴۵۶۷-۱", Kind.CNIC),
    ]


def test_masking_leaves_the_rest_of_the_text() -> None:
    assert mask("Call 0300-1234567 before 2026-07-01, Rs 1,200") == f"Call {MASK} before 2026-07-01, Rs 1,200"


def test_a_number_that_another_finding_hid_is_found_too() -> None:
    assert mask("35202-1234567-1.3520212345671 03001234567G9C5+22") == f"{MASK}.{MASK} {MASK}{MASK}"


def test_what_stands_on_both_sides_of_a_finding_is_not_joined_over_it() -> None:
    text = "31°31'13\" 74°21'31\"N31°31'13\" E74°21'31\""  # once masked, two half places are left
    assert find(mask(text)) == []


DIGITS = ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９")
MARKS = st.sampled_from(["", "", "", "\u200e", "\u200f", "\u200b", "\u2066", "\u064e", "\ufe0f"])
SEPARATORS = st.sampled_from(["", "-", " ", "–", "—", "‑", "−", "\u00a0", " - ", "۔"])


@st.composite
def disguised(draw: st.DrawFn, parts: tuple[str, ...]) -> str:
    """The parts, each "9" any digit, every digit in any script, with separators and unseen marks between."""
    written = []
    for part in parts:
        for character in part:
            digit = draw(st.integers(0, 9)) if character == "9" else int(character)
            written.append(draw(st.sampled_from(DIGITS))[digit] + draw(MARKS))
        written.append(draw(SEPARATORS))
    return "".join(written[:-1])


@given(disguised(("39999", "9999999", "9")))
def test_no_identity_card_number_hides_behind_scripts_and_marks(text: str) -> None:
    assert [finding.kind for finding in find(f"a {text} b")] == [Kind.CNIC]


@given(disguised(("0399", "9999999")))
def test_no_mobile_number_hides_behind_scripts_and_marks(text: str) -> None:
    assert [finding.kind for finding in find(f"a {text} b")] == [Kind.PHONE]


@given(
    st.lists(
        st.one_of(st.sampled_from([e for _, e in FOUND]), st.text(max_size=5), st.sampled_from(PASSING)), max_size=6
    )
)
def test_after_masking_nothing_is_found_and_findings_never_overlap(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = find(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert find(mask(text)) == []


@given(st.integers(0, 10**12), st.dates(), st.integers(1, 9999))
def test_any_amount_date_and_grant_number_pass(rupees: int, day: object, number: int) -> None:
    assert find(f"Rs {rupees:,} on {day} for CPG-2026-{number:04d}, n = {number}") == []


@pytest.mark.parametrize("piece", ["1 ", "a", "1", "31.52 ", "lat ", "03 ", "a.", "31 31 13 N "])
def test_a_hostile_text_is_read_in_one_pass(piece: str) -> None:
    assert find(piece * (20_000 // len(piece))) == []


# Mutants: the examples above are strong enough to notice each weakening below.


def _misses(kind: Kind | None = None) -> list[str]:
    return [e for k, e in FOUND if (kind in (None, k)) and [f.kind for f in find(e)] != [k]]


def test_every_pattern_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    patterns = personal_data._PATTERNS
    for at, (kind, pattern) in enumerate(patterns):
        monkeypatch.setattr(personal_data, "_PATTERNS", patterns[:at] + patterns[at + 1 :])
        assert _misses(kind) != [], pattern.pattern


@pytest.mark.parametrize(
    ("strong", "weak"),
    [
        (r"(?<!\d)", ""),  # the middle of a longer number
        (r"(?!\d)", ""),
        (r"(?!97[89])", ""),  # book numbers
        (r"(?![ \-.]?\d)", ""),  # rows of answers
        (r"(?<!\d[ \-.])", ""),
        ("[1-9]", r"\d"),  # placeholders of zeros
        (r"(?![\d%])", ""),  # percentages
        (r"(?=[\d+]*[a-z])", ""),  # sums
        (r"0[ \-]{1,2}3\d\d", r"0[ \-]{1,2}3\d?"),
        (r"03\d", r"0[ \-/]?3"),  # dates
        (r"\d{1,3}\.\d{1,20}", r"\d{1,3}(?:\.\d{1,20})?"),
    ],
)
def test_a_looser_pattern_would_stop_harmless_text(monkeypatch: pytest.MonkeyPatch, strong: str, weak: str) -> None:
    assert any(strong in pattern.pattern for _, pattern in personal_data._PATTERNS)
    loose = tuple((k, re.compile(p.pattern.replace(strong, weak), p.flags)) for k, p in personal_data._PATTERNS)
    monkeypatch.setattr(personal_data, "_PATTERNS", loose)
    assert [text for text in PASSING if find(text)] != []


@pytest.mark.parametrize(("name", "weak"), [("_is_meant", lambda match: True), ("_is_a_place", lambda *a, **k: True)])
def test_without_judgement_harmless_text_would_be_stopped(
    monkeypatch: pytest.MonkeyPatch, name: str, weak: object
) -> None:
    monkeypatch.setattr(personal_data, name, weak)
    assert [text for text in PASSING if find(text)] != []


def test_reading_only_plain_characters_would_miss_disguises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal_data, "_as_read", lambda character: character)
    assert len(_misses()) > 20


def test_findings_sort_by_place() -> None:
    assert sorted([Finding(5, 9, Kind.CNIC), Finding(1, 2, Kind.PHONE)])[0] == Finding(1, 2, Kind.PHONE)


def test_one_module_guards_texts_and_names() -> None:
    assert personal_data.forbidden_name is forbidden_names.forbidden_name
