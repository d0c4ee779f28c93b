"""What an officer types to design a form: its name, its pages, its questions, and where each stands."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from saanjh.kit.expressions.limits import LONGEST_SOURCE
from saanjh.programmes.models import Programme
from saanjh.questions.models import FormVersion, Question, Section
from saanjh.questions.models.forms import (
    CODE,
    COLUMNS,
    MOST_ROWS,
    MOST_THINGS,
    OF_ROWS,
    OF_THINGS,
    FromProfile,
    Kind,
    Takes,
    Track,
)
from saanjh.questions.rules import CHOSEN, NUMBERS, PRICED, TEXTS
from saanjh.web.components.inputs import Number, Words, guard_controls
from saanjh.web.components.languages import worded
from saanjh.web.desk.form_outline import Place
from saanjh.web.desk.shown_when import ShownWhen, choosing, earlier


def _with_examples(words: Any, *formulas: str) -> SafeString:
    """The words, then formulas as they are typed: from left to right in every language, and never broken in two."""
    examples = format_html_join(" · ", '<code dir="ltr">{}</code>', ((each,) for each in formulas))
    return format_html("{} {}", words, examples)


with_examples = lazy(_with_examples, SafeString)
SHOWN_PAGE = with_examples(
    _("Left empty, the page is always asked. Else write a condition on what earlier pages ask, such as:"),
    "${trained} = 'yes'",
)
SHOWN_QUESTION = with_examples(
    _(
        "Left empty, it is always asked. Else write a condition on what is asked before, with the codes of questions "
        "and choices. Examples:"
    ),
    *("${trained} = 'yes'", "${people} > 3 and ${cost} != ''", "selected(${themes}, 'sports')"),
)
CHECKED = with_examples(
    _("What must be true of an answer that is given; a full stop stands for the answer itself. Examples:"),
    *(". <= today()", ". <= ${people}", "string-length(.) > 20"),
)


TAKES = [("", "—"), *Takes.choices]


class FormForm(forms.Form):
    """What the form is called among officers."""

    title_en = Words(label=_("Title in English"), max_length=160)
    title_ur = Words(label=_("Title in Urdu"), max_length=160, required=False)


class CopyForm(FormForm):
    """A form that begins as a copy: what it is called, and whose it is."""

    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("Programme"), empty_label=None)

    def __init__(self, *args: Any, programmes: QuerySet[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["programme"]
        chosen.queryset = programmes  # type: ignore[attr-defined]
        chosen.label_from_instance = lambda row: worded(row, "title")[0]  # type: ignore[attr-defined]


class Expression(forms.CharField):
    """A condition or a check, as it is typed; what it says is judged by the rules."""

    default_validators = [guard_controls]

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 2, "dir": "ltr", "spellcheck": "false"})
        super().__init__(max_length=LONGEST_SOURCE, required=False, widget=widget, **kwargs)


class SectionForm(FormForm, ShownWhen):
    """A page: its title, what is explained on it, and when it is asked; `coded` are the choices before it."""

    intro_en = Words(label=_("Explanation in English"), max_length=2000, lines=3, required=False)
    intro_ur = Words(label=_("Explanation in Urdu"), max_length=2000, lines=3, required=False)
    show_when = choosing(_("Show this page only if"))
    show_if = Expression(label=_("Shown if"), help_text=SHOWN_PAGE)

    def __init__(self, *args: Any, coded: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(coded)


class Named(forms.Form):
    """Which page is meant: its number changes when pages are moved."""

    page = forms.IntegerField(widget=forms.HiddenInput)


class SectionRewordForm(SectionForm, Named):
    """A page that stands there already."""


class CurrencyField(forms.CharField):
    """The code of a currency, in whatever letters it was typed."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").upper()


