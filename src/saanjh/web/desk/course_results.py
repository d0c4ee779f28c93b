"""What changed by a course, at the desk: sums that are written down, shown with how sure they are."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.events.actions import changes as actions
from saanjh.events.models import Change, Event
from saanjh.events.models.changes import MOST_POINTS
from saanjh.ground.access import Role
from saanjh.web import answers
from saanjh.web.components.inputs import Number
from saanjh.web.guards import DeskRequest, guard

FINEST = Decimal("0.001")


class Sum(Number):
    """A mean or a deviation, kept to a thousandth of a point."""

    def to_python(self, value: Any) -> Any:
        number = super().to_python(value)
        return None if number is None else Decimal(number).quantize(FINEST)


class ChangeForm(forms.Form):
    """The sums from the sheets, and which versions were on the screen."""

    moment = forms.ChoiceField(label=_("When they answered again"), choices=Change.Moment.choices)
    pairs = Number(label=_("People who answered both times"), whole=True, lowest=2, highest=100_000)
    most_points = Number(label=_("Most points that one can have"), whole=True, lowest=1, highest=MOST_POINTS)
    mean_before = Sum(label=_("Mean of their points before"), lowest=0, highest=MOST_POINTS)
    mean_then = Sum(label=_("Mean of their points then"), lowest=0, highest=MOST_POINTS)
    deviation = Sum(
        label=_("Standard deviation of the changes"),
        help_text=_("Of each one’s points then less points before: STDEV in a spreadsheet."),
        lowest=0,
        highest=2 * MOST_POINTS,
    )
    after = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def stood(self) -> int:
        """The version of this moment that was on the screen; 0 for none."""
        seen = dict(each.split(":") for each in self.cleaned_data["after"].split() if each.count(":") == 1)
        version = seen.get(self.cleaned_data["moment"], "0")
        return int(version) if version.isascii() and version.isdigit() else 0


@guard(Role.PROGRAMME_OFFICER, finds=Event)
def event_change(request: DeskRequest, event: Event) -> HttpResponse:
    """Write down the sums of a test before and after, or correct them by a further version."""
    last = {each.moment: each.version for each in Change.objects.filter(event=event).order_by("moment", "version")}
    stands = " ".join(f"{moment}:{version}" for moment, version in last.items())
    form = answers.form_for(request, ChangeForm, initial={"after": stands})
    return answers.answer(
        request,
        form,
        "desk/events/change.html",
        {"event": event},
        act=lambda data: actions.record_change(event, by=request.user, **{**data, "after": form.stood()}),
        then=lambda made: reverse("desk_event", args=[event.public_id]),
        said=_("The results are written down."),
    )


urlpatterns = [path("events/<str:id>/results/", event_change, name="event_change")]
