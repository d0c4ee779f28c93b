"""Messages about calls, applications and reviews, and the people they are for."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Application, Call
from saanjh.calls.models.applications import READERS
from saanjh.ground.access import WRITERS, Role, ScopeKind
from saanjh.ground.models import Person
from saanjh.ground.notices import kind

RECEIVED = kind("application_received", _("We received your application. Its number is %(number)s."))
WITHDRAWN = kind("application_withdrawn", _("Your application %(number)s was withdrawn, as you asked."))
REOPENED = kind(
    "application_reopened",
    _("Your application %(number)s was opened again. Hand it in anew before the call closes, or it does not count."),
)
ENQUIRED = kind("call_enquired", _("Somebody asks about call %(call)s. The answer is for all who apply."))
ENQUIRY_ANSWERED = kind("call_enquiry_answered", _("Your question about call %(call)s was answered, for all to read."))
ENQUIRY_SET_ASIDE = kind(
    "call_enquiry_set_aside", _("Your question about call %(call)s was set aside: it is not about the call.")
)
TO_SCREEN = kind("call_to_screen", _("The call %(code)s has closed: its applications wait for screening."))
NOT_ELIGIBLE = kind(
    "application_not_eligible", _("Your application %(number)s does not go on to the reviewers. Read the reasons.")
)
CONDITIONS = kind(
    "application_conditions", _("Your application %(number)s was screened, and there are conditions. Read them.")
)
LOOKED_AT_AGAIN = kind("application_looked_at_again", _("Your application %(number)s is being looked at again."))
ASKED = kind("review_asked", _("You are asked to review application %(number)s."))
ASKED_MANY = kind("reviews_asked", _("You are asked to review %(count)s applications of the call %(code)s."))
STEPPED_DOWN = kind(
    "reviewer_stepped_down",
    _("A reviewer of application %(number)s declared a conflict of interest. Name another."),
)
READY = kind("application_ready", _("All reviews of application %(number)s are in. It waits for a decision."))
DECISION_PROPOSED = kind(
    "decision_proposed", _("A decision about application %(number)s is proposed. Confirm it, or send it back.")
)
DECISIONS_PROPOSED = kind(
    "decisions_proposed", _("%(count)s decisions are proposed in the call %(code)s. Confirm them, or send them back.")
)
DECISION_SENT_BACK = kind(
    "decision_sent_back", _("The decision that you proposed about application %(number)s was sent back. Read why.")
)
RESERVED = kind(
    "application_reserved", _("Your application %(number)s is on the reserve list. Read why, and until when.")
)
SELECTED = kind("application_selected", _("Your application %(number)s was selected. Read why, and what comes next."))
DECLINED = kind("application_declined", _("Your application %(number)s was not selected. Read the reasons."))

APPEALED = kind("appeal_lodged", _("There is an appeal about application %(number)s. Answer it in time."))
APPEAL_UNANSWERABLE = kind(
    "appeal_unanswerable",
    _("There is an appeal about application %(number)s, and nobody here may answer it. Let another officer do it."),
)
APPEAL_UPHELD = kind(
    "appeal_upheld", _("Your appeal about application %(number)s was upheld: it is decided anew. Read the reasons.")
)
APPEAL_DISMISSED = kind(
    "appeal_dismissed", _("Your appeal about application %(number)s was dismissed. Read the reasons.")
)


def _holding(kind: ScopeKind, over: int, *roles: Role) -> QuerySet[Person]:
    held = {"roles_held__scope_kind": kind, "roles_held__scope_id": over, "roles_held__until": None}
    return Person.objects.filter(**held, roles_held__role__in=roles).distinct()


def applicants(application: Application) -> QuerySet[Person]:
    """Who writes and signs for the applicant, or for the organisation that it is part of now."""
    return _holding(ScopeKind.ORGANISATION, application.organisation.now.pk, *WRITERS)


def officers(call: Call) -> QuerySet[Person]:
    """Who runs the programme's calls."""
    return _holding(ScopeKind.PROGRAMME, call.programme_id, Role.PROGRAMME_OFFICER)


def checkers(call: Call) -> QuerySet[Person]:
    """Who screens."""
    return _holding(ScopeKind.PROGRAMME, call.programme_id, Role.GATE_CHECKER)


def chairs(call: Call) -> QuerySet[Person]:
    """Who proposes decisions."""
    return _holding(ScopeKind.PROGRAMME, call.programme_id, Role.PANEL_CHAIR)


def second_persons(call: Call, *, but: Person) -> QuerySet[Person]:
    """Who may confirm what this person proposes; who may not see the application is not told of it."""
    return _holding(ScopeKind.PROGRAMME, call.programme_id, *READERS).exclude(pk=but.pk)
