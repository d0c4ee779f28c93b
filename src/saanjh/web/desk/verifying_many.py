"""Many values verified on one page: each is read there, and none is verified where one of them is refused."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.batches import RowsRefused
from saanjh.ground.refusals import Refusal
from saanjh.results import queries
from saanjh.results.actions import values as actions
from saanjh.results.models import Value
from saanjh.web import answers
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25  # values on one page: each is read before it is verified


class VerifyForm(forms.Form):
    """For each value whether it is found sound now."""

    def __init__(self, *args: Any, rows: Sequence[Value], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[f"take_{row.public_id}"] = forms.BooleanField(label=_("Verify it"), required=False)

    def lines(self) -> Iterable[tuple[Value, forms.BoundField]]:
        """Each value with its box."""
        return [(row, self[f"take_{row.public_id}"]) for row in self.rows]

    def taken(self) -> list[Value]:
        """What is to be verified."""
        return [row for row in self.rows if self.cleaned_data[f"take_{row.public_id}"]]


@guard(Role.VERIFIER)
def values_verify(request: DeskRequest) -> HttpResponse:
    """The values that wait for this person, with a box beside each; those that were ticked are verified together."""
    waiting = queries.to_check(standing_of(request.user)).exclude(submitted_by=request.user)
    shown = waiting.select_related("award__organisation", "indicator", "submitted_by")
    page = Pages(shown, PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    if request.method == "POST":
        asked = [name.removeprefix("take_") for name in request.POST if name.startswith("take_")][:PAGE]
        rows = list(visible(request.user, Value).filter(public_id__in=asked).order_by("submitted_at", "pk"))
    form = answers.form_for(request, VerifyForm, rows=rows)
    return answers.answer(
        request,
        form,
        "desk/results/verify_many.html",
        {"page": page},
        act=lambda data: _verify(request, form),
        then=lambda made: reverse("values_verify"),
        said=_("They are verified. Whoever handed them in was told."),
    )


def _verify(request: DeskRequest, form: VerifyForm) -> list[Value]:
    """All of them or none; what is refused is said beside its row."""
    taken = form.taken()
    if not taken:
        raise Refusal(_("Tick the values that you looked at and find sound."))
    try:
        return actions.verify_many(taken, by=request.user)
    except RowsRefused as refused:
        for row in refused.rows:
            form.add_error(f"take_{taken[row.number - 1].public_id}", row.why)
        raise Refusal(_("None was verified. Take out those that are refused, and send the others again.")) from None


urlpatterns = [path("values/verify/", values_verify, name="values_verify")]
