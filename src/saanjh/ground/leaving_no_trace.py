"""What is left behind where rows were deleted: bytes of files, words in the search index, pages in the database's log.

On SQLite `secure_delete` writes zeros over deleted rows, but the full-text index keeps the words of its older segments
until it is optimised, and the write-ahead log keeps whole pages until it is emptied. On PostgreSQL deleted rows lie in
their tables until VACUUM; what then lies in free pages, in its log and in its copies is for disk encryption.
"""

import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.db.models import Model

from saanjh.ground import files
from saanjh.ground.models import StoredFile

TRIES, PAUSE = 10, 0.2  # how often the log is tried again while somebody reads, and seconds between
LOOSE = 24 * 3600  # seconds for which a file without a row may be one that is just coming in
MAIL_KEPT = 30 * 24 * 3600  # seconds that mail written into a folder stays there


def remove(digests: Iterable[str]) -> int:
    """Delete the bytes kept under these digests, durably; returns how many there were."""
    gone = 0
    for digest in digests:
        path = files.path_of(digest)
        if path.exists():
            path.unlink()
            files.sync_folder(path.parent)
            gone += 1
    return gone


def sweep(models: Iterable[type[Model]], *, now: datetime) -> bool:
    """Let nothing remain of rows of these models that were deleted; outside of any transaction.

    Returns whether the database's log could be emptied: somebody who reads for long keeps it, and it is tried again
    the next time.
    """
    remove_loose(now)
    remove_mail(now)
    forget_cached(now)
    if connection.vendor == "sqlite":
        optimise_search()
        return empty_log()
    vacuum(models)
    return True


def remove_loose(now: datetime) -> int:
    """Delete files on the disk that no row knows, such as those of a cut-off intake, once they are a day old."""
    found = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    old = [path for path in found if now.timestamp() - path.stat().st_mtime > LOOSE]
    known = set(StoredFile.objects.filter(digest__in=[path.name for path in old]).values_list("digest", flat=True))
    loose = [path for path in old if path.name not in known]
    for path in loose:
        path.unlink(missing_ok=True)
        files.sync_folder(path.parent)
    return len(loose)


def remove_mail(now: datetime) -> int:
    """Delete mail that was written into a folder, where that takes the place of sending it."""
    folder = getattr(settings, "EMAIL_FILE_PATH", "")
    if not folder or not Path(folder).is_dir():
        return 0
    old = [each for each in Path(folder).iterdir() if now.timestamp() - each.stat().st_mtime > MAIL_KEPT]
    for each in old:
        each.unlink()
    return len(old)


def forget_cached(now: datetime) -> None:
    """Delete what ran out in the cache's table."""
    cache = caches["default"]
    if isinstance(cache, DatabaseCache):
        table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
        moment = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [moment])


def optimise_search() -> None:
    """Merge the full-text index into one segment, which holds no word of entries that are gone."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ground_search_words(ground_search_words) VALUES ('optimize')")


def empty_log() -> bool:
    """Write the log into the database and cut it to nothing; False when somebody was reading all the while."""
    for _try in range(TRIES):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0] == 0:
                return True
        time.sleep(PAUSE)
    return False


def vacuum(models: Iterable[type[Model]]) -> None:
    """Give back the space of deleted rows."""
    tables = sorted({model._meta.db_table for model in models} | {"ground_searchentry"})
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")
