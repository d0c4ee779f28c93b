"""The codes of certificates, and what is kept of them: digests that tell nothing without the paper."""

import hashlib
import hmac
import secrets

from saanjh.ground.public_ids import LETTERS
from saanjh.kit import text

LENGTH, GROUP = 16, 4  # 16 letters of 28: 76 bits
LONGEST = 80  # characters that somebody may type for a code, with spaces and dashes


def new_code() -> str:
    """A code that nobody guesses: four groups of four letters."""
    return _grouped("".join(secrets.choice(LETTERS) for _each in range(LENGTH)))


def written(typed: str) -> str | None:
    """The code that was typed, in the way in which it is written; None where it can be none."""
    letters = _plain(typed)
    return _grouped(letters) if len(letters) == LENGTH else None


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def _plain(code: str) -> str:
    return "".join(letter for letter in text.normalise(code) if letter in LETTERS)


def mark_of(code: str) -> str:
    """The digest by which a code is found, however it was typed. It leads back to no code."""
    return hashlib.sha256(b"certificate " + _plain(code).encode()).hexdigest()


def name_digest(code: str, name: str) -> str:
    """The digest of a name, keyed with the code: two spellings that a reader takes for the same name have the same."""
    return hmac.new(_plain(code).encode(), " ".join(text.words(name)).encode(), hashlib.sha256).hexdigest()


def agrees(code: str, name: str, digest: str) -> bool:
    """Whether this is the name of which the digest was made."""
    return hmac.compare_digest(name_digest(code, name), digest)
