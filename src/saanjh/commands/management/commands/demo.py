"""Load the demo, show its sign-ins, or begin it anew (--reset)."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from tqdm import tqdm

from saanjh.demo import national, people, story
from saanjh.ground.installation import forget, holds_own_work, is_demo
from saanjh.ground.refusals import Refusal

SIZES = ["small", "national"]


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", nargs="?", choices=["load", "sign-ins"], default="load")
        parser.add_argument("--size", choices=SIZES, default=SIZES[0], help="how much is told; national takes minutes")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where the database holds other things")
        parser.add_argument("--reset", action="store_true", help="empty a demo database first; refused for any other")

    def handle(self, *args: Any, what: str, reset: bool, if_empty: bool, size: str, **options: Any) -> None:
        if if_empty and not is_demo() and holds_own_work():
            return
        if what == "sign-ins":
            if not is_demo():
                raise CommandError("This database holds no demo.")
            self.show()
            return
        if reset:
            self.empty()
        self.load(size)
        self.show()

    def empty(self) -> None:
        """Remove a demo, tables and files; anything else is refused."""
        if holds_own_work():
            said = "somebody joined this demo" if is_demo() else "this database holds something other than a demo"
            raise CommandError(f"Nothing was changed: {said}. For a new demo, set SAANJH_DATA to an empty folder.")
        drop_tables()
        call_command("migrate", verbosity=0, interactive=False)
        rmtree(Path(settings.MEDIA_ROOT), ignore_errors=True)
        forget()

    def load(self, size: str) -> None:
        """Tell the story, all of it or nothing, also where it is large: what breaks off leaves an empty database."""
        if is_demo():
            self.stderr.write("The demo is loaded already (--reset begins it anew).")
            return
        larger = size != SIZES[0]
        total = len([*story.chapters(), *(national.chapters() if larger else ())])
        with tqdm(total=total, desc="Demo", unit="chapter", file=self.stderr, disable=None) as bar:

            def step(chapter: str) -> None:
                bar.set_postfix_str(chapter)
                bar.update()

            try:
                with roomy(larger), transaction.atomic():
                    world = story.tell(step)
                    if larger:
                        national.tell(world, step, bar.set_postfix_str)
            except Refusal as refusal:
                raise CommandError(str(refusal.why)) from refusal

    def show(self) -> None:
        """One line a person: whom to sign in as."""
        rows = people.sign_ins()
        width = max(len(row.username) for row in rows)
        self.stdout.write("Sign in as one of these. Staff need a code too; anew: .venv/bin/saanjh demo sign-ins")
        self.stdout.write(f"The password of each is: {people.PASSWORD}\n")
        for row in rows:
            self.stdout.write(f"  {row.username:<{width}}  {row.role}{f'  code {row.code}' if row.code else ''}")


@contextmanager
def roomy(larger: bool) -> Iterator[None]:
    """While much is written, give SQLite more memory than a worker may have: its indexes no longer fit into that."""
    if not larger or connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        (before,) = cursor.fetchone()
        cursor.execute("PRAGMA cache_size=-256000")
        yield
        cursor.execute(f"PRAGMA cache_size={before}")


def drop_tables() -> None:
    """Drop every table, view and function of this database, in one transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            return
        cursor.execute("PRAGMA foreign_keys=OFF")
        with transaction.atomic():
            cursor.execute("DROP TABLE IF EXISTS ground_search_words")
            cursor.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
        cursor.execute("PRAGMA foreign_keys=ON")
