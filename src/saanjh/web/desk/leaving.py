"""What is kept about somebody, a copy of it, and the way out: for a person and for an organisation."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.atlas.models import Initiative
from saanjh.awards.models import Award
from saanjh.calls.models import Application
from saanjh.ground import holdings
from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.actions import closures, erasures, exports
from saanjh.ground.how_many import how_many
from saanjh.ground.models import Closure, Erasure, Export, Organisation, Person, RoleHeld
from saanjh.ground.refusals import Refusal
from saanjh.kit.text import isolated
from saanjh.results.models import Value
from saanjh.web import wording
from saanjh.web.components.languages import worded
from saanjh.web.desk.confirming import Question, allows, confirm
from saanjh.web.desk.files import HEADERS
from saanjh.web.desk.handing_over import in_hand
from saanjh.web.downloads import attachment
from saanjh.web.guards import DeskRequest, guard, signed_in

KEEPERS = (Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER)
COPY_WORDS = _(
    "One file with tables, and the files themselves. It is made within minutes; you get a message, and can fetch it "
    "for 24 hours with your password. Keep it where nobody else finds it."
)
ERASURE_WORDS = _(
    "Name, user name, e-mail, ways to sign in, sessions and messages are deleted for good, a week after another "
    "administrator has confirmed it. Until then it can be stopped. What was done stays in the history under a "
    "pseudonym; words that were written in records of organisations stay with those."
)
CLOSURE_WORDS = _(
    "All roles in it end at once. Published pages, verified values and sums of money stay public. Drafts are deleted "
    "after half a year. Within thirty days a programme officer can open it again."
)


@signed_in(methods=("GET",))
def kept_about_me(request: DeskRequest) -> HttpResponse:
    """What is kept about this person, the copies that were asked for, and the way out."""
    open_erasure = Erasure.objects.filter(person=request.user).open().first()
    return _kept(request, request.user, reverse("copy_of_mine"), {"erasure": open_erasure, "is_mine": True})


@guard(Role.SIGNATORY, finds=Organisation, methods=("GET",))
def kept_about_organisation(request: DeskRequest, organisation: Organisation) -> HttpResponse:
    """What is kept about the organisation."""
    ask = reverse("copy_of_organisation", args=[organisation.public_id])
    return _kept(request, organisation, ask, {"organisation": organisation})


def _kept(request: DeskRequest, whose: Any, ask: str, more: dict[str, Any]) -> HttpResponse:
    sums: dict[str, int] = {}
    for holding, number in holdings.counts(whose):
        words = wording.kind_words(holding.model._meta.label_lower)
        if words != holding.model._meta.label_lower:
            sums[words] = sums.get(words, 0) + number
    about = None if isinstance(whose, Person) else whose
    copies = Export.objects.filter(asked_by=request.user, organisation=about)[:5]
    return render(request, "desk/kept.html", {"rows": list(sums.items()), "copies": copies, "ask": ask, **more})


@signed_in()
def copy_of_mine(request: DeskRequest) -> HttpResponse:
    """Ask for a copy of what is kept about oneself."""
    return _ask_copy(request, None, reverse("kept_about_me"))


@guard(Role.SIGNATORY, finds=Organisation)
def copy_of_organisation(request: DeskRequest, organisation: Organisation) -> HttpResponse:
    """Ask for a copy of what is kept about the organisation."""
    return _ask_copy(request, organisation, reverse("kept_about_organisation", args=[organisation.public_id]))


def _ask_copy(request: DeskRequest, organisation: Organisation | None, back: str) -> HttpResponse:
    return confirm(
        request,
        Question(_("Ask for a copy of all that is kept?"), COPY_WORDS, _("Ask for it"), back),
        act=lambda: exports.ask(organisation=organisation, by=request.user),
        check=lambda: exports.may_ask(organisation, by=request.user),
        then=lambda made: back,
        said=_("The copy is being made. You get a message when it is ready."),
    )


@signed_in(finds=Export)
def copy(request: DeskRequest, export: Export) -> HttpResponse:
    """Fetch the copy: the password is asked for once more."""
    if request.method == "POST":
        return _hand_out(request, export)
    return render(request, "desk/copy.html", {"export": export})


@reauthentication_required
def _hand_out(request: DeskRequest, export: Export) -> HttpResponse:
    content = exports.fetch(export, by=request.user)
    response = HttpResponse(content, content_type="application/zip", headers=HEADERS)
    response["Content-Disposition"] = attachment(export.public_id, "zip")
    return response


@signed_in()
def erase_me(request: DeskRequest) -> HttpResponse:
    """Ask that one's own account is erased."""
    return _ask_erasure(request, request.user, _("Ask that you are erased here?"), reverse("kept_about_me"))


@guard(Role.ADMINISTRATOR, finds=Person)
def erase_person(request: DeskRequest, somebody: Person) -> HttpResponse:
    """Ask that somebody is erased."""
    title = _("Ask that %(name)s is erased here?") % {"name": isolated(somebody.name)}
    return _ask_erasure(request, somebody, title, reverse("person", args=[somebody.public_id]))


def _ask_erasure(request: DeskRequest, somebody: Person, title: Any, back: str) -> HttpResponse:
    return confirm(
        request,
        Question(title, ERASURE_WORDS, _("Ask for it"), back, warnings=in_hand(somebody, by=request.user)),
        act=lambda: erasures.ask(somebody, by=request.user),
        check=lambda: erasures.check_ask(somebody, by=request.user),
        then=_page,
        said=_("It is asked for. Another administrator confirms it."),
    )


