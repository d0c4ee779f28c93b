"""Receipt codes: 24 digits in six groups, as on a scratch card; they can be typed in any script or read aloud.

8 digits say which receipt it is (the selector), 15 prove that one has it (the verifier), the last one finds slips of
the pen. That check digit is Damm's (2004): it finds every single wrong digit and every exchange of two neighbours.
"""

import re
import unicodedata
from dataclasses import dataclass

from saanjh.kit.text import ascii_digits

SELECTOR, VERIFIER, GROUP = 8, 15, 4
LENGTH = SELECTOR + VERIFIER + 1
NUMBERS = 10 ** (SELECTOR + VERIFIER)  # so many codes there are
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


@dataclass(frozen=True)
class Receipt:
    """A code taken apart."""

    selector: str
    verifier: str


def code_of(number: int) -> str:
    """The 24 digits for a number of 0 to NUMBERS - 1."""
    if not 0 <= number < NUMBERS:
        raise ValueError("There is no receipt with this number.")
    digits = f"{number:0{SELECTOR + VERIFIER}}"
    return digits + str(_checked(digits))


def grouped(code: str) -> str:
    """The code as it is written down: 1234 5678 …"""
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read(typed: str) -> Receipt:
    """The receipt that was typed, with Urdu, Arabic or Latin digits, spaces and dashes; ValueError for a slip."""
    digits = ascii_digits("".join(each for each in typed if not _is_between(each)))
    if not re.fullmatch(rf"[0-9]{{{LENGTH}}}", digits) or _checked(digits) != 0:
        raise ValueError("This is no receipt code.")
    return Receipt(digits[:SELECTOR], digits[SELECTOR:-1])


def digits_in(typed: str) -> int:
    """How many digits were typed, in any of the scripts that `read` takes."""
    return len(re.findall(r"[0-9]", ascii_digits(typed)))


def _checked(digits: str) -> int:
    """Damm's sum: the check digit of what has none yet, 0 for what has the right one."""
    so_far = 0
    for digit in digits:
        so_far = int(_DAMM[so_far][int(digit)])
    return so_far


def _is_between(character: str) -> bool:
    """Spaces, dashes, and the direction marks that keyboards put in."""
    return character.isspace() or character == "\u2212" or unicodedata.category(character) in {"Pd", "Cf"}
