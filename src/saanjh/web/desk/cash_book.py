"""The cash book of a grant at the desk: written on a phone in a minute, corrected by lines that reverse others."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.awards import ledger_queries as queries
from saanjh.awards.actions import ledger as actions
from saanjh.awards.models import READERS, Award, CashLine
from saanjh.awards.rules import ledger as rules
from saanjh.formats.sheets import Cell
from saanjh.ground.access import ORGANISATION, WRITERS
from saanjh.ground.actions import files
from saanjh.ground.models import StoredFile
from saanjh.kit import money
from saanjh.web import answers, downloads
from saanjh.web.desk.cash_forms import CashForm, ReverseForm
from saanjh.web.desk.confirming import Steps, allows, why_not
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25
EITHER_SIDE = (*ORGANISATION, *READERS)
Kind = CashLine.Kind
COLUMNS = (
    "line", "day", "kind", "place", "what", "heading", "budget_line", "voucher", "bank", "petty_cash", "advances",
    "spent", "bank_after", "petty_cash_after", "advances_after", "currency", "paid", "paid_currency",
)  # fmt: skip


@guard(*EITHER_SIDE, finds=Award, methods=("GET",))
def cash_book(request: DeskRequest, award: Award) -> HttpResponse:
    """The lines of the book, the latest first, and what the pots hold."""
    kinds, refused = _writable(request, award)
    context = {
        "award": award,
        "page": Pages(queries.book(award), PAGE).get_page(request.GET.get("page")),
        "held": queries.held(award),
        "kinds": kinds,
        "refused": refused,
    }
    return render(request, "desk/awards/cash_book.html", context)


def _writable(request: DeskRequest, award: Award) -> tuple[list[CashLine.Kind], Any]:
    """The kinds of lines that may be written now, and why not all of them."""
    if not allows(rules.keeps_book, award, request):
        return [], ""
    refused = why_not(lambda: rules.may_write_down(award, by=request.user))
    if not refused:
        return list(Kind), ""
    goes_back = not why_not(lambda: rules.may_write_down(award, by=request.user, kind=Kind.RETURNED))
    return ([Kind.RETURNED] if goes_back else []), refused


@guard(*WRITERS, finds=Award)
def cash_line_new(request: DeskRequest, award: Award) -> HttpResponse:
    """Write down one line, of the kind that the address asks for: what was spent, where it asks for none."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else Kind.SPENT.value
    refused = why_not(lambda: rules.may_write_down(award, by=request.user, kind=kind))
    form = answers.form_for(request, CashForm, award=award, kind=kind)
    return answers.answer(
        request,
        form,
        "desk/awards/cash_line_new.html",
        {"award": award, "kind": Kind(kind), "held": queries.held(award), "refused": refused},
        act=lambda data: actions.write_down(award, by=request.user, file=_taken(request, data), **form.facts()),
        then=lambda made: page_of(award),
        said=_("The line is written down."),
    )


def _taken(request: DeskRequest, data: dict[str, Any]) -> StoredFile | None:
    """The receipt that came with the form, kept; none where none came."""
    return files.take_in(data["file"], by=request.user) if data.get("file") else None


@guard(*EITHER_SIDE, finds=CashLine, methods=("GET",))
def cash_line(request: DeskRequest, line: CashLine) -> HttpResponse:
    """One line with all that belongs to it."""
    found = queries.book(line.award).select_related("rate", "file", "recorded_by").get(pk=line.pk)
    context = {"line": found, "award": line.award, "may_reverse": allows(rules.may_reverse, line, request)}
    return render(request, "desk/awards/cash_line.html", context)


@guard(*EITHER_SIDE, finds=Award, methods=("GET",))
def cash_book_table(request: DeskRequest, award: Award) -> HttpResponse:
    """The whole book as a table to take away, the first line first; amounts in the grant's currency."""
    rows = queries.book(award).order_by("day", "pk")
    return downloads.table(request, f"cash-book-{award.application.number}", COLUMNS, map(_cells, rows))


def _cells(line: CashLine) -> list[Cell]:
    def sum_of(minor: int) -> Cell:
        return money.from_minor(minor, line.award.currency)

    budget = (line.budget_line.heading, line.budget_line.what) if line.budget_line else ("", "")
    kind = "reversed" if line.reverses else line.kind
    moved = (sum_of(each) for each in (line.bank_minor, line.cash_minor, line.advance_minor, line.spent_minor))
    after = (sum_of(getattr(line, f"{pot}_held")) for pot in queries.POTS)
    paid = money.from_minor(line.paid_minor, line.currency)
    named: list[Cell] = [line.public_id, line.day, kind, line.pot, line.what, *budget, line.voucher]
    return [*named, *moved, *after, line.award.currency, paid, line.currency]


def page_of(award: Award) -> str:
    """The address of a grant's cash book."""
    return reverse("cash_book", args=[award.public_id])


STEPS = Steps(CashLine, "cash-lines", "cash_line", "cash_line")
urlpatterns = [
    path("awards/<str:id>/cash-book/", cash_book, name="cash_book"),
    path("awards/<str:id>/cash-book/new/", cash_line_new, name="cash_line_new"),
    *downloads.both("awards/<str:id>/cash-book.csv", cash_book_table, name="cash_book_csv"),
    path("cash-lines/<str:id>/", cash_line, name="cash_line"),
    STEPS.step(
        "reverse",
        actions.reverse,
        *WRITERS,
        title=_("Reverse this line?"),
        words=_("A line of today with the opposite amounts says why. Both stay readable. Then write the right line."),
        button=_("Reverse it"),
        said=_("The line is reversed."),
        check=rules.may_reverse,
        form=ReverseForm,
    ),
]
