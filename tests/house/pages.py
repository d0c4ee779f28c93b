"""Reads the project's own pages: which there are, their tables, headings and links."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
CODE_BLOCK = re.compile(r"^(```|~~~).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*$", re.MULTILINE)
LINK = re.compile(r"(?<!\\)!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
SOURCE = re.compile(r"<(?:img|source)\b[^>]*?\bsrc(?:set)?=\"([^\"]+)\"", re.IGNORECASE)


def pages() -> list[Path]:
    """Every page that people read in the project."""
    folders = [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "src").rglob("*.md"), *(ROOT / "tests").rglob("*.md")]
    return sorted(folders)


def page(name: str) -> str:
    """The text of a page below docs/."""
    return (DOCS / name).read_text(encoding="utf-8")


def rows(text: str) -> Iterator[list[str]]:
    """The cells of each row of each table, heads and rules left out."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if not line.startswith("|") or re.fullmatch(r"[|:\- ]+", line):
            continue
        if number + 1 < len(lines) and re.fullmatch(r"\|[|:\- ]+", lines[number + 1]):
            continue
        yield [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]


def code(cell: str) -> str:
    """The first thing in backticks, or nothing."""
    found = re.search(r"`([^`]+)`", cell)
    return found.group(1) if found else ""


def sections(text: str) -> dict[str, str]:
    """Heading -> what stands below it, up to the next heading of whatever level."""
    parts = HEADING.split(CODE_BLOCK.sub("", text))
    return dict(zip(parts[2::3], parts[3::3], strict=True))


def anchors(text: str) -> set[str]:
    """The names by which the headings can be linked to: small letters, no punctuation, hyphens for spaces."""
    found: set[str] = set()
    for _level, heading in HEADING.findall(CODE_BLOCK.sub("", text)):
        plain = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()).replace(" ", "-")
        name, number = plain, 0
        while name in found:
            number += 1
            name = f"{plain}-{number}"
        found.add(name)
    return found


def links(text: str) -> list[str]:
    """Every target of a link or picture, outside blocks of code."""
    bare = re.sub(r"`[^`\n]*`", "", CODE_BLOCK.sub("", text))
    return [*LINK.findall(bare), *SOURCE.findall(bare)]


def dead_links(file: Path, text: str) -> list[str]:
    """The relative links of a page that lead to no file, or to no heading of it."""
    dead = []
    for target in links(text):
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        path, _sign, anchor = target.partition("#")
        there = (file.parent / path).resolve() if path else file
        if not there.exists() or ROOT not in (there, *there.parents):
            dead.append(target)
        elif anchor and there.suffix == ".md":
            there_text = text if there == file else there.read_text(encoding="utf-8")
            if anchor not in anchors(there_text):
                dead.append(target)
    return dead
