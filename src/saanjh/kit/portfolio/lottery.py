"""Ties are broken by tickets that anybody can reckon again from the published seed.

Each application draws the number that the first 8 bytes of SHA-256 of "seed:id" give, from 1 to a million; among sets
of equally many points that whose tickets add up to most wins. One further search finds it, without changing a single
point. That two sets tie even then is improbable: for n applications and numbers up to N at most n/N (the isolation
lemma: Mulmuley, Vazirani and Vazirani 1987, Combinatorica 7:105). Each award adds a ticket, so of two such sets the
larger tends to win; an application of no points at all is kept out by a PointsFloor, not by this.
"""

from hashlib import sha256

TICKETS = 10**6


def ticket(seed: str, id: str) -> int:
    """The number that this application draws under this seed, from 1 to TICKETS."""
    return 1 + int.from_bytes(sha256(f"{seed}:{id}".encode()).digest()[:8]) % TICKETS
