"""The ground's lines of history in words."""

from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.fields import Written
from saanjh.ground.models import OrganisationKind, Recovery, StoredFile

WORDS = {
    "person_added": _("%(person)s made an account"),
    "person_invited": _("%(person)s invited somebody to be %(role)s"),
    "invitation_accepted": _("%(person)s accepted an invitation"),
    "invitation_not_given": _("%(person)s took up an invitation, and could not be given its role"),
    "invitation_withdrawn": _("%(person)s withdrew an invitation"),
    "recovery_given": _("%(person)s gave somebody a one-time code to come back"),
    "recovery_used": _("%(person)s came back with a one-time code"),
    "sign_in_changed": _("%(person)s changed a way in: %(what)s"),
    "recovery_asked": _("%(person)s asked for a new way in for somebody: %(way)s"),
    "recovery_confirmed": _("%(person)s confirmed a new way in for somebody: %(way)s"),
    "recovery_withdrawn": _("%(person)s withdrew a new way in that was asked for"),
    "recovery_objected": _("%(person)s stopped a new way into the own account"),
    "sessions_ended": _("%(person)s ended all sessions (%(number)s)"),
    "language_chosen": _("%(person)s chose a language: %(language)s"),
    "person_deactivated": _("%(person)s closed an account"),
    "role_given": _("%(person)s gave a role: %(role)s"),
    "role_taken_back": _("%(person)s took back a role: %(role)s"),
    "organisation_registered": _("%(person)s registered an organisation"),
    "organisations_registered": _("%(person)s registered many organisations at once: %(count)s"),
    "organisation_corrected": _("%(person)s corrected an organisation: %(fields)s"),
    "organisation_merged": _(
        "%(person)s joined a duplicate into another organisation: rows that moved %(moved)s, that stayed %(stayed)s"
    ),
    "demo_marked": _("%(person)s marked the installation as a demo"),
    "file_taken_in": _("%(person)s handed in a file"),
    "copy_asked": _("%(person)s asked for a copy of what is kept"),
    "copy_made": _("%(person)s made the copy that was asked for"),
    "copy_fetched": _("%(person)s fetched the copy"),
    "erasure_asked": _("%(person)s asked that somebody be erased"),
    "erasure_confirmed": _("%(person)s confirmed that somebody is erased"),
    "erasure_withdrawn": _("%(person)s stopped an erasure"),
    "person_erased": _("%(person)s erased somebody whose week was over"),
    "organisation_closed": _("%(person)s closed the organisation; roles that ended: %(number)s"),
    "organisation_reopened": _("%(person)s opened the organisation again; roles that are held again: %(number)s"),
    "records_ran_out": _("%(person)s took away what is kept no longer (%(clock)s): %(count)s"),
}
KINDS = {
    "ground.person": _("People"),
    "ground.invitation": _("Invitations"),
    "ground.organisation": _("Organisations"),
    "ground.storedfile": _("Files"),
    "ground.roleheld": _("Roles"),
    "ground.mark": _("The installation"),
    "ground.export": _("Copies of what is kept"),
    "ground.erasure": _("Erasures"),
    "ground.notice": _("Messages in the inbox"),
    "ground.line": _("Lines of history"),
    "usersessions.usersession": _("Places where you are signed in"),
    "ground.sensitiveread": _("Openings of what is sensitive"),
}
CODES = {
    "role": dict(Role.choices),
    "scope": dict(ScopeKind.choices),
    "language": dict(Written.choices),
    "kind": dict(OrganisationKind.choices),
    "sensitivity": dict(StoredFile.Sensitivity.choices),
    "way": dict(Recovery.Way.choices),
    "what": {
        "password_changed": _("password changed"),
        "password_reset": _("password set anew by e-mail"),
        "email_changed": _("e-mail address changed"),
        "factor_added": _("second factor added"),
        "factor_removed": _("second factor removed"),
        "recovery_codes_made": _("new recovery codes"),
    },
}