@signed_in(finds=Erasure, methods=("GET",))
def erasure(request: DeskRequest, erasure: Erasure) -> HttpResponse:
    """Who is to be erased, how far it is, and what this person can do about it."""
    context = {
        "erasure": erasure,
        "may_confirm": allows(erasures.check_confirm, erasure, request),
        "may_withdraw": allows(erasures.check_withdraw, erasure, request),
        "is_mine": erasure.person_id == request.user.pk,
        "words": ERASURE_WORDS,
    }
    return render(request, "desk/erasure.html", context)


@guard(Role.ADMINISTRATOR, finds=Erasure)
def confirm_erasure(request: DeskRequest, erasure: Erasure) -> HttpResponse:
    """Confirm it."""
    return confirm(
        request,
        Question(
            _("Confirm that this person is erased?"), ERASURE_WORDS, _("Confirm it"), _page(erasure), _of(erasure)
        ),
        act=lambda: erasures.confirm(erasure, by=request.user),
        check=lambda: erasures.check_confirm(erasure, by=request.user),
        then=_page,
        said=_("It is confirmed. It is done in a week, unless somebody stops it."),
    )


@signed_in(finds=Erasure)
def withdraw_erasure(request: DeskRequest, erasure: Erasure) -> HttpResponse:
    """Stop it."""
    question = Question(
        _("Stop this erasure?"),
        _("The account stays as it is. It can be asked for anew."),
        _("Stop it"),
        _page(erasure),
        _of(erasure),
    )
    return confirm(
        request,
        question,
        act=lambda: erasures.withdraw(erasure, by=request.user),
        check=lambda: erasures.check_withdraw(erasure, by=request.user),
        then=_page,
        said=_("It is stopped."),
    )


def _of(erasure: Erasure) -> list[tuple[Any, Any]]:
    return [(_("Whose account"), erasure.person.name), (_("Asked by"), erasure.asked_by.name)]


def _page(erasure: Erasure) -> str:
    return reverse("erasure", args=[erasure.public_id])


@guard(*KEEPERS, Role.SIGNATORY, finds=Organisation)
def close_organisation(request: DeskRequest, organisation: Organisation) -> HttpResponse:
    """Close the organisation, after a look at what stays and what goes."""
    page = reverse("organisation", args=[organisation.public_id])
    title = _("Close %(name)s here?") % {"name": isolated(worded(organisation, "name")[0])}
    return confirm(
        request,
        Question(title, CLOSURE_WORDS, _("Close it"), page, _stays_and_goes(organisation)),
        act=lambda: closures.close(organisation, by=request.user),
        check=lambda: closures.check_close(organisation, by=request.user),
        then=lambda made: page if _still_sees(request, organisation) else reverse("waiting"),
        said=_("The organisation is closed."),
    )


def _still_sees(request: DeskRequest, organisation: Organisation) -> bool:
    fresh = Person.objects.get(pk=request.user.pk)
    roles = fresh.roles_held.filter(until=None, role__in=KEEPERS)
    return roles.exists()


def _stays_and_goes(organisation: Organisation) -> list[tuple[Any, Any]]:
    """How much of what stays public, and what ends or goes."""
    shown: list[tuple[Any, QuerySet[Any]]] = [
        (_("Stay public: published initiatives"), Initiative.objects.public().filter(organisation=organisation)),
        (
            _("Stay public: verified values"),
            Value.objects.filter(award__organisation=organisation, state=Value.State.VERIFIED),
        ),
        (_("Stay public: grants and their sums"), Award.objects.accepted().filter(organisation=organisation)),
        (
            _("End at once: roles of people"),
            RoleHeld.objects.filter(scope_kind=ScopeKind.ORGANISATION, scope_id=organisation.pk, until=None),
        ),
        (
            _("Are deleted after half a year: drafts of applications"),
            Application.objects.filter(organisation=organisation, state=Application.State.DRAFT),
        ),
    ]
    numbers = how_many([rows for _words, rows in shown])
    return [(words, number) for (words, _rows), number in zip(shown, numbers, strict=True)]


@guard(*KEEPERS, finds=Organisation)
def reopen_organisation(request: DeskRequest, organisation: Organisation) -> HttpResponse:
    """Open it again."""
    page = reverse("organisation", args=[organisation.public_id])

    def closed() -> Closure:
        closure = closures.standing(organisation)
        if closure is None:
            raise Refusal(_("This organisation is not closed."))
        return closure

    question = Question(
        _("Open this organisation again?"),
        _("The roles that ended with it are held again, by those whose accounts are in use."),
        _("Open it again"),
        page,
    )
    return confirm(
        request,
        question,
        act=lambda: closures.reopen(closed(), by=request.user),
        check=lambda: closures.check_reopen(closed(), by=request.user),
        then=lambda made: page,
        said=_("The organisation is open again."),
    )


urlpatterns = [
    path("account/kept/", kept_about_me, name="kept_about_me"),
    path("account/kept/copy/", copy_of_mine, name="copy_of_mine"),
    path("account/erase/", erase_me, name="erase_me"),
    path("copies/<str:id>/", copy, name="copy"),
    path("people/<str:id>/erase/", erase_person, name="erase_person"),
    path("erasures/<str:id>/", erasure, name="erasure"),
    path("erasures/<str:id>/confirm/", confirm_erasure, name="confirm_erasure"),
    path("erasures/<str:id>/withdraw/", withdraw_erasure, name="withdraw_erasure"),
    path("organisations/<str:id>/kept/", kept_about_organisation, name="kept_about_organisation"),
    path("organisations/<str:id>/kept/copy/", copy_of_organisation, name="copy_of_organisation"),
    path("organisations/<str:id>/close/", close_organisation, name="close_organisation"),
    path("organisations/<str:id>/reopen/", reopen_organisation, name="reopen_organisation"),
]
