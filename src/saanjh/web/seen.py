"""What somebody saw when a form opened: where it was changed meanwhile, both are shown and nothing is undone unseen."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saanjh.ground.once import digest_of
from saanjh.ground.refusals import Conflict

SEEN = "seen"  # the hidden input, in components/sending.html
Fresh = Callable[[], forms.BaseForm]  # the form as the row stands now, read and locked


class Overtaken(Conflict):
    """Somebody else changed the same row: `stands` is (label, what stands there now) of what differs from mine."""

    def __init__(self, stands: list[tuple[Any, str]], digest: str) -> None:
        super().__init__(
            _(
                "Somebody else changed this while you had it open, and their words were kept. Below stands what is "
                "there now, then what you typed: put the two together and send it again."
            )
        )
        self.stands, self.digest = stands, digest


def digest(form: forms.BaseForm) -> str:
    """The digest of what the fresh form shows."""
    return digest_of([(name, _texts(form, name)) for name in form.fields])


def check(mine: forms.BaseForm, seen: str, fresh: Fresh) -> None:
    """Overtaken unless the row still says what was `seen`; call it in the transaction that changes the row."""
    theirs = fresh()
    now = digest(theirs)
    if seen and seen != now:
        raise Overtaken([(theirs[name].label, _said(theirs, name)) for name in _differing(mine, theirs)], now)


def _differing(mine: forms.BaseForm, theirs: forms.BaseForm) -> list[str]:
    """The fields whose value as it stands now is another than the one typed."""
    return [name for name in theirs.fields if _texts(theirs, name) != _texts(mine, name)]


def _texts(form: forms.BaseForm, name: str) -> list[str]:
    value = form[name].value()
    if not isinstance(value, list | tuple | set):
        return [_text(value)]
    return sorted(filter(None, map(_text, value)))  # of several lists, those left blank say nothing


def _text(value: Any) -> str:
    return "" if value is None else str(getattr(value, "pk", value)).replace("\r\n", "\n").strip()


def _said(form: forms.BaseForm, name: str) -> str:
    """The values in the words of their choices, where the field has any."""
    words = dict(_choices(getattr(form.fields[name], "choices", ())))
    return "، ".join(words.get(each, each) for each in _texts(form, name)) or str(_("nothing"))


def _choices(choices: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Each choice with its words, those of groups too."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _choices(label)
        else:
            yield str(value), str(label)
