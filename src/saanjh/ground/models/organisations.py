"""Organisations, and what became of duplicates."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText, WrittenIn
from saanjh.ground.merging import ALL_MOVE
from saanjh.ground.models.places import District
from saanjh.ground.records import Record, Rows, Words

# Who works with every organisation. Observers, donors and auditors do not: they see what is public, or the history.
WITH_ALL = (
    Role.ADMINISTRATOR,
    Role.PROGRAMME_OFFICER,
    Role.FINANCE_OFFICER,
    Role.VERIFIER,
    Role.GATE_CHECKER,
    Role.PANEL_CHAIR,
)


class OrganisationKind(models.TextChoices):
    CSO = "cso", _("Civil society organisation")
    ACADEMIC = "academic", _("University or research institute")
    GOVERNMENT = "government", _("Government body")
    DONOR = "donor", _("Donor")
    UN = "un", _("United Nations entity")
    MEDIA = "media", _("Media")


class OrganisationRows(Rows):
    def current(self) -> Self:
        """Without the duplicates that were merged into another."""
        return self.filter(merged_into=None)

    def visible_to(self, standing: Standing) -> Self:
        """One's own, with those that were joined into it; all of them for those who work with all."""
        if standing.has(*WITH_ALL):
            return self
        mine = standing.ids(ScopeKind.ORGANISATION)
        return self.filter(models.Q(pk__in=mine) | models.Q(merged_into__in=mine))

    def public(self) -> Self:
        return self.current().filter(is_public=True)

    def findable(self) -> Self:
        """All but the duplicates."""
        return self.current()


class Organisation(Record):
    """A body that works, gives or coordinates. Never a person."""

    name_en = FreeLine(_("name in English"), max_length=200, blank=True)
    name_ur = FreeLine(_("name in Urdu"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind.choices)
    home = models.ForeignKey(District, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    about = FreeText(_("what it does"), max_length=2000, blank=True)
    written_in = WrittenIn(_("language of the text"))
    women_led = models.BooleanField(_("led by women"), default=False)
    youth_led = models.BooleanField(_("led by young people"), default=False)
    is_public = models.BooleanField(_("may be shown on the portal"), default=False)
    search_name = models.CharField(max_length=420, db_index=True, editable=False)  # kit.text.normalise of both names
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    WHEN_JOINED = {"merged_into": ALL_MOVE}
    HELD_ANYWHERE = WITH_ALL  # roles that reach every organisation, in whichever programme they are held

    objects = OrganisationRows.as_manager()

    class Meta:
        ordering = ["name_en", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name_en="", name_ur=""), name="organisation_named"),
        ]

    def __str__(self) -> str:
        return self.name_en or self.name_ur

    @property
    def now(self) -> "Organisation":
        """The organisation that it is today: itself, or the one that it was joined into."""
        return self.merged_into or self

    def found_by(self) -> Words:
        return Words(self.name_en, self.name_ur, [self.about])

    def scopes(self) -> Scopes:
        """Its own; for a duplicate also that of the organisation it was joined into, whose people went there."""
        stays = self.merged_into_id
        return ((ScopeKind.ORGANISATION, self.pk), *([(ScopeKind.ORGANISATION, stays)] if stays else []))
