"""What is spent of a grant's budget at the desk: beside its days, with what explains it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.awards import patterns, spending
from saanjh.awards.actions import spending as actions
from saanjh.awards.models import READERS, Award
from saanjh.awards.rules import ledger
from saanjh.awards.rules import spending as rules
from saanjh.ground.access import ORGANISATION, WRITERS
from saanjh.web.components.inputs import Words
from saanjh.web.desk.confirming import Question, allows, confirm
from saanjh.web.desk.reasons import ReasonForm
from saanjh.web.guards import DeskRequest, guard


class ExplainForm(ReasonForm):
    """Why a heading is spent faster or slower than planned."""

    reason = Words(label=_("Why it differs"), max_length=1000, lines=6)


@guard(*ORGANISATION, *READERS, finds=Award, methods=("GET",))
def spending_page(request: DeskRequest, award: Award) -> HttpResponse:
    """Each heading and line of the budget in force: what is spent and left, beside the days that are over."""
    context = {
        "award": award,
        "actual": spending.actual(award, timezone.localdate()),
        "most": patterns.money_rules()["variance"],
        "keeps": allows(ledger.keeps_book, award, request),
    }
    return render(request, "desk/awards/spending.html", context)


@guard(*WRITERS, finds=Award)
def spending_explain(request: DeskRequest, award: Award) -> HttpResponse:
    """Say why the heading that the address asks for runs before or behind the days."""
    code = request.GET.get("heading", "")
    return confirm(
        request,
        Question(
            _("Why is heading %(code)s spent like this?") % {"code": code},
            _("The programme reads it on this page. Write of the work and its costs, not of persons."),
            _("Keep these words"),
            page_of(award),
        ),
        act=lambda **data: actions.explain(award, code, by=request.user, **data),
        check=lambda: _may_explain(award, code, request),
        then=lambda made: page_of(award),
        said=_("The explanation is kept."),
        form=ExplainForm,
    )


def _may_explain(award: Award, code: str, request: DeskRequest) -> None:
    rules.may_explain(award, code, by=request.user)


def page_of(award: Award) -> str:
    """The address of what is spent of a grant."""
    return reverse("spending", args=[award.public_id])


urlpatterns = [
    path("awards/<str:id>/spending/", spending_page, name="spending"),
    path("awards/<str:id>/spending/explain/", spending_explain, name="spending_explain"),
]
