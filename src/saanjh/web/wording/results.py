"""The lines of history of values in words."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "value_recorded": _("%(person)s wrote down a value of %(indicator)s"),
    "values_recorded": _("%(person)s wrote down many values at once: %(count)s"),
    "values_submitted": _("%(person)s handed in many values at once: %(count)s"),
    "values_verified": _("%(person)s verified many values at once: %(count)s"),
    "value_changed": _("%(person)s changed the draft"),
    "value_corrected": _("%(person)s began a new version of a value of %(indicator)s"),
    "value_submitted": _("%(person)s handed in %(value)s (n = %(n)s) for %(indicator)s"),
    "value_verified": _("%(person)s verified %(value)s (n = %(n)s) for %(indicator)s"),
    "value_returned": _("%(person)s returned a value of %(indicator)s with a reason"),
    "baseline_set": _("%(person)s set the baseline of %(indicator)s to %(value)s (version %(version)s)"),
    "target_set": _("%(person)s set the target of %(indicator)s to %(value)s (version %(version)s)"),
    "period_closed": _("%(person)s closed all values up to %(until)s"),
    "period_opened": _("%(person)s opened values again; those up to %(until)s stay closed"),
    "all_periods_opened": _("%(person)s opened the values of all periods again"),
    "circumstance_noted": _("%(person)s noted what else happened (%(what)s)"),
    "circumstance_taken_out": _("%(person)s took out a note of what else happened"),
}
KINDS = {"results.value": _("Values of indicators")}
