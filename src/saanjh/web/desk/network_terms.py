"""Terms of reference at the desk: written by the convenor section by section, adopted by a second person."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role
from saanjh.networks import rules
from saanjh.networks.actions import terms as actions
from saanjh.networks.models import Network, TermsOfReference, TermsSection
from saanjh.web import histories
from saanjh.web.answers import answer, form_for
from saanjh.web.desk.confirming import Question, confirm
from saanjh.web.desk.network_forms import AdoptForm, SectionForm
from saanjh.web.desk.networks import FORM, READERS
from saanjh.web.desk.networks import place as network_place
from saanjh.web.guards import DeskRequest, guard

SECONDS = (Role.SIGNATORY, Role.PROGRAMME_OFFICER)


@guard(Role.CONVENOR, finds=Network)
def terms_new(request: DeskRequest, network: Network) -> HttpResponse:
    """Begin the next version."""
    question = Question(
        _("Begin new terms of reference?"),
        _("You get the usual sections, with what the version in force says in them. Fill those that you need."),
        _("Begin"),
        network_place(network),
    )
    act = lambda: actions.draft(network, by=request.user)  # noqa: E731
    return confirm(request, question, act=act, then=place, said=_("Write what the network agreed on."))


@guard(*READERS, finds=TermsOfReference, methods=("GET",))
def terms(request: DeskRequest, terms: TermsOfReference) -> HttpResponse:
    """One version, with what can be done with it now."""
    convenes = rules.convenes(terms.network, by=request.user)
    second = terms.state == TermsOfReference.State.PROPOSED and rules.second(terms, by=request.user)
    context = {
        "terms": terms,
        "network": terms.network,
        "sections": terms.sections.all(),
        "may_write": convenes and terms.state == TermsOfReference.State.DRAFT,
        "may_adopt": second,
        "may_call_back": terms.state == TermsOfReference.State.PROPOSED and (convenes or second),
        "history": histories.about(terms),
    }
    return render(request, "desk/networks/terms.html", context)


@guard(Role.CONVENOR, finds=TermsSection)
def terms_section(request: DeskRequest, section: TermsSection) -> HttpResponse:
    """Write one section of a draft."""
    return answer(
        request,
        form_for(request, SectionForm, section=section),
        "desk/networks/section.html",
        {"section": section, "network": section.terms.network, "back": place(section.terms)},
        act=lambda data: actions.write(section, by=request.user, **data),
        then=lambda made: place(section.terms),
        said=_("The section is kept."),
    )


@guard(Role.CONVENOR, finds=TermsOfReference)
def terms_propose(request: DeskRequest, terms: TermsOfReference) -> HttpResponse:
    """Put a draft forward."""
    question = Question(
        _("Put these terms forward?"),
        _(
            "The signatories of the members and the officers of the programme are asked to adopt them. "
            "Until then nothing in them changes."
        ),
        _("Put them forward"),
        place(terms),
    )
    act = lambda: actions.propose(terms, by=request.user)  # noqa: E731
    return confirm(request, question, act=act, then=place, said=_("The terms are put forward."))


@guard(Role.CONVENOR, *SECONDS, finds=TermsOfReference)
def terms_call_back(request: DeskRequest, terms: TermsOfReference) -> HttpResponse:
    """Give terms that were put forward back to their convenor."""
    question = Question(
        _("Give these terms back?"),
        _("They become a draft again, so that the convenor can change them."),
        _("Give them back"),
        place(terms),
    )
    act = lambda: actions.call_back(terms, by=request.user)  # noqa: E731
    return confirm(request, question, act=act, then=place, said=_("The terms are a draft again."))


@guard(*SECONDS, finds=TermsOfReference)
def terms_adopt(request: DeskRequest, terms: TermsOfReference) -> HttpResponse:
    """Adopt terms as the second person."""
    return answer(
        request,
        form_for(request, AdoptForm),
        FORM,
        {
            "network": terms.network,
            "title": _("Adopt the terms of reference"),
            "words": _("Read them first. From now on this version is public and never changes; the next is a new one."),
            "button": _("Adopt them"),
            "back": place(terms),
        },
        act=lambda data: actions.adopt(terms, by=request.user, **data),
        then=place,
        said=_("The terms are adopted."),
    )


def place(terms: TermsOfReference) -> str:
    """Where a version is at the desk."""
    return reverse("desk_terms", args=[terms.public_id])


urlpatterns = [
    path("networks/<str:id>/terms/new/", terms_new, name="terms_new"),
    path("terms/<str:id>/", terms, name="desk_terms"),
    path("terms/<str:id>/propose/", terms_propose, name="terms_propose"),
    path("terms/<str:id>/give-back/", terms_call_back, name="terms_call_back"),
    path("terms/<str:id>/adopt/", terms_adopt, name="terms_adopt"),
    path("terms-sections/<str:id>/", terms_section, name="terms_section"),
]
