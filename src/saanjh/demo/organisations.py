"""The demo's organisations, from the file beside this one."""

import csv
from pathlib import Path

from saanjh.demo.world import World
from saanjh.ground.actions import organisations

FILE = Path(__file__).with_name("organisations.csv")


def tell(world: World) -> None:
    """Register them."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            world.organisations.append(
                organisations.register(
                    name_en=row["name_en"],
                    name_ur=row["name_ur"],
                    kind=row["kind"],
                    home=world.districts[row["district"]],
                    about=row["about"],
                    women_led=row["women_led"] == "yes",
                    youth_led=row["youth_led"] == "yes",
                    is_public=True,
                    by=world.system,
                )
            )
