"""A second programme beside the demo's, with all that belongs to it, and colleagues beside those of the demo.

What the demo's people may not see is here, and the other way round: so that no role, not even an officer's, is without
anything foreign, and so that each has a neighbour in the own organisation, call, programme and study.
"""

import datetime
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from saanjh.demo.people import secret_of
from saanjh.ground.access import HELD_IN, STAFF, Role, ScopeKind
from saanjh.ground.models import District, Erasure, Export, Person, Recovery
from saanjh.programmes.models import Scheme, Theme
from tests.atlas.factories import a_lesson
from tests.awards.factories import (
    a_cash_line,
    a_consultation,
    a_pause,
    a_permit,
    a_risk,
    a_step_mark,
    an_activity,
    an_agreement,
    an_amendment,
    an_award,
)
from tests.calls.factories import a_call, a_review, an_application
from tests.events.factories import a_certificate, a_held_event, a_printing, a_running_programme, a_training, an_event
from tests.factories import an_organisation, holding
from tests.networks.factories import a_member, a_network, an_action, terms_of
from tests.programmes.factories import a_contribution
from tests.research.factories import a_finding, a_passage, a_source, a_study
from tests.results.factories import a_value
from tests.voices.factories import a_message


def stand_beside(world: Any) -> dict[Role, Person]:
    """Make it; who holds which role there."""
    programme = a_running_programme(title_en="Second side", summary="Small grants.")
    organisation = an_organisation(name_en="Second side society")
    call = a_call("open", programme)
    network, study = a_network(programme=programme), a_study(programme=programme)
    over = {
        ScopeKind.PROGRAMME: programme.pk,
        ScopeKind.CALL: call.pk,
        ScopeKind.ORGANISATION: organisation.pk,
        ScopeKind.NETWORK: network.pk,
        ScopeKind.STUDY: study.pk,
    }
    people = {role: holding(role, over=over[kind]) for role, kind in HELD_IN.items() if kind in over}
    for role in STAFF & set(people):
        TOTP.activate(people[role], secret_of(people[role].username))
    district = next(iter(world.districts.values()))  # a new one would stand on another's tile of the map
    _calls_and_grants(programme, organisation, call, people, district)
    _networks_and_studies(network, study, organisation, people)
    a_message(programme, text="What the second side was told.")
    a_message(programme, category="unsafe", text="What the second side was told in confidence.")
    _neighbours(world)
    return people


def _calls_and_grants(
    programme: Any, organisation: Any, call: Any, people: dict[Role, Person], district: District
) -> None:
    a_call("draft", programme)
    an_application(call, organisation)
    closed = a_call("closed", programme)
    a_review(an_application(closed, organisation, "submitted"), people[Role.REVIEWER])
    award = an_award(organisation=organisation, programme=programme, district=district)
    waits = an_award("offered", organisation=organisation, programme=programme, district=district)
    an_agreement(waits, number=None)
    an_amendment(award)
    an_activity(award, women=12)
    a_step_mark(award)
    a_permit(award, ("granted", 50, -9))
    a_risk(award)
    a_pause(award, 50, 40)
    a_consultation(award, with_whom=Theme.objects.of(Scheme.TARGET_GROUPS)[0])
    a_cash_line(award)
    for state in ("draft", "submitted", "returned"):
        a_value(state, award, submitted_by=None if state == "draft" else people[Role.EDITOR])
    a_lesson(award, state="draft", published_by=None, published_at=None)
    an_event(programme=programme, district=district)
    a_training(sessions=2, programme=programme, district=district)
    held = a_held_event(programme=programme, district=district)
    a_certificate(printing=a_printing(held, asked_by=people[Role.PROGRAMME_OFFICER]))
    a_contribution(programme, received=500_000)


def _networks_and_studies(network: Any, study: Any, organisation: Any, people: dict[Role, Person]) -> None:
    a_member(network, organisation=organisation)
    terms_of(network)
    an_action(network=network)
    source = a_source(study, people[Role.RESEARCHER], is_restricted=True)
    a_finding(a_passage(source))


def _neighbours(world: Any) -> None:
    """A colleague's copy, erasure and way back; a second study and a draft of a call in the demo's programme."""
    colleague = holding(Role.EDITOR, over=world.organisations[0].pk)
    administrator = world.people["administrator"]
    Export.objects.create(asked_by=colleague, organisation=world.organisations[0])
    Erasure.objects.create(person=colleague, asked_by=colleague)
    Recovery.objects.create(
        person=colleague, way="code", asked_by=administrator, expires_at=timezone.now() + datetime.timedelta(days=2)
    )
    a_call("draft", world.programme)
    study = a_study(programme=world.programme)
    a_finding(a_passage(a_source(study, holding(Role.RESEARCHER, over=study.pk))))
