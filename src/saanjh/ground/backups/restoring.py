"""A backup is restored into an empty place, all of it or nothing: first believed, then loaded, then compared."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from saanjh.ground import files, history, installation, search
from saanjh.ground.backups import NotDone, counters, loading, manifests, reading, tables
from saanjh.ground.backups.loading import Step
from saanjh.ground.backups.making import HISTORY
from saanjh.ground.backups.manifests import About, Manifest
from saanjh.ground.backups.tables import Table

HERE = DEFAULT_DB_ALIAS
UNFINISHED = ".restoring"  # lies among the files until the rows that name them are there for certain
SHOWN = 3


@dataclass(frozen=True)
class Wishes:
    """What whoever restores knows and wants all the same."""

    with_other_keys: bool = False
    with_broken_history: bool = False


@dataclass
class Restored:
    """What came back, and what is to be said of it."""

    about: About
    manifest: Manifest
    remarks: list[str] = field(default_factory=list)


def restore(file: Path, identities: list[Any], *, wishes: Wishes, step: Step = lambda number: None) -> Restored:
    """Restore the backup into this installation, which must be empty. NotDone leaves it empty.

    `step` is told how many rows and files went by; it hears of each twice, when it is loaded and when it is compared.
    """
    with _alone():
        staging = _staging()
        try:
            _clear_away()
            must_be_empty()
            staging.mkdir(mode=0o700)
            about, manifest = reading.unpack(file, identities, staging, accept=lambda said: fits(said, wishes))
            _make_tables(about)
            _load(staging, about, manifest, wishes, step)
        except OSError as problem:
            raise NotDone(f"{problem.filename or staging}: {problem.strerror or problem}.") from problem
        except DatabaseError as problem:
            raise NotDone(f"The database refused: {str(problem).strip().rstrip('.')}.") from problem
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return _bring_up_to_date(Restored(about, manifest))


def fits(about: About, wishes: Wishes) -> bool:
    """Refuse a backup that this version or these keys cannot carry; whether it was made with the keys that lie here."""
    if lacking := sorted(set(about.migrations) - set(tables.known())):
        app, name = lacking[0]
        raise NotDone(
            f"The backup was made by Saanjh {about.version}, which is newer than this ({manifests.version()}): here "
            f"{len(lacking)} of its migrations are unknown, the first is {app}.{name}. Restore it with that version."
        )
    ours = manifests.fingerprints()
    other = sorted(name for name in ours if about.keys.get(name) != ours[name])
    if other and not wishes.with_other_keys:
        raise NotDone(
            f"The backup was made with other keys ({', '.join(other)}) than lie in {settings.KEYS}. Put the copy of "
            "the right ones there. If they are lost, --with-other-keys restores without them: restricted files, second "
            "factors and receipts then open no more, and nobody can tell who made this backup."
        )
    return "files" not in other


def must_be_empty() -> None:
    """NotDone where there is anything that a restore would mix with, or overwrite."""
    if held := _rows_here():
        raise NotDone(
            f"The database is not empty: there are rows in {_first(held)}. "
            "A backup is restored into an empty place only."
        )
    if not tables.applied(HERE) and tables.names_in(connections[HERE]):
        raise NotDone("The database holds tables of something else. A backup is restored into an empty one only.")
    if _files_there():
        raise NotDone(f"There are files in {settings.MEDIA_ROOT}. A backup is restored into an empty place only.")


def _rows_here() -> list[str]:
    """The tables that hold rows; none where there are no tables yet."""
    migrations = tables.applied(HERE)
    return loading.holding_rows(tables.tables_at(migrations).values(), HERE) if migrations else []


def _first(names: list[str]) -> str:
    return ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")


def _files_there() -> bool:
    return any(names for _folder, _folders, names in os.walk(settings.MEDIA_ROOT))


def _staging() -> Path:
    """Beside the files, on the same disk, so that they move into place in one step."""
    return Path(settings.MEDIA_ROOT).with_name("restoring")


@contextmanager
def _alone() -> Iterator[None]:
    """One restore at a time; a killed one lets go by itself."""
    with _staging().with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            raise NotDone("Another restore is running here.") from problem
        yield


def _clear_away() -> None:
    """What a restore that was killed left behind: never rows, since these came all at once or not at all."""
    shutil.rmtree(_staging(), ignore_errors=True)
    media = Path(settings.MEDIA_ROOT)
    if not (media / UNFINISHED).exists():
        return
    if _rows_here():
        (media / UNFINISHED).unlink()
    else:
        shutil.rmtree(media)


def _make_tables(about: About) -> None:
    """Empty tables as they were when the backup was made. Tables without rows are nothing that was restored."""
    here = tables.applied(HERE)
    if not here:
        MigrationExecutor(connections[HERE]).migrate(tables.last_of_each(about.migrations))
        here = tables.applied(HERE)
    if here != sorted(about.migrations):
        raise NotDone(
            f"The tables here are not those of the backup, which Saanjh {about.version} made. Give it a database "
            "without any tables: it makes them itself, and brings them up to date afterwards."
        )


def _load(staging: Path, about: About, manifest: Manifest, wishes: Wishes, step: Step) -> None:
    """Rows in one transaction, files in one move before it ends; compared before anything counts."""
    all_tables = tables.tables_at(about.migrations)
    if mismatch := sorted(
        name for name in all_tables.keys() | manifest.tables.keys() if not _same(name, all_tables, manifest)
    ):
        raise NotDone(f"The tables of the backup are not those of its migrations: {', '.join(mismatch[:SHOWN])}.")
    try:
        with transaction.atomic():
            with loading.unguarded(all_tables.values(), HERE):
                if held := loading.holding_rows(all_tables.values(), HERE):
                    raise NotDone(f"Somebody is writing into {held[0]}. Stop the server first.")
                for name, table in all_tables.items():
                    loading.load(table, reading.lines_of(staging, name), HERE, step)
                    counters.go_on_from(table, manifest.tables[name].last_key, HERE)
            compare(all_tables, manifest, step)
            check_history(all_tables, manifest, wishes)
            _place_files(staging)
    except BaseException:
        _take_files_back()
        raise
    (Path(settings.MEDIA_ROOT) / UNFINISHED).unlink(missing_ok=True)


def _same(name: str, all_tables: dict[str, Table], manifest: Manifest) -> bool:
    return name in all_tables and name in manifest.tables and all_tables[name].columns == manifest.tables[name].columns


def compare(all_tables: dict[str, Table], manifest: Manifest, step: Step) -> None:
    """Read every table once more from the database: the count and the digest are those of the backup."""
    for name, table in all_tables.items():
        tally, said = table.tally(HERE), manifest.tables[name]
        step(tally.rows)
        if (tally.rows, tally.digest) != (said.count, said.digest):
            raise NotDone(f"{name} came back otherwise than it was: {tally.rows} rows of {said.count}.")


def check_history(all_tables: dict[str, Table], manifest: Manifest, wishes: Wishes) -> None:
    """The chain holds and ends where the manifest says."""
    lines = all_tables[HISTORY].model._base_manager.using(HERE).order_by("number")
    last = lines.reverse().values_list("number", "digest").first()
    if last != manifest.head:
        raise NotDone(f"History ends with line {last}, and the manifest says {manifest.head}.")
    broken = history.broken(lines.iterator(chunk_size=2000))
    if broken is not None and not wishes.with_broken_history:
        raise NotDone(
            f"History was broken at line {broken.number} ({broken.what}) already when the backup was made. Look for an "
            "older backup, or add --with-broken-history to restore this one as it is."
        )


def _place_files(staging: Path) -> None:
    """All files at once, on the disk for certain before the rows that name them are."""
    taken, media = staging / "files", Path(settings.MEDIA_ROOT)
    taken.mkdir(exist_ok=True)
    (taken / UNFINISHED).touch()
    os.sync()
    os.rename(taken, media) if not media.exists() else _replace_empty(taken, media)
    files.sync_folder(media.parent)


def _replace_empty(taken: Path, media: Path) -> None:
    for folder, _folders, _names in os.walk(media, topdown=False):
        os.rmdir(folder)
    os.rename(taken, media)


def _take_files_back() -> None:
    """After a failure: without the rows that name them, files are nothing."""
    media = Path(settings.MEDIA_ROOT)
    try:
        if (media / UNFINISHED).exists() and not loading.holding_rows(
            tables.tables_at(tables.applied(HERE)).values(), HERE
        ):
            shutil.rmtree(media)
    except DatabaseError:
        pass  # whether the rows are there cannot be known: the next restore looks again


def _bring_up_to_date(restored: Restored) -> Restored:
    """From here on everything is back, whatever happens: what fails now can be done again by hand, and is said."""
    if set(tables.known()) - set(restored.about.migrations):
        restored.remarks.append(f"Saanjh {restored.about.version} made it; its tables are brought up to date.")
    try:
        call_command("migrate", verbosity=0, interactive=False, no_backup=True)
        with transaction.atomic():
            search.rebuild()
    except (DatabaseError, CommandError) as problem:
        restored.remarks.append(f"Still to be done: saanjh migrate, saanjh search rebuild ({str(problem).strip()}).")
    installation.forget()
    if lacking := restored.manifest.lacking:
        restored.remarks.append(
            f"{len(lacking)} files were gone or damaged already when the backup was made; the first is {lacking[0]}."
        )
    return restored
