"""How long networks are kept: who agreed on what with whom is what they are for. Organisations, never people."""

from saanjh.ground.holdings import told
from saanjh.ground.models import Organisation, Person
from saanjh.ground.retention import kept
from saanjh.networks.models import (
    Membership,
    Network,
    RoadmapAction,
    StatusReport,
    TermsOfReference,
    TermsSection,
)

kept(Network, "public: that organisations work together")
kept(Membership, "which organisation belonged from when to when")
for each in (TermsOfReference, TermsSection):
    kept(each, "what was agreed; sealed by the database once it is adopted")
for step in (RoadmapAction, StatusReport):
    kept(step, "public: what was to be done and how far it came")

told(Person, StatusReport, "reported_by", "on state")
told(Person, TermsOfReference, "proposed_by", "public_id version state")
told(Person, TermsOfReference, "adopted_by", "public_id version adopted_on")
told(Organisation, Membership, "organisation", "public_id network__title_en since until")
