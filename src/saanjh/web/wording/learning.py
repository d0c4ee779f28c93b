"""How the history of lessons is worded."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "lesson_written": _("%(person)s wrote the lesson"),
    "lesson_rewritten": _("%(person)s changed the draft"),
    "lesson_handed_in": _("%(person)s handed in the lesson"),
    "lesson_published": _("%(person)s published the lesson"),
    "lesson_withdrawn": _("%(person)s withdrew the lesson"),
}
