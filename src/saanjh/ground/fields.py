"""The columns that hold people's words. They refuse personal data, however they are written."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from saanjh.ground.refusals import Refusal
from saanjh.kit import personal_data, text

FOUND = {
    "cnic": _("an identity card number"),
    "phone": _("a phone number"),
    "email": _("an e-mail address"),
    "coordinates": _("an exact place"),
}


def guard_words(words: str) -> None:
    """Raise ValidationError when the text holds an identity card number, phone, e-mail or coordinates (R2).

    Also where there is something, but nothing that can be read: a title of spaces without width looks like none.
    """
    if "\x00" in words:
        raise ValidationError(_("The text has a character that cannot be stored. Type it again."), code="nul")
    if words.strip() and text.says_nothing(words):
        raise ValidationError(_("There is no letter and no digit in this. Write it in words."), code="empty")
    for finding in personal_data.find(words):
        raise ValidationError(
            _("Take out %(what)s: personal details are not kept here."),
            code="personal_data",
            params={"what": FOUND[finding.kind]},
        )


# While many rows are written: the words that were read already, each with the length that it was read for.
_read: ContextVar[set[tuple[int, str]] | None] = ContextVar("read", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Read the same words on many rows only once. They are forgotten at the end: no process keeps what people wrote."""
    token = _read.set(set())
    try:
        yield
    finally:
        _read.reset(token)


class Guarded:
    """Mixed into a text column: the form says it kindly, and nothing that went round the form is saved."""

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        value = super().pre_save(instance, add)  # type: ignore[misc]
        known, key = _read.get(), (self.max_length, value)  # type: ignore[attr-defined]
        if isinstance(value, str) and (known is None or key not in known):
            try:
                guard_words(value)
                self._guard_length(value)
            except ValidationError as found:
                raise Refusal(found.messages[0], field=self.name) from found  # type: ignore[attr-defined]
            if known is not None:
                known.add(key)
        return value

    def _guard_length(self, value: str) -> None:
        most = self.max_length  # type: ignore[attr-defined]
        if len(value) > most:
            raise ValidationError(
                _("Shorten this text: at most %(most)s characters fit."), code="long", params={"most": most}
            )


class FreeLine(Guarded, models.CharField):
    """One line in somebody's words: a title, a name of a thing. What would turn the words around it is left out."""

    default_validators = [guard_words]

    def to_python(self, value: Any) -> Any:
        words = super().to_python(value)
        return text.without_overrides(words) if isinstance(words, str) else words

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        words = self.to_python(super().pre_save(instance, add))
        setattr(instance, self.attname, words)
        return words


class FreeText(Guarded, models.TextField):
    """Several lines in somebody's words. `max_length` is held by forms, and again when the row is saved."""

    default_validators = [guard_words]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 5000)
        super().__init__(*args, **kwargs)


class Written(models.TextChoices):
    """The language that somebody's own words are in."""

    ENGLISH = "en", _("English")
    URDU = "ur", _("Urdu")


class WrittenIn(models.CharField):
    """The language of the long texts on the same row; never guessed, never machine-translated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2)
        kwargs.setdefault("choices", Written.choices)
        kwargs.setdefault("default", Written.ENGLISH)
        super().__init__(*args, **kwargs)
