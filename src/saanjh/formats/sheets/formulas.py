"""Which text a spreadsheet would run as a formula, and the apostrophe that keeps it text."""

import re

# What may stand before a formula without disarming it: blanks, NUL, marks of direction, byte order marks.
_INVISIBLE = r"\s\x00-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_LEADER = re.compile(rf"[{_INVISIBLE}']*[=+\-@＝＋－−＠]|[ ]*[\t\r\n\x00]")
_NUMBER = re.compile(r"'*[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


def runs(text: str) -> bool:
    """Whether a spreadsheet may take `text` for a formula. Real numbers such as -5 or +1,200.50 do not."""
    return bool(_LEADER.match(text)) and not _NUMBER.fullmatch(text)


def guarded(text: str) -> str:
    """`text`, with an apostrophe before it when it would run."""
    return f"'{text}" if runs(text) else text


def unguarded(text: str) -> str:
    """`text` as it was before `guarded`: one apostrophe less when what follows would run."""
    return text[1:] if text.startswith("'") and runs(text[1:]) else text
