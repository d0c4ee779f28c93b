"""How sign-in behaves: by invitation only, slowed only where somebody guesses, secrets sealed at rest."""

import base64
import hashlib
import io
import time
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import truncate_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import standing_of
from saanjh.ground.actions import sign_in
from saanjh.ground.models import Person
from saanjh.settings import key_of

JUST_NOW = 300  # seconds
# The library's message about a change in somebody's ways in -> what it is called in our history and notices.
CHANGES = {
    "account/email/password_changed": "password_changed",
    "account/email/password_set": "password_changed",
    "account/email/password_reset": "password_reset",
    "account/email/email_changed": "email_changed",
    "mfa/email/totp_activated": "factor_added",
    "mfa/email/webauthn_added": "factor_added",
    "mfa/email/totp_deactivated": "factor_removed",
    "mfa/email/webauthn_removed": "factor_removed",
    "mfa/email/recovery_codes_generated": "recovery_codes_made",
}


class Account(DefaultAccountAdapter):
    """Sign-in and recovery."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People join by invitation."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by account *and* address: guessing from one place locks nobody out elsewhere.

        An address of the newer kind (IPv6) counts as its network, of which one connection has all addresses.
        """
        name = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
        return hashlib.sha256(f"{name}|{self._place(request)}".encode()).hexdigest()

    def _place(self, request: HttpRequest) -> str:
        """Where a request comes from."""
        return str(truncate_ip(self.get_client_ip(request)))

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        """A few an hour, and nobody learns from the answer whether it was sent.

        Whoever asks often from one place keeps nobody from asking elsewhere; and when an account has had its fill from
        everywhere, the links in the mails that came before open it still.
        """
        keys = {"reset_mail_here": f"{user.pk}|{self._place(self.request)}", "reset_mail": str(user.pk)}
        if all(ratelimit.consume(self.request, action=action, key=key) for action, key in keys.items()):
            super().send_password_reset_mail(user, email, context)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse(settings.LOGIN_REDIRECT_URL)

    def is_reauthentication_required(self, app: str) -> bool:
        """Whoever signed in a moment ago is not asked again at once."""
        if not super().is_reauthentication_required(app=app):
            return False
        records = get_authentication_records(self.request, self.request.user)
        return not any(time.time() - record["at"] < JUST_NOW for record in records)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """A changed password ends every session, so the way goes on through the sign-in."""
        return reverse(settings.LOGIN_URL)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the person's language, whatever the page spoke from which it was asked for."""
        language = getattr(context.get("user"), "language", None) or translation.get_language()
        with translation.override(language):
            super().send_mail(template_prefix, email, context)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """A line of history and a notice, which says in mail no more than that there is one."""
        sign_in.note(user, CHANGES[template_prefix], by=user)


class SecondFactor(DefaultMFAAdapter):
    """Second factors: their secrets are encrypted with a key that lies outside database and backup."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This is not right. A code counts once, for half a minute: wait for the next one, and type it."
        )
    }

    def _box(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key_of("second-factor").encode()).digest()))

    def encrypt(self, text: str) -> str:
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._box().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """The picture that an app reads. The library would load Pillow for it, which a worker then holds for good."""
        out, image = io.BytesIO(), segno.make_qr(url)
        image.save(out, kind="svg", scale=4, xmldecl=False, light="white")
        return out.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Staff may replace a second factor but not go without one."""
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        others = others.exclude(type=Authenticator.Type.RECOVERY_CODES)
        return not standing_of(authenticator.user).is_staff or others.exists()
