"""Reads what the project needs from its four files, and says where they differ. No uv is needed."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Hashes = dict[tuple[str, str], frozenset[str]]  # (name, version) -> the digests of its files
REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[(?P<extras>[^]]*)\])?(?P<specifier>[^;]*)")
PINNED = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)")
RENEW = """Renew them:
  uv lock
  uv export -q --frozen --no-dev --no-emit-project > requirements.lock
  uv export -q --frozen --all-groups --no-emit-project > requirements-test.lock"""


def differences(folder: Path) -> list[str]:
    """In words: what pyproject.toml, uv.lock, requirements.lock and requirements-test.lock do not agree on."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    packages = tomllib.loads((folder / "uv.lock").read_text(encoding="utf-8"))["package"]
    ours = next(package for package in packages if package["name"] == project["project"]["name"])
    groups = project["dependency-groups"]
    found = _asked("pyproject.toml and uv.lock", project["project"]["dependencies"], ours["metadata"]["requires-dist"])
    found += [f"group {name} is in one file only" for name in groups.keys() ^ ours["metadata"]["requires-dev"].keys()]
    for name in groups.keys() & ours["metadata"]["requires-dev"].keys():
        found += _asked(f"group {name}", groups[name], ours["metadata"]["requires-dev"][name])
    tests = [each for group in ours["dev-dependencies"].values() for each in group]
    found += _pinned(folder / "requirements.lock", reached(packages, ours["dependencies"]))
    found += _pinned(folder / "requirements-test.lock", reached(packages, [*ours["dependencies"], *tests]))
    return found


def _asked(where: str, wanted: list[str], locked: list[dict[str, Any]]) -> list[str]:
    """Requirements as text against the lock's copy of them."""
    ours = {_requirement(text) for text in wanted}
    theirs = {
        (each["name"], ",".join(sorted(each.get("extras", []))), _sorted(each.get("specifier", ""))) for each in locked
    }
    return [f"{where}: {name} {specifier}" for name, _, specifier in sorted(ours ^ theirs)]


def _requirement(text: str) -> tuple[str, str, str]:
    match = REQUIREMENT.match(text)
    assert match, text
    return match["name"].lower(), _sorted(match["extras"] or ""), _sorted(match["specifier"])


def _sorted(text: str) -> str:
    return ",".join(sorted(part.strip() for part in text.split(",") if part.strip()))


def reached(packages: list[dict[str, Any]], roots: Iterable[dict[str, Any]]) -> Hashes:
    """Every package that the roots lead to on any machine, with the digests of its files."""
    named: dict[str, list[dict[str, Any]]] = {}
    for package in packages:
        named.setdefault(package["name"], []).append(package)
    todo, seen, result = list(roots), set(), {}
    while todo:
        edge = todo.pop()
        for package in named[edge["name"]]:
            if edge.get("version", package["version"]) != package["version"]:
                continue
            for extra in ["", *edge.get("extra", [])]:
                if (package["name"], package["version"], extra) not in seen:
                    seen.add((package["name"], package["version"], extra))
                    further = package.get("optional-dependencies", {}) if extra else package
                    todo += further.get(extra or "dependencies", [])
            files = [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
            result[package["name"], package["version"]] = frozenset(file["hash"] for file in files)
    return result


def _pinned(file: Path, wanted: Hashes) -> list[str]:
    """A requirements file against what it must pin; a line that pip takes for an option is a difference too."""
    found, pinned = [], {}
    for block in re.split(r"\n(?=[^\s])", "\n" + file.read_text(encoding="utf-8")):
        text = "\n".join(line for line in block.strip().splitlines() if not line.strip().startswith("#"))
        if not text:
            continue
        match = PINNED.match(text)
        if not match:
            found.append(f"{file.name}: {text.splitlines()[0]} pins nothing")
            continue
        pinned[match["name"], match["version"]] = frozenset(re.findall(r"--hash=(\S+)", text))
    for key in sorted(wanted.keys() | pinned.keys()):
        if wanted.get(key) != pinned.get(key):
            found.append(f"{file.name}: {key[0]} {key[1]} differs from uv.lock")
    return found
