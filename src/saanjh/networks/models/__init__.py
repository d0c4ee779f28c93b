"""Networks, who belongs to them, their terms of reference, and the actions of the roadmap."""

from saanjh.networks.models.networks import Membership, Network
from saanjh.networks.models.roadmap import RoadmapAction, StatusReport
from saanjh.networks.models.terms import TermsOfReference, TermsSection

__all__ = ["Membership", "Network", "RoadmapAction", "StatusReport", "TermsOfReference", "TermsSection"]
