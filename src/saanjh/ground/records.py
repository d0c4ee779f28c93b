"""What every row that people can point at has: a public id, a time, and a default of showing itself to nobody."""

from collections.abc import Iterable
from typing import Any, NamedTuple, Self

from django.db import models

from saanjh.ground.access import Scopes, Standing
from saanjh.ground.public_ids import LENGTH, new_public_id


class Words(NamedTuple):
    """By what a thing is found: its titles, which the list of what was found shows, and further words."""

    title_en: str
    title_ur: str
    more: Iterable[str] = ()


class Rows(models.QuerySet[Any]):
    """Rows that a page may show. A model that says nothing shows nothing: default deny."""

    def visible_to(self, standing: Standing) -> Self:
        """The rows that a signed-in person may open."""
        return self.none()

    def public(self) -> Self:
        """The rows that anybody may open."""
        return self.none()

    def findable(self) -> Self:
        """The rows that search knows, whoever may then open them, where the model has `found_by() -> Words`.

        A model whose words are those of other rows too names its keys to them in `FOUND_THROUGH`.
        """
        return self.none()


class Record(models.Model):
    """A thing with an address of its own."""

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_public_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    objects = Rows.as_manager()

    class Meta:
        abstract = True

    def scopes(self) -> Scopes:
        """Where this thing belongs: the (kind, id) pairs in which a role gives a right over it."""
        return ()
