"""The rule set for costs of a draft call: chosen, its limits changed, single rules taken out."""

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.calls import costs
from saanjh.calls.actions import costs as actions
from saanjh.calls.models import Call, CostRule
from saanjh.calls.rules import calls as rules
from saanjh.ground.access import Role
from saanjh.ground.writing import afresh
from saanjh.web import answers
from saanjh.web.components.drafts import Draft
from saanjh.web.components.inputs import Amount, Number, Words
from saanjh.web.components.languages import worded
from saanjh.web.guards import DeskRequest, guard

OF = CostRule.Kind


class ChooseForm(forms.Form):
    """Which rule set holds, if any."""

    ruleset = forms.ChoiceField(label=_("Rule set"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sets = [(each.code, worded(each, "label")[0]) for each in costs.rulesets().values()]
        self.fields["ruleset"].choices = [("", _("No rule set")), *sets]  # type: ignore[attr-defined]


class CostsForm(Draft):
    """Each rule of the call: whether it holds, and what belongs to its kind."""

    def __init__(self, *args: Any, held: list[CostRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        for rule in held:
            name = worded(rule, "label")[0]
            self.fields[f"{rule.code}_holds"] = forms.BooleanField(label=name, required=False, initial=True)
            self.fields |= {f"{rule.code}_{part}": field for part, field in _fields(rule, name).items()}

    def terms(self) -> dict[str, actions.Terms]:
        """What was sent, as the action takes it."""
        return {rule.code: self._terms(rule) for rule in self.held}

    def _terms(self, rule: CostRule) -> actions.Terms:
        sent = self.cleaned_data
        return actions.Terms(
            holds=sent[f"{rule.code}_holds"],
            percent=sent.get(f"{rule.code}_percent"),
            amount_minor=sent.get(f"{rule.code}_amount"),
            words=sent.get(f"{rule.code}_words") or "",
        )


def _fields(rule: CostRule, name: Any) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    if rule.kind == OF.UNIT:
        found["amount"] = Amount(
            label=_("%(rule)s: most for one unit") % {"rule": name},
            help_text=_("In %(currency)s. The rule set says %(stated)s.")
            % {"currency": rule.call.currency, "stated": rule.stated},
            currency=rule.call.currency,
            initial=rule.amount_minor,
        )
    if rule.kind == OF.SHARE:
        label = _("%(rule)s: most, in percent %(of)s") % {"rule": name, "of": rule.get_percent_of_display()}
        found["percent"] = Number(label=label, whole=True, lowest=0, highest=100, initial=rule.percent)
    if rule.words:
        found["words"] = Words(
            label=_("%(rule)s: phrases by which such a line is known") % {"rule": name},
            help_text=_("One a line, in English or Urdu. A line of a budget that says one of them is meant."),
            max_length=2000,
            lines=3,
            initial=rule.words,
        )
    return found


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_costs(request: DeskRequest, call: Call) -> HttpResponse:
    """Change the limits of the call's own rules."""
    held = costs.rules_of(call)
    if request.method != "POST":
        rules.may_prepare(call, by=request.user)
        if not held:
            return HttpResponseRedirect(reverse("call_costs_choose", args=[call.public_id]))
    form = answers.form_for(request, CostsForm, held=held)
    return answers.answer(
        request,
        form,
        "desk/calls/costs.html",
        {"call": call, "source": held[0].source if held else ""},
        act=lambda data: actions.settle(call, form.terms(), by=request.user),
        then=_page,
        said=_("The rules for costs are kept."),
        stands=lambda: CostsForm(held=costs.rules_of(afresh(call))),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_costs_choose(request: DeskRequest, call: Call) -> HttpResponse:
    """Choose the rule set, in place of the one before."""
    if request.method != "POST":
        rules.may_prepare(call, by=request.user)
    held = costs.rules_of(call)
    chosen = {"ruleset": held[0].ruleset if held else ""}
    return answers.answer(
        request,
        answers.form_for(request, ChooseForm, initial=chosen),
        "desk/calls/costs_choose.html",
        {"call": call, "rulesets": list(costs.rulesets().values()), "held": held},
        act=lambda data: actions.choose(call, data["ruleset"], by=request.user),
        then=lambda made: reverse("call_costs", args=[call.public_id]) if costs.rules_of(call) else _page(call),
        said=_("The rule set is chosen."),
    )


def _page(call: Call) -> str:
    return reverse("desk_call", args=[call.public_id])


urlpatterns = [
    path("calls/<str:id>/costs/", call_costs, name="call_costs"),
    path("calls/<str:id>/costs/choose/", call_costs_choose, name="call_costs_choose"),
]
