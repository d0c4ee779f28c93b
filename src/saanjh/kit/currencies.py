"""The currencies in use: their codes and the digits after the point, read from the project's copy of ISO 4217."""

import csv
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "data" / "currencies" / "iso_4217.csv"


@cache
def minor_digits() -> dict[str, int]:
    """code → how many digits of the currency stand after the point, for every currency in use."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: int(row["exponent"]) for row in csv.DictReader(rows)}


def is_in_use(code: str) -> bool:
    """Whether this is the code of a currency with which one can pay today: "PKR", not "pkr", "ZWL" or "XAU"."""
    return code in minor_digits()
