"""An officer does without a third review, for a reason."""

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.calls.actions import third_reviews as actions
from saanjh.calls.models import Application
from saanjh.calls.rules import third_reviews as rules
from saanjh.ground.access import Role
from saanjh.ground.models import Purpose
from saanjh.web.desk.confirming import Question, confirm
from saanjh.web.desk.reasons import ReasonForm
from saanjh.web.guards import DeskRequest, guard


@guard(Role.PROGRAMME_OFFICER, finds=Application, sensitive=Purpose.ASSIGNING)
def application_without_third(request: DeskRequest, application: Application) -> HttpResponse:
    """Let the chair decide on two reviews that differ."""
    page = reverse("application", args=[application.public_id])
    question = Question(
        _("Do without a third review?"),
        _("The chair decides on the two that are in. Your reason is kept, and the chair reads it."),
        _("Do without"),
        page,
    )
    return confirm(
        request,
        question,
        act=lambda **data: actions.dismiss(application, by=request.user, **data),
        then=lambda made: page,
        said=_("No third review is asked for. The chair has been told."),
        check=lambda: rules.may_dismiss(application, by=request.user),
        form=ReasonForm,
    )


urlpatterns = [
    path("applications/<str:id>/without-third/", application_without_third, name="application_without_third"),
]
