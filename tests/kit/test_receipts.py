"""Receipt codes: read in any script, and every slip of one digit found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saanjh.kit import receipts
from saanjh.kit.receipts import Receipt

codes = st.integers(0, receipts.NUMBERS - 1).map(receipts.code_of)
TO_URDU = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
TO_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def test_the_check_digit_is_damms() -> None:
    assert receipts.code_of(572) == "0" * 20 + "5724"


@given(codes)
def test_a_code_is_read_as_it_is_written_in_three_scripts(code: str) -> None:
    receipt = Receipt(code[:8], code[8:23])
    written = receipts.grouped(code)
    typed = [code, written, written.replace(" ", "-"), written.translate(TO_URDU), written.translate(TO_ARABIC)]
    typed += [f"\u200e {written.replace(' ', '–')}\u202c\n", written[:14].translate(TO_URDU) + written[14:]]
    assert [receipts.read(each) for each in typed] == [receipt] * len(typed)


@given(codes, st.integers(0, 23), st.integers(1, 9))
def test_one_wrong_digit_is_found(code: str, place: int, by: int) -> None:
    wrong = code[:place] + str((int(code[place]) + by) % 10) + code[place + 1 :]
    with pytest.raises(ValueError):
        receipts.read(wrong)


@given(codes, st.integers(0, 22))
def test_two_neighbours_exchanged_are_found(code: str, place: int) -> None:
    exchanged = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if exchanged == code:
        assert receipts.read(exchanged) == receipts.read(code)
    else:
        with pytest.raises(ValueError):
            receipts.read(exchanged)


@pytest.mark.parametrize("typed", ["", "0" * 23, "0" * 25, "a" + "0" * 23, "0" * 23 + "²", "0000.0" + "0" * 18, "\x00"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        receipts.read(typed)


@pytest.mark.parametrize("number", [-1, receipts.NUMBERS])
def test_there_are_so_many_codes_and_no_more(number: int) -> None:
    with pytest.raises(ValueError):
        receipts.code_of(number)
