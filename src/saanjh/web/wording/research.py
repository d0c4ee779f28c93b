"""How the history of studies is worded."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "study_opened": _("%(person)s opened the study"),
    "study_closed": _("%(person)s closed the study"),
    "source_added": _("%(person)s added a source"),
    "passage_marked": _("%(person)s marked a passage"),
    "finding_written": _("%(person)s wrote the finding"),
    "finding_rewritten": _("%(person)s changed the draft"),
    "finding_published": _("%(person)s published the finding"),
    "finding_withdrawn": _("%(person)s withdrew the finding"),
}
KINDS = {
    "research.study": _("Studies"),
    "research.source": _("Sources"),
    "research.passage": _("Passages"),
    "research.finding": _("Findings"),
}
