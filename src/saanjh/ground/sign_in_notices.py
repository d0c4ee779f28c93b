"""What a person is told when one of their ways in changes, because it may have been somebody else."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.ground import notices


def _kind(code: str, text: Any) -> notices.Kind:
    return notices.kind(f"sign_in_{code}", text)


# What can happen (a code in history) and how the person is told.
TOLD = {
    "password_changed": _kind(
        "password_changed", _("Your password was changed. If it was not you, tell an administrator.")
    ),
    "password_reset": _kind(
        "password_reset", _("Your password was set anew by e-mail. If it was not you, tell an administrator.")
    ),
    "email_changed": _kind(
        "email_changed", _("The e-mail address of your account was changed. If it was not you, tell an administrator.")
    ),
    "factor_added": _kind(
        "factor_added", _("A second factor was added to your account. If it was not you, tell an administrator.")
    ),
    "factor_removed": _kind(
        "factor_removed", _("A second factor was removed from your account. If it was not you, tell an administrator.")
    ),
    "recovery_codes_made": _kind(
        "recovery_codes_made",
        _("New recovery codes were made for your account. If it was not you, tell an administrator."),
    ),
    "way_back_given": _kind(
        "way_back_given",
        _("Somebody gave you a one-time code to come back. If you did not ask for it, tell an administrator."),
    ),
}
