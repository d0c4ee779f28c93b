"""Which codes are currencies in use, and how finely each is counted."""

import pytest

from saanjh.kit import currencies, money


@pytest.mark.parametrize(("code", "digits"), [("PKR", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("TND", 3), ("SLE", 2)])
def test_a_currency_in_use_knows_its_minor_unit(code: str, digits: int) -> None:
    assert currencies.is_in_use(code)
    assert money.minor_digits(code) == digits


@pytest.mark.parametrize("code", ["", "pkr", "XYZ", "ZWL", "HRK", "BGN", "XAU", "XXX", "RS."])
def test_what_is_no_currency_in_use_is_not_one(code: str) -> None:
    assert not currencies.is_in_use(code)


def test_every_currency_that_programmes_are_offered_is_in_use_and_counted_alike() -> None:
    with (currencies.FILE.parent.parent / "codelists" / "currencies.csv").open(encoding="utf-8") as rows:
        offered = [line.rstrip("\n").split(",") for line in rows][1:]
    assert {row[0]: int(row[-1]) for row in offered}.items() <= currencies.minor_digits().items()
