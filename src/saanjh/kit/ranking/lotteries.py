"""A lottery that anybody can draw again: the order of the SHA-256 sums of a published seed and each id."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Ticket:
    """One application's lot: the checksum that orders it, and whether it was drawn."""

    id: str
    digest: str
    is_drawn: bool


def draw(ids: Collection[str], places: int, seed: str) -> tuple[Ticket, ...]:
    """All tickets in the order drawn; the first `places` are drawn.

    To draw it again on any machine, for each id print the seed, a colon and the id, without a line's end, take the
    SHA-256 sum and sort:

        for id in ID1 ID2 ID3; do echo "$(printf '%s:%s' "SEED" "$id" | sha256sum | cut -c1-64) $id"; done | sort

    It is fair when nobody could know the seed while they could still change the list: the list is published first,
    and the seed then comes from outside (a draw of numbers held in public, dice thrown by two people). The sums are
    as good as random numbers (FIPS 180-4), so every order is equally likely.

    Raises ValueError for an id that is twice in the list, an empty seed, or more places than there are ids.
    """
    if len(set(ids)) != len(ids) or not seed or not 0 <= places <= len(ids):
        raise ValueError("A lottery needs a seed, different ids, and no more places than there are ids.")
    lots = sorted((sha256(f"{seed}:{name}".encode()).hexdigest(), name) for name in ids)
    return tuple(Ticket(name, digest, n < places) for n, (digest, name) in enumerate(lots))