class WordsForm(ShownWhen):
    """What every question has: its words, its bounds and its choices."""

    label_en = Words(label=_("Question in English"), max_length=300)
    label_ur = Words(label=_("Question in Urdu"), max_length=300, required=False)
    help_en = Words(label=_("Help in English"), max_length=1000, lines=2, required=False)
    help_ur = Words(label=_("Help in Urdu"), max_length=1000, lines=2, required=False)
    required = forms.BooleanField(label=_("It must be answered"), required=False, initial=True)
    names_applicant = forms.BooleanField(
        label=_("The answer tells who applies"),
        help_text=_("Where a call hides the applicant from its reviewers, they do not see this answer."),
        required=False,
    )
    word_limit = Number(label=_("Most words (of a text)"), whole=True, lowest=1, highest=2000, required=False)
    lowest = Number(label=_("Lowest value (of a number or an amount)"), required=False)
    highest = Number(label=_("Highest value (of a number or an amount)"), required=False)
    currency = CurrencyField(
        label=_("Currency (of an amount or a budget)"),
        help_text=_("Its three capital letters, such as PKR or USD."),
        max_length=3,
        required=False,
    )
    fewest_rows = Number(label=_("Fewest rows (of a table or a budget)"), whole=True, lowest=0, required=False)
    most_rows = Number(
        label=_("Most rows (of a table or a budget)"), whole=True, lowest=1, highest=MOST_ROWS, required=False
    )
    track = forms.ChoiceField(
        label=_("Limits (of a budget)"),
        help_text=_("What each heading may take of the whole. The preview shows them all."),
        choices=[("", "—"), *Track.choices],
        required=False,
    )
    at_most = Number(
        label=_("How many fit (of files or practices)"), whole=True, lowest=1, highest=MOST_THINGS, required=False
    )
    takes = forms.ChoiceField(label=_("Which files (of a question for files)"), choices=TAKES, required=False)
    profile = forms.ChoiceField(
        label=_("Answered by the organisation’s page"),
        help_text=_("What stands there is offered to the applicant: nobody writes it twice."),
        choices=[("", "—"), *FromProfile.choices],
        required=False,
    )
    choices = Words(
        label=_("Choices"),
        help_text=_("One a line: the English words, then | and the Urdu words."),
        max_length=8000,
        lines=5,
        required=False,
    )
    show_when = choosing(_("Show this question only if"))
    show_if = Expression(label=_("Shown if"), help_text=SHOWN_QUESTION)
    check_that = Expression(label=_("Check that"), help_text=CHECKED)
    check_words_en = Words(
        label=_("What to say where the check is not met, in English"),
        help_text=_("Say what to do, such as: Write a day that is not in the future."),
        max_length=300,
        required=False,
    )
    check_words_ur = Words(label=_("What to say where the check is not met, in Urdu"), max_length=300, required=False)

    def clean_choices(self) -> list[tuple[str, str]]:
        lines = [line.partition("|") for line in self.cleaned_data["choices"].splitlines() if line.strip()]
        return [(english.strip(), urdu.strip()) for english, _bar, urdu in lines]


class QuestionForm(WordsForm):
    """A new question, on which page and of which kind."""

    section = forms.ModelChoiceField(Section.objects.none(), label=_("Page"), empty_label=None)
    kind = forms.ChoiceField(
        label=_("Kind of answer"),
        help_text=_("A table gets its columns once it stands on its page. A budget brings its own headings."),
        choices=Kind.choices,
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        required=False,
        validators=[CODE],
        help_text=_("It names the answer in tables. Left empty, it is made of the English words."),
    )
    field_order = ("section", "kind")

    def __init__(self, *args: Any, version: FormVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.fields["section"]
        page.queryset = version.sections.all()  # type: ignore[attr-defined]
        page.label_from_instance = lambda row: worded(row, "title")[0]  # type: ignore[attr-defined]
        self.offer(earlier(version))


class ColumnForm(QuestionForm):
    """A new column of a table."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("section", "fewest_rows", "most_rows", "track", "at_most", "takes", "profile", *OF_PAGES):
            del self.fields[name]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in COLUMNS]  # type: ignore[attr-defined]


ONLY_OF: dict[str, set[Kind]] = {
    "word_limit": TEXTS,
    "lowest": NUMBERS,
    "highest": NUMBERS,
    "currency": PRICED,
    "choices": CHOSEN,
    "fewest_rows": set(OF_ROWS),
    "most_rows": set(OF_ROWS),
    "track": {Kind.BUDGET},
    "at_most": set(OF_THINGS),
    "takes": {Kind.FILE},
    "profile": {*TEXTS, Kind.DISTRICTS},
}
OF_PAGES = ("show_when", "show_if", "check_that", "check_words_en", "check_words_ur")  # what no column has


class QuestionRewordForm(WordsForm):
    """A question that is asked already: only what has a meaning for its kind of answer."""

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": _as_it_stands(question)})
        for name, kinds in ONLY_OF.items():
            if question.kind not in kinds:
                del self.fields[name]
        if question.kind == Kind.FILE:  # it always says so: "any" is a choice
            self.fields["takes"].choices = Takes.choices  # type: ignore[attr-defined]
        if not question.table:
            self.offer(earlier(question.version, question))
        for name in ("profile", *OF_PAGES) if question.table else ():
            del self.fields[name]


def _as_it_stands(question: Question) -> dict[str, Any]:
    shown = {name: getattr(question, name) for name in WordsForm.base_fields if name not in {"choices", "show_when"}}
    lines = [f"{each.label_en} | {each.label_ur}".rstrip("| ") for each in question.choices.all()]
    return {**shown, "choices": "\n".join(lines)}


class MoveForm(forms.Form):
    """Which page or question goes up or down: one of the moves that the form as it stands allows."""

    move = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, moves: dict[str, Callable[..., Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moves = moves

    def clean_move(self) -> Callable[..., Any]:
        move = self.moves.get(self.cleaned_data["move"])
        if move is None:
            raise forms.ValidationError(
                _("It no longer stands where you saw it. Look at the form as it is now, and move it again.")
            )
        return move


class PlaceForm(forms.Form):
    """Where a question shall stand: one of the places that the form as it stands has."""

    place = forms.ChoiceField(label=_("Where it shall stand"))

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {each.value: each.told for each in places}
        groups: dict[str, list[tuple[str, Any]]] = {}
        for each in places:
            groups.setdefault(each.page, []).append((each.value, each.words))
        chosen: Any = self.fields["place"]
        chosen.choices = groups[""] if "" in groups else list(groups.items())

    def clean_place(self) -> dict[str, Any]:
        return self.places[self.cleaned_data["place"]]
