"""The demo's atlas: the grants' public pages, what others do, where it was asked, and the paper's four claims."""

import csv
import datetime
from pathlib import Path

from saanjh.atlas.actions import claims, initiatives, sweeps
from saanjh.atlas.models import Initiative
from saanjh.demo.world import World
from saanjh.ground.models import District
from saanjh.programmes.models import Theme

OTHERS = Path(__file__).with_name("initiatives.csv")
PAGES = Path(__file__).with_name("pages.csv")
ASKED = {  # province: (how it was asked, days ago); in the others nobody asked within a year
    "punjab": ("network", 40),
    "khyber-pakhtunkhwa": ("organisations", 75),
    "sindh": ("organisations", 110),
    "islamabad": ("network", 40),
    "balochistan": ("public_sources", 20),
    "ajk": ("network", 410),
}
# Where nobody could be asked, although the province was.
NOT_ASKED = {
    "kashmore",
    "ghotki",
    "tharparkar",
    "north-waziristan",
    "kolai-palas-kohistan",
    "torghar",
    "awaran",
    "washuk",
    "kharan",
    "chagai",
    "kech",
    "panjgur",
    "dera-bugti",
    "kohlu",
    "rajanpur",
}


def tell(world: World) -> None:
    """Publish the grants' pages and what others do; say where it was asked; bring in the claims."""
    _ask(world)
    others = _of_others(world)  # they were there before
    world.initiatives = [*_of_grants(world), *others]
    claims.load(by=world.system)


def _ask(world: World) -> None:
    """An officer confirms the askings, one a province."""
    places: dict[str, list[District]] = {}
    for district in District.objects.current().select_related("province"):
        if district.slug not in NOT_ASKED:
            places.setdefault(district.province.slug, []).append(district)
    for province, (how, days) in ASKED.items():
        sweeps.confirm(
            world.programme,
            places[province],
            asked_on=world.ago(days),
            how=how,
            by=world.people["programme_officer"],
        )


def _of_grants(world: World) -> list[Initiative]:
    """A page for each grant; that of the last stays a draft, so that something waits for the officer."""
    grants = {award.organisation.name_en: award for award in world.awards}
    made = []
    for row in _rows(PAGES):
        award = grants[row["organisation"]]
        made.append(
            initiatives.make_from(
                award,
                summary=row["summary"],
                written_in=row["written_in"],
                public_theme=_themes("themes", row["theme"])[0],
                activity_types=_themes("activity_types", row["kinds"]),
                target_groups=_themes("target_groups", row["groups"]),
                by=world.editor(award.organisation),
            )
        )
    for initiative in made[:-1]:
        initiatives.publish(initiative, by=world.people["programme_officer"])
    return made


def _of_others(world: World) -> list[Initiative]:
    """What organisations do without a grant of this programme: registered and published; one then excluded."""
    organisations = {each.name_en: each for each in world.organisations}
    officer = world.people["programme_officer"]
    made = []
    for row in _rows(OTHERS):
        organisation = organisations[row["organisation"]]
        starts_on = world.ago(int(row["began_days_ago"]))
        initiative = initiatives.register(
            world.programme,
            organisation,
            title_en=row["title_en"],
            title_ur=row["title_ur"],
            summary=row["summary"],
            written_in=row["written_in"],
            starts_on=starts_on,
            ends_on=starts_on + datetime.timedelta(days=int(row["days"])),
            districts=[world.districts[slug] for slug in row["districts"].split(";")],
            public_precision=row["precision"],
            public_theme=_themes("themes", row["theme"])[0],
            funding_source_class=_themes("funding_source_classes", row["funding"])[0],
            amount_minor=int(row["rupees"]) * 100,
            currency="PKR",
            activity_types=_themes("activity_types", row["kinds"]),
            target_groups=_themes("target_groups", row["groups"]),
            by=officer,
        )
        initiatives.publish(initiative, by=officer)
        if row["after"] == "exclude":
            initiatives.exclude_for_safety(initiative, by=world.signatory(organisation))
        made.append(initiative)
    return made


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _themes(scheme: str, codes: str) -> list[Theme]:
    """The rows of a list that the codes (with semicolons between) name, in the list's order."""
    found = list(Theme.objects.of(scheme).filter(code__in=codes.split(";")))
    if len(found) != len(codes.split(";")):
        raise KeyError(f"{codes} of {scheme}")
    return found
