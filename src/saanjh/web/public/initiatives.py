"""The list of initiatives with its search, one initiative, and the list as a sheet."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saanjh.atlas import queries
from saanjh.atlas.models import Initiative
from saanjh.atlas.queries import Offered, Wanted
from saanjh.awards import queries as awards
from saanjh.awards.models import Award
from saanjh.kit.money import from_minor
from saanjh.learning import queries as learning
from saanjh.programmes.models import Indicator
from saanjh.results import queries as results
from saanjh.results.queries import Published
from saanjh.web.components.inputs import guard_controls
from saanjh.web.components.languages import worded
from saanjh.web.components.timeline import Moment
from saanjh.web.downloads import both, table
from saanjh.web.guards import open_to_all
from saanjh.web.moved import follows
from saanjh.web.public.measured import measured

PAGE = 25
INDICATORS = 5  # whose latest results one page shows
COLUMNS = (
    "id",
    "title_en",
    "title_ur",
    "summary",
    "summary_language",
    "organisation",
    "organisation_ur",
    "partners",
    "public_theme",
    "activity_types",
    "target_groups",
    "place_shown_by",
    "provinces",
    "districts",
    "first_day",
    "last_day",
    "amount",
    "currency",
    "last_looked_over",
    "page",
)


class Search(forms.Form):
    """What the list is narrowed by. A wrong value is said beside its field, and narrows nothing."""

    narrows = True  # no field of it says that it may be left blank: all may

    q = forms.CharField(
        label=gettext_lazy("Words, in English or Urdu"),
        max_length=200,
        required=False,
        validators=[guard_controls],
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    district = forms.ChoiceField(label=gettext_lazy("District"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("Year"), required=False)
    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"), required=False)

    def __init__(self, data: Any, offer: Offered) -> None:
        super().__init__(data, auto_id="%s")
        self.offer = offer
        self._choose("theme", [(each.code, worded(each, "label")[0]) for each in offer.themes])
        self._choose("district", [(each.slug, worded(each, "name")[0]) for each in offer.districts])
        self._choose("year", [(str(each), str(each)) for each in offer.years])
        if not offer.offers_organisations:
            del self.fields["organisation"]
            return
        self._choose("organisation", [(each.public_id, worded(each, "name")[0]) for each in offer.organisations])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        field.choices = [("", _("All")), *choices]  # type: ignore[attr-defined]
        field.error_messages["invalid_choice"] = _("This is not known here, so it narrows nothing.")

    def wanted(self) -> Wanted:
        """What was asked for, without what could not be understood."""
        self.is_valid()
        said = self.cleaned_data
        return Wanted(
            question=said.get("q", ""),
            theme=_of(self.offer.themes, "code", said.get("theme")),
            district=_of(self.offer.districts, "slug", said.get("district")),
            organisation=_of(self.offer.organisations, "public_id", said.get("organisation")),
            year=int(said["year"]) if said.get("year") else None,
        )


def _of(things: list[Any], name: str, value: str | None) -> Any:
    return next((each for each in things if getattr(each, name) == value), None)


@open_to_all()
def initiatives(request: HttpRequest) -> HttpResponse:
    """The published initiatives, latest first, narrowed by words, theme, district, year and organisation."""
    form = Search(request.GET, queries.offered())
    wanted = form.wanted()
    paginator, narrowed = Paginator(queries.found(wanted, form.offer), PAGE), wanted != Wanted()
    if not narrowed:
        paginator.count = queries.published()
    context = {"form": form, "page": paginator.get_page(request.GET.get("page")), "narrowed": narrowed}
    return render(request, "public/initiatives.html", context)


@open_to_all()
def initiatives_csv(request: HttpRequest) -> HttpResponse:
    """What the list shows, all pages of it, narrowed in the same way."""
    form = Search(request.GET, queries.offered())
    rows = queries.found(form.wanted(), form.offer).prefetch_related("partners", "activity_types", "target_groups")
    return table(request, "initiatives", COLUMNS, (_line(request, each) for each in rows))


def _line(request: HttpRequest, each: Initiative) -> list[Any]:
    """One initiative as a row; lists are separated by semicolons, codes stand for themes."""
    who, money = each.shown_organisation, each.money
    return [
        each.public_id,
        each.title_en,
        each.title_ur,
        each.summary,
        each.written_in,
        str(who) if who else None,
        who.name_ur if who else None,
        ";".join(str(partner) for partner in each.partners.all() if partner.is_public),
        each.public_theme.code if each.public_theme else None,
        ";".join(theme.code for theme in each.activity_types.all()),
        ";".join(theme.code for theme in each.target_groups.all()),
        each.precision.value,
        ";".join(province.slug for province in each.shown_provinces),
        ";".join(district.slug for district in each.shown_districts),
        each.starts_on,
        each.ends_on,
        from_minor(money.minor, money.currency) if money else None,
        money.currency if money else None,
        each.kept_current_on,
        request.build_absolute_uri(reverse("initiative", args=[each.slug])),
    ]


@follows(queries.slug_now)
@open_to_all(finds=Initiative, by="slug")
def initiative(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """What, who, where, when, for whom, what came of it, what it costs, what was learnt."""
    award = initiative.award
    page, values = _results(award, request.GET) if award else (None, [])
    lessons = learning.published_for(award) if award else []
    context = {
        "initiative": initiative,
        "partners": initiative.partners.filter(is_public=True),
        "kinds": initiative.activity_types.all(),
        "groups": initiative.target_groups.all(),
        "reach": awards.reach(award) if award else None,
        "measured": measured(values),
        "lessons": lessons,
        "page": page,
        "latest": results.LATEST if page else None,
        "moments": moments(initiative, results.checked_days(award) if award else []),
        "today": timezone.localdate(),
    }
    return render(request, "public/initiative.html", context)


def _results(award: Award, asked: QueryDict) -> tuple[Page[Indicator] | None, list[Published]]:
    """Some indicators with their latest values; or, with `?indicator=CODE`, all values of that one and no page."""
    there = results.measured_by(award)
    if one := [each for each in there if each.code == asked.get("indicator")]:
        return None, results.published_for(award, one[0])
    page = Paginator(there, INDICATORS).get_page(asked.get("page"))
    return page, results.latest_published(award, page.object_list)


def moments(initiative: Initiative, checked: list[date]) -> list[Moment]:
    """What happened and what is ahead, as far as the public may know, the oldest first."""
    today = timezone.localdate()
    award = initiative.award
    ends = _("The grant is ended early") if award and award.state == Award.State.ENDED_EARLY else _("Work ends")
    found = [
        Moment(initiative.starts_on, _("Work begins"), ahead=initiative.starts_on > today),
        Moment(initiative.ends_on, ends, ahead=initiative.ends_on > today),
    ]
    if award and award.ended_on and award.state == Award.State.COMPLETED:
        found.append(Moment(award.ended_on, _("The grant is completed")))
    if award and award.answered_at:
        found.append(Moment(timezone.localdate(award.answered_at), _("Agreement signed")))
    for day in checked:
        found.append(Moment(day, _("Results checked by somebody who did not measure them")))
    return sorted(found, key=lambda moment: moment.day)


urlpatterns = [
    path("initiatives/", initiatives, name="initiatives"),
    *both("initiatives.csv", initiatives_csv, name="initiatives_csv"),
    path("initiatives/<str:id>/", initiative, name="initiative"),
]
