"""Every address there is, by door."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from saanjh.web import root
from saanjh.web.desk import urls as desk
from saanjh.web.machine import urls as machine
from saanjh.web.public import urls as public

urlpatterns = [
    path("", root.choose_language, name="root"),
    path("", include(machine.urlpatterns)),
    path("desk/", include(desk.urlpatterns)),
    *i18n_patterns(
        path("account/", include("allauth.account.urls")),
        path("account/second-factor/", include("allauth.mfa.urls")),
        path("account/sessions/", include("allauth.usersessions.urls")),
        path("", include(public.urlpatterns)),
    ),
]
handler400 = "saanjh.web.errors.malformed"
handler403 = "saanjh.web.errors.forbidden"
handler404 = "saanjh.web.errors.missing"
handler429 = "saanjh.web.errors.too_many"
handler500 = "saanjh.web.errors.failed"
