"""A question that is answered by files, without script: those that are kept, each to be taken out, and room for one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from saanjh.ground import intake
from saanjh.ground.models import StoredFile
from saanjh.ground.refusals import Refusal


@dataclass(frozen=True)
class Change:
    """What was sent for one question: a file that the intake found sound, and those to take out (public ids)."""

    upload: Any = None  # an upload; once it is cleaned, an intake.Sound
    gone: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.upload or self.gone)


class FilesInput(forms.Widget):
    """The files that are there, then an input for one more with a button that saves it at once."""

    template_name = "saanjh/forms/files.html"
    use_fieldset = True
    needs_multipart_form = True
    is_trial = False  # where nothing can be sent

    def __init__(self, *, code: str, accept: Iterable[str], most: int) -> None:
        super().__init__()
        self.code, self.accept, self.most = code, ",".join(sorted(accept)), most
        self.kept: list[StoredFile] = []

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Change:
        gone = data.getlist(f"{name}-gone") if hasattr(data, "getlist") else []
        return Change(files.get(name), [str(each) for each in gone])

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        more = {"code": self.code, "kept": self.kept, "accept": self.accept, "is_trial": self.is_trial}
        replaces = self.most == 1 and bool(self.kept)
        return {**context, "widget": {**context["widget"], **more, "replaces": replaces}}


class Files(forms.Field):
    """Cleaned to a Change. What is not sound is refused in words; nothing is written here."""

    widget: FilesInput

    def clean(self, value: Any) -> Change:
        change = value if isinstance(value, Change) else Change()
        if change.upload is None:
            return change
        try:
            return Change(intake.looked_at(change.upload), change.gone)
        except Refusal as refusal:
            raise ValidationError(refusal.why) from refusal

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)
