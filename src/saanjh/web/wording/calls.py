"""How the history of calls, applications and reviews is worded."""

from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Decision, Reckoning

WORDS = {
    "call_drafted": _("%(person)s drafted the call"),
    "call_corrected": _("%(person)s changed the draft: %(fields)s"),
    "call_criteria_weighed": _("%(person)s weighed the criteria: %(weights)s"),
    "call_published": _("%(person)s published the call"),
    "call_closed": _("%(person)s closed the call with %(applications)s applications"),
    "call_concluded": _("%(person)s concluded the call; %(selected)s were selected"),
    "application_begun": _("%(person)s began the application"),
    "application_opened": _("%(person)s went on with the application"),
    "application_described": _("%(person)s described the project"),
    "application_submitted": _("%(person)s handed in the application as %(number)s"),
    "application_withdrawn": _("%(person)s withdrew the application"),
    "reviewer_assigned": _("%(person)s named a reviewer"),
    "review_saved": _("%(person)s saved the review"),
    "review_submitted": _("%(person)s handed in the review"),
    "conflict_declared": _("%(person)s declared a conflict of interest"),
    "panel_rules_set": _("%(person)s set the panel’s rules"),
    "panel_rules_changed": _("%(person)s changed the panel’s rules: %(fields)s"),
    "departure_written": _("%(person)s departed from the set: %(side)s"),
    "departure_taken_back": _("%(person)s took a departure from the set back"),
    "reckoning_asked": _("%(person)s asked for a reckoning: %(reckoning)s"),
    "reckoning_finished": _("The system reckoned: %(reckoning)s"),
    "reckoning_failed": _("The system could not reckon: %(reckoning)s"),
    "application_decided": _("%(person)s decided: %(outcome)s"),
}
KINDS = {
    "calls.call": _("Calls"),
    "calls.application": _("Applications"),
    "calls.review": _("Reviews"),
    "calls.reckoning": _("Reckonings"),
}
CODES = {
    "outcome": dict(Decision.Outcome.choices),
    "reckoning": dict(Reckoning.Kind.choices),
    "side": {"in": _("put into it"), "out": _("left out of it")},
}
