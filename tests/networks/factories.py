"""Cheap roots for tests of networks; rows are written directly, at most five queries each."""

import datetime
from typing import Any

from django.utils import timezone

from saanjh.ground.access import Role
from saanjh.ground.models import Person
from saanjh.networks.models import Membership, Network, RoadmapAction, TermsOfReference, TermsSection
from saanjh.programmes.models import Scheme, Theme
from tests.factories import an_organisation, count, holding
from tests.programmes.factories import a_programme, a_theme


def days_ago(days: int) -> datetime.date:
    """The local day so many days ago."""
    return timezone.localdate() - datetime.timedelta(days=days)


def a_kind(**facts: Any) -> Theme:
    """A kind of network."""
    return a_theme(Scheme.NETWORK_KINDS, **facts)


def a_pillar(**facts: Any) -> Theme:
    """A pillar of the roadmap."""
    return a_theme(Scheme.ROADMAP_PILLARS, **facts)


def a_network(**facts: Any) -> Network:
    """A forming network without members."""
    facts = {
        "programme": facts.pop("programme", None) or a_programme(),
        "kind": facts.pop("kind", None) or a_kind(),
        "title_en": f"Network for policy {next(count)}",
        "title_ur": "پالیسی کا نیٹ ورک",
        "purpose_en": "Bring what communities say to those who decide.",
        "purpose_ur": "لوگوں کی بات فیصلہ کرنے والوں تک پہنچانا۔",
        **facts,
    }
    return Network.objects.create(**facts)


def a_member(network: Network, **facts: Any) -> Membership:
    """An organisation that may be shown and belongs since a month ago."""
    organisation = facts.pop("organisation", None) or an_organisation(is_public=True)
    return Membership.objects.create(network=network, organisation=organisation, since=facts.pop("since", days_ago(30)))


def terms_of(network: Network, *, version: int = 1, adopted_on: datetime.date | None = None) -> TermsOfReference:
    """A draft with a purpose and an empty section; adopted on a day, where one is named."""
    terms = TermsOfReference.objects.create(network=network, version=version)
    for position, (code, text) in enumerate((("purpose", f"What we are for, {version}."), ("resources", "")), 1):
        TermsSection.objects.create(terms=terms, position=position, code=code, label_en=code, text=text)
    if adopted_on:
        TermsOfReference.objects.filter(pk=terms.pk).update(
            state="adopted", adopted_on=adopted_on, adopted_by=_somebody("b"), proposed_by=_somebody("a")
        )
        terms.refresh_from_db()
    return terms


def _somebody(letter: str) -> Person:
    person, _made = Person.objects.get_or_create(username=f"signer-{letter}", defaults={"name": letter})
    return person


def an_action(**facts: Any) -> RoadmapAction:
    """A network's planned action of the nearest horizon, on the roadmap since a hundred days."""
    network = facts.pop("network", None) or a_network()
    facts = {
        "network": network,
        "programme": network.programme,
        "pillar": facts.pop("pillar", None) or a_pillar(),
        "title_en": f"Map the services {next(count)}",
        "title_ur": "خدمات کا نقشہ بنائیں",
        "horizon": "0-6",
        "horizon_ends": 6,
        "lead_kind": "cso",
        "added_on": days_ago(100),
        **facts,
    }
    return RoadmapAction.objects.create(**facts)


def convenor_of(network: Network) -> Person:
    """Somebody who convenes the network."""
    return holding(Role.CONVENOR, over=network.pk)


def officer_of(network: Network) -> Person:
    """An officer of the network's programme."""
    return holding(Role.PROGRAMME_OFFICER, over=network.programme_id)


def signatory_of(membership: Membership) -> Person:
    """Who signs for the member."""
    return holding(Role.SIGNATORY, over=membership.organisation_id)
