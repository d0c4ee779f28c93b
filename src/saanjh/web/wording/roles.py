"""What each role is for, said to those who hold it, give it, or wonder who sees what."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role

MEANING: dict[Role, Any] = {
    Role.ADMINISTRATOR: _(
        "Gives and takes back every role, registers organisations, helps people back in. Decides nothing about grants."
    ),
    Role.AUDITOR: _(
        "Reads the history of everything that was done, and who opened what is sensitive. Sees no content and "
        "changes nothing."
    ),
    Role.OPERATOR: _("Keeps the installation running: backups, background work, health. Sees no content."),
    Role.PROGRAMME_OFFICER: _(
        "Sets up the programme and its calls, checks eligibility, guides grantees, publishes what may be public."
    ),
    Role.FINANCE_OFFICER: _("Records what contributors pledged and what of it arrived. Approves no grant."),
    Role.VERIFIER: _(
        "Checks the values that organisations hand in against their evidence, and accepts or returns them. "
        "Never one’s own."
    ),
    Role.GATE_CHECKER: _(
        "Screens applications before anybody reviews them: eligibility, and that they do no harm. Never of an "
        "organisation close to them."
    ),
    Role.PANEL_CHAIR: _(
        "Leads the panel and decides on applications after the reviews. Does not review the same application."
    ),
    Role.DATASET_RELEASER: _("Reads the programme. There is no dataset to release yet."),
    Role.OBSERVER: _(
        "Sees what is public and totals of the programme, for the body that coordinates. No applications, no "
        "people, no messages: that limit is our choice."
    ),
    Role.DONOR_VIEWER: _("Sees how far the programme is and where its money goes. No applications and no people."),
    Role.FOCAL_PERSON: _("Reads sensitive messages from communities and sees to it that they are answered."),
    Role.REVIEWER: _(
        "Reads the applications of a call that were given to them and scores them, unless there is a conflict "
        "of interest."
    ),
    Role.SIGNATORY: _(
        "Signs for an organisation: submits applications and reports, accepts grants, invites its people and "
        "helps them back in."
    ),
    Role.EDITOR: _("Writes an organisation’s applications and reports, which the signatory submits."),
    Role.FIELD_OFFICER: _("Records an organisation’s activities and how many people came."),
    Role.CONVENOR: _("Convenes a network: its terms of reference, members and joint actions."),
    Role.MEMBER: _("Takes part in a network and writes with the others."),
    Role.RESEARCHER: _("Leads a study: sources, codebook, findings."),
    Role.CODER: _("Codes the passages of a study’s sources."),
}
