"""Pausing a grant at the desk: one press and a code, at once; and going on."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.awards import pauses as queries
from saanjh.awards.actions import pauses as actions
from saanjh.awards.models import READERS, Award, Pause
from saanjh.awards.rules import pauses as rules
from saanjh.ground.access import ORGANISATION
from saanjh.web.answers import Confirm, answer, form_for
from saanjh.web.desk.award_pages import FORM, around
from saanjh.web.desk.confirming import allows
from saanjh.web.guards import DeskRequest, guard


class PauseForm(forms.Form):
    """Why, in one code; nothing else is asked."""

    why = forms.ChoiceField(label=_("Why"), choices=Pause.Why.choices, widget=forms.RadioSelect)


@guard(*ORGANISATION, *READERS, finds=Award, methods=("GET",))
def award_pauses(request: DeskRequest, award: Award) -> HttpResponse:
    """When the work stood still, how many days that were, and what follows."""
    rows = queries.of_award(award)
    today = timezone.localdate()
    context = {
        "award": award,
        "rows": rows,
        "days": queries.stood_still([award.pk], today).get(award.pk, queries.NONE).days,
        "is_paused": any(not hasattr(each, "resumption") for each in rows),
        "may_pause": allows(rules.may_pause, award, request),
        "may_resume": allows(rules.may_resume, award, request),
    }
    return render(request, "desk/awards/pauses.html", context)


@guard(*ORGANISATION, finds=Award)
def award_pause(request: DeskRequest, award: Award) -> HttpResponse:
    """Pause the grant from now on."""
    words = {
        "title": _("Pause the grant"),
        "lede": _("From this moment on no deadline of yours runs, and nobody asks for more. Nothing of it is public."),
        "button": _("Pause it now"),
        "back": _page(award),
    }
    return answer(
        request,
        form_for(request, PauseForm),
        FORM,
        around(request, award, lambda: rules.may_pause(award, by=request.user), **words),
        act=lambda data: actions.pause(award, by=request.user, **data),
        then=lambda made: _page(award),
        said=_("The grant is paused. The officers of the programme were told. Be safe."),
    )


@guard(*ORGANISATION, finds=Award)
def award_resume(request: DeskRequest, award: Award) -> HttpResponse:
    """Let the work go on."""
    words = {
        "title": _("Let the work go on?"),
        "lede": _("Deadlines run again from today on; the days of the pause are not counted."),
        "button": _("The work goes on"),
        "back": _page(award),
    }
    return answer(
        request,
        form_for(request, Confirm),
        FORM,
        around(request, award, lambda: rules.may_resume(award, by=request.user), **words),
        act=lambda data: actions.resume(award, by=request.user),
        then=lambda made: _page(award),
        said=_("The work goes on. The officers of the programme were told."),
    )


def _page(award: Award) -> str:
    return reverse("award_pauses", args=[award.public_id])


urlpatterns = [
    path("awards/<str:id>/pauses/", award_pauses, name="award_pauses"),
    path("awards/<str:id>/pause/", award_pause, name="award_pause"),
    path("awards/<str:id>/resume/", award_resume, name="award_resume"),
]
