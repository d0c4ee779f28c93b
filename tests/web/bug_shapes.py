"""Plausible mistakes as small wrong views over the demo, each beside the same view done right.

Each was made by others who meant well (Wagtail, Hypha, DHIS2, Nautobot). The attacks must find every wrong one on each
run, and nothing in any that is right: a harness that has never failed is no evidence.
"""

import json
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path
from django.utils.html import escape
from django.utils.http import url_has_allowed_host_and_scheme

from saanjh import urls
from saanjh.awards.models import Activity, Award
from saanjh.calls.models import Application
from saanjh.ground import notices
from saanjh.ground.access import Role, standing_of
from saanjh.ground.models import Notice, Person
from saanjh.web.guards import Audience, Policy, find, guard

View = Callable[..., HttpResponse]
ROLE = Role.EDITOR
BOTH = ("GET", "POST")
THEIRS = Policy(Audience.ROLES, frozenset({ROLE}), finds=Application, methods=("GET",))
SHAPES: dict[str, str] = {}
urlpatterns: list[Any] = []
FORM = '<form method="post">%s</form>'


def shape(name: str, rest: str, wrong: View, right: View) -> None:
    """Put the wrong view and the right one at addresses of their own."""
    SHAPES[name] = rest
    urlpatterns.extend(
        path(f"desk/shapes/{kind}/{name}/{rest}", view, name=f"{kind}-{name}")
        for kind, view in (("wrong", wrong), ("right", right))
    )


def only_declared(policy: Policy) -> Callable[[View], View]:
    """A policy that stands there and that nothing enforces."""

    def declare(view: View) -> View:
        view.policy = policy  # type: ignore[attr-defined]
        return view

    return declare


def seen(request: HttpRequest) -> Any:
    return Application.objects.all().visible_to(standing_of(request.user))


def titles(rows: Any) -> HttpResponse:
    return HttpResponse("<br>".join(escape(row.title_en or row.title_ur) for row in rows))


theirs = guard(ROLE, finds=Application)
over_award = guard(ROLE, finds=Award)
theirs_read = guard(ROLE, finds=Application, methods=("GET",))
a_list = guard(ROLE, methods=("GET",))


def show(request: HttpRequest, application: Application) -> HttpResponse:
    return titles([application])


# 1. A preview that forgets the check of the page it previews
def preview(request: HttpRequest, id: str) -> HttpResponse:
    return titles(Application.objects.filter(public_id=id))


shape("preview", "<str:id>/", only_declared(THEIRS)(preview), theirs_read(show))


# 2. A comparison of versions that takes the other one as it comes
def compare(rows: Callable[[HttpRequest], Any]) -> View:
    def view(request: HttpRequest, application: Application) -> HttpResponse:
        return titles([application, *rows(request).filter(public_id=request.GET.get("compared", ""))])

    return theirs_read(view)


shape("history", "<str:id>/", compare(lambda request: Application.objects.all()), compare(seen))


# 3. One's own parent in the address, another's children in the body
def bulk(rows: Callable[[Award], Any]) -> View:
    def view(request: HttpRequest, award: Award) -> HttpResponse:
        picked = [each for each in request.POST.getlist("activities") if each.isdigit()]
        rows(award).filter(pk__in=picked).update(what="taken out")
        return HttpResponse(FORM % "")

    return over_award(view)


shape("bulk", "<str:id>/", bulk(lambda award: Activity.objects.all()), bulk(lambda award: award.activities.all()))


# 4. A copy whose source is not checked
def copied(rows: Callable[[HttpRequest], Any]) -> View:
    def view(request: HttpRequest, application: Application) -> HttpResponse:
        source = rows(request).filter(public_id=request.POST.get("source", "")).first()
        if source is not None:
            Application.objects.filter(pk=application.pk).update(title_en=source.title_en)
        return HttpResponse(FORM % "")

    return theirs(view)


shape("copy", "<str:id>/", copied(lambda request: Application.objects.all()), copied(seen))


# 5. A list for machines that is wider than the page for people
def listed(rows: Callable[[HttpRequest], Any]) -> View:
    return a_list(lambda request: JsonResponse([row.title_en for row in rows(request)], safe=False))


shape("list", "", listed(lambda request: Application.objects.all()), listed(seen))


# 6. A chooser that names whatever was chosen
def chooser(rows: Callable[[HttpRequest], Any]) -> View:
    return a_list(lambda request: titles(rows(request).filter(pk__in=_numbers(request.GET.getlist("chosen")))))


def _numbers(words: list[str]) -> list[int]:
    return [int(each) for each in words if each.isdigit()]


shape("chooser", "", chooser(lambda request: Application.objects.all()), chooser(seen))


