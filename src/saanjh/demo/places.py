"""The demo stands on the real places and lists: they are facts, and marked with their sources."""

from saanjh.demo.world import World
from saanjh.exchange import codelists, places
from saanjh.ground.queries import districts_in_order


def tell(world: World) -> None:
    """Bring in the project's own places, lists and indicator bank."""
    places.bring_in_ours(by=world.system)
    codelists.bring_in_ours(by=world.system)
    world.districts = {district.slug: district for district in districts_in_order()}
