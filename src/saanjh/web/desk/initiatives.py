"""Initiatives at the desk: written, published, corrected, hidden for safety, taken down."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.atlas import queries, rules
from saanjh.atlas.actions import initiatives as actions
from saanjh.atlas.models import Initiative
from saanjh.awards.models import Award
from saanjh.ground.access import ORGANISATION, WRITERS, Role, standing_of
from saanjh.ground.writing import afresh
from saanjh.programmes.models import Programme
from saanjh.web import answers, histories
from saanjh.web.desk.confirming import Steps
from saanjh.web.desk.initiative_forms import InitiativeFilter, PageForm, PlaceForm, RegisterForm
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25
OFFICER = Role.PROGRAMME_OFFICER
CONCERNED = (OFFICER, *ORGANISATION)


@guard(*CONCERNED, methods=("GET",))
def initiatives(request: DeskRequest) -> HttpResponse:
    """The initiatives of one's organisation, or of the programmes that one runs; grants that have no page yet."""
    standing = standing_of(request.user)
    form = InitiativeFilter(request.GET or None)
    state = form.cleaned_data["state"] if form.is_bound and form.is_valid() else ""
    page = Pages(queries.listed(standing, state), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filter": form,
        "without": queries.without_page(standing)[:PAGE],
        "runs": queries.runs(standing),
    }
    return render(request, "desk/initiatives/list.html", context)


@guard(*CONCERNED, finds=Initiative, methods=("GET",))
def initiative(request: DeskRequest, initiative: Initiative) -> HttpResponse:
    """One initiative: what the public sees of it, and what one may do with it."""
    context = {
        "initiative": initiative,
        "is_public": initiative.state == Initiative.State.PUBLISHED and not initiative.excluded_for_safety,
        "may_write": rules.may_write(initiative, by=request.user),
        "may_publish": rules.may_publish(initiative, by=request.user),
        "may_hide": rules.may_hide(initiative, by=request.user),
        "may_show_again": rules.may_show_again(initiative, by=request.user),
        "history": histories.about(initiative),
    }
    return render(request, "desk/initiatives/initiative.html", context)


@guard(OFFICER, *WRITERS, finds=Award)
def make(request: DeskRequest, award: Award) -> HttpResponse:
    """Write the public page of a grant, as a draft."""
    form = answers.form_for(request, PageForm, award=award)
    return answers.answer(
        request,
        form,
        "desk/initiatives/page.html",
        {"award": award},
        act=lambda data: actions.make_from(award, by=request.user, **data),
        then=_page,
        said=_("The draft is written. An officer of the programme publishes it."),
    )


@guard(OFFICER, finds=Programme)
def register(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Write down what somebody does without a grant of ours."""
    form = answers.form_for(request, RegisterForm, programme=programme)
    return answers.answer(
        request,
        form,
        "desk/initiatives/page.html",
        {"programme": programme},
        act=lambda data: actions.register(programme, by=request.user, **form.facts()),
        then=_page,
        said=_("The draft is written. Look it over, then publish it."),
    )


@guard(OFFICER, *WRITERS, finds=Initiative)
def correct(request: DeskRequest, initiative: Initiative) -> HttpResponse:
    """Change what the page says."""
    form = answers.form_for(request, PageForm, page=initiative)
    return answers.answer(
        request,
        form,
        "desk/initiatives/page.html",
        {"initiative": initiative},
        act=lambda data: actions.correct(initiative, by=request.user, **data),
        then=_page,
        said=_("It is changed."),
        stands=lambda: PageForm(page=afresh(initiative)),
    )


@guard(OFFICER, Role.SIGNATORY, finds=Initiative)
def place(request: DeskRequest, initiative: Initiative) -> HttpResponse:
    """Show its place more or less exactly."""
    form = answers.form_for(request, PlaceForm, initial={"precision": initiative.precision.value})
    return answers.answer(
        request,
        form,
        "desk/initiatives/place.html",
        {"initiative": initiative},
        act=lambda data: actions.show_place(initiative, by=request.user, **data),
        then=_page,
        said=_("The place is shown as you chose. If the label still named it, the page was taken down."),
    )


def _page(initiative: Initiative) -> str:
    return reverse("desk_initiative", args=[initiative.public_id])


STEPS = Steps(Initiative, "initiatives", "desk_initiative", "initiative")
urlpatterns = [
    path("initiatives/", initiatives, name="desk_initiatives"),
    path("initiatives/<str:id>/", initiative, name="desk_initiative"),
    path("initiatives/<str:id>/correct/", correct, name="initiative_correct"),
    path("initiatives/<str:id>/place/", place, name="initiative_place"),
    path("awards/<str:id>/initiative/", make, name="initiative_make"),
    path("programmes/<str:id>/initiative/", register, name="initiative_register"),
    STEPS.step(
        "publish",
        actions.publish,
        OFFICER,
        title=_("Publish this initiative?"),
        words=_("Everybody can read its label, summary, days and money, and its place as exactly as was agreed."),
        button=_("Publish it"),
        said=_("It is published."),
        check=rules.check_publish,
    ),
    STEPS.step(
        "withdraw",
        actions.withdraw,
        OFFICER,
        Role.SIGNATORY,
        title=_("Take this page down?"),
        words=_("It leaves the public pages and the search. An officer can publish it again."),
        button=_("Take it down"),
        said=_("The page is taken down."),
        check=rules.check_withdraw,
    ),
    STEPS.step(
        "exclude",
        actions.exclude_for_safety,
        OFFICER,
        Role.SIGNATORY,
        title=_("Take it off every public page, for safety?"),
        words=_(
            "Nobody asks why. It is gone within a minute, from every page, sheet and search, until the organisation "
            "itself lets it be shown again. Copies that others took cannot be called back."
        ),
        button=_("Take it off now"),
        said=_("It is off every public page."),
        check=rules.check_exclude,
    ),
    STEPS.step(
        "readmit",
        actions.readmit,
        Role.SIGNATORY,
        title=_("Let it be shown again?"),
        words=_("An officer of the programme looks at it before it is published."),
        button=_("Let it be shown"),
        said=_("An officer can publish it again."),
        check=rules.check_readmit,
    ),
]
