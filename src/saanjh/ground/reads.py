"""The log of sensitive reads: who opened what, and for what purpose; apart from the history of the work."""

from typing import Any

from saanjh.ground.models import Person, SensitiveRead


def note(about: Any, *, by: Person, purpose: str) -> None:
    """Write down that `by` opened the thing. The purpose is a code, such as "download"."""
    SensitiveRead.objects.create(
        person=by.public_id, kind=about._meta.label_lower, object_id=about.public_id, purpose=purpose
    )
