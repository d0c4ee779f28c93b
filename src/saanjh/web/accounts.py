"""How sign-in behaves: by invitation only, slowed only where somebody guesses, secrets sealed at rest."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from saanjh.ground.access import standing_of
from saanjh.settings import key_of


class Account(DefaultAccountAdapter):
    """Sign-in and recovery."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People join by invitation."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by account *and* address: guessing from one place locks nobody out elsewhere."""
        name = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
        return hashlib.sha256(f"{name}|{self.get_client_ip(request)}".encode()).hexdigest()

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse(settings.LOGIN_REDIRECT_URL)


class SecondFactor(DefaultMFAAdapter):
    """Second factors: their secrets are encrypted with a key that lies outside database and backup."""

    def _box(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key_of("second-factor").encode()).digest()))

    def encrypt(self, text: str) -> str:
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Staff may replace a second factor but not go without one."""
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        others = others.exclude(type=Authenticator.Type.RECOVERY_CODES)
        return not standing_of(authenticator.user).is_staff or others.exists()
