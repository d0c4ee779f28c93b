"""What is told when somebody is to get a new way in: to the person at each step, and to those who confirm it."""

from django.utils.translation import gettext_lazy as _

from saanjh.ground import notices
from saanjh.ground.access import Role

# How the person is told, by the way in.
ASKED = {
    "code": notices.kind(
        "recovery_asked_code",
        _("An administrator asks that you get a one-time code to come back. If you did not ask for it, stop it here."),
    ),
    "factor": notices.kind(
        "recovery_asked_factor",
        _("An administrator asks that your second factors be taken away. If you did not ask for it, stop it here."),
    ),
}
CONFIRMED = {
    "code": notices.kind(
        "recovery_confirmed_code",
        _("Another administrator confirmed it: there is a one-time code for you. If you did not ask for it, stop it."),
    ),
    "factor": notices.kind(
        "recovery_confirmed_factor",
        _(
            "Another administrator confirmed it: your second factors were taken away. If you did not ask for it, "
            "set up a new one, change your password and tell an administrator."
        ),
    ),
}
WITHDRAWN = notices.kind("recovery_withdrawn", _("The new way into your account was withdrawn: nothing changes."))
# How the administrators are told.
TO_CONFIRM = notices.kind(
    "recovery_to_confirm", _("Another administrator asks you to confirm a new way in for somebody.")
)
DECIDED = notices.kind("recovery_decided", _("The new way in that you asked for was confirmed."))
OBJECTED = notices.kind(
    "recovery_objected", _("Somebody stopped a new way into their account: they had not asked for it. Look into it.")
)
# How those who hold a role with which one helps others back are told of a further one.
JOINED_BY = {
    Role.ADMINISTRATOR: notices.kind(
        "administrator_given", _("Somebody was made an administrator. If you do not know of it, look into it.")
    ),
    Role.SIGNATORY: notices.kind(
        "signatory_given",
        _("Somebody was made a signatory of your organisation. If you do not know of it, tell an administrator."),
    ),
}
