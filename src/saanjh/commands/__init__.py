"""The command `saanjh`: Django's commands under our name, with a short help of its own."""

import ast
import os
import sys
from pathlib import Path

NEED_NO_KEYS = {"bench", "keys", "translations", "help", "version"}  # they look at no installation, or make their own
COMMANDS = Path(__file__).parent / "management" / "commands"

INTRODUCTION = """\
Saanjh runs community grants and shows what came of them.

usage: saanjh COMMAND [options]        saanjh COMMAND --help
"""
DJANGO = "Django's own commands work too (shell, dbshell, check --deploy, …): saanjh help --commands lists all."


def described() -> dict[str, str]:
    """Our commands with the first line of what their files say of themselves."""
    files = sorted(file for file in COMMANDS.glob("*.py") if not file.stem.startswith("_"))
    said = {file.stem: ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "" for file in files}
    return {name: text.partition("\n")[0] for name, text in said.items()}


def help_text() -> str:
    """The help of `saanjh` alone."""
    ours = described()
    width = max(map(len, ours))
    lines = [f"  {name:<{width}}  {text}" for name, text in ours.items()]
    return "\n".join([INTRODUCTION, *lines, "", DJANGO])


def main() -> None:
    """Entry point of the `saanjh` script."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saanjh.settings")
    if sys.argv[1:] in ([], ["--help"], ["-h"], ["help"]):
        print(help_text())
        return
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings.INSTALLED_APPS  # noqa: B018  (reads the settings, so that what is wrong in them is said plainly)
        if sys.argv[1] not in NEED_NO_KEYS:
            _look_after_keys(makes_them=sys.argv[1] == "migrate" or settings.LOCAL)
    except ImproperlyConfigured as problem:
        sys.exit(f"saanjh: {problem}")
    execute_from_command_line(["saanjh", *sys.argv[1:]])


def _look_after_keys(*, makes_them: bool) -> None:
    """All keys are made at once, by `saanjh migrate`: not by whoever comes first, on whichever machine, as whichever
    user. Where others reach the server, every other command refuses to go on without them."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    from saanjh.settings import KEYS, key_of, make_keys, missing_keys

    missing = missing_keys()
    if not missing:
        return
    named = f"in {KEYS}: {', '.join(missing)}"
    if not makes_them:
        raise ImproperlyConfigured(
            f"Keys are missing {named}. In a new installation `saanjh migrate` makes them; else put them back from "
            "where their copy is kept."
        )
    make_keys()
    if "secret" in missing:
        settings.SECRET_KEY = key_of("secret")
    print(f"New keys {named}. Keep a copy of them apart from the data.", file=sys.stderr)
