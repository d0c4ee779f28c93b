"""A form, its versions, and the sections and questions of each version. A published version never changes."""

from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText
from saanjh.ground.models import Person
from saanjh.ground.public_ids import LENGTH, new_public_id
from saanjh.ground.records import Record, Rows
from saanjh.kit.expressions.limits import LONGEST_SOURCE

CODE = RegexValidator(r"^[a-z][a-z0-9_]{0,39}\Z", _("Use small Latin letters, digits and _, a letter first."))


class FormRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """The forms of the programmes for which the person makes calls."""
        mine = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
        return self.filter(scope_kind=ScopeKind.PROGRAMME, scope_id__in=mine)


class Form(Record):
    """A paper form as people speak of it ("the short application form"); what it asks is in its versions."""

    # Whose form it is, as with roles: this room knows neither programmes nor studies.
    scope_kind = models.CharField(max_length=20, choices=ScopeKind.choices, editable=False)
    scope_id = models.PositiveBigIntegerField(default=0, editable=False)
    title_en = FreeLine(_("title in English"), max_length=160)
    title_ur = FreeLine(_("title in Urdu"), max_length=160, blank=True)

    objects = FormRows.as_manager()

    class Meta:
        ordering = ["title_en", "pk"]
        indexes = [models.Index(fields=["scope_kind", "scope_id"])]

    def __str__(self) -> str:
        return self.title_en

    def scopes(self) -> Scopes:
        return ((self.scope_kind, self.scope_id),)


class FormVersionRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(form__in=Form.objects.all().visible_to(standing)).select_related("form")

    def published(self) -> Self:
        return self.filter(state=FormVersion.State.PUBLISHED)


class FormVersion(Record):
    """One printing of a form. Once published, triggers refuse any change to it (migration 0002)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of all that it asks, taken at publication

    objects = FormVersionRows.as_manager()

    class Meta:
        ordering = ["form", "-number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_once"),
            models.UniqueConstraint(fields=["form"], condition=Q(state="draft"), name="form_version_one_draft"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None, published_by=None, digest="")
                | Q(state="published", published_at__isnull=False, published_by__isnull=False) & ~Q(digest=""),
                name="form_version_published_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} ({self.number})"

    def scopes(self) -> Scopes:
        return self.form.scopes()


class Section(models.Model):
    """One page of a form: questions that are answered together."""

    version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    title_en = FreeLine(_("title in English"), max_length=160)
    title_ur = FreeLine(_("title in Urdu"), max_length=160, blank=True)
    intro_en = FreeText(_("explanation in English"), max_length=2000, blank=True)
    intro_ur = FreeText(_("explanation in Urdu"), max_length=2000, blank=True)
    show_if = FreeText(_("shown if"), max_length=LONGEST_SOURCE, blank=True)

    class Meta:
        ordering = ["version", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="form_section_place_once")]

    def __str__(self) -> str:
        return self.title_en


class Kind(models.TextChoices):
    """What sort of answer a question takes."""

    SHORT_TEXT = "short_text", _("One line of text")
    LONG_TEXT = "long_text", _("Several lines of text")
    NUMBER = "number", _("A number")
    COUNT = "count", _("A whole number")
    MONEY = "money", _("An amount of money")
    DATE = "date", _("A date")
    CHOICE = "choice", _("One of several choices")
    CHOICES = "choices", _("Any of several choices")
    DISTRICTS = "districts", _("Districts")
    TABLE = "table", _("A table with rows to fill in")
    BUDGET = "budget", _("A budget by headings")
    FILE = "file", _("Files: pictures or PDF")
    PRACTICES = "practices", _("Practices of the library")


COLUMNS = (Kind.SHORT_TEXT, Kind.NUMBER, Kind.COUNT, Kind.MONEY, Kind.DATE, Kind.CHOICE)  # what a column may hold
OF_ROWS = (Kind.TABLE, Kind.BUDGET)
OF_THINGS = (Kind.FILE, Kind.PRACTICES)  # whose answers are a list of public ids
MOST_THINGS = 5
MOST_ROWS = 60
ASKED = ("questions__choices", "questions__headings", "questions__columns__choices")  # what a section prefetches


class Track(models.TextChoices):
    """Whose limits a budget keeps."""

    FULL = "full", _("Full track")
    SIMPLIFIED = "simplified", _("Simplified track")


class Takes(models.TextChoices):
    """Which kinds of file a question takes, of those that the intake takes at all."""

    ANY = "any", _("A picture or a PDF")
    PDF = "pdf", _("A PDF only")
    PICTURE = "picture", _("A picture only")


class FromProfile(models.TextChoices):
    """What of the organisation's own page answers a question, and is offered there."""

    ABOUT = "about", _("What the organisation does")
    HOME = "home", _("The organisation’s home district")


