"""Who may do what in a network and on the roadmap, and why not."""

import datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.models import Organisation, Person
from saanjh.ground.naming import named
from saanjh.ground.refusals import Refusal
from saanjh.ground.states import Moves
from saanjh.kit.text import isolated
from saanjh.networks.models import Membership, Network, RoadmapAction, TermsOfReference
from saanjh.programmes.models import Programme, Scheme, Theme

NETWORK_MOVES: Moves = {
    (Network.State.FORMING, "begin"): Network.State.ACTIVE,
    (Network.State.ACTIVE, "begin"): Network.State.ACTIVE,
    (Network.State.FORMING, "close"): Network.State.CLOSED,
    (Network.State.ACTIVE, "close"): Network.State.CLOSED,
}
TERMS_MOVES: Moves = {
    (TermsOfReference.State.DRAFT, "propose"): TermsOfReference.State.PROPOSED,
    (TermsOfReference.State.PROPOSED, "call_back"): TermsOfReference.State.DRAFT,
    (TermsOfReference.State.PROPOSED, "adopt"): TermsOfReference.State.ADOPTED,
}
_A = RoadmapAction.State
# The verb of a report is the status that it reports; what is done or dropped is over.
ACTION_MOVES: Moves = {(now, to.value): to for now in (_A.PLANNED, _A.ON_TRACK, _A.LATE) for to in _A}


def runs(programme: Programme, *, by: Person) -> bool:
    """Whether `by` is an officer of the programme."""
    return may(by, Role.PROGRAMME_OFFICER, over=programme.scopes())


def convenes(network: Network, *, by: Person) -> bool:
    """Whether `by` convenes the network."""
    return may(by, Role.CONVENOR, over=[(ScopeKind.NETWORK, network.pk)])


def may_found(programme: Programme, *, by: Person) -> None:
    """Refusal unless `by` runs the programme and it is not closed."""
    if not runs(programme, by=by):
        raise Refusal(_("Only an officer of the programme founds and closes its networks."))
    if programme.state == Programme.State.CLOSED:
        raise Refusal(_("The programme is closed: nothing in it changes any more."))


def on_the_list(row: Theme, scheme: Scheme, *, field: str) -> None:
    """Refusal for a row of another list."""
    if row.scheme != scheme:
        raise Refusal(_("Choose one from the list."), field=field)


def not_closed(network: Network) -> None:
    """Refusal where the network has ended."""
    if network.state == Network.State.CLOSED:
        raise Refusal(_("The network is closed: nothing in it changes any more."))


def may_enter_member(network: Network, *, by: Person) -> None:
    """Refusal unless `by` convenes the network or runs its programme."""
    if not convenes(network, by=by) and not runs(network.programme, by=by):
        raise Refusal(_("Only the convenor or an officer of the programme enters members."))
    not_closed(network)


def may_belong(network: Network, organisation: Organisation, since: datetime.date) -> None:
    """Refusal for an organisation that belongs already or is a duplicate, and for a day that has not come."""
    if organisation.merged_into_id:
        raise Refusal(_("This organisation was joined into another: choose that one."), field="organisation")
    if network.memberships.current().filter(organisation=organisation).exists():
        raise Refusal(_("This organisation is a member already."), field="organisation")
    not_ahead(since, field="since")


def may_end_membership(membership: Membership, *, by: Person) -> bool:
    """Whether `by` convenes the network, runs its programme, or signs for the organisation itself."""
    return may(by, Role.CONVENOR, Role.PROGRAMME_OFFICER, Role.SIGNATORY, over=membership.scopes())


def may_draft(network: Network, *, by: Person) -> None:
    """Refusal unless `by` convenes the network and it is not closed."""
    if not convenes(network, by=by):
        raise Refusal(_("Only the convenor of the network drafts its terms of reference."))
    not_closed(network)


def may_propose(terms: TermsOfReference, *, by: Person) -> None:
    """The convenor puts forward terms that say something."""
    may_draft(terms.network, by=by)
    if not terms.sections.filled().exists():
        raise Refusal(_("Write at least one section before you put the terms forward."))


def second(terms: TermsOfReference, *, by: Person) -> bool:
    """Whether `by` is one who can be the second to agree: never somebody who convenes, nor who put them forward."""
    if convenes(terms.network, by=by) or terms.proposed_by_id == by.pk:
        return False
    return may(by, Role.SIGNATORY, Role.PROGRAMME_OFFICER, over=terms.scopes())


def may_adopt(terms: TermsOfReference, adopted_on: datetime.date, *, by: Person) -> None:
    """Refusal unless `by` is a second person, and the day is neither ahead nor before the last adoption."""
    if not second(terms, by=by):
        raise Refusal(
            _(
                "Nobody adopts terms alone: after the convenor has put them forward, the signatory of a member "
                "organisation or an officer of the programme adopts them."
            )
        )
    not_ahead(adopted_on, field="adopted_on")
    last = terms.network.terms.aggregate(last=Max("adopted_on"))["last"]
    if last and adopted_on < last:
        raise Refusal(_("A version that was adopted later stands already. Choose a later day."), field="adopted_on")


def may_call_back(terms: TermsOfReference, *, by: Person) -> None:
    """Refusal unless `by` convenes the network or is one who could adopt."""
    if not convenes(terms.network, by=by) and not second(terms, by=by):
        raise Refusal(_("Only the convenor or one who may adopt the terms gives them back."))


def may_add(programme: Programme, network: Network | None, *, by: Person) -> None:
    """The convenor or an officer adds to a network's actions; an officer to those of the whole programme."""
    if network is None:
        if not runs(programme, by=by):
            raise Refusal(_("Only an officer of the programme puts an action of the whole programme on the roadmap."))
    else:
        if network.programme_id != programme.pk or not (convenes(network, by=by) or runs(programme, by=by)):
            raise Refusal(_("Only the convenor or an officer of the programme puts an action on the roadmap."))
        not_closed(network)
    if programme.state == Programme.State.CLOSED:
        raise Refusal(_("The programme is closed: nothing in it changes any more."))


def may_report(action: RoadmapAction, *, by: Person) -> bool:
    """Whether `by` convenes the action's network or runs its programme."""
    return may(by, Role.CONVENOR, Role.PROGRAMME_OFFICER, over=action.scopes())


def sound_report(action: RoadmapAction, state: str, on: datetime.date) -> None:
    """Refusal for a day out of order, and for what is done before what it depends on."""
    not_ahead(on, field="on")
    last = action.reports.aggregate(last=Max("on"))["last"] or action.added_on
    if on < last:
        raise Refusal(_("This day lies before the last report, or before the action was there."), field="on")
    first = action.depends_on
    if state == _A.DONE and first is not None and first.state not in RoadmapAction.ENDS:
        raise Refusal(
            _("It depends on “%(title)s”, which is not done yet. Report that one first.")
            % {"title": isolated(named(first))},
            field="state",
        )


def not_ahead(day: datetime.date, *, field: str) -> None:
    """Refusal for a day that has not come yet."""
    if day > timezone.localdate():
        raise Refusal(_("This day has not come yet."), field=field)
