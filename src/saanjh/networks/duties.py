"""Membership of a network holds an organisation here until it ends."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.ground.duties import OF_ORGANISATION
from saanjh.ground.models import Organisation
from saanjh.kit.text import isolated
from saanjh.networks.models import Membership


def memberships(organisation: Organisation) -> Iterator[Any]:
    """Networks to which it belongs today."""
    rows = Membership.objects.filter(organisation=organisation, until=None).select_related("network")
    for membership in rows.order_by("pk"):
        yield _("It still belongs to a network: %(title)s. The convenor ends that first.") % {
            "title": isolated(str(membership.network))
        }


OF_ORGANISATION.append(memberships)
