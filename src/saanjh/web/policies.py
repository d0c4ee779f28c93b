"""The policy of each address; those of routes that are not ours (sign-in, second factor, sessions) are stated here."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils import translation

from saanjh.web.guards import Audience, Policy

BOTH = ("GET", "POST")
OPEN = Policy(Audience.ANYONE, methods=BOTH)
SIGNED_IN = Policy(Audience.SIGNED_IN, methods=BOTH)
# Anybody may come to sign in or to recover an account; joining is by invitation, so the sign-up page says so.
OPEN_NAMES = {
    "account_login",
    "account_signup",
    "account_inactive",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
}
SIGNED_IN_NAMES = {
    "account_logout",
    "account_reauthenticate",
    "account_email",
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "usersessions_list",
}


def of(view: Any, name: str | None) -> Policy | None:
    """The policy that a view declares, or that this page states for its name; None, which lets nobody in."""
    declared: Policy | None = getattr(view, "policy", None)
    if declared is not None:
        return declared
    if name in OPEN_NAMES:
        return OPEN
    if name in SIGNED_IN_NAMES:
        return SIGNED_IN
    return None


def asked(request: HttpRequest) -> Policy | None:
    """The policy of the address that was asked for, also where the answer came before a view was chosen.

    It is kept with the request, where logs look for it (ground/logs.py).
    """
    declared: Policy | None = getattr(request, "policy", None)
    if declared is not None:
        return declared
    match = request.resolver_match
    if match is None:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        try:
            with translation.override(language):
                match = resolve(request.path_info)
        except Resolver404:
            return None
    request.policy = of(match.func, match.url_name)  # type: ignore[attr-defined]
    return request.policy  # type: ignore[attr-defined]
