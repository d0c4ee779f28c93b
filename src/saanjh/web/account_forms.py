"""The sign-in library's forms in our words: a label above each field, no text inside it, help where it is needed."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

from saanjh.kit import text

APP_CODE = _("The six digits that your authenticator app shows now, or one of your recovery codes.")
GOOD_PASSWORD = _("At least 10 characters. Four or five words in a row are good, and easier to remember.")
AGAIN = _("The same once more")


class Plain:
    """Mixed into a form: takes the words out of the fields, and sets labels and help (name: (label, help))."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]


class SignIn(Plain, account.LoginForm):
    words = {"login": (_("User name or e-mail"), ""), "password": (_("Password"), "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs.update(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        )


class Again(Plain, account.ReauthenticateForm):
    words = {"password": (_("Your password"), "")}


class Forgotten(Plain, account.ResetPasswordForm):
    words = {"email": (_("E-mail"), _("The address of your account."))}


class NewPassword(Plain, account.ResetPasswordKeyForm):
    words = {"password1": (_("New password"), GOOD_PASSWORD), "password2": (AGAIN, "")}


class ChangedPassword(Plain, account.ChangePasswordForm):
    words = {
        "oldpassword": (_("Your password until now"), ""),
        "password1": (_("New password"), GOOD_PASSWORD),
        "password2": (AGAIN, ""),
    }


class NewEmail(Plain, account.AddEmailForm):
    words = {"email": (_("New e-mail address"), _("We send a link there. The address counts once you open it."))}


class Digits:
    """Mixed into a form with a code: digits of every kind are digits."""

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]  # type: ignore[attr-defined]
        self.cleaned_data["code"] = text.ascii_digits(typed).replace(" ", "")  # type: ignore[attr-defined]
        return super().clean_code()  # type: ignore[misc]


class Code(Plain, Digits, factor.AuthenticateForm):
    words = {"code": (_("Code"), APP_CODE)}


class CodeAgain(Plain, Digits, factor.ReauthenticateForm):
    words = {"code": (_("Code"), APP_CODE)}


class FirstCode(Plain, Digits, totp.ActivateTOTPForm):
    words = {"code": (_("Code"), _("The six digits that the app shows now."))}
