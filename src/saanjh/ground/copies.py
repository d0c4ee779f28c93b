"""A copy of all that is held on a person or an organisation: one ZIP with JSON, a CSV for each kind, and files."""

import io
import json
import zipfile
from datetime import datetime
from decimal import Decimal
from typing import Any

from saanjh.formats.sheets.write import write
from saanjh.ground import files, holdings, installation
from saanjh.ground.models import Organisation, Person, StoredFile

MOST = 200_000_000  # bytes of files in one copy: it is made in memory, so that no plain text touches the disk
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "text/csv": "csv"}
DEMO = "This is a demo: everything in here is invented.\n\n"
READ_ME = """\
{demo}This is all that is held here on {whose}, made on {day}.

all.json      everything, by kind
tables/       the same, one table a kind, for a spreadsheet
files/        the files themselves, by the ids that stand in the tables

What is not told, and why:
{untold}
{left_out}"""


def copy_of(whose: Person | Organisation, *, at: datetime) -> bytes:
    """The ZIP. Raises OSError where a file is gone from the disk."""
    everything = {each.label: each.values(whose) for each in holdings.of(whose._meta.model) if each.columns}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("all.json", json.dumps(everything, default=str, ensure_ascii=False, indent=1))
        for each in holdings.of(whose._meta.model):
            if rows := everything.get(each.label):
                folder.writestr(f"tables/{_name(each)}.csv", _table(each, rows))
        left_out = _add_files(folder, whose)
        folder.writestr("README.txt", _read_me(whose, at, left_out))
    return out.getvalue()


def _name(holding: holdings.Holding) -> str:
    return holding.label.replace("(", "").replace(")", "").replace(" ", "_")


def _table(holding: holdings.Holding, rows: list[dict[str, Any]]) -> bytes:
    return write(holding.columns, [[_cell(row[column]) for column in holding.columns] for row in rows], bom=True)


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float, Decimal)):
        return value
    return json.dumps(value, default=str, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)


def _add_files(folder: zipfile.ZipFile, whose: Person | Organisation) -> list[str]:
    """Add the files that go along; returns the ids of those for which there was no more room."""
    left_out, size = [], 0
    for stored in _stored(whose):
        size += stored.size
        if size > MOST:
            left_out.append(stored.public_id)
            continue
        content = files.content_of(stored.digest)
        if stored.sensitivity == StoredFile.Sensitivity.RESTRICTED:
            content = files.unsealed(content, stored.public_id)
        folder.writestr(f"files/{stored.public_id}.{ENDINGS.get(stored.media_type, 'bin')}", content)
    return left_out


def _stored(whose: Person | Organisation) -> list[StoredFile]:
    """The files that go along, without copies that were made before."""
    keys: set[int] = set()
    for each in holdings.of(whose._meta.model):
        if each.file:
            keys |= set(each.rows(whose).values_list(each.file, flat=True))
    return list(StoredFile.objects.filter(pk__in=keys).exclude(media_type="application/zip").order_by("pk"))


def _read_me(whose: Person | Organisation, at: datetime, left_out: list[str]) -> str:
    untold = [f"- {each.label}: {each.why}" for each in holdings.of(whose._meta.model) if each.why]
    told_left = f"Files for which there was no room; ask for each at its page: {', '.join(left_out)}\n"
    return READ_ME.format(
        demo=DEMO if installation.is_demo() else "",
        whose=whose.public_id,
        day=at.date().isoformat(),
        untold="\n".join(untold) or "- nothing",
        left_out=told_left if left_out else "",
    )
