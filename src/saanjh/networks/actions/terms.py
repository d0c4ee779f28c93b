"""Terms of reference are drafted and put forward by the convenor, and adopted by somebody else."""

import datetime
import hashlib
import json

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground import history, states
from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.models import Person
from saanjh.ground.naming import both
from saanjh.ground.notices import tell
from saanjh.ground.refusals import Refusal, need_change
from saanjh.ground.writing import action, afresh
from saanjh.networks import notices, rules, sections
from saanjh.networks.models import Network, TermsOfReference, TermsSection


@action
def draft(network: Network, *, by: Person) -> TermsOfReference:
    """Begin the next version: the usual sections, with what the version in force says in them."""
    rules.may_draft(afresh(network), by=by)
    if network.terms.exclude(state=TermsOfReference.State.ADOPTED).exists():
        raise Refusal(_("A version is being worked on already: go on with that one."))
    last = network.terms.aggregate(last=Max("version"))["last"] or 0
    before = network.terms.in_force(timezone.localdate()).first()
    terms = TermsOfReference.objects.create(network=network, version=last + 1)
    TermsSection.objects.bulk_create(sections.copied_for(terms, before))
    history.record("terms_drafted", terms, by=by, network=network.public_id, version=terms.version)
    return terms


@action
def write(section: TermsSection, *, text: str, written_in: str, by: Person) -> TermsSection:
    """Say something under a heading of a draft; an empty text takes it back."""
    rules.may_draft(section.terms.network, by=by)
    terms = TermsOfReference.objects.select_for_update().get(pk=section.terms_id)
    if terms.state != TermsOfReference.State.DRAFT:
        raise Refusal(_("Only a draft is changed. Give the terms back first, or begin the next version."))
    afresh(section)
    need_change([new for new, old in ((text, section.text), (written_in, section.written_in)) if new != old])
    section.text, section.written_in = text, written_in
    section.save(update_fields=["text", "written_in"])
    history.record("terms_section_written", terms, by=by, section=section.code, language=written_in)
    return section


@action
def propose(terms: TermsOfReference, *, by: Person) -> TermsOfReference:
    """Put the draft forward: from now on its words stand still until it is adopted or given back."""
    rules.may_propose(terms, by=by)
    states.move(terms, "propose", rules.TERMS_MOVES)
    terms.proposed_by = by
    terms.save(update_fields=["state", "proposed_by"])
    history.record("terms_proposed", terms, by=by, version=terms.version, digest=digest(terms))
    tell(_seconds(terms), notices.PROPOSED, terms, **both(terms.network))
    return terms


@action
def call_back(terms: TermsOfReference, *, by: Person) -> TermsOfReference:
    """Make a draft of it again, to be changed."""
    rules.may_call_back(terms, by=by)
    states.move(terms, "call_back", rules.TERMS_MOVES)
    terms.proposed_by = None
    terms.save(update_fields=["state", "proposed_by"])
    history.record("terms_called_back", terms, by=by, version=terms.version)
    return terms


@action
def adopt(terms: TermsOfReference, *, by: Person, adopted_on: datetime.date | None = None) -> TermsOfReference:
    """Adopt what the convenor put forward, as of a day: today, or the day of the meeting. It never changes again."""
    adopted_on = adopted_on or timezone.localdate()
    rules.may_adopt(terms, adopted_on, by=by)
    states.move(terms, "adopt", rules.TERMS_MOVES)
    states.move(terms.network, "begin", rules.NETWORK_MOVES)
    terms.network.save(update_fields=["state"])
    terms.adopted_by, terms.adopted_on = by, adopted_on
    terms.save(update_fields=["state", "adopted_by", "adopted_on"])
    history.record(
        "terms_adopted", terms, by=by, version=terms.version, day=adopted_on.isoformat(), digest=digest(terms)
    )
    people = Person.objects.holding(Role.CONVENOR, Role.MEMBER, over=(ScopeKind.NETWORK, terms.network_id))
    tell(people, notices.ADOPTED, terms, **both(terms.network))
    return terms


def digest(terms: TermsOfReference) -> str:
    """SHA-256 over every section's code, language and text, in order: what exactly was agreed on."""
    said = list(terms.sections.order_by("position").values_list("code", "written_in", "text"))
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _seconds(terms: TermsOfReference) -> list[Person]:
    """Those who may adopt: officers of the programme and signatories of the members."""
    people = [
        person
        for kind, at in terms.scopes()
        if kind != ScopeKind.NETWORK
        for person in Person.objects.holding(Role.PROGRAMME_OFFICER, Role.SIGNATORY, over=(kind, at))
    ]
    return [person for person in people if rules.second(terms, by=person)]
