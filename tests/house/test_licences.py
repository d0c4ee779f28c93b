"""Everything the project runs on may be used, changed and passed on by anybody (docs/decisions/0003-licences.md)."""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ \n;]+)(?: ; (?P<marker>[^\\\n]+))?", re.MULTILINE)

# Parts of a licence's name, as packages write it. LGPL is for psycopg alone, which is used unchanged.
ALLOWED = {
    "apache-2.0", "apache 2.0", "apache software license", "bsd", "bsd license", "bsd-2-clause", "bsd-3-clause",
    "3-clause bsd license", "cc0-1.0", "hpnd", "isc", "isc license (iscl)", "mit", "mit license", "mit-cmu", "mit-0",
    "mozilla public license 2.0 (mpl 2.0)", "mpl-2.0", "psf-2.0", "python software foundation license", "unlicense",
    "0bsd", "zlib", "historical permission notice and disclaimer (hpnd)",
}  # fmt: skip
LGPL = {"lgpl-3.0-only", "gnu lesser general public license v3 (lgplv3)"}
LESSER = {"psycopg", "psycopg-binary"}
# Read by a person, because what the package says of itself is unclear: name -> what its licence file says.
READ = {
    "qrcode": {"bsd-3-clause", "mit"},  # its classifier "other" stands for the MIT text of the first author
    "pyrage": {"mit"},  # says nothing in its metadata
}


def pinned(lock: str) -> Iterator[str]:
    """The names that a lock installs on this machine."""
    for found in PIN.finditer(lock):
        if not found["marker"] or Marker(found["marker"].strip()).evaluate():
            yield found["name"]


def licences(package: Distribution) -> set[str]:
    """What a package says of its licence: the expression, else the classifiers, else the field, in small letters."""
    about = package.metadata
    if about["Name"] in READ:
        return READ[about["Name"]]
    expression = about.get("License-Expression")
    if expression:
        return {part.strip("() ").lower() for part in re.split(r"\s+(?:AND|OR|WITH)\s+", expression)}
    said = {
        line.rpartition(" :: ")[2].lower()
        for line in about.get_all("Classifier") or []
        if line.startswith("License ::") and line != "License :: OSI Approved"
    }
    field = (about.get("License") or "").strip().partition("\n")[0].lower()
    return said or {part.strip() for part in re.split(r"\s+(?:and|or)\s+", field) if part.strip()}


def refused(name: str, said: set[str]) -> set[str]:
    """The licences that may not stand in the runtime lock; `none stated` where a package says nothing."""
    return (said or {"none stated"}) - ALLOWED - (LGPL if name in LESSER else set())


def test_every_package_of_the_runtime_may_be_used_by_all() -> None:
    names = list(pinned((ROOT / "requirements.lock").read_text(encoding="utf-8")))
    assert len(names) > 20
    found = {}
    for name in names:
        try:
            found[name] = refused(name, licences(distribution(name)))
        except PackageNotFoundError:
            found[name] = {"not installed"}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("some-package", {"gpl-3.0-only"}),
        ("some-package", {"mit", "agpl-3.0-or-later"}),
        ("some-package", {"lgpl-3.0-only"}),
        ("some-package", {"other/proprietary license"}),
        ("some-package", set()),
    ],
)
def test_a_licence_that_binds_others_is_refused(name: str, said: set[str]) -> None:
    assert refused(name, said)


def test_a_lock_is_read_for_this_machine() -> None:
    lock = (
        "tqdm==4.67.1 \\\n    --hash=sha256:00\n    # via saanjh\n"
        "colorama==0.4.6 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n"
    )
    assert list(pinned(lock)) == ["tqdm"]


def without_a_reason(pyproject: str) -> list[str]:
    """The dependencies whose line says nothing about why they are there."""
    project = pyproject.partition("[build-system]")[0]
    lines = re.findall(r'^  "([A-Za-z0-9._-]+)[^"]*",(.*)$', project, re.MULTILINE)
    return [name for name, rest in lines if not re.match(r"\s+# \w+", rest)]


def test_every_dependency_says_why_it_is_there() -> None:
    assert without_a_reason((ROOT / "pyproject.toml").read_text(encoding="utf-8")) == []


def test_a_dependency_without_a_reason_would_be_found() -> None:
    text = 'dependencies = [\n  "django>=5",   # the framework\n  "left-pad>=1",\n]\n[build-system]\n'
    assert without_a_reason(text) == ["left-pad"]
