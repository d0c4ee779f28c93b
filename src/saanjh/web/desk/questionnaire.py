"""A page of a form as people fill it in: every kind of question works without script, and half a page can be saved."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saanjh.kit.money import plain
from saanjh.kit.text import unbroken
from saanjh.questions import budgets, digests, tables
from saanjh.questions.actions.attached import TAKEN
from saanjh.questions.conditions import Asked
from saanjh.questions.models import AnswerSheet, Heading, Question, Section
from saanjh.questions.models.forms import OF_ROWS, Kind, Takes
from saanjh.questions.values import LONGEST, too_many
from saanjh.web.components.attached import Files, FilesInput
from saanjh.web.components.districts import Districts
from saanjh.web.components.drafts import Draft
from saanjh.web.components.filled_rows import FilledRows, Grid, Marked, Row
from saanjh.web.components.inputs import Amount, Day, Number, Words
from saanjh.web.components.languages import worded
from saanjh.web.components.practices import Practices

# No question has these names: codes begin with a small letter
SEEN, SHOWN = "Seen", "Shown"
LOOK_AGAIN = _("It is saved. Look once more at what is marked on this page.")


def only_answers(data: Mapping[str, Any]) -> dict[str, Any]:
    """Of what a page sent the answers by their questions' codes."""
    return {name: value for name, value in data.items() if name not in {SEEN, SHOWN}}


class Questionnaire(Draft):
    """One page of a form."""

    def given(self) -> dict[str, Any]:
        """The answers by their questions' codes, as questions.values takes them."""
        return only_answers(self.cleaned_data)

    def saw(self, digest: str) -> None:
        """Let a page that is shown again for its mistakes go on from what was just saved of it."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix(SEEN)] = digest
        self.data = data

    def mark(self, whys: Mapping[str, Any]) -> None:
        """Say beside fields of a page that is opened again what to mend: it was saved as it is all the same."""
        if not self.is_bound:
            self._errors = ErrorDict()
            for code, why in whys.items():
                self._errors[code] = self.error_class([why])

    def mark_rows(self, breaches: Mapping[str, Iterable[Marked]]) -> None:
        """The same beside the cells of tables: (row, column, why) by the code of the question."""
        if not self.is_bound:
            for code, marked in breaches.items():
                if code in self.fields:
                    self.fields[code].widget.mark(marked)


def form_of(
    section: Section,
    sheet: AnswerSheet,
    codes: Collection[str] | None = None,
    *,
    notes: Mapping[str, str] | None = None,
    more: str = "",
) -> type[Questionnaire]:
    """The form for one page, its questions and choices already fetched; it remembers what was seen when it opened.

    `codes` are those of the questions that are asked (None: all); `notes` what to say of one before its help;
    `more` is the code of the table that opens with one more empty row.
    """
    asked = [each for each in section.questions.all() if codes is None or each.code in codes]
    notes = notes or {}
    fields: dict[str, Any] = {
        each.code: FIELDS[Kind(each.kind)](each, **_common(each, notes.get(each.code, ""))) for each in asked
    }
    if more in fields and hasattr(fields[more].widget, "blank"):
        fields[more].widget.blank += 1
    seen = digests.of_page(sheet, section)
    fields[SEEN] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=seen)
    shown = " ".join(each.code for each in asked)
    fields[SHOWN] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000, initial=shown)
    return type("Page", (Questionnaire,), fields)


def initial(section: Section, sheet: AnswerSheet) -> dict[str, Any]:
    """What the sheet holds for this page, as the form's fields show it."""
    return {
        question.code: _shown(sheet.answers[question.code])
        for question in section.questions.all()
        if question.code in sheet.answers
    }


def _shown(value: Any) -> Any:
    if isinstance(value, list):
        return [_row(each) if isinstance(each, dict) else each for each in value]
    return value["minor"] if isinstance(value, dict) else value


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {code: _shown(value) for code, value in row.items()}


def shown(typed: Mapping[str, Any], codes: Collection[str]) -> set[str]:
    """The codes of the questions that a page showed when it was sent, which of `codes` are asked by now or not.

    Nobody's words are dropped for being hidden since, and no answer is taken for a blank that the page did not show.
    """
    there = {name.split("-")[1] for name in typed if name.startswith("q-")}
    said = typed.get(f"q-{SHOWN}")
    return there | (set(codes) if said is None else set(said.split()))


def asks_again(
    page: Section, form: Questionnaire, now: Asked, before: Mapping[str, Any], marked: Mapping[str, Any]
) -> Any:
    """Why to look at the same page once more after it was saved, or nothing: it asks more now, or marks more.

    `before` and `marked` are what queries.marked said before and says now.

    Once only, for the same words: what still fails then is told again before the form is handed in.
    """
    here = {question.code for question in page.questions.all()}
    if here & now.codes - set(form.fields):
        return _("Your answers open further questions on this page. Answer them too.")
    if any(before.get(code) != why for code, why in marked.items()):
        return LOOK_AGAIN
    return ""


def _common(question: Question, note: str) -> dict[str, Any]:
    help_text = _help(question, note)
    return {"label": worded(question, "label")[0], "help_text": help_text, "required": question.required}


def _help(question: Question, note: str) -> str:
    """The form's own help, then what bounds the answer."""
    return " ".join(word for word in [note, worded(question, "help")[0], *limits(question)] if word)


