"""The money of a call is raised after decisions began: the set stays, and the reserve can be called up."""

from saanjh.calls.models import Call, MoneyRaise, PanelRules
from saanjh.calls.rules import panel_rules as rules
from saanjh.calls.sums import money_of
from saanjh.ground import history
from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.models import Person
from saanjh.ground.writing import action, afresh


@action
def raise_money(call: Call, *, money_minor: int | None, reason: str, written_in: str = "en", by: Person) -> MoneyRaise:
    """Say that there is so much money now (in all, in minor units of the call's currency), and why.

    What may be decided from now on stays within it; the set itself is not chosen again. Refusal, on its field, for
    what is no more than there is, and without a reason.
    """
    rules.may_raise(afresh(call), by=by)  # locked: nobody raises it at the same time from what it was before
    there = money_of(call)
    before = there.now if there else 0
    now = rules.more(money_minor, than=before)
    rules.must_say_why(reason, written_in)
    chairs = may(by, Role.PANEL_CHAIR, over=[(ScopeKind.PROGRAMME, call.programme_id)])
    made = MoneyRaise.objects.create(
        call=call,
        rules_version=PanelRules.objects.get(call=call).version,
        before_minor=before,
        money_minor=now,
        reason=reason,
        written_in=written_in,
        by=by,
        as_role=Role.PANEL_CHAIR if chairs else Role.PROGRAMME_OFFICER,
    )
    history.record(
        "panel_money_raised",
        call,
        by=by,
        before=before,
        money=now,
        currency=call.currency,
        raised=made.public_id,
    )
    return made
