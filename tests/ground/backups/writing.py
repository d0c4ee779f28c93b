"""Somebody at work while a backup is made: activities with counts and a restricted file, one after the other.

`python -m tests.ground.backups.writing STOP`: until the file STOP is there.
"""

import io
import sys
import time
from pathlib import Path

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from PIL import Image  # noqa: E402

from saanjh.awards.actions import activities  # noqa: E402
from saanjh.awards.models import Award  # noqa: E402
from saanjh.ground.actions.files import take_in  # noqa: E402
from saanjh.ground.models import Person, RoleHeld, StoredFile  # noqa: E402
from saanjh.programmes.models import Scheme, Theme  # noqa: E402


def picture(number: int) -> SimpleUploadedFile:
    """A picture like no other."""
    out = io.BytesIO()
    Image.new("RGB", (64, 64), (number % 256, number // 256 % 256, time.monotonic_ns() % 256)).save(out, "PNG")
    return SimpleUploadedFile("picture.png", out.getvalue())


def write(number: int, award: Award, by: Person) -> None:
    """One activity with its file, in one transaction as the page does it."""
    with transaction.atomic():
        kept = take_in(picture(number), sensitivity=StoredFile.Sensitivity.RESTRICTED, by=by)
        activities.record(
            award,
            activity_type=Theme.objects.filter(scheme=Scheme.ACTIVITY_TYPES).order_by("pk")[0],
            what="Meeting of neighbours",
            written_in="en",
            district=award.districts.order_by("pk")[0],
            day=min(timezone.localdate(), award.last_day),
            headcounts={("women", "15-29", "unknown"): 10 + number % 90},
            files=[kept],
            by=by,
        )


def main(stop: Path) -> None:
    """Write until told to stop; say how often."""
    award = Award.objects.filter(state="active").order_by("pk")[0]
    held = RoleHeld.objects.filter(role="editor", scope_kind="organisation", scope_id=award.organisation_id)
    by, number = held.order_by("pk")[0].person, 0
    while not stop.exists():
        write(number, award, by)
        number += 1
    sys.stdout.write(str(number))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
