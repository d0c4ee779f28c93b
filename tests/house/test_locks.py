"""pyproject.toml, uv.lock and the two requirements files say the same, down to each file's digest."""

import re
import shutil
from pathlib import Path

import pytest

from tests.house.locks import RENEW, differences

ROOT = Path(__file__).resolve().parents[2]
FILES = ["pyproject.toml", "uv.lock", "requirements.lock", "requirements-test.lock"]
DIGEST = r"(?<=--hash=sha256:)[0-9a-f]{8}"


def test_the_four_files_agree() -> None:
    assert differences(ROOT) == [], RENEW


@pytest.mark.parametrize("file", ["requirements.lock", "requirements-test.lock"])
def test_requirements_name_no_index(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert re.findall(r"(?m)^\s*-(?!-hash=).*$", text) == []


@pytest.mark.parametrize(
    ("file", "pattern", "replacement"),
    [
        ("pyproject.toml", r'"granian>=2\.8"', '"granian>=2.9"'),
        ("pyproject.toml", r'"granian>=2\.8",', '"granian>=2.8", "click>=8",'),
        ("pyproject.toml", r'"psycopg\[binary\]', '"psycopg'),
        ("pyproject.toml", r'"babel>=2\.18",', ""),
        ("pyproject.toml", r"(?m)^wheelpg = \[", "another = []\nwheelpg = ["),
        ("uv.lock", r'(name = "granian"\nversion = ")', r"\g<1>9"),
        ("uv.lock", r'(name = "sqlparse"\n(?:.*\n)*?.*sha256:)[0-9a-f]{8}', r"\g<1>00000000"),
        ("requirements.lock", DIGEST, "00000000"),
        ("requirements.lock", r" \\\n    --hash=sha256:[0-9a-f]{64}(?=\n    #)", ""),
        ("requirements.lock", r"(?m)^tqdm==.*\n(?:    .*\n)*", ""),
        ("requirements.lock", r"(?m)^tqdm==", "tqdm==1"),
        ("requirements.lock", r"\A", "--index-url https://example.org/simple\n"),
        ("requirements.lock", r"\A", "left-pad==1.0\n"),
        ("requirements.lock", r"\A", "left-pad>=1.0\n"),
        ("requirements-test.lock", DIGEST, "00000000"),
        ("requirements-test.lock", r"(?m)^pytest==.*\n(?:    .*\n)*", ""),
    ],
)
def test_any_change_to_one_file_is_noticed(tmp_path: Path, file: str, pattern: str, replacement: str) -> None:
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path)
    before = (tmp_path / file).read_text(encoding="utf-8")
    after = re.sub(pattern, replacement, before, count=1)
    assert after != before
    (tmp_path / file).write_text(after, encoding="utf-8")
    assert differences(tmp_path) != []
