"""The lines of history of gatherings in words."""

from django.utils.translation import gettext_lazy as _

from saanjh.events.models import Certificate, Change

WORDS = {
    "event_planned": _("%(person)s planned a gathering"),
    "event_cancelled": _("%(person)s cancelled the gathering"),
    "attendance_recorded": _("%(person)s recorded that %(people)s people came"),
    "attendance_corrected": _("%(person)s corrected how many came: %(people)s (version %(version)s)"),
    "course_written": _("%(person)s wrote a course of %(sessions)s sessions"),
    "course_changed": _("%(person)s changed the course: version %(version)s, %(sessions)s sessions"),
    "course_chosen": _("%(person)s said which course is taught (version %(version)s)"),
    "session_recorded": _("%(person)s recorded that %(people)s people came to session %(number)s"),
    "session_corrected": _(
        "%(person)s corrected how many came to session %(number)s: %(people)s (version %(version)s)"
    ),
    "completion_recorded": _("%(person)s recorded that %(people)s people completed the course"),
    "completion_corrected": _("%(person)s corrected how many completed the course: %(people)s (version %(version)s)"),
    "change_recorded": _("%(person)s wrote down what changed: %(moment)s (version %(version)s)"),
    "certificates_asked": _("%(person)s had %(many)s certificates printed"),
    "certificates_made": _("%(many)s certificates were made, from number %(number)s on"),
    "certificates_failed": _("%(many)s certificates could not be made"),
    "certificates_fetched": _("%(person)s fetched %(many)s certificates"),
    "certificates_cleared": _("The papers of %(many)s certificates were deleted"),
    "certificate_withdrawn": _("%(person)s withdrew certificate %(number)s: %(withdrawn_for)s"),
}
CODES = {"withdrawn_for": dict(Certificate.Reason.choices), "moment": dict(Change.Moment.choices)}
KINDS = {
    "events.event": _("Gatherings"),
    "events.course": _("Courses"),
    "events.change": _("Results of courses"),
    "events.tally": _("Counts of sessions"),
    "events.certificate": _("Certificates"),
    "events.printing": _("Certificates printed"),
}
