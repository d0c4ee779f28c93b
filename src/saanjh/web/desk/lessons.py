"""Lessons at the desk: written by an organisation, published by an officer."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Award
from saanjh.ground.access import WRITERS, Role, may, visible
from saanjh.ground.writing import afresh
from saanjh.learning import rules
from saanjh.learning.actions import lessons as actions
from saanjh.learning.models import Lesson
from saanjh.web.answers import answer, form_for
from saanjh.web.components.inputs import ONE_TITLE, need_either
from saanjh.web.desk.confirming import Steps
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

READERS = (*WRITERS, Role.FIELD_OFFICER, Role.PROGRAMME_OFFICER, Role.VERIFIER)


class LessonForm(forms.ModelForm):
    """The four questions of a lesson."""

    confidence = forms.TypedChoiceField(
        label=_("How much stands behind it"),
        choices=Lesson.Confidence.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Lesson
        fields = list(actions.WORDS)
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("expected", "happened", "why", "next_time")}
        help_texts = {"title_ur": ONE_TITLE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"written_in": get_language(), **kwargs.get("initial", {})}

    def clean(self) -> dict[str, Any]:
        need_either(self, "title", _("Write the title in English or in Urdu."))
        return self.cleaned_data


@guard(*READERS, methods=("GET",))
def lessons(request: DeskRequest) -> HttpResponse:
    """The lessons that this person may open."""
    rows = visible(request.user, Lesson).order_by("-created_at", "-pk")
    awards = visible(request.user, Award).accepted().order_by("title_en", "pk")
    writes = [award for award in awards[:50] if may(request.user, *WRITERS, over=award.scopes())]
    page = Pages(rows, 25).get_page(request.GET.get("page"))
    return render(request, "desk/learning/lessons.html", {"page": page, "writes": writes})


@guard(*READERS, finds=Lesson, methods=("GET",))
def lesson(request: DeskRequest, lesson: Lesson) -> HttpResponse:
    """One lesson, with what can be done with it now."""
    ours = may(request.user, *WRITERS, over=lesson.scopes())
    reads = may(request.user, Role.PROGRAMME_OFFICER, over=lesson.scopes())
    ends = may(request.user, Role.SIGNATORY, Role.PROGRAMME_OFFICER, over=lesson.scopes())
    context = {"lesson": lesson, "ours": ours, "reads": reads, "ends": ends}
    return render(request, "desk/learning/lesson.html", context)


@guard(*WRITERS, finds=Award)
def write(request: DeskRequest, award: Award) -> HttpResponse:
    """A new lesson of a grant."""
    return answer(
        request,
        form_for(request, LessonForm),
        "desk/learning/write.html",
        {"award": award},
        act=lambda words: actions.write(award, by=request.user, **words),
        then=lambda made: reverse("desk_lesson", args=[made.public_id]),
        said=_("The lesson is kept as a draft. Hand it in when it is ready."),
    )


@guard(*WRITERS, finds=Lesson)
def rewrite(request: DeskRequest, lesson: Lesson) -> HttpResponse:
    """Change a draft."""
    return answer(
        request,
        form_for(request, LessonForm, initial=_words_of(lesson)),
        "desk/learning/write.html",
        {"award": lesson.award},
        act=lambda words: actions.rewrite(lesson, by=request.user, **words),
        then=lambda made: reverse("desk_lesson", args=[made.public_id]),
        said=_("The draft was changed."),
        stands=lambda: LessonForm(initial=_words_of(afresh(lesson))),
    )


def _words_of(lesson: Lesson) -> dict[str, Any]:
    return {name: getattr(lesson, name) for name in actions.WORDS}


STEPS = Steps(Lesson, "lessons", "desk_lesson", "lesson")
urlpatterns = [
    path("lessons/", lessons, name="desk_lessons"),
    path("lessons/<str:id>/", lesson, name="desk_lesson"),
    path("lessons/<str:id>/change/", rewrite, name="lesson_rewrite"),
    path("awards/<str:id>/lessons/new/", write, name="lesson_write"),
    STEPS.step(
        "hand_in",
        actions.hand_in,
        *WRITERS,
        title=_("Hand in this lesson"),
        words=_(
            "A programme officer reads it and puts it on the public pages. After that it can be withdrawn, not changed."
        ),
        button=_("Hand in"),
        said=_("The lesson was handed in."),
        check=rules.may_hand_in,
    ),
    STEPS.step(
        "publish",
        actions.publish,
        Role.PROGRAMME_OFFICER,
        title=_("Publish this lesson"),
        words=_("Everybody can read it from now on. Check that it names nobody and no place finer than a district."),
        button=_("Publish"),
        said=_("The lesson is public."),
        check=rules.may_publish,
    ),
    STEPS.step(
        "withdraw",
        actions.withdraw,
        Role.SIGNATORY,
        Role.PROGRAMME_OFFICER,
        title=_("Withdraw this lesson"),
        words=_("It leaves the public pages at once. Copies that others made cannot be called back."),
        button=_("Withdraw"),
        said=_("The lesson was withdrawn."),
        check=rules.may_withdraw,
    ),
]
