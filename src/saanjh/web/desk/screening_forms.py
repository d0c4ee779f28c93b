"""The forms of screening: a gate's checklist, why a gate is reopened, which applications to see."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saanjh.calls.actions import gates as actions
from saanjh.calls.models import Gate, GateAnswer, GateCheck, GateItem
from saanjh.calls.rules import gates as rules
from saanjh.ground.fields import Written
from saanjh.web.components.drafts import Draft
from saanjh.web.components.inputs import Words
from saanjh.web.components.languages import worded

LONGEST_REASON = 2000
ENDS = [
    (GateCheck.Outcome.PASSED, _("Pass")),
    (GateCheck.Outcome.CONDITIONS, _("Pass with conditions")),
    (GateCheck.Outcome.STOPPED, _("Stop")),
]


class WhyForm(forms.Form):
    """Why a gate is opened again; it stays in the programme."""

    reason = Words(label=_("Reason"), max_length=LONGEST_REASON, lines=4)


class Filter(forms.Form):
    """Which applications to see."""

    narrows = True  # nothing here must be filled in

    show = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("What waits")), ("screened", _("What is screened"))]
    )


class GateForm(Draft):
    """An answer and a note to each point, and what the applicant is told. Half of it can be kept; closing needs all."""

    def __init__(self, *args: Any, gate: Gate, items: list[GateItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gate, self.items = gate, items
        for each in items:
            self.fields[f"said_{each.code}"] = forms.ChoiceField(
                label=worded(each, "label")[0], choices=GateAnswer.Said.choices, widget=forms.RadioSelect
            )
            self.fields[f"note_{each.code}"] = Words(
                label=_("Note"), max_length=actions.LONGEST_NOTE, lines=2, required=False
            )
        if gate == Gate.DO_NO_HARM:
            self.fields["outcome"] = forms.ChoiceField(
                label=_("How does this gate end?"), choices=ENDS, widget=forms.RadioSelect
            )
            label, help_text = _("Conditions or reasons"), _("The applicant reads them as you write them.")
        else:
            label = _("Reasons, where a point is answered with no")
            help_text = _("The applicant reads them as you write them. Say what would have been needed.")
        self.fields["reason"] = Words(
            label=label, help_text=help_text, max_length=LONGEST_REASON, lines=4, required=False
        )
        self.fields["written_in"] = forms.ChoiceField(
            label=_("Language of these words"), choices=Written.choices, widget=forms.RadioSelect
        )

    def clean(self) -> None:
        """Whoever goes on to close is told what is missing; whoever keeps it for later is not."""
        if "later" in self.data or self.errors:
            return
        data = self.cleaned_data
        for lack in rules.unfinished(self.gate, self.items, self.given(), data.get("outcome", ""), data["reason"]):
            self.add_error(lack.field, lack.why)

    def given(self) -> dict[str, tuple[str, str]]:
        """code of a point → (what was said to it, or nothing yet; the note)."""
        data = self.cleaned_data
        return {each.code: (data[f"said_{each.code}"], data[f"note_{each.code}"]) for each in self.items}