class Question(models.Model):
    """One question, with its words in both languages. `code` names its answer in the sheet, in every version.

    A column of a table is a question too, asked once in each row; it stands in its table and on no page.
    """

    version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="questions")
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.CASCADE, related_name="questions")
    table = models.ForeignKey("self", null=True, editable=False, on_delete=models.CASCADE, related_name="columns")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(_("code"), max_length=40, validators=[CODE])
    kind = models.CharField(_("kind of answer"), max_length=12, choices=Kind.choices)
    label_en = FreeLine(_("question in English"), max_length=300)
    label_ur = FreeLine(_("question in Urdu"), max_length=300, blank=True)
    help_en = FreeText(_("help in English"), max_length=1000, blank=True)
    help_ur = FreeText(_("help in Urdu"), max_length=1000, blank=True)
    required = models.BooleanField(_("must be answered"), default=True)
    names_applicant = models.BooleanField(_("its answer tells who applies"), default=False)  # not for blind readers
    word_limit = models.PositiveIntegerField(_("most words"), null=True, blank=True)
    lowest = models.DecimalField(_("lowest value"), max_digits=16, decimal_places=2, null=True, blank=True)
    highest = models.DecimalField(_("highest value"), max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)  # ISO 4217, of money only
    fewest_rows = models.PositiveSmallIntegerField(_("fewest rows"), null=True, blank=True)
    most_rows = models.PositiveSmallIntegerField(_("most rows"), null=True, blank=True)
    track = models.CharField(_("limits of the budget"), max_length=10, choices=Track.choices, blank=True)
    at_most = models.PositiveSmallIntegerField(_("most files or practices"), null=True, blank=True)
    takes = models.CharField(_("kinds of file"), max_length=8, choices=Takes.choices, blank=True)
    # The same in every version and copy: what was answered to one of them is offered at the others.
    origin = models.CharField(max_length=LENGTH, default=new_public_id, editable=False, db_index=True)
    profile = models.CharField(
        _("answered by the organisation’s page"), max_length=8, choices=FromProfile.choices, blank=True
    )
    # Expressions (kit.expressions): without the first it is always asked; the second judges an answer that is given.
    show_if = FreeText(_("shown if"), max_length=LONGEST_SOURCE, blank=True)
    check_that = FreeText(_("check that"), max_length=LONGEST_SOURCE, blank=True)
    check_words_en = FreeLine(_("what to mend, in English"), max_length=300, blank=True)
    check_words_ur = FreeLine(_("what to mend, in Urdu"), max_length=300, blank=True)

    class Meta:
        ordering = ["section__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                condition=Q(table=None),
                name="question_code_once",
                violation_error_message=_("Another question has this code. Choose a different one."),
            ),
            models.UniqueConstraint(
                fields=["table", "code"],
                name="question_column_code_once",
                violation_error_message=_("Another column has this code. Choose a different one."),
            ),
            models.UniqueConstraint(fields=["table", "position"], name="question_column_place_once"),
            models.CheckConstraint(
                condition=Q(table=None, section__isnull=False)
                | Q(table__isnull=False, section=None, show_if="", check_that="", kind__in=COLUMNS),
                name="question_on_page_or_in_table",
            ),
            models.CheckConstraint(
                condition=Q(fewest_rows=None, most_rows=None) | Q(kind__in=OF_ROWS),
                name="question_rows_of_tables_only",
            ),
            models.CheckConstraint(
                condition=Q(most_rows=None) | Q(most_rows__gte=1, most_rows__lte=MOST_ROWS),
                name="question_rows_bounded",
            ),
            models.CheckConstraint(
                condition=Q(kind="budget") & ~Q(track="") | ~Q(kind="budget") & Q(track=""),
                name="question_track_of_budget_only",
            ),
            models.CheckConstraint(
                condition=Q(at_most=None) | Q(kind__in=OF_THINGS, at_most__gte=1, at_most__lte=MOST_THINGS),
                name="question_things_bounded",
            ),
            models.CheckConstraint(
                condition=Q(kind="file") & ~Q(takes="") | ~Q(kind="file") & Q(takes=""),
                name="question_takes_of_files_only",
            ),
            models.CheckConstraint(
                condition=Q(profile="")
                | Q(profile="about", kind__in=["short_text", "long_text"])
                | Q(profile="home", kind="districts"),
                name="question_profile_of_its_kind",
            ),
            models.UniqueConstraint(fields=["section", "position"], name="question_place_once"),
            models.CheckConstraint(
                condition=Q(word_limit=None) | Q(kind__in=["short_text", "long_text"], word_limit__gte=1),
                name="question_words_of_text_only",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["money", "budget"]) & ~Q(currency="")
                | ~Q(kind__in=["money", "budget"]) & Q(currency=""),
                name="question_currency_of_money_only",
            ),
            models.CheckConstraint(
                condition=Q(lowest=None, highest=None) | Q(kind__in=["number", "count", "money"]),
                name="question_bounds_of_numbers_only",
            ),
            models.CheckConstraint(
                condition=Q(lowest=None) | Q(highest=None) | Q(lowest__lte=F("highest")),
                name="question_bounds_in_order",
            ),
            models.CheckConstraint(
                condition=Q(check_that="", check_words_en="", check_words_ur="")
                | ~Q(check_that="") & ~Q(check_words_en=""),
                name="question_check_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.label_en

    def offers(self) -> "list[Choice]":
        """What can be chosen. A column of a budget, which has no row of its own, brings the headings along."""
        return self.__dict__.get("brought") or list(self.choices.all())


class Heading(models.Model):
    """One heading of a budget with its limits, copied in when the form is published (data/codelists)."""

    class Of(models.TextChoices):
        TOTAL = "total", _("of the whole budget")
        DIRECT = "direct_costs", _("of all other headings")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="headings")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(_("code"), max_length=8)
    label_en = FreeLine(_("words in English"), max_length=200)
    label_ur = FreeLine(_("words in Urdu"), max_length=200, blank=True)
    least_percent = models.PositiveSmallIntegerField(null=True)
    most_percent = models.PositiveSmallIntegerField(null=True)
    percent_of = models.CharField(max_length=12, choices=Of.choices, default=Of.TOTAL)

    class Meta:
        ordering = ["question", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "code"], name="heading_code_once"),
            models.CheckConstraint(
                condition=Q(least_percent=None) | Q(most_percent=None) | Q(least_percent__lte=F("most_percent")),
                name="heading_limits_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.label_en


class Choice(models.Model):
    """One thing that can be chosen. The code is kept in the sheet, the words are shown."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(_("code"), max_length=40, validators=[CODE])
    label_en = FreeLine(_("words in English"), max_length=200)
    label_ur = FreeLine(_("words in Urdu"), max_length=200, blank=True)

    class Meta:
        ordering = ["question", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "code"], name="choice_code_once"),
            models.UniqueConstraint(fields=["question", "position"], name="choice_place_once"),
        ]

    def __str__(self) -> str:
        return self.label_en
