"""Where it was asked who works there: what turns "not known" into "none reported"."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.atlas import queries
from saanjh.atlas.actions import sweeps as actions
from saanjh.ground.access import Role
from saanjh.ground.models import Province
from saanjh.programmes.models import Programme
from saanjh.web import answers
from saanjh.web.desk.initiative_forms import SweepForm
from saanjh.web.guards import DeskRequest, guard


@guard(Role.PROGRAMME_OFFICER, finds=Programme, methods=("GET",))
def sweeps(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Each province with how many of its districts are not known, and the latest askings."""
    context = {
        "programme": programme,
        "provinces": queries.by_province(queries.reach()),
        "latest": queries.askings(programme),
    }
    return render(request, "desk/initiatives/sweeps.html", context)


@guard(Role.PROGRAMME_OFFICER, finds=Programme)
def sweep_confirm(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Confirm that it was asked in some districts; `?province=` offers those of one province only."""
    province = Province.objects.filter(slug=request.GET.get("province", "")).first()
    form = answers.form_for(request, SweepForm, province=province)
    return answers.answer(
        request,
        form,
        "desk/initiatives/sweep.html",
        {"programme": programme, "province": province},
        act=lambda data: actions.confirm(programme, data.pop("districts"), by=request.user, **data),
        then=lambda made: reverse("sweeps", args=[programme.public_id]),
        said=_("Written down. For a year these districts are not “not known”."),
    )


urlpatterns = [
    path("programmes/<str:id>/sweeps/", sweeps, name="sweeps"),
    path("programmes/<str:id>/sweeps/new/", sweep_confirm, name="sweep_confirm"),
]
