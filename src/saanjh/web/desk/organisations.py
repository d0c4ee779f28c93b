"""Organisations: registered, corrected, and joined when one was registered twice."""

from collections import Counter
from typing import Any

from django import forms
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Award
from saanjh.ground import merging
from saanjh.ground.access import ORGANISATION, Role, ScopeKind, standing_of, visible
from saanjh.ground.actions import closures, organisations
from saanjh.ground.models import District, Organisation, OrganisationKind, Person, RoleHeld
from saanjh.ground.models.organisations import WITH_ALL
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import afresh
from saanjh.kit import text
from saanjh.web import histories, wording
from saanjh.web.answers import Confirm, answer, form_for
from saanjh.web.components.inputs import need_either
from saanjh.web.components.languages import worded
from saanjh.web.desk.people import HELD, rows_for
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25
KEEPERS = (Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER)


class DistrictField(forms.ModelChoiceField):
    """A district by its name in the page's language."""

    def label_from_instance(self, district: Any) -> str:
        return worded(district, "name")[0]


class OrganisationForm(forms.ModelForm):
    """What is said of an organisation."""

    home = DistrictField(
        label=_("Home district"),
        queryset=District.objects.filter(valid_to=None),
        required=False,
        empty_label=_("not known"),
    )

    class Meta:
        model = Organisation
        fields = [
            "name_en",
            "name_ur",
            "kind",
            "home",
            "about",
            "written_in",
            "women_led",
            "youth_led",
            "is_public",
        ]
        labels = {
            "name_en": _("Name in English"),
            "name_ur": _("Name in Urdu"),
            "kind": _("Kind"),
            "home": _("Home district"),
            "about": _("What it does"),
            "written_in": _("Language of this text"),
            "women_led": _("Led by women"),
            "youth_led": _("Led by young people"),
            "is_public": _("May be shown on the public pages"),
        }
        help_texts = {
            "name_ur": _("As the organisation writes it. One of the two names is enough."),
            "is_public": _("Only with the organisation’s consent."),
        }
        widgets = {"written_in": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose")), *OrganisationKind.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        need_either(self, "name", _("Write the name in English or in Urdu."))
        return self.cleaned_data

    def _post_clean(self) -> None:
        """Check the words without filling in the row: only the action changes it."""
        kept, self.instance = self.instance, Organisation()
        super()._post_clean()  # type: ignore[misc]
        self.instance = kept


@guard(*WITH_ALL, *ORGANISATION, methods=("GET",))
def organisation_list(request: DeskRequest) -> HttpResponse:
    """Those that this person works with."""
    question = request.GET.get("q", "").strip()[:100]
    rows = visible(request.user, Organisation).current().select_related("home")
    for word in text.words(question):
        rows = rows.filter(search_name__contains=word)
    page = Pages(rows.order_by("name_en", "pk"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "question": question, "may_register": standing_of(request.user).has(*KEEPERS)}
    return render(request, "desk/organisations.html", context)


@guard(*WITH_ALL, *ORGANISATION, finds=Organisation, methods=("GET",))
def organisation(request: DeskRequest, organisation: Organisation) -> HttpResponse:
    """One organisation: what is said of it, its people, and what was done."""
    standing = standing_of(request.user)
    people = visible(request.user, Person).filter(
        roles_held__scope_kind=ScopeKind.ORGANISATION,
        roles_held__scope_id=organisation.pk,
        roles_held__until=None,
    )
    sees_people = standing.has(Role.ADMINISTRATOR) or standing.has(Role.SIGNATORY, over=organisation.scopes())
    shown = people.distinct().order_by("name", "pk").prefetch_related(HELD)[:100] if sees_people else []
    context = {
        "organisation": organisation,
        "sees_people": sees_people,
        "people": rows_for(request.user, shown),
        "duplicates": organisation.merged.order_by("pk"),
        "left": _left_with(organisation),
        "may_correct": organisation.merged_into_id is None and organisations.may_correct(organisation, by=request.user),
        "may_merge": standing.has(*KEEPERS) and organisation.merged_into_id is None,
        "may_see_kept": standing.has(Role.SIGNATORY, over=organisation.scopes()),
        "may_close": standing.has(*KEEPERS) and organisation.merged_into_id is None,
        "closure": closures.standing(organisation),
        "history": histories.about(organisation),
    }
    return render(request, "desk/organisation.html", context)


@guard(*KEEPERS)
def register(request: DeskRequest) -> HttpResponse:
    """Register an organisation."""
    return answer(
        request,
        form_for(request, OrganisationForm, initial={"written_in": get_language()}),
        "desk/organisation_form.html",
        {"title": _("Register an organisation")},
        act=lambda data: organisations.register(by=request.user, **data),
        then=lambda made: reverse("organisation", args=[made.public_id]),
        said=_("The organisation is registered."),
    )


@guard(*KEEPERS, Role.SIGNATORY, Role.EDITOR, finds=Organisation)
def correct(request: DeskRequest, organisation: Organisation) -> HttpResponse:
    """Change what is said of the organisation."""
    return answer(
        request,
        form_for(request, OrganisationForm, instance=organisation),
        "desk/organisation_form.html",
        {"title": _("Correct what is said"), "organisation": organisation},
        act=lambda data: organisations.correct(organisation, by=request.user, **data),
        then=lambda made: reverse("organisation", args=[organisation.public_id]),
        said=_("It is corrected."),
        stands=lambda: OrganisationForm(instance=afresh(organisation)),
    )


@guard(*KEEPERS, finds=Organisation, methods=("GET",))
def choose_merge(request: DeskRequest, organisation: Organisation) -> HttpResponse:
    """Which one is the same: at first those that share the name's longest word, others by what is looked for."""
    question = request.GET.get("q", "").strip()[:100]
    others = visible(request.user, Organisation).current().exclude(pk=organisation.pk)
    wanted = text.words(question) or sorted(text.words(str(organisation)), key=len)[-1:]
    for word in wanted:
        others = others.filter(search_name__contains=word)
    found = others.select_related("home").order_by("name_en", "pk")[:PAGE]
    duplicate, *rows = _told_apart(organisation, *found, joins=organisation)
    context = {"organisation": organisation, "question": question, "duplicate": [duplicate], "others": rows}
    return render(request, "desk/choose_merge.html", context)


@guard(*KEEPERS, finds=Organisation)
def merge(request: DeskRequest, organisation: Organisation) -> HttpResponse:
    """Join this duplicate into the one named by `?into=`, after a look at what would move."""
    into = visible(request.user, Organisation).filter(public_id=request.GET.get("into", "")).first()
    if into is None:
        return redirect("choose_merge", organisation.public_id)
    try:
        organisations.may_merge(organisation, into=into, by=request.user)
        refused = ""
    except Refusal as refusal:
        refused = refusal.why
    parts = [
        (wording.kind_words(part.model._meta.label_lower), part)
        for part in organisations.parts_of_merge(organisation, into)
    ]
    return answer(
        request,
        form_for(request, Confirm),
        "desk/merge.html",
        {
            "organisation": organisation,
            "into": into,
            "both": _told_apart(organisation, into),
            "parts": parts,
            "refused": refused,
        },
        act=lambda data: organisations.merge(organisation, into=into, by=request.user),
        then=lambda made: reverse("organisation", args=[into.public_id]),
        said=_("The two are one now."),
    )


def _left_with(organisation: Organisation) -> list[tuple[str, int]]:
    """(kind, how many) of what still names an organisation that was joined into another."""
    if organisation.merged_into_id is None:
        return []
    return [(wording.kind_words(part.model._meta.label_lower), part.stays) for part in merging.left_with(organisation)]


def _told_apart(*organisations: Organisation, joins: Organisation | None = None) -> list[dict[str, Any]]:
    """What tells organisations of one name apart: where they are, how many people and grants they have.

    With `joins`, the row of each other one leads to the page that joins this duplicate into it.
    """
    ids = [each.pk for each in organisations]
    prefetch_related_objects(organisations, "home")
    held = RoleHeld.objects.filter(scope_kind=ScopeKind.ORGANISATION, scope_id__in=ids, until=None)
    people = Counter(pk for pk, _person in held.values_list("scope_id", "person").distinct())
    grants = Counter(Award.objects.accepted().filter(organisation__in=ids).values_list("organisation", flat=True))
    page = reverse("merge_organisation", args=[joins.public_id]) if joins else ""
    return [
        {
            "organisation": each,
            "people": people[each.pk],
            "grants": grants[each.pk],
            "into": f"{page}?into={each.public_id}" if page and each != joins else "",
        }
        for each in organisations
    ]


urlpatterns: list[Any] = [
    path("organisations/", organisation_list, name="organisations"),
    path("organisations/register/", register, name="register_organisation"),
    path("organisations/<str:id>/", organisation, name="organisation"),
    path("organisations/<str:id>/correct/", correct, name="correct_organisation"),
    path("organisations/<str:id>/same-as/", choose_merge, name="choose_merge"),
    path("organisations/<str:id>/merge/", merge, name="merge_organisation"),
]