# 7. A message to everybody, past the one door that asks who may see what it is about
def past_the_door(people: Any, kind: notices.Kind, about: Application) -> None:
    facts = {"kind": kind.code, "about_kind": about._meta.label_lower, "about_id": about.public_id}
    Notice.objects.bulk_create(Notice(person=person, **facts) for person in people)


def notified(tell: Callable[..., Any]) -> View:
    def view(request: HttpRequest, application: Application) -> HttpResponse:
        if request.method == "POST":
            tell(Person.objects.all(), next(iter(notices.KINDS.values())), about=application)
        return HttpResponse(FORM % "")

    return theirs(view)


shape("notice", "<str:id>/", notified(past_the_door), notified(notices.tell))


# 8. A refusal that names what was refused
def refused(naming: bool) -> View:
    def view(request: HttpRequest) -> HttpResponse:
        mine = set(seen(request).values_list("public_id", flat=True))
        others = Application.objects.filter(public_id__in=set(request.POST.getlist("refused")) - mine)
        return HttpResponse(f"Not yours: {[row.title_en for row in others] if naming else ''}", status=422)

    return guard(ROLE)(view)


shape("error", "", refused(True), refused(False))


# 9. Files at addresses that can be guessed
def file(rows: Callable[[HttpRequest], Any]) -> View:
    def view(request: HttpRequest, number: int) -> HttpResponse:
        row = rows(request).filter(pk=number).first()
        if row is None:
            raise Http404
        return HttpResponse(row.title_en, content_type="text/plain")

    return a_list(view)


shape("file", "<int:number>", file(lambda request: Application.objects.all()), file(seen))


# 10. Depth that the asker decides
def expanded(obeys: bool) -> View:
    def view(request: HttpRequest, application: Application) -> HttpResponse:
        told: dict[str, Any] = {"title": application.title_en}
        if obeys and request.GET.get("depth", "0") > "1":
            told["people"] = list(Person.objects.values("username", "password"))
        return HttpResponse(json.dumps(told), content_type="application/json")

    return theirs_read(view)


shape("expansion", "<str:id>/", expanded(True), expanded(False))


# 11. A role that counts wherever it is held
def anywhere(request: HttpRequest, id: str) -> HttpResponse:
    application = Application.objects.filter(public_id=id).first()
    if application is None or not standing_of(request.user).has(ROLE):
        raise Http404
    return titles([application])


shape("scope", "<str:id>/", only_declared(THEIRS)(anywhere), theirs_read(show))


# 12. A permission that everybody with an account has
def may_view(person: Any, application: Application) -> bool:
    return bool(person.is_authenticated)


def permitted(request: HttpRequest, id: str) -> HttpResponse:
    rows = [row for row in Application.objects.filter(public_id=id) if may_view(request.user, row)]
    if not rows:
        raise Http404
    return titles(rows)


shape("permission", "<str:id>/", only_declared(THEIRS)(permitted), theirs_read(show))


# 13. A fragment that is let through, for the page around it was checked
def fragment(request: HttpRequest, id: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return titles(Application.objects.filter(public_id=id))
    return titles([find(THEIRS, request, {"id": id})])


shape("fragment", "<str:id>/", only_declared(THEIRS)(fragment), theirs_read(show))


# 14. Onward to wherever the address says
def onward(checks: bool) -> View:
    def view(request: HttpRequest) -> HttpResponse:
        to = request.GET.get("next", "/desk/")
        if checks and not url_has_allowed_host_and_scheme(to, {request.get_host()}):
            to = "/desk/"
        return HttpResponseRedirect(to)

    return a_list(view)


shape("redirect", "", onward(False), onward(True))


# 15. Every column that is sent is taken
def assigned(columns: set[str]) -> View:
    def view(request: HttpRequest, application: Application) -> HttpResponse:
        sent = {name: value for name, value in request.POST.items() if name in columns}
        Application.objects.filter(pk=application.pk).update(**sent)
        return HttpResponse(FORM % f'<input name="title_en" value="Renamed {application.public_id}">')

    return theirs(view)


shape("assignment", "<str:id>/", assigned({"title_en", "months"}), assigned({"title_en"}))


# 16. One limit for everybody, for the key names what a request does not have
def limited(key: Callable[[HttpRequest], str]) -> View:
    def view(request: HttpRequest) -> HttpResponse:
        name = f"shape-limit-{key(request)}"
        cache.set(name, cache.get(name, 0) + 1, 60)
        return HttpResponse(status=429 if cache.get(name) > 5 else 200)

    return guard(ROLE)(view)


shape(
    "limit",
    "",
    limited(lambda request: f"all{getattr(request, 'user_id', '')}"),
    limited(lambda request: str(request.user.pk)),
)

urlpatterns += urls.urlpatterns
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler429, handler500 = urls.handler429, urls.handler500
