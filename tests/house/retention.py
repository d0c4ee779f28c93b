"""Writes docs/look-up/retention.md from what the rooms say: `python -m tests.house.retention`."""

from itertools import groupby

import django
from django.apps import apps

django.setup()

from saanjh.ground import retention  # noqa: E402
from tests.house.pages import ROOT  # noqa: E402

PAGE = ROOT / "docs" / "look-up" / "retention.md"

HEAD = """# How long things are kept

Written from the code by `python -m tests.house.retention`; a test compares it. Each kind of record has a clock, or a
reason why it has none. Once a day a background job takes away whatever has run out, in short steps, each with one
line of history: how many, by which clock, never what they were. `saanjh purge` does it at once, `saanjh purge
--dry-run` counts what would go. An installation changes a number of days with [`SAANJH_KEEP_DAYS`](settings.md);
those below stand, with their sources, in `src/saanjh/data/retention/clocks.csv`.

What is deleted is deleted: on SQLite no byte of it is left in database, log, search or files
(`tests/ground/test_retention.py` looks for it byte by byte, and against versions of the purge that are wrong on
purpose). On PostgreSQL the rows and the words of search are gone, and their tables are vacuumed; what lies in the
server's own log and in free pages until they are used again is beyond the project, so [encrypt the
disk](../understand/seizure.md). Backups that were made before hold what was there then: keep them no longer than you
must.

## Clocks

| Clock | Of what | Begins when | Days | What happens | Rests on |
|---|---|---|---|---|---|
"""
KEPT = """
## Without a clock

| Record | Kept as long as the programme, because |
|---|---|
"""


def page() -> str:
    """The whole page, as it should stand."""
    clocks = [
        f"| `{each.code}` | {each.what} (`{each.model._meta.label}`) | {each.starts} | {term.days} | {each.end} | "
        f"{term.source} |"
        for each in retention.in_order()
        for term in [retention.terms()[each.code]]
    ]
    order = {model._meta.label: number for number, model in enumerate(apps.get_models())}
    kept = sorted(retention.KEPT, key=lambda label: order[label])
    reasons = [
        f"| {', '.join(f'`{label}`' for label in labels)} | {why} |"
        for why, labels in groupby(kept, key=lambda label: retention.KEPT[label])
    ]
    return HEAD + "\n".join(clocks) + "\n" + KEPT + "\n".join(reasons) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
