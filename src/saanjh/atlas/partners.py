"""Which organisations work or worked together: the calls ask it, so that nobody reads a partner's application."""

from collections.abc import Collection, Iterator

from django.db.models import Q

from saanjh.atlas.models import Initiative
from saanjh.calls.rules.closeness import PARTNERS


def worked_together(organisations: Collection[int]) -> Iterator[tuple[int, int]]:
    """(one of these organisations, another of the same initiative), by primary keys, whether or not it is published."""
    theirs = Initiative.objects.filter(Q(organisation__in=organisations) | Q(partners__in=organisations)).order_by()
    members: dict[int, set[int]] = {}
    pairs = Initiative.objects.filter(pk__in=theirs.values("pk")).order_by()
    for initiative, leading, partner in pairs.values_list("pk", "organisation", "partners"):
        members.setdefault(initiative, set()).update(each for each in (leading, partner) if each)
    for together in members.values():
        for one in together.intersection(organisations):
            yield from ((one, other) for other in together - {one})


PARTNERS.append(worked_together)
