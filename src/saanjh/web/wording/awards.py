"""The lines of history of grants and activities in words."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "award_offered": _("%(person)s offered the grant"),
    "award_accepted": _("%(person)s accepted the grant for the organisation"),
    "award_declined": _("%(person)s declined the grant for the organisation"),
    "award_called_back": _("%(person)s called the offer back"),
    "award_completed": _("%(person)s completed the grant: all money is accounted for"),
    "award_completed_with_a_reason": _("%(person)s completed the grant: not all money is accounted for"),
    "award_ended_early": _("%(person)s ended the grant early; it was agreed until %(agreed)s"),
    "money_allocated": _("%(person)s set %(currency)s aside"),
    "allocation_taken_back": _("%(person)s took back what was set aside in %(currency)s"),
    "agreement_brought_in": _("%(person)s brought the agreement in"),
    "agreement_budget_written": _("%(person)s wrote the budget of the agreement"),
    "agreement_steps_written": _("%(person)s wrote the steps and tranches of the agreement"),
    "agreement_visibility_written": _("%(person)s wrote how the grant is shown and what is measured"),
    "amendment_proposed": _("%(person)s proposed a change of the agreement"),
    "amendment_by_notice": _("%(person)s changed the agreement by notice of the organisation"),
    "amendment_accepted": _("%(person)s accepted a change of the agreement"),
    "amendment_declined": _("%(person)s declined a change of the agreement"),
    "amendment_taken_back": _("%(person)s took a proposed change of the agreement back"),
    "cash_line_written": _("%(person)s wrote a line of %(currency)s into the cash book"),
    "cash_line_reversed": _("%(person)s reversed a line of %(currency)s of the cash book"),
    "variance_explained": _("%(person)s explained how heading %(heading)s is spent"),
    "bank_reconciled": _("%(person)s compared the cash book with the bank’s statement of %(day)s"),
    "activity_recorded": _("%(person)s wrote down an activity with %(people)s people"),
    "activity_corrected": _("%(person)s corrected an activity: %(people)s people"),
    "activity_struck_out": _("%(person)s struck out an activity"),
}
KINDS = {
    "awards.award": _("Grants"),
    "awards.activity": _("Activities"),
    "awards.cashline": _("Lines of cash books"),
    "awards.explanation": _("Explanations of what is spent"),
    "awards.reconciliation": _("Comparisons with the bank"),
    "awards.agreement": _("Agreements"),
    "awards.amendment": _("Changes of agreements"),
}
