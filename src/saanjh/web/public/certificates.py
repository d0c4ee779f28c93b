"""Whether a certificate is valid: found by the code on the paper; the page knows no name.

No account, cookie or script; and no line in the log, whose hour could tell who was looked up.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from saanjh.events import codes, queries
from saanjh.events.models import Certificate
from saanjh.events.rules.certificates import LONGEST_NAME
from saanjh.web.guards import open_to_all
from saanjh.web.public.hourly import Backstop

BOTH = ("GET", "POST")
NAMES_AN_HOUR = Backstop(300)  # names that are held against papers, in each process
PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class CodeForm(forms.Form):
    """The code that stands at the end of the address on the paper."""

    code = forms.CharField(
        label=_("Code of the certificate"),
        help_text=_("Sixteen letters and digits, at the end of the address beside the square code."),
        max_length=codes.LONGEST,
        widget=forms.TextInput(attrs={**PLAIN, "dir": "ltr"}),
    )

    def clean_code(self) -> str:
        """The code in the form in which it stands in the address."""
        code = codes.written(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(_("This is no code of a certificate. Compare it with the paper."))
        return code


class NameForm(forms.Form):
    """The name as it stands on the paper. It is compared and not kept."""

    name = forms.CharField(
        label=_("Name on the paper"),
        help_text=_("Type it as it stands there. It is compared, and not kept."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={**PLAIN, "dir": "auto"}),
    )


@csrf_exempt  # there is no account to misuse
@open_to_all(methods=BOTH, cache=0, logged=False)
def certificate_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code, for whoever cannot scan it."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _told(request, form.cleaned_data["code"])
    return render(request, "public/certificates/code.html", {"form": form}, status=422 if form.errors else 200)


@csrf_exempt
@open_to_all(methods=BOTH, cache=0, logged=False)
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What is known of the certificate with this code. One that nobody has is refused in words."""
    return _told(request, code, request.POST if request.method == "POST" else None)


def _told(request: HttpRequest, code: str, typed: Any = None) -> HttpResponse:
    """The page of the certificate, and whether the name that was typed agrees."""
    found, form, status = queries.certificate_under(code), NameForm(), 200
    context: dict[str, Any] = {"certificate": found, "code": code}
    if typed is not None and found is not None:
        form = NameForm(typed)
        if not form.is_valid():
            status = 422
        elif not NAMES_AN_HOUR.admits():
            status = 429
            form.add_error(None, _("Very many names are being checked just now. Try again in an hour."))
        else:
            context["agrees"] = codes.agrees(code, form.cleaned_data["name"], found.name_digest)
            context["checked"] = True
    is_valid = found is not None and found.state == Certificate.State.VALID
    return render(
        request, "public/certificates/certificate.html", {**context, "form": form, "is_valid": is_valid}, status=status
    )


urlpatterns = [
    path("certificates/", certificate_code, name="certificate_code"),
    path("certificates/<str:code>/", certificate, name="certificate"),
]
