"""The pages of a grant's money: the cash book, what is spent of the budget, the bank's statements."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from saanjh.awards.models import Award, CashLine, Explanation, Reconciliation
from saanjh.ground.access import Role
from tests.awards.factories import a_cash_line, an_agreement, an_award, with_budget
from tests.events.factories import days_ago
from tests.web.browsing import links, page, texts, words
from tests.web.desk_forms import mended, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def running() -> Award:
    award = an_award(application=with_budget())
    an_agreement(award)
    return award


def at(award: Award, rest: str = "cash-book/") -> str:
    return f"/desk/awards/{award.public_id}/{rest}"


def test_the_accountant_writes_what_came_and_was_spent_and_reverses_what_was_wrong(client: Client) -> None:
    award = running()
    signed_in(client, Role.EDITOR, award.organisation_id)
    assert at(award) in links(client.get(at(award, "")))
    assert "Nothing is written down yet" in words(client.get(at(award)))
    new = at(award, "cash-book/new/?kind=")
    assert {f"{new}received", f"{new}spent"} <= set(links(client.get(at(award))))
    assert sent(client, f"{new}received", what="First part", amount="4 lakh")["Location"] == at(award)
    line = award.agreements.get().lines.all()[1]
    spent = {"budget_line": line.pk, "what": "Tea and hall", "amount": "25,000.50", "voucher": "B-1"}
    assert mended(sent(client, f"{new}spent", **{**spent, "amount": "4,00,001"})) == ["id_amount"]
    assert mended(sent(client, f"{new}spent", **{**spent, "what": "Call 0300 1234567"})) == ["id_what"]
    assert sent(client, f"{new}spent", **spent)["Location"] == at(award)
    rows = [each.replace("\u00a0", " ") for each in texts(page(client, at(award)), "//main//tbody/tr")]
    assert ["Rs 374,999.50" in rows[0], "Rs 400,000" in rows[1]] == [True, True]
    own = f"/desk/cash-lines/{CashLine.objects.latest('pk').public_id}/"
    assert own in links(client.get(at(award)))
    assert f"{own}reverse/" in links(client.get(own))
    assert sent(client, f"{own}reverse/", reason="Paid by another grant.").status_code == 303
    assert "This line was reversed." in words(client.get(own))
    assert f"{own}reverse/" not in links(client.get(own))
    assert "Rs 400,000" in texts(page(client, at(award)), "//main//dl/*")[0].replace("\u00a0", " ")


def test_the_book_is_taken_away_whole_with_what_the_bank_held_after_each_line(client: Client) -> None:
    award = running()
    a_cash_line(award, day=days_ago(1))
    a_cash_line(award, 50, what="=1+1")
    signed_in(client, Role.FINANCE_OFFICER, award.programme_id)
    taken = client.get(at(award, "cash-book.csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(taken, newline="")))
    assert [(row["what"], row["bank_after"]) for row in rows] == [("First part", "100000.00"), ("'=1+1", "100000.50")]
    assert client.get(at(award, "cash-book.xlsx")).status_code == 200


def test_the_programme_reads_the_book_and_writes_nothing_and_nobody_else_opens_it(client: Client) -> None:
    award = running()
    line = a_cash_line(award)
    for role in (Role.FINANCE_OFFICER, Role.PROGRAMME_OFFICER):
        signed_in(client, role, award.programme_id)
        assert at(award, "cash-book/new/?kind=spent") not in links(client.get(at(award)))
        assert client.get(at(award, "cash-book/new/")).status_code == 404
    for role, over in ((Role.DONOR_VIEWER, award.programme_id), (Role.SIGNATORY, an_award().organisation_id)):
        signed_in(client, role, over)
        for rest in ("cash-book/", "spending/", "bank/"):
            assert client.get(at(award, rest)).status_code == 404
        assert client.get(f"/desk/cash-lines/{line.public_id}/").status_code == 404


def test_a_heading_that_runs_apart_from_the_days_is_explained_and_the_officer_reads_it(client: Client) -> None:
    award = running()
    signed_in(client, Role.SIGNATORY, award.organisation_id)
    said = words(client.get(at(award, "spending/")))
    assert "spent slower than the days go by, and nothing explains that yet" in said
    explain = at(award, "spending/explain/?heading=B")
    assert explain in links(client.get(at(award, "spending/")))
    assert sent(client, explain, reason="Meetings begin after harvest.")["Location"] == at(award, "spending/")
    assert Explanation.objects.get().points == -42  # none of it is spent on day 101 of 241
    assert "Choose a heading" in words(client.get(at(award, "spending/explain/?heading=Z")))
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    assert "Meetings begin after harvest." in words(client.get(at(award, "spending/")))


def test_a_statement_of_the_bank_that_differs_is_explained_before_it_is_kept(client: Client) -> None:
    award = running()
    a_cash_line(award)
    signed_in(client, Role.EDITOR, award.organisation_id)
    compare = at(award, "bank/compare/")
    assert compare in links(client.get(at(award, "bank/")))
    assert mended(sent(client, compare, statement="99,000")) == ["id_words"]
    assert mended(sent(client, compare, statement="100,000", day=days_ago(-1))) == ["id_day"]
    assert sent(client, compare, statement="99,000", words="A fee of the bank.")["Location"] == at(award, "bank/")
    kept = Reconciliation.objects.get()
    assert (kept.book_minor, kept.difference_minor) == (100_000_00, -1_000_00)
    assert "A fee of the bank." in words(client.get(at(award, "bank/")))


@pytest.mark.parametrize("lines", [1, 30])
def test_the_pages_keep_their_queries(client: Client, lines: int, django_assert_max_num_queries: Any) -> None:
    award = running()
    made = [a_cash_line(award, reverses=None) for _each in range(lines)]
    signed_in(client, Role.EDITOR, award.organisation_id)
    pages = [(at(award), 10), (at(award, "spending/"), 15), (at(award, "bank/"), 10), (at(award, "cash-book/new/"), 15)]
    for url, most in [*pages, (f"/desk/cash-lines/{made[0].public_id}/", 10), (at(award, ""), 15)]:
        client.get(url)
        with django_assert_max_num_queries(most):
            assert client.get(url).status_code == 200
