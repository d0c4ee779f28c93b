"""Money of a contribution at the desk: set aside for a call or a grant, taken back, and what is free of it."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.awards import queries
from saanjh.awards.actions import allocations as actions
from saanjh.awards.models import READERS, Allocation, Award
from saanjh.awards.rules import allocations as rules
from saanjh.calls.models import Call
from saanjh.ground.access import Role
from saanjh.programmes import rules as accounts
from saanjh.programmes.models import Contribution
from saanjh.web.answers import answer, form_for
from saanjh.web.components.choosing import OneOf
from saanjh.web.components.inputs import Amount, Day
from saanjh.web.components.languages import worded
from saanjh.web.components.quantities import amount
from saanjh.web.desk.confirming import Question, allows, confirm
from saanjh.web.desk.programmes import FORM, frame
from saanjh.web.desk.reasons import ReasonForm
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 50


class ForCallForm(forms.Form):
    """For which call, how much, and when that was settled."""

    call = OneOf(Call.objects.none(), name="title", label=_("For which call?"))
    amount = Amount(currency="PKR", label=_("Amount set aside"))
    allocated_on = Day(label=_("Set aside on"))

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        calls = contribution.programme.calls.exclude(state=Call.State.DRAFT).order_by("-opens_on", "-pk")
        self.fields["call"].queryset = calls  # type: ignore[attr-defined]
        self.fields["amount"].currency = contribution.currency  # type: ignore[attr-defined]
        self.fields["allocated_on"].initial = timezone.localdate()


class OfContribution(forms.ModelChoiceField):
    """A contribution by its donor and what was pledged."""

    def label_from_instance(self, thing: Any) -> str:
        return f"{worded(thing.donor, 'name')[0]}: {amount(thing.amount_minor, thing.currency)}"


class ForAwardForm(forms.Form):
    """From which contribution, how much, and when that was settled."""

    contribution = OfContribution(
        Contribution.objects.none(), label=_("From which contribution?"), empty_label=_("Choose")
    )
    amount = Amount(
        currency="PKR", label=_("Amount set aside"), help_text=_("In the currency of the contribution, not the grant.")
    )
    allocated_on = Day(label=_("Set aside on"))

    def __init__(self, *args: Any, award: Award, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = award.programme.contributions.select_related("donor").order_by("pledged_on", "pk")
        self.fields["contribution"].queryset = rows  # type: ignore[attr-defined]
        self.fields["allocated_on"].initial = timezone.localdate()
        chosen = rows.filter(pk=self.data.get("contribution")).first() if self._picked() else None
        if chosen:
            self.fields["amount"].currency = chosen.currency  # type: ignore[attr-defined]

    def _picked(self) -> bool:
        return str(self.data.get("contribution") or "").isdecimal()


@guard(*READERS, finds=Contribution, methods=("GET",))
def allocations(request: DeskRequest, contribution: Contribution) -> HttpResponse:
    """What of a contribution is set aside for what, what was taken back, and what is free."""
    free = contribution.amount_minor - rules.used(contribution)
    keeps_accounts = allows(accounts.may_keep_accounts, contribution.programme, request)
    context = {
        "contribution": contribution,
        "page": Pages(queries.allocations_of(contribution), PAGE).get_page(request.GET.get("page")),
        "free": free,
        "keeps_accounts": keeps_accounts,
        "may_allocate": keeps_accounts and free > 0,
    }
    return render(request, "desk/programmes/allocations.html", context)


@guard(Role.FINANCE_OFFICER, finds=Contribution)
def allocate(request: DeskRequest, contribution: Contribution) -> HttpResponse:
    """Set money of a contribution aside for a call."""
    if request.method != "POST":
        rules.may_allocate(contribution, by=request.user)
    around = frame(contribution.programme, _("Set money aside for a call"), _("Set it aside"))
    return answer(
        request,
        form_for(request, ForCallForm, contribution=contribution),
        FORM,
        {**around, "contribution": contribution, "back": _list(contribution)},
        act=lambda data: actions.for_call(contribution, amount_minor=data.pop("amount"), by=request.user, **data),
        then=lambda made: _list(contribution),
        said=_("The money is set aside."),
    )


@guard(Role.FINANCE_OFFICER, finds=Award)
def award_fund(request: DeskRequest, award: Award) -> HttpResponse:
    """Set money of a contribution aside for a grant."""
    if request.method != "POST":
        rules.may_fund(award, by=request.user)
    back = reverse("award", args=[award.public_id])
    context = {"award": award, "funding": queries.funding(award), "lacking": award.amount_minor - rules.funded(award)}
    return answer(
        request,
        form_for(request, ForAwardForm, award=award),
        "desk/awards/fund.html",
        {**context, "back": back},
        act=lambda data: actions.for_award(
            data.pop("contribution"), award=award, amount_minor=data.pop("amount"), by=request.user, **data
        ),
        then=lambda made: back,
        said=_("The money is set aside."),
    )


@guard(Role.FINANCE_OFFICER, finds=Allocation)
def take_back(request: DeskRequest, allocation: Allocation) -> HttpResponse:
    """Say that money is no longer set aside there."""
    contribution = allocation.contribution
    words = _("%(amount)s are free again then. What was set aside stays readable but counts no more.") % {
        "amount": amount(allocation.amount_minor, contribution.currency)
    }
    return confirm(
        request,
        Question(_("Take back what was set aside"), words, _("Take it back"), _list(contribution)),
        act=lambda **data: actions.take_back(allocation, by=request.user, **data),
        check=lambda: rules.may_take_back(allocation, by=request.user),
        then=lambda made: _list(contribution),
        said=_("It is taken back: the money is free again."),
        form=ReasonForm,
    )


def _list(contribution: Contribution) -> str:
    return reverse("allocations", args=[contribution.public_id])


urlpatterns = [
    path("contributions/<str:id>/allocations/", allocations, name="allocations"),
    path("contributions/<str:id>/allocate/", allocate, name="allocate"),
    path("awards/<str:id>/fund/", award_fund, name="award_fund"),
    path("allocations/<str:id>/take-back/", take_back, name="allocation_take_back"),
]
