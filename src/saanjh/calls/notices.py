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
DISCARDED = kind(
    "application_discarded", _("The draft of your organisation’s application to call %(call)s was thrown away.")
)
REOPENED = kind(
    "application_reopened",
    _("Your application %(number)s was opened again. Hand it in anew before the call closes, or it does not count."),
)
READY_TO_SIGN = kind(
    "application_to_sign",
    _("An application to call %(call)s is ready: nothing is missing. You sign, and so hand it in."),
)
EXTENDED = kind(
    "call_extended",
    _("For your district call %(call)s closes later. Read until when; what you wrote is kept."),
)
ENTERED = kind(
    "application_entered",
    _("The programme’s office enters for you what you sent to call %(call)s. Read it, and correct it until it closes."),
)
ENTRY_DROPPED = kind(
    "application_entry_dropped", _("What the programme’s office had begun to enter for call %(call)s was taken out.")
)
PARTNER_ASKED = kind(
    "partner_asked",
    _("An organisation wants to apply to call %(call)s together with yours. Say whether you take part."),
)
HOST_ASKED = kind(
    "host_asked",
    _("A group wants to apply to call %(call)s with your organisation as its host. Say whether you answer for it."),
)
PARTNER_TAKEN_OUT = kind(
    "partner_taken_out", _("Your organisation is no longer named in an application to call %(call)s.")
)
PARTNER_AGREED = kind("partner_agreed", _("An organisation that you named agreed to take part in your application."))
PARTNER_DECLINED = kind("partner_declined", _("An organisation that you named does not take part in your application."))
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
REVIEWS_SOON = kind(
    "reviews_due_soon", _("Reviews of the call %(code)s that you are to hand in within days: %(count)s.")
)
REVIEWS_TODAY = kind("reviews_due_today", _("Reviews of the call %(code)s that you are to hand in today: %(count)s."))
REVIEWS_LATE = kind(
    "reviews_late", _("Reviews of the call %(code)s that are late: %(count)s. Remind the reviewers, or name others.")
)
REMINDED = kind("review_reminded", _("Your review of application %(number)s is waited for. Hand it in, or step down."))
TAKEN_BACK = kind("review_taken_back", _("You are no longer asked to review application %(number)s."))
REVIEW_REOPENED = kind(
    "review_reopened", _("Your review of application %(number)s was opened again. Look at it, and hand it in anew.")
)
REVIEW_RESTORED = kind(
    "review_restored", _("Your review of application %(number)s counts again as you first handed it in.")
)
THIRD_WANTED = kind(
    "third_review_wanted",
    _("The two reviews of application %(number)s differ too much. A third person is to read it."),
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


def _holding(kind: ScopeKind, over: int | set[int], *roles: Role) -> QuerySet[Person]:
    places = over if isinstance(over, set) else {over}
    held = {"roles_held__scope_kind": kind, "roles_held__scope_id__in": places, "roles_held__until": None}
    return Person.objects.filter(**held, roles_held__role__in=roles).distinct()


def applicants(application: Application) -> QuerySet[Person]:
    """Who writes and signs for the applicant, or for the organisation that it is part of now; and for its host."""
    both = {application.organisation.now.pk, application.signs.now.pk}
    return _holding(ScopeKind.ORGANISATION, both, *WRITERS)


def writing_in(organisations: list[int]) -> QuerySet[Person]:
    """Who writes and signs for these organisations."""
    return _holding(ScopeKind.ORGANISATION, set(organisations), *WRITERS)


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
