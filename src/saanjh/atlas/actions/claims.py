"""Claims are brought in from a sheet that quotes its source, and brought up to date from it."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from saanjh.atlas.models import Claim
from saanjh.formats import sheets
from saanjh.ground import history
from saanjh.ground.access import Role, may
from saanjh.ground.models import Person
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action

FILE = Path(__file__).resolve().parents[2] / "data" / "claims" / "table1.csv"
# A column of the sheet and the column of the table where the two are named differently.
RENAMED = {
    "initiative": "name_en",
    "initiative_ur": "name_ur",
    "focus_area": "focus_en",
    "focus_area_ur": "focus_ur",
    "target_population": "for_whom_en",
    "target_population_ur": "for_whom_ur",
    "stated_rate": "stated_value",
}


@action
def load(*, by: Person, file: Path = FILE) -> list[Claim]:
    """Bring in every row of the sheet: four rates that a paper states. Twice is the same as once."""
    if by.username != SYSTEM and not may(by, Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER):
        raise Refusal(_("Only a programme officer or an administrator brings in claims."))
    sheet = sheets.read(file.read_bytes())
    if not sheet.is_sound:
        raise Refusal(_("The sheet of claims cannot be read."))
    claims = [_put(dict(row.cells)) for row in sheet.rows]
    for claim in claims:
        history.record("claim_loaded", claim, by=by, code=claim.code)
    return claims


def _put(cells: dict[str, str]) -> Claim:
    code = cells.pop("id")
    facts = {RENAMED.get(column, column): cell for column, cell in cells.items()}
    claim, _made = Claim.objects.update_or_create(code=code, defaults=facts)
    return claim
