"""Static files, collected and compressed once: again only when one of them has changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_if_changed() -> bool:
    """Collect them into STATIC_ROOT unless that was made from the very same files; says whether it did."""
    made_from = Path(settings.STATIC_ROOT) / ".made-from"
    now = _fingerprint()
    if made_from.exists() and made_from.read_text() == now:
        return False
    made_from.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    made_from.write_text(now)
    return True


def _fingerprint() -> str:
    """Name, size and time of each source file."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list(None), key=lambda found: found[0]):
            about = Path(storage.path(name)).stat()
            digest.update(f"{storage.location}\n{name}\n{about.st_size}\n{about.st_mtime_ns}\n".encode())
    return digest.hexdigest()
