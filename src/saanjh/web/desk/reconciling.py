"""The cash book of a grant beside the bank's statements, at the desk."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.awards import ledger_queries as queries
from saanjh.awards.actions import ledger as actions
from saanjh.awards.models import READERS, Award
from saanjh.awards.rules import ledger as rules
from saanjh.ground.access import ORGANISATION, WRITERS
from saanjh.ground.fields import Written
from saanjh.web import answers
from saanjh.web.components.inputs import Amount, Day, Words
from saanjh.web.desk.confirming import Question, allows, why_not
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25


class CompareForm(forms.Form):
    """What the bank's statement says of a day; words where the book says otherwise."""

    day = Day(label=_("Day of the statement"))
    words = Words(
        label=_("What explains a difference"),
        help_text=_("Only where the book has another balance: such as a cheque that was not cashed yet."),
        max_length=1000,
        lines=4,
        required=False,
    )
    written_in = forms.ChoiceField(label=_("Language of these words"), choices=Written.choices)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"] = Amount(currency=currency, label=_("Balance on the bank’s statement"))
        self.order_fields(["day", "statement"])
        self.initial = {"day": timezone.localdate(), "written_in": get_language(), **self.initial}


@guard(*ORGANISATION, *READERS, finds=Award, methods=("GET",))
def reconciliations(request: DeskRequest, award: Award) -> HttpResponse:
    """What was compared with the bank, the latest day first."""
    page = Pages(queries.reconciliations(award), PAGE).get_page(request.GET.get("page"))
    context = {"award": award, "page": page, "has_book": allows(rules.has_book, award, request)}
    return render(request, "desk/awards/reconciliations.html", context)


@guard(*WRITERS, finds=Award)
def reconcile(request: DeskRequest, award: Award) -> HttpResponse:
    """Write down what the bank's statement says of a day."""
    book = queries.held(award).bank
    words = _("The cash book has %(amount)s in the bank today.") % {"amount": rules.said(book, award.currency)}
    refused = why_not(lambda: rules.has_book(award, by=request.user))
    question = Question(_("Compare with a statement of the bank"), words, _("Keep it"), page_of(award))
    return answers.answer(
        request,
        answers.form_for(request, CompareForm, currency=award.currency),
        "desk/confirm.html",
        {"question": question, "refused": refused},
        act=lambda data: actions.compare(award, statement_minor=data.pop("statement"), by=request.user, **data),
        then=lambda made: page_of(award),
        said=_("The comparison is kept."),
    )


def page_of(award: Award) -> str:
    """The address of what was compared with the bank."""
    return reverse("reconciliations", args=[award.public_id])


urlpatterns = [
    path("awards/<str:id>/bank/", reconciliations, name="reconciliations"),
    path("awards/<str:id>/bank/compare/", reconcile, name="reconcile"),
]
