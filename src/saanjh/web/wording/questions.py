"""How the history of forms and answers is worded."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "form_begun": _("%(person)s began the form"),
    "form_section_added": _("%(person)s added page %(position)s"),
    "form_question_added": _("%(person)s added the question %(code)s"),
    "form_question_removed": _("%(person)s took out the question %(code)s"),
    "form_published": _("%(person)s published version %(number)s"),
    "form_revised": _("%(person)s began version %(number)s"),
    "answers_begun": _("%(person)s began to fill in the form"),
    "answers_saved": _("%(person)s saved page %(section)s"),
    "answers_submitted": _("%(person)s handed in the answers"),
    "answers_language_chosen": _("%(person)s chose the language of the answers"),
}
KINDS = {
    "questions.formversion": _("Forms"),
    "questions.answersheet": _("Answers"),
}
