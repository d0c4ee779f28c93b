"""How well something is shown to be so: none to four filled squares, always with the words."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

LEVELS = (
    _("Evidence 0 of 4: stated only, or an idea"),
    _("Evidence 1 of 4: described and monitored"),
    _("Evidence 2 of 4: before and after, n of 30 or more"),
    _("Evidence 3 of 4: comparison group, or independently checked"),
    _("Evidence 4 of 4: repeated in two districts or more"),
)


def evidence(level: int) -> SafeString:
    """The squares and their words; `level` is 0 to 4, anything else raises ValueError."""
    if level not in range(len(LEVELS)):
        raise ValueError(f"Evidence has levels 0 to 4, not {level}.")
    filled = "".join(f"M{x * 12} 0h10v10h-10z" for x in range(level))
    hollow = "".join(f"M{x * 12 + 0.5:g} .5h9v9h-9z" for x in range(level, 4))
    return format_html(
        '<svg class="evidence" width="46" height="10" aria-hidden="true"><path d="{}"/>'
        '<path fill="none" stroke="currentColor" d="{}"/></svg>{}',
        filled,
        hollow,
        LEVELS[level],
    )
