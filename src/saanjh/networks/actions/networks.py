"""Networks are founded and closed by an officer of their programme."""

from django.utils.translation import gettext_lazy as _

from saanjh.ground import history, search, states
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action
from saanjh.networks import rules
from saanjh.networks.models import Network
from saanjh.programmes.models import Programme, Scheme, Theme


@action
def found(
    programme: Programme,
    *,
    kind: Theme,
    title_en: str,
    purpose_en: str,
    by: Person,
    title_ur: str = "",
    purpose_ur: str = "",
) -> Network:
    """Begin a network. It is forming until its first terms of reference are adopted."""
    rules.may_found(programme, by=by)
    rules.on_the_list(kind, Scheme.NETWORK_KINDS, field="kind")
    for field, name in (("title_en", title_en), ("title_ur", title_ur)):
        if name and Network.objects.filter(programme=programme, **{field: name}).exists():
            raise Refusal(_("The programme has a network of this name already."), field=field)
    network = Network.objects.create(
        programme=programme,
        kind=kind,
        title_en=title_en,
        title_ur=title_ur,
        purpose_en=purpose_en,
        purpose_ur=purpose_ur,
    )
    search.follow(network)
    history.record("network_founded", network, by=by, programme=programme.public_id, network_kind=kind.code)
    return network


@action
def close(network: Network, *, by: Person) -> Network:
    """End a network. What it agreed on and did stays readable."""
    rules.may_found(network.programme, by=by)
    states.move(network, "close", rules.NETWORK_MOVES)
    network.save(update_fields=["state"])
    history.record("network_closed", network, by=by)
    return network
