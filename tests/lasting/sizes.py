"""How long the harnesses of this folder run: a short form in `./test`, a long one in `./test long`."""

import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """What one run does."""

    form: str
    kill_seconds: float  # of writing while processes are killed
    kills: int  # at least so many, however slow the machine
    mutant_seconds: float  # the same for each deliberately wrong variant
    images: int  # disks rebuilt after a power cut
    mutant_images: int
    same_key_rounds: int  # forms that sixteen processes send at once
    cuts: int  # connections cut, of each kind


SHORT = Size("short", 40.0, 8, 12.0, 80, 25, 3, 6)
LONG = Size("long", 1800.0, 250, 60.0, 5000, 150, 200, 200)

SIZE = LONG if "tests.plugins.long" in sys.modules else SHORT
