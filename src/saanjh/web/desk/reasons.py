"""The reason that is asked for where one side does what the other must be told of."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.ground.fields import Written
from saanjh.web.components.inputs import Words


class ReasonForm(forms.Form):
    """Why, in words that the other side reads."""

    reason = Words(label=_("Reason"), max_length=2000, lines=6)
    written_in = forms.ChoiceField(label=_("Language of these words"), choices=Written.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"written_in": get_language(), **self.initial}
