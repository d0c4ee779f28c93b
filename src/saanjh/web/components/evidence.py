"""How well something is shown to be so: none to four filled squares, always with the words."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from saanjh.web.components.languages import active
from saanjh.web.components.tables import rows


def evidence(level: int) -> SafeString:
    """The squares and their words; `level` is 0 to 4, anything else raises ValueError."""
    if level not in range(5):
        raise ValueError(f"Evidence has levels 0 to 4, not {level}.")
    described = rows("codelists/evidence_levels.csv")[level][f"label_{active()}"]
    filled = "".join(f"M{x * 12} 0h10v10h-10z" for x in range(level))
    hollow = "".join(f"M{x * 12 + 0.5:g} .5h9v9h-9z" for x in range(level, 4))
    return format_html(
        '<svg class="evidence" width="46" height="10" aria-hidden="true"><path d="{}"/>'
        '<path fill="none" stroke="currentColor" d="{}"/></svg>{}',
        filled,
        hollow,
        _("Evidence %(level)s of 4: %(words)s") % {"level": level, "words": described[0].lower() + described[1:]},
    )
