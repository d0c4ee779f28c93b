"""Names for things in addresses: random, so that nobody can count or guess them."""

import secrets

# No vowels (no accidental words), no 0 O 1 l I (read aloud and typed from paper).
LETTERS = "23456789bcdfghjkmnpqrstvwxyz"
LENGTH = 10


def new_public_id() -> str:
    """Ten letters of 28: 48 bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
