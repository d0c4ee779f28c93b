"""Form fields that read what people type: Urdu and Arabic digits, amounts, days; words without personal details."""

import calendar
import datetime
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator as NoNul
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from saanjh.ground import intake
from saanjh.ground.fields import guard_words
from saanjh.ground.refusals import Refusal
from saanjh.kit import money, text


def guard_controls(words: str) -> None:
    """Refuse what no keyboard types and no database should keep."""
    if text.has_controls(words):
        raise ValidationError(_("The text has a character that cannot be stored. Type it again."), code="controls")


ONE_TITLE = _("One of the two titles is enough.")


def need_either(form: forms.BaseForm, stem: str, words: Any) -> None:
    """Say `words` beside the first of `stem`_en and `stem`_ur where both are empty."""
    pair = f"{stem}_en", f"{stem}_ur"
    if not any(form.cleaned_data.get(name) or name in form.errors for name in pair):
        form.add_error(pair[0], words)


class TitledForm(forms.Form):
    """A form with a public title of which one language is enough: the pages say that the other is missing."""

    def clean(self) -> dict[str, Any]:
        """The words as sent; where neither title is there, that is said beside the first."""
        need_either(self, "title", _("Write the title in English or in Urdu."))
        return super().clean() or self.cleaned_data


def word_lengths() -> None:
    """Let every field, also one that Django makes of a column, say in our words that something is too long."""
    said = _("Shorten this: at most %(limit_value)s characters fit, and it has %(show_value)s.")
    words: Any = forms.CharField
    words.default_error_messages = {**vars(words).get("default_error_messages", {}), "max_length": said}


class Words(forms.CharField):
    """Somebody's words: one line, or several with `lines`. Personal details are refused in words."""

    default_validators = [guard_controls, guard_words]

    def __init__(self, *, max_length: int, lines: int = 0, **kwargs: Any) -> None:
        if lines:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": lines}))
        super().__init__(max_length=max_length, **kwargs)
        self.is_line = not lines
        # guard_words says the same of NUL, in the reader's language; one message is enough.
        self.validators = [each for each in self.validators if not isinstance(each, NoNul)]

    def to_python(self, value: Any) -> str:
        words = (super().to_python(value) or "").replace("\r\n", "\n")
        return text.without_overrides(words) if self.is_line else words


class Number(forms.Field):
    """A number in any digits people use, as a Decimal."""

    widget = forms.NumberInput
    default_error_messages = {
        "number": _("Write a number, such as 120 or ۱۲۰."),
        "low": _("Write %(bound)s or more."),
        "high": _("Write %(bound)s or less."),
        "whole": _("Write a whole number."),
        "large": _("This number is too large."),
    }

    def __init__(
        self,
        *,
        lowest: Decimal | int | None = None,
        highest: Decimal | int | None = None,
        whole: bool = False,
        **kwargs: Any,
    ) -> None:
        self.lowest, self.highest, self.whole = lowest, highest, whole
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The number as a Decimal, or an int where it must be whole; None for a blank."""
        number = self.read(value)
        if number is None:
            return None
        if self.whole and number != number.to_integral_value():
            raise ValidationError(self.error_messages["whole"], code="whole")
        if self.lowest is not None and number < self.lowest:
            raise self._beyond("low", self.lowest)
        if self.highest is not None and number > self.highest:
            raise self._beyond("high", self.highest)
        return int(number) if self.whole else number

    def read(self, value: Any) -> Decimal | None:
        """What was typed as a number; None for a blank."""
        if value in self.empty_values:
            return None
        try:
            return self.parse(str(value))
        except money.TooLarge:
            raise ValidationError(self.error_messages["large"], code="large") from None
        except ValueError:
            raise self.unread() from None

    def parse(self, typed: str) -> Decimal:
        """The number typed; ValueError where it is none."""
        return money.read_number(typed)

    def unread(self) -> ValidationError:
        """What to say of words that are no number."""
        return ValidationError(self.error_messages["number"], code="number")

    def _beyond(self, code: str, bound: Decimal | int) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"bound": money.plain(bound)})


class Amount(Number):
    """An amount in one currency, typed with lakh and crore if one likes; cleaned to minor units (paisa)."""

    default_error_messages = {
        "number": _("Write an amount in %(currency)s, such as 1,500; not below 0, in no other currency."),
        "rupees": _("Write an amount in %(currency)s, such as 150,000 or 1.5 lakh; not below 0, in no other currency."),
    }

    def __init__(self, *, currency: str, **kwargs: Any) -> None:
        self.currency = currency
        super().__init__(**kwargs)

    def unread(self) -> ValidationError:
        code = "rupees" if self.currency == "PKR" else "number"  # nobody counts dollars in lakh
        return ValidationError(self.error_messages[code], code=code, params={"currency": self.currency})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return money.plain(money.from_minor(value, self.currency))
        return value

    def parse(self, typed: str) -> Decimal:
        return money.from_minor(money.parse(typed, self.currency).minor, self.currency)

    def to_python(self, value: Any) -> int | None:
        number = super().to_python(value)
        return None if number is None else money.to_minor(number, self.currency)


URDU_MONTHS = ["جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"]


class Day(forms.DateField):
    """A day, as the phone's calendar sends it or as typed: 1/3/2026, ۱/۳/۲۰۲۶, 1 March 2026, 1 مارچ 2026.

    Only of the years around ours: at the ends of the calendar the day before or the month after does not exist.
    """

    YEARS = range(1900, 2201)

    default_error_messages = {"invalid": _("Write a day, such as 2026-03-01 or 1/3/2026.")}

    def to_python(self, value: Any) -> datetime.date | None:
        day = super().to_python(_with_english_month(value) if isinstance(value, str) else value)
        if day is not None and day.year not in self.YEARS:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def _with_english_month(typed: str) -> str:
    """The day with digits 0-9, and a month's Urdu name replaced by its English one, which the formats know."""
    words = text.normalise(typed)
    for urdu, english in zip(URDU_MONTHS, calendar.month_name[1:], strict=True):
        words = re.sub(rf"(?<!\w){text.normalise(urdu)}(?!\w)", english, words)
    return words


def _said_of_size() -> str:
    words = _("A PDF, a JPEG or a PNG of at most %(number)s MB.") % {"number": settings.UPLOAD_MAX_BYTES // 1_000_000}
    more = _("The file's name, the place of a photo and the author of a document are taken out.")
    return f"{words} {more}"


class Evidence(forms.FileField):
    """A picture or a PDF, looked at by the intake before anything is written; its value is an `intake.Sound`."""

    def __init__(self, *, help_text: Any = "", **kwargs: Any) -> None:
        taken = lazy(lambda: f"{_said_of_size()} {help_text}".strip(), str)()
        widget = forms.FileInput(attrs={"accept": ",".join(sorted(intake.EVIDENCE))})
        super().__init__(help_text=taken, widget=widget, allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> intake.Sound | None:
        """The sound file, or None where none came."""
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return intake.looked_at(upload)
        except Refusal as refusal:
            raise ValidationError(refusal.why) from refusal
