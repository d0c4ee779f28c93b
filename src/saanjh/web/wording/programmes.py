"""The lines of history of programmes and their lists in words."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "programme_planned": _("%(person)s planned the programme"),
    "programme_changed": _("%(person)s changed what the programme says of itself: %(fields)s"),
    "programme_opened": _("%(person)s opened the programme to the public"),
    "programme_closed": _("%(person)s closed the programme"),
    "objective_added": _("%(person)s added objective %(number)s"),
    "objective_reworded": _("%(person)s put objective %(number)s into other words"),
    "contribution_pledged": _("%(person)s recorded a pledge in %(currency)s"),
    "contribution_received": _("%(person)s recorded that money in %(currency)s arrived"),
    "receipt_struck_out": _(
        "%(person)s struck out that money in %(currency)s arrived on %(day)s: it was recorded by mistake"
    ),
    "rate_recorded": _("%(person)s recorded that on %(day)s one %(of)s was worth %(value)s %(into)s"),
    "indicator_chosen": _("%(person)s chose indicator %(code)s"),
    "indicator_set_aside": _("%(person)s set indicator %(code)s aside"),
    "lists_brought_in": _(
        "%(person)s brought in lists: rows added %(added)s, changed %(changed)s; indicators added "
        "%(indicators_added)s, changed %(indicators_changed)s"
    ),
    "label_corrected": _("%(person)s corrected the label of %(code)s"),
    "places_brought_in": _(
        "%(person)s brought in a list of places: districts added %(added)s, renamed %(renamed)s, ended %(ended)s"
    ),
    "district_corrected": _("%(person)s corrected the name of the district %(slug)s"),
}
KINDS = {
    "programmes.programme": _("Programmes"),
    "programmes.contribution": _("Contributions"),
    "programmes.indicator": _("Indicators"),
    "programmes.theme": _("Lists of codes"),
    "ground.roster": _("Lists of places"),
    "ground.district": _("Districts"),
}
