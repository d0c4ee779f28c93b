"""Where a thing is found: from (kind, id) to its address, for notices, history, search and what waits."""

from django.urls import NoReverseMatch, reverse

# kind -> name of the address that takes the public id; a room's pages add theirs here.
ADDRESSES: dict[str, str] = {
    "learning.lesson": "desk_lesson",
    "events.event": "desk_event",
    "events.course": "desk_course",
    "calls.call": "call",
    "calls.call.desk": "desk_call",
    "calls.call.entering": "call_entering",
    "calls.call.assignment": "call_assignment",
    "calls.call.reviews": "call_reviews",
    "calls.application": "application",
    "calls.applicationpartner": "partner",
    "calls.application.gate.A": "gate_eligibility",
    "calls.application.gate.B": "gate_harm",
    "calls.application.reviewers": "application_reviewers",
    "calls.application.decide": "application_decide",
    "calls.application.decision": "application_decision",
    "calls.call.decisions": "call_decisions",
    "calls.reviewer.profile": "reviewer_profile",
    "calls.reviewer.trials": "reviewer_trials",
    "calls.review": "review",
    "calls.enquiry": "enquiry_answer",
    "calls.appeal": "appeal_answer",
    "questions.formversion": "form_version",
    "awards.award": "award",
    "awards.award.permits": "award_permits",
    "awards.risk": "risk",
    "awards.offer": "award_offer",
    "awards.amendment": "amendment",
    "awards.activity": "activity",
    "awards.cashline": "cash_line",
    "results.value": "value",
    "ground.person": "person",
    "ground.recovery": "recovery",
    "ground.erasure": "erasure",
    "ground.export": "copy",
    "ground.organisation": "organisation",
    "ground.invitation": "invitation",
    "ground.storedfile": "file",
    "programmes.programme": "desk_programme",
    "programmes.contribution": "desk_contribution",
    "programmes.indicator": "indicator",
    "atlas.initiative": "desk_initiative",
    "atlas.page_of_award": "initiative_make",
    "voices.message": "desk_message",
    "networks.network": "desk_network",
    "networks.termsofreference": "desk_terms",
    "networks.termssection": "terms_section",
    "networks.roadmapaction": "desk_roadmap_action",
    "research.study": "desk_study",
    "research.source": "desk_source",
    "research.finding": "desk_finding",
}


def address_of(kind: str, id: str) -> str:
    """The address of the thing, or an empty text where it has no page."""
    name = ADDRESSES.get(kind)
    if name is None or not id:
        return ""
    try:
        return reverse(name, args=[id])
    except NoReverseMatch:
        return ""
