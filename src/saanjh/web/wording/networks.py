"""The lines of history of networks, their terms and the roadmap in words."""

from django.utils.translation import gettext_lazy as _

from saanjh.networks.models import RoadmapAction

WORDS = {
    "network_founded": _("%(person)s founded the network"),
    "network_closed": _("%(person)s closed the network"),
    "network_member_joined": _("%(person)s entered an organisation as a member"),
    "network_member_left": _("%(person)s ended the membership of an organisation"),
    "terms_drafted": _("%(person)s began version %(version)s of the terms of reference"),
    "terms_section_written": _("%(person)s wrote a section of the terms of reference: %(section)s"),
    "terms_proposed": _("%(person)s put version %(version)s of the terms of reference forward"),
    "terms_called_back": _("%(person)s gave version %(version)s of the terms of reference back to be changed"),
    "terms_adopted": _("%(person)s adopted version %(version)s of the terms of reference as of %(day)s"),
    "roadmap_action_added": _("%(person)s put the action on the roadmap"),
    "roadmap_status_reported": _("%(person)s reported how the action stood on %(day)s: %(action_status)s"),
}
KINDS = {
    "networks.network": _("Networks"),
    "networks.membership": _("Memberships"),
    "networks.termsofreference": _("Terms of reference"),
    "networks.termssection": _("Sections of terms of reference"),
    "networks.roadmapaction": _("Actions of the roadmap"),
}
CODES = {"action_status": dict(RoadmapAction.State.choices)}
