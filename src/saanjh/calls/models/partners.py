"""With whom an organisation applies, and through whom: organisations, never people."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.calls.models.applications import Application
from saanjh.ground.access import ORGANISATION, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText, WrittenIn
from saanjh.ground.merging import Fate
from saanjh.ground.models import Organisation, Person
from saanjh.ground.naming import named
from saanjh.ground.records import Record, Rows


def named_already(duplicate: Organisation, into: Organisation) -> Q:
    """Where both are named in one application, or the one that stays leads it."""
    there = into.partnerships.order_by().values("application")
    return Q(application__in=there) | Q(application__organisation=into)


class ApplicationPartnerRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """Those of the applications that one may open, and those in which one's own organisation is named."""
        seen = Application.objects.all().visible_to(standing).order_by().values("pk")
        mine = standing.ids(ScopeKind.ORGANISATION, *ORGANISATION)
        named = Q(organisation__in=mine) | Q(organisation__merged_into__in=mine)
        return self.filter(Q(application__in=seen) | named).select_related(
            "application__call__programme", "application__organisation__merged_into", "organisation__merged_into"
        )


class ApplicationPartner(Record):
    """An organisation named in an application: a partner of the one that leads, or the host of an unregistered group.

    One that is known here answers itself, by whoever signs there. One of which only the name is written is named, and
    nobody confirmed it.
    """

    class Role(models.TextChoices):
        PARTNER = "partner", pgettext_lazy("application", "Partner")
        HOST = "host", pgettext_lazy("application", "Host")

    class State(models.TextChoices):
        NAMED = "named", pgettext_lazy("partner", "Named, not confirmed")
        ASKED = "asked", pgettext_lazy("partner", "Has not answered yet")
        AGREED = "agreed", pgettext_lazy("partner", "Agreed")
        DECLINED = "declined", pgettext_lazy("partner", "Does not take part")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="partners")
    role = models.CharField(_("takes part as"), max_length=7, choices=Role.choices)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="partnerships"
    )
    name = FreeLine(_("name of the organisation"), max_length=200, blank=True)  # of one that is not known here
    share_minor = models.BigIntegerField(_("share of the budget"), null=True, blank=True)  # in the call's currency
    does = FreeText(_("what it does in the project"), max_length=500, blank=True)  # it is asked on this
    written_in = WrittenIn(_("language of the text"))
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    WHEN_JOINED = {
        "organisation": Fate(
            named_already, _("Where both were named in one application, each stays under the name that it had there.")
        )
    }

    objects = ApplicationPartnerRows.as_manager()

    class Meta:
        ordering = ["application", "-role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "organisation"], name="partner_once"),
            models.UniqueConstraint(fields=["application"], condition=Q(role="host"), name="partner_one_host"),
            models.CheckConstraint(
                condition=Q(organisation=None, role="partner", state="named") & ~Q(name="")
                | Q(organisation__isnull=False) & ~Q(state="named"),
                name="partner_known_or_named",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["named", "asked"], answered_at=None)
                | Q(state__in=["agreed", "declined"], answered_at__isnull=False),
                name="partner_answered_when",
            ),
            models.CheckConstraint(condition=Q(share_minor=None) | Q(share_minor__gte=1), name="partner_share_counts"),
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """The organisation's name in the reader's language, or the name that was written."""
        return named(self.organisation, "name") if self.organisation else self.name

    def scopes(self) -> Scopes:
        """The organisation that is named, which answers; and all to which the application belongs."""
        own = self.organisation.scopes() if self.organisation else ()
        return (*own, *self.application.scopes())
