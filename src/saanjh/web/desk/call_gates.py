"""The checklists of a call at the desk: points are reworded, added and taken out while the call is a draft."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.calls.actions import gates as actions
from saanjh.calls.gates import items_of
from saanjh.calls.models import Call, Gate, GateItem
from saanjh.calls.rules import calls as rules
from saanjh.ground.access import Role
from saanjh.ground.writing import afresh
from saanjh.web import answers
from saanjh.web.components.drafts import Draft
from saanjh.web.components.inputs import Words
from saanjh.web.guards import DeskRequest, guard

LONGEST = 300
NEW = "new"


class ChecklistsForm(Draft):
    """Each point in both languages, and room for one more at each gate; one left blank is taken out."""

    def __init__(self, *args: Any, items: list[GateItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names: list[tuple[Gate, str, str]] = []  # gate, code or nothing, name of the fields
        for gate in Gate:
            for number, each in enumerate((each for each in items if each.gate == gate), 1):
                label = _("Point %(number)s") % {"number": number}
                self._pair(gate, each.code, each.code, label, each)
            self._pair(gate, "", f"{gate}_{NEW}", _("One more point"), GateItem())

    def _pair(self, gate: Gate, code: str, name: str, label: Any, item: GateItem) -> None:
        self.names.append((gate, code, name))
        english, urdu = _("%(label)s in English") % {"label": label}, _("%(label)s in Urdu") % {"label": label}
        for language, words in (("en", english), ("ur", urdu)):
            self.fields[f"{name}_{language}"] = Words(
                label=words,
                max_length=LONGEST,
                initial=getattr(item, f"label_{language}"),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def points(self) -> list[actions.Point]:
        """What was sent, as the action takes it."""
        data = {name: " ".join(words.split()) for name, words in self.cleaned_data.items()}
        return [actions.Point(gate, code, data[f"{name}_en"], data[f"{name}_ur"]) for gate, code, name in self.names]

    def gates(self) -> Iterator[tuple[Gate, list[BoundField]]]:
        """(gate, its fields in order)"""
        for gate in Gate:
            names = [name for of, _code, name in self.names if of == gate]
            yield gate, [self[f"{name}_{language}"] for name in names for language in ("en", "ur")]


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_gates(request: DeskRequest, call: Call) -> HttpResponse:
    """Change the checklists of a draft."""
    if request.method != "POST":
        rules.may_prepare(call, by=request.user)
    form = answers.form_for(request, ChecklistsForm, items=items_of(call))
    return answers.answer(
        request,
        form,
        "desk/calls/gates.html",
        {"call": call},
        act=lambda data: actions.change_checklists(call, form.points(), by=request.user),
        then=lambda made: reverse("desk_call", args=[call.public_id]),
        said=_("The checklists are kept."),
        stands=lambda: ChecklistsForm(items=items_of(afresh(call))),
    )


urlpatterns = [path("calls/<str:id>/gates/", call_gates, name="call_gates")]