def limits(question: Question) -> list[str]:
    """What bounds the answer: its words, its value, its currency."""
    words = []
    if question.word_limit:
        most = ngettext("At most %(most)s word.", "At most %(most)s words.", question.word_limit)
        words.append(most % {"most": question.word_limit})
    least, most_value = (None if bound is None else plain(bound) for bound in (question.lowest, question.highest))
    if least and most_value:
        words.append(str(_("From %(least)s to %(most)s.") % {"least": least, "most": most_value}))
    elif least:
        words.append(str(_("%(bound)s or more.") % {"bound": least}))
    elif most_value:
        words.append(str(_("%(bound)s or less.") % {"bound": most_value}))
    if question.kind in OF_ROWS and question.most_rows:
        most = ngettext("At most %(most)s row.", "At most %(most)s rows.", question.most_rows)
        words.append(most % {"most": question.most_rows})
    if question.kind == Kind.FILE:
        words += _of_files(question)
    if question.kind == Kind.PRACTICES:
        words.append(str(too_many(question) % {"most": question.at_most or 1}))
    if question.kind == Kind.BUDGET:
        words += [f"\n{words_of}" for each in budgets.headings(question) if (words_of := _of_heading(each))]
    if question.currency:
        words.append(str(_("In %(currency)s.") % {"currency": question.currency}))
    return [unbroken(word) for word in words]


def _of_files(question: Question) -> list[str]:
    """How many, of which kinds, how large, and who opens them."""
    facts = {"kinds": question.get_takes_display(), "number": settings.UPLOAD_MAX_BYTES // 1_000_000}
    return [
        str(too_many(question) % {"most": question.at_most or 1}),
        str(_("%(kinds)s, each of at most %(number)s MB.") % facts),
        str(_("Only those who read the application can open it, never the public; its name is not kept.")),
    ]


def _of_heading(heading: Heading) -> str:
    """The limits of one heading, nothing where it has none."""
    facts: dict[str, Any] = {"heading": worded(heading, "label")[0], "of": heading.get_percent_of_display()}
    facts |= {"least": heading.least_percent, "most": heading.most_percent}
    if heading.least_percent and heading.most_percent:
        return str(_("“%(heading)s”: %(least)s to %(most)s %% %(of)s.") % facts)
    if heading.most_percent:
        return str(_("“%(heading)s”: at most %(most)s %% %(of)s.") % facts)
    return str(_("“%(heading)s”: at least %(least)s %% %(of)s.") % facts) if heading.least_percent else ""


def _line(question: Question, **common: Any) -> forms.Field:
    return Words(max_length=LONGEST[Kind.SHORT_TEXT], **common)


def _text(question: Question, **common: Any) -> forms.Field:
    return Words(max_length=LONGEST[Kind.LONG_TEXT], lines=8, **common)


def _number(question: Question, **common: Any) -> forms.Field:
    return Number(lowest=question.lowest, highest=question.highest, **common)


def _count(question: Question, **common: Any) -> forms.Field:
    return Number(lowest=question.lowest, highest=question.highest, whole=True, **common)


def _money(question: Question, **common: Any) -> forms.Field:
    bounds = {"lowest": 0 if question.lowest is None else question.lowest, "highest": question.highest}
    return Amount(currency=question.currency, **bounds, **common)


def _rows(question: Question, **common: Any) -> forms.Field:
    fields = {each.code: _cell(each) for each in tables.columns(question)}
    facts = {"fewest": question.fewest_rows or 0, "most": tables.most_rows(question)}
    return FilledRows(widget=Grid(type("Columns", (Row,), fields), code=question.code, **facts), **common)


def _cell(column: Question) -> forms.Field:
    common = _common(column, "")
    if column.kind == Kind.CHOICE:  # as a list, which takes one line of a row
        return forms.ChoiceField(choices=[("", "—"), *_choices_of(column)], **common)
    return FIELDS[Kind(column.kind)](column, **common)


def _day(question: Question, **common: Any) -> forms.Field:
    return Day(**common)


def _choice(question: Question, **common: Any) -> forms.Field:
    choices = _choices_of(question)
    if not question.required:
        choices.append(("", str(_("No answer"))))
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)


def _several(question: Question, **common: Any) -> forms.Field:
    return forms.MultipleChoiceField(choices=_choices_of(question), widget=forms.CheckboxSelectMultiple, **common)


def _districts(question: Question, **common: Any) -> forms.Field:
    return Districts(**common)


def _files(question: Question, **common: Any) -> forms.Field:
    most = question.at_most or 1
    return Files(widget=FilesInput(code=question.code, accept=TAKEN[Takes(question.takes)], most=most), **common)


def _practices(question: Question, **common: Any) -> forms.Field:
    return Practices(most=question.at_most or 1, **common)


def _choices_of(question: Question) -> list[tuple[str, str]]:
    return [(choice.code, worded(choice, "label")[0]) for choice in question.offers()]


FIELDS: dict[Kind, Callable[..., forms.Field]] = {
    Kind.SHORT_TEXT: _line,
    Kind.LONG_TEXT: _text,
    Kind.NUMBER: _number,
    Kind.COUNT: _count,
    Kind.MONEY: _money,
    Kind.DATE: _day,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _several,
    Kind.DISTRICTS: _districts,
    Kind.TABLE: _rows,
    Kind.BUDGET: _rows,
    Kind.FILE: _files,
    Kind.PRACTICES: _practices,
}
