"""What lies in deploy/ can be run as it lies there: variables that exist, commands that exist, no log of visitors."""

import configparser
import re
from pathlib import Path

import pytest

from saanjh.commands import described
from tests.house.pages import ROOT, page
from tests.house.test_docs import VARIABLE, _told_variables

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())


def unit(file: Path) -> configparser.ConfigParser:
    read = configparser.ConfigParser(strict=False, interpolation=None, delimiters=["="])
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(file.read_text())
    return read


def undocumented(text: str) -> set[str]:
    """The variables that a text names and the page of settings does not."""
    return set(VARIABLE.findall(text)) - _told_variables(page("look-up/settings.md"))


@pytest.mark.parametrize(
    "file", [each for each in sorted(DEPLOY.rglob("*")) if each.is_file()], ids=lambda each: each.name
)
def test_every_variable_that_is_named_is_documented(file: Path) -> None:
    assert undocumented(file.read_text()) == set()


def test_a_variable_that_is_not_documented_would_be_found() -> None:
    assert undocumented("SAANJH_DATA=/srv\nSAANJH_QUITE_NEW=1") == {"SAANJH_QUITE_NEW"}


@pytest.mark.parametrize("file", [each for each in UNITS if each.suffix == ".service"], ids=lambda each: each.name)
def test_a_service_runs_a_command_that_there_is_as_a_user_without_power(file: Path) -> None:
    service = unit(file)["Service"]
    commands = re.findall(r"bin/saanjh (\w+)", f"{service['ExecStart']} {service.get('ExecStartPre', '')}")
    assert commands
    assert set(commands) <= set(described())
    assert (service["User"], service["UMask"], service["NoNewPrivileges"]) == ("saanjh", "0077", "yes")
    assert (service["ProtectSystem"], service["EnvironmentFile"]) == ("strict", "/etc/saanjh.env")


def test_every_timer_has_its_service_and_every_file_is_named_in_the_guide() -> None:
    timers = {each.stem for each in UNITS if each.suffix == ".timer"}
    assert timers <= {each.stem for each in UNITS if each.suffix == ".service"}
    guide = page("do/run-a-server.md")
    named = [each.name.replace("@", "@1") for each in UNITS if each.stem not in timers] + [
        f"{each}.timer" for each in timers
    ]
    assert [name for name in named if name not in guide] == []


def test_the_proxies_keep_no_log_of_visitors_and_give_no_metrics() -> None:
    nginx, caddy = ((DEPLOY / "proxy" / name).read_text() for name in ("nginx.conf", "Caddyfile"))
    assert nginx.count("access_log off;") == nginx.count("server {")
    assert set(re.findall(r"access_log (\S+);", nginx)) == {"off"}
    assert not re.search(r"^\s*log\b", caddy, re.MULTILINE)
    assert "location = /metrics" in nginx
    assert "@measures path /metrics" in caddy
