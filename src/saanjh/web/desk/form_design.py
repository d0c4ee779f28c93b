"""Forms at the desk: begun, looked through and put in order, published for good, revised."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, standing_of, visible
from saanjh.programmes.models import Programme
from saanjh.questions import queries, rules
from saanjh.questions.actions import forms as actions
from saanjh.questions.models import FormVersion
from saanjh.web import answers
from saanjh.web.desk import confirming, design_forms, form_outline
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25


@guard(Role.PROGRAMME_OFFICER, methods=("GET",))
def forms_list(request: DeskRequest) -> HttpResponse:
    """The forms that one designs."""
    page = Pages(queries.forms(standing_of(request.user)), PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/forms/list.html", {"page": page, "programmes": list(_programmes(request))})


def _programmes(request: DeskRequest) -> QuerySet[Programme]:
    """Those whose forms the person designs."""
    mine = standing_of(request.user).ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
    return visible(request.user, Programme).filter(pk__in=mine)


@guard(Role.PROGRAMME_OFFICER, finds=Programme)
def form_new(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Begin a form."""
    return answers.answer(
        request,
        answers.form_for(request, design_forms.FormForm),
        "desk/forms/edit.html",
        {"heading": _("A new form"), "button": _("Begin the form")},
        act=lambda data: actions.begin(programme.scopes()[0], by=request.user, **data),
        then=_page,
    )


@guard(Role.PROGRAMME_OFFICER, finds=FormVersion)
def form_version(request: DeskRequest, version: FormVersion) -> HttpResponse:
    """One version: what it asks in which order, what keeps a draft from being published, and buttons that move."""
    pages = queries.sections(version)
    leaves = form_outline.outline(pages)
    is_draft = version.state == FormVersion.State.DRAFT
    others = list(version.form.versions.order_by("-number", "pk"))
    drafts = [each for each in others if each.state == FormVersion.State.DRAFT]
    context = {
        "version": version,
        "leaves": leaves,
        "is_draft": is_draft,
        "others": others,
        "draft": drafts[0] if drafts else None,
        "mending": form_outline.mending(version, leaves, rules.unready(pages)) if is_draft else [],
    }
    return answers.answer(
        request,
        answers.form_for(request, design_forms.MoveForm, moves=form_outline.moves(leaves)),
        "desk/forms/version.html",
        context,
        act=lambda data: data["move"](by=request.user),
        then=lambda moved: f"{_page(version)}#{form_outline.anchor(moved)}",
        said=_("It is moved."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=FormVersion)
def form_publish(request: DeskRequest, version: FormVersion) -> HttpResponse:
    """Freeze a version."""
    question = confirming.Question(
        _("Publish this form?"),
        _("This version never changes again, so that nobody’s form changes while they fill it in."),
        _("Publish"),
        _page(version),
    )
    return confirming.confirm(
        request,
        question,
        act=lambda: actions.publish(version, by=request.user),
        then=_page,
        said=_("The form is published. Calls can use it."),
        check=lambda: rules.may_publish(version, by=request.user),
    )


@guard(Role.PROGRAMME_OFFICER, finds=FormVersion)
def form_revise(request: DeskRequest, version: FormVersion) -> HttpResponse:
    """Begin the next version."""
    question = confirming.Question(
        _("Make a new version?"),
        _("It begins as a copy of the newest one. Calls that use an older one keep theirs."),
        _("Make it"),
        _page(version),
    )
    return confirming.confirm(
        request,
        question,
        act=lambda: actions.revise(version.form, by=request.user),
        then=_page,
        said=_("The new version is a draft."),
        check=lambda: rules.may_revise(version.form, by=request.user),
    )


@guard(Role.PROGRAMME_OFFICER, finds=FormVersion)
def form_copy(request: DeskRequest, version: FormVersion) -> HttpResponse:
    """Begin another form as a copy of this version, for the same programme or another."""
    titles = {"title_en": version.form.title_en, "title_ur": version.form.title_ur}
    return answers.answer(
        request,
        answers.form_for(request, design_forms.CopyForm, programmes=_programmes(request), initial=titles),
        "desk/forms/edit.html",
        {"heading": _("A new form, as a copy"), "version": version, "button": _("Copy the form")},
        act=lambda data: actions.copy(version, data.pop("programme").scopes()[0], by=request.user, **data),
        then=_page,
        said=_("The copy is a draft. Change what it should ask."),
    )


def _page(version: FormVersion) -> str:
    return reverse("form_version", args=[version.public_id])


urlpatterns = [
    path("forms/", forms_list, name="forms"),
    path("programmes/<str:id>/forms/new/", form_new, name="form_new"),
    path("forms/<str:id>/", form_version, name="form_version"),
    path("forms/<str:id>/publish/", form_publish, name="form_publish"),
    path("forms/<str:id>/copy/", form_copy, name="form_copy"),
    path("forms/<str:id>/revise/", form_revise, name="form_revise"),
]
