"""How the history of forms and answers is worded."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "form_begun": _("%(person)s began the form"),
    "form_section_added": _("%(person)s added page %(position)s"),
    "form_section_reworded": _("%(person)s changed page %(position)s: %(fields)s"),
    "form_section_moved": _("%(person)s moved page %(position)s to place %(to)s"),
    "form_section_removed": _("%(person)s took out page %(position)s with its questions (%(questions)s)"),
    "form_question_added": _("%(person)s added the question %(code)s"),
    "form_question_reworded": _("%(person)s changed the question %(code)s: %(fields)s"),
    "form_question_moved": _("%(person)s moved the question %(code)s, now on page %(page)s"),
    "form_question_removed": _("%(person)s took out the question %(code)s"),
    "form_published": _("%(person)s published version %(number)s"),
    "form_copied": _("%(person)s copied another form into this one"),
    "form_revised": _("%(person)s began version %(number)s"),
    "answers_begun": _("%(person)s began to fill in the form"),
    "answers_saved": _("%(person)s saved page %(section)s"),
    "answer_file_attached": _("%(person)s attached a file to the question %(code)s"),
    "answer_file_taken_over": _("%(person)s used files of an earlier answer at the question %(code)s"),
    "answer_file_taken_out": _("%(person)s took a file out of the question %(code)s"),
    "answers_reopened": _("%(person)s opened the answers again"),
    "answers_submitted": _("%(person)s handed in the answers"),
    "answers_language_chosen": _("%(person)s chose the language of the answers"),
}
KINDS = {
    "questions.formversion": _("Forms"),
    "questions.answersheet": _("Answers"),
}
