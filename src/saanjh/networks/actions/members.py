"""Organisations join a network and leave it."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground import history
from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.models import Organisation, Person
from saanjh.ground.naming import both
from saanjh.ground.notices import tell
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh
from saanjh.networks import notices, rules
from saanjh.networks.models import Membership, Network


@action
def join(network: Network, *, organisation: Organisation, by: Person, since: datetime.date | None = None) -> Membership:
    """Enter an organisation as a member. Its signatories are told, and can end the membership themselves."""
    rules.may_enter_member(afresh(network), by=by)  # two who enter the same organisation come one by one
    since = since or timezone.localdate()
    rules.may_belong(network, organisation, since)
    membership = Membership.objects.create(network=network, organisation=organisation, since=since)
    history.record("network_member_joined", network, by=by, organisation=organisation.public_id)
    signatories = Person.objects.holding(Role.SIGNATORY, over=(ScopeKind.ORGANISATION, organisation.pk))
    tell(signatories, notices.JOINED, network, **both(network))
    return membership


@action
def leave(membership: Membership, *, by: Person, until: datetime.date | None = None) -> Membership:
    """End a membership on a day, today where none is said. The organisation's signatory may always do so."""
    if not rules.may_end_membership(membership, by=by):
        raise Refusal(_("Only the convenor, an officer of the programme or the organisation itself ends this."))
    until = until or timezone.localdate()
    rules.not_ahead(until, field="until")
    fresh = Membership.objects.select_for_update().get(pk=membership.pk)
    if fresh.until is not None:
        raise Refusal(_("This membership has ended already."))
    if until < fresh.since:
        raise Refusal(_("The membership began later than this day."), field="until")
    membership.until = until
    membership.save(update_fields=["until"])
    history.record("network_member_left", membership.network, by=by, organisation=membership.organisation.public_id)
    return membership
