"""The lines of history of gatherings in words."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "event_planned": _("%(person)s planned a gathering"),
    "event_cancelled": _("%(person)s cancelled the gathering"),
    "attendance_recorded": _("%(person)s recorded that %(people)s people came"),
    "attendance_corrected": _("%(person)s corrected how many came: %(people)s (version %(version)s)"),
}
KINDS = {"events.event": _("Gatherings")}
