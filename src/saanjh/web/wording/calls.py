"""How the history of calls, applications and reviews is worded."""

from django.utils.functional import lazy
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from saanjh.calls.costs import rulesets, worded_rules
from saanjh.calls.criteria import labels
from saanjh.calls.models import (
    Appeal,
    ApplicationPartner,
    Capacity,
    Extension,
    Gate,
    GateCheck,
    Intake,
    Outcome,
    PanelRules,
    Reckoning,
    ThirdReview,
    Track,
)
from saanjh.calls.procedure import grounds, worded
from saanjh.web.wording.plurals import Counted, Summed


def _either(english: str, urdu: str) -> str:
    return urdu if urdu and get_language() == "ur" else english


_named = lazy(_either, str)
WORDS = {
    "call_drafted": _("%(person)s drafted the call"),
    "call_discarded": _("%(person)s threw away the draft of a call: %(code)s"),
    "call_corrected": _("%(person)s changed the draft: %(fields)s"),
    "call_criterion_added": _("%(person)s added a criterion: %(code)s"),
    "call_criterion_removed": _("%(person)s took out a criterion: %(code)s"),
    "call_criterion_reworded": _("%(person)s reworded a criterion: %(code)s"),
    "call_criteria_weighed": _("%(person)s weighed the criteria: %(weights)s"),
    "call_aimed": _("%(person)s said what the call is for: %(fields)s"),
    "call_costs_chosen": _("%(person)s chose the rule set for costs: %(ruleset)s"),
    "call_costs_changed": _("%(person)s changed the rules for costs: %(rules)s"),
    "call_track_offered": _("%(person)s offered a simplified track"),
    "call_track_dropped": _("%(person)s took the simplified track out"),
    "call_gates_changed": _(
        "%(person)s changed the checklists: %(added)s added, %(removed)s out, %(reworded)s reworded"
    ),
    "call_trials_written": _("%(person)s wrote the trial proposals: %(trials)s"),
    "trial_scored": _("%(person)s scored a trial proposal"),
    "call_published": _("%(person)s published the call"),
    "call_closed": Counted(
        "applications",
        lambda number: ngettext(
            "%(person)s closed the call with %(applications)s application",
            "%(person)s closed the call with %(applications)s applications",
            number,
        ),
    ),
    "call_extended": Counted(
        "districts",
        lambda number: ngettext(
            "%(person)s let %(districts)s district hand in until %(until)s: %(why)s",
            "%(person)s let %(districts)s districts hand in until %(until)s: %(why)s",
            number,
        ),
    ),
    "call_concluded": Counted(
        "selected",
        lambda number: ngettext(
            "%(person)s concluded the call; %(selected)s was selected",
            "%(person)s concluded the call; %(selected)s were selected",
            number,
        ),
    ),
    "call_reopened": _("%(person)s opened the concluded call for a new decision"),
    "call_enquired": _("%(person)s asked about the call"),
    "call_enquiry_answered": _("%(person)s answered a question for all"),
    "call_enquiry_set_aside": _("%(person)s set a question aside"),
    "application_begun": _("%(person)s began the application"),
    "application_track_chosen": _("%(person)s chose how to apply: %(track)s"),
    "application_opened": _("%(person)s went on with the application"),
    "application_described": _("%(person)s described the project"),
    "application_reused": _("%(person)s used %(answers)s earlier answers again"),
    "partner_named": _("%(person)s named an organisation in the application: %(takes_part)s"),
    "partner_taken_out": _("%(person)s took an organisation out of the application: %(takes_part)s"),
    "partner_agreed": _("%(person)s agreed for an organisation to take part: %(takes_part)s"),
    "partner_declined": _("%(person)s declined for an organisation to take part: %(takes_part)s"),
    "application_entered": _("%(person)s began to enter what came in on %(on)s: %(came)s"),
    "application_discarded": _("%(person)s threw the draft away"),
    "application_entry_taken_over": _("%(person)s took over what another officer had begun to enter"),
    "application_entry_dropped": _("%(person)s took out what was being entered"),
    "application_to_sign": _("%(person)s told those who sign that the application is ready"),
    "application_submitted": _("%(person)s handed in the application as %(number)s"),
    "application_reopened": _("%(person)s opened the application again"),
    "application_withdrawn": _("%(person)s withdrew the application"),
    "reviewer_described": _("%(person)s said what a reviewer reads and knows: %(fields)s"),
    "call_panel_counted": _("%(person)s stated how many women and young people review and decide"),
    "proposal_changed": _("%(person)s changed the proposed reviewers"),
    "assignment_accepted": _("%(person)s accepted a proposal: %(reviews)s reviews of %(applications)s applications"),
    "gate_saved": _("%(person)s saved “%(gate)s”: %(answered)s answers"),
    "gate_closed": _("%(person)s closed “%(gate)s”: %(ends)s"),
    "gate_reopened": _("%(person)s reopened “%(gate)s”"),
    "capacity_assessed": _("%(person)s assessed the capacity: %(percent)s of 100, %(level)s"),
    "reviewer_assigned": _("%(person)s named a reviewer"),
    "review_saved": _("%(person)s saved the review"),
    "review_submitted": _("%(person)s handed in the review"),
    "reviews_chased": _("The system said which reviews are %(chased)s: %(reviews)s"),
    "reviewer_reminded": _("%(person)s reminded a reviewer"),
    "review_taken_back": _("%(person)s took a review back"),
    "review_reopened": _("%(person)s reopened a review"),
    "review_restored": _("%(person)s took back that a review was reopened: it counts as it was handed in"),
    "conflict_declared": _("%(person)s declared a conflict of interest"),
    "third_review_wanted": _("The system asked for a third review: the two are %(third)s"),
    "third_review_lapsed": _("The system no longer asks for a third review"),
    "third_review_dismissed": _("%(person)s does without a third review"),
    "panel_rules_set": _("%(person)s set the panel’s rules"),
    "panel_rules_changed": _("%(person)s changed the panel’s rules: %(fields)s"),
    "panel_money_raised": Summed(
        ("before", "money"), _("%(person)s raised the money that is there for the call from %(before)s to %(money)s")
    ),
    "departure_written": _("%(person)s departed from the set: %(side)s"),
    "departure_taken_back": _("%(person)s took a departure from the set back"),
    "reckoning_asked": _("%(person)s asked for a reckoning: %(reckoning)s"),
    "reckoning_finished": _("The system reckoned: %(reckoning)s"),
    "reckoning_failed": _("The system could not reckon: %(reckoning)s"),
    "decision_proposed": _("%(person)s proposed a decision: %(outcome)s"),
    "decision_sent_back": _("%(person)s sent the proposed decision back"),
    "decision_taken_back": _("%(person)s took the proposed decision back"),
    "application_decided": _("%(person)s confirmed the decision: %(outcome)s"),
    "appeal_lodged": _("%(person)s appealed: %(appeal_ground)s"),
    "appeal_answered": _("%(person)s answered the appeal: %(appeal_answer)s"),
    "application_decision_reopened": _("%(person)s took the decision back: it is taken anew"),
}
KINDS = {
    "calls.call": _("Calls"),
    "calls.application": _("Applications"),
    "calls.review": _("Reviews"),
    "calls.applicationpartner": _("Partners and hosts"),
    "calls.extension": _("Extensions"),
    "calls.intake": _("What the programme entered"),
    "calls.enquiry": _("Questions about calls"),
    "calls.appeal": _("Appeals"),
    "calls.reckoning": _("Reckonings"),
}
CODES = {
    "came": dict(Intake.Way.choices),
    "why": dict(Extension.Reason.choices),
    "takes_part": dict(ApplicationPartner.Role.choices),
    "track": dict(Track.choices),
    "outcome": dict(Outcome.choices),
    "reckoning": dict(Reckoning.Kind.choices),
    "gate": dict(Gate.choices),
    "ends": dict(GateCheck.Outcome.choices),
    "level": dict(Capacity.Level.choices),
    "chased": {"soon": _("due soon"), "today": _("due today"), "late": _("late")},
    "third": dict(ThirdReview.Why.choices),
    "appeal_ground": {each.code: lazy(worded, str)(each) for each in grounds()},
    "appeal_answer": dict(Appeal.State.choices),
    "ruleset": {"": _("nothing")} | {each.code: _named(each.label_en, each.label_ur) for each in rulesets().values()},
    "rules": {code: _named(*named) for code, named in worded_rules().items()},
    "weights": {code: _named(*named) for code, named in labels().items()},
    "shares_of": dict(PanelRules.Of.choices),
    "side": {"in": _("put into it"), "out": _("left out of it")},
}
