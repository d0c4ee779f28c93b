"""The four claims of the paper: quoted as printed, nothing added, nothing judged."""

import re
from collections.abc import Callable

Table = Callable[[str], list[dict[str, str]]]

CLAIMS = "claims/table1.csv"


def test_the_four_rows_stand_as_the_paper_prints_them(rows: Table) -> None:
    quoted = ["initiative", "focus_area", "target_population", "stated_rate", "stated_as"]
    assert [tuple(row[column] for column in quoted) for row in rows(CLAIMS)] == [
        (
            "Sabaoon Rehabilitation Centre",
            "Rehabilitation and Reintegration",
            "Former Militants",
            "85",
            "Success Rate (%)",
        ),
        (
            "Paigham-e-Pakistan",
            "Religious Counter-Narrative",
            "Religious Leaders and Public",
            "70",
            "Success Rate (%)",
        ),
        (
            "Youth Peace Initiatives",
            "Youth Engagement and Civic Participation",
            "Youth in Conflict-prone Areas",
            "60",
            "Success Rate (%)",
        ),
        (
            "Women-led CVE Programs",
            "Women Empowerment and Education",
            "Women in Rural Areas",
            "50",
            "Success Rate (%)",
        ),
    ]


def test_what_the_paper_does_not_state_is_blank(rows: Table) -> None:
    for row in rows(CLAIMS):
        assert {row[column] for column in ("definition", "n", "method", "period", "page")} == {""}


def test_every_claim_carries_its_source(rows: Table) -> None:
    for row in rows(CLAIMS):
        assert "Migration Letters 21, S13 (2024)" in row["source"]
        assert (row["section"], row["table"], row["article_pages"]) == ("8.7.1", "Table 1", "1132-1148")


def test_every_claim_says_in_both_languages_what_would_make_it_comparable(rows: Table) -> None:
    for row in rows(CLAIMS):
        assert row["needs_en"].endswith("."), row["id"]
        for column in ("initiative_ur", "focus_area_ur", "target_population_ur", "needs_ur", "note_ur"):
            assert re.search(r"[\u0600-\u06ff]", row[column]), (row["id"], column)


def test_our_own_words_about_a_claim_do_not_judge_it(rows: Table) -> None:
    judging = re.compile(
        r"\b(best|worst|better|good|poor|weak|strong|highest|lowest|effective|fail\w*|unreliable)\b",
        re.IGNORECASE,
    )
    for row in rows(CLAIMS):
        assert judging.search(f"{row['needs_en']} {row['note_en']}") is None, row["id"]
