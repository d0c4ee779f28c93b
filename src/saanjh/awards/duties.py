"""Grants that run hold their organisation here until they are over."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Award
from saanjh.calls.models import Application
from saanjh.ground.duties import OF_ORGANISATION
from saanjh.ground.models import Organisation
from saanjh.kit.text import isolated


def running_grants(organisation: Organisation) -> Iterator[Any]:
    """Grants that were offered and not answered, or that run."""
    running = [Award.State.OFFERED, Award.State.ACTIVE]
    rows = Award.objects.filter(organisation=organisation, state__in=running).select_related("application")
    for award in rows.order_by("pk"):  # by its number: whoever closes an organisation may not see its grants
        yield _("A grant still runs: %(number)s. It is completed or ended first.") % {
            "number": isolated(str(award.application))
        }


def selected_applications(organisation: Organisation) -> Iterator[Any]:
    """Applications that were selected and for which no grant was offered yet."""
    rows = Application.objects.filter(organisation=organisation, state=Application.State.SELECTED)
    for application in rows.filter(~Exists(Award.objects.filter(application=OuterRef("pk")))).order_by("pk"):
        yield _("An application was selected: %(number)s. Its grant is offered and answered first.") % {
            "number": isolated(str(application))
        }


OF_ORGANISATION += [running_grants, selected_applications]
