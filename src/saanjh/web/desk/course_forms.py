"""The forms of courses: a course on one page, which one is taught, and who came to a session or completed it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saanjh.events.models import Course, Event
from saanjh.events.models.courses import MOST_MINUTES, USUAL_PERCENT
from saanjh.events.rules.courses import MOST_SESSIONS, Plan
from saanjh.programmes.models import Programme
from saanjh.web.components.choosing import OneOf
from saanjh.web.components.inputs import ONE_TITLE, Day, Number, TitledForm, Words
from saanjh.web.desk.people_counted import HeadcountForm

MORE = 3  # blank lines for further sessions
WORDS = ("kind", "title_en", "title_ur", "outcome_en", "outcome_ur", "least_percent")


class CourseForm(TitledForm):
    """A course on one page; a session whose line is left blank is left out."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Event.Kind.choices, initial=Event.Kind.TRAINING)
    title_en = Words(label=_("Title in English"), max_length=160, required=False)
    title_ur = Words(label=_("Title in Urdu"), max_length=160, required=False, help_text=ONE_TITLE)
    outcome_en = Words(label=_("What people can do afterwards, in English"), max_length=1000, lines=3, required=False)
    outcome_ur = Words(label=_("What people can do afterwards, in Urdu"), max_length=1000, lines=3, required=False)
    least_percent = Number(
        label=_("Percent of the sessions that one must have come to"),
        help_text=_("Whoever came to so many has completed the course."),
        whole=True,
        lowest=1,
        highest=100,
        initial=USUAL_PERCENT,
    )

    def __init__(self, *args: Any, sessions: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = range(1, min(sessions + MORE, MOST_SESSIONS) + 1)
        for number in self.lines:
            named = {"number": number}
            self.fields |= {
                f"s{number}_en": Words(
                    label=_("Session %(number)s in English") % named, max_length=160, required=False
                ),
                f"s{number}_ur": Words(label=_("Session %(number)s in Urdu") % named, max_length=160, required=False),
                f"s{number}_minutes": Number(
                    label=_("Minutes of session %(number)s") % named,
                    whole=True,
                    lowest=1,
                    highest=MOST_MINUTES,
                    required=False,
                ),
            }

    def clean(self) -> dict[str, Any]:
        """Each line whole: a title in one language, and minutes."""
        cleaned = super().clean()
        for number in self.lines:
            en, ur, minutes = (cleaned.get(f"s{number}_{part}") for part in ("en", "ur", "minutes"))
            if (en or ur) and not minutes and f"s{number}_minutes" not in self.errors:
                self.add_error(f"s{number}_minutes", _("Write how many minutes this session takes."))
            elif minutes and not (en or ur):
                self.add_error(f"s{number}_en", _("Write what this session is about."))
        return cleaned

    def plans(self) -> list[Plan]:
        """The sessions in their order."""
        data = self.cleaned_data
        lines = [(data[f"s{each}_en"], data[f"s{each}_ur"], data[f"s{each}_minutes"]) for each in self.lines]
        return [Plan(*line) for line in lines if line[2]]

    def words(self) -> dict[str, Any]:
        """All but the sessions."""
        return {name: self.cleaned_data[name] for name in WORDS}


class NewCourseForm(CourseForm):
    """Also of which programme it is."""

    programme = OneOf(Programme.objects.none(), name="title", label=_("Programme"), empty_label=None)
    origin = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        self.order_fields(["programme"])


class TeachForm(forms.Form):
    """Which course is taught."""

    course = OneOf(Course.objects.none(), name="title", label=_("Course"), empty_label=None)

    def __init__(self, *args: Any, courses: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]


class SessionForm(HeadcountForm):
    """On which day it was, who came, and which version was on the screen."""

    day = Day(label=_("Day of the session"))
    after = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=30_000)


class CompletionForm(HeadcountForm):
    """Who completed it, and which version was on the screen."""

    after = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=30_000)
