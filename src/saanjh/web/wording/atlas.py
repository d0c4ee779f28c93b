"""The lines of history of the atlas in words."""

from django.utils.translation import gettext_lazy as _

from saanjh.atlas.models import Precision, Sweep

WORDS = {
    "initiative_made": _("%(person)s wrote the public page of a grant"),
    "initiative_registered": _("%(person)s wrote down what an organisation does"),
    "initiatives_registered": _("%(person)s wrote down at once what organisations do: %(count)s initiatives"),
    "initiatives_published": _("%(person)s published many initiatives at once: %(count)s"),
    "initiative_corrected": _("%(person)s changed what the page says"),
    "initiative_published": _("%(person)s published the initiative; its place: %(precision)s"),
    "initiative_withdrawn": _("%(person)s took the page down"),
    "initiative_excluded": _("%(person)s took the initiative off every public page, for safety"),
    "initiative_readmitted": _("%(person)s let the initiative be shown again"),
    "initiative_place_changed": _("%(person)s changed how exactly the place is shown: %(precision)s"),
    "initiative_followed": _("%(person)s ended the grant early, and the page says so: its last day is %(until)s"),
    "sweep_confirmed": _("%(person)s confirmed that it was asked in %(districts)s districts: %(how)s"),
    "claim_loaded": _("%(person)s brought in a claim of others"),
}
KINDS = {
    "atlas.initiative": _("Initiatives"),
    "atlas.initiative_partners": _("Partners of initiatives"),
    "atlas.sweep": _("Askings"),
    "atlas.claim": _("Claims"),
}
CODES = {
    "precision": dict(Precision.choices),
    "how": dict(Sweep.How.choices),
}
