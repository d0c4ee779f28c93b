"""A reviewer's languages and themes are said; conflicts are declared beforehand; women and young people are counted."""

from collections.abc import Collection, Mapping

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saanjh.calls.actions import reviews
from saanjh.calls.models import Application, Call, Composition, Conflict, Review, ReviewerProfile
from saanjh.calls.rules import panels as rules
from saanjh.ground import history
from saanjh.ground.models import Organisation, Person
from saanjh.ground.naming import named
from saanjh.ground.refusals import Refusal, need_change
from saanjh.ground.writing import action, afresh
from saanjh.kit.text import isolated
from saanjh.programmes.models import Theme


@action
def describe(
    call: Call, person: Person, *, languages: Collection[str], themes: Collection[Theme], most: int, by: Person
) -> ReviewerProfile:
    """Say what a reviewer of the call reads and knows, and how many applications she takes at most."""
    rules.may_describe(afresh(call), person, by=by)
    rules.must_be_sound(languages, themes, most)
    said = {"languages": sorted(set(languages)), "most": most}
    profile = ReviewerProfile.objects.filter(call=call, person=person).first()
    if profile is None:
        profile = ReviewerProfile(call=call, person=person)
    changed = [name for name in said if getattr(profile, name) != said[name]]
    if profile.pk is None or {theme.pk for theme in themes} != set(profile.themes.values_list("pk", flat=True)):
        changed.append("themes")
    need_change(changed)
    profile.languages, profile.most = said["languages"], most
    profile.save()
    profile.themes.set(themes)
    history.record("reviewer_described", call, by=by, reviewer=person.public_id, fields=",".join(sorted(changed)))
    return profile


@action
def count(call: Call, counts: Mapping[str, int | None], *, by: Person) -> Composition:
    """State how many review and how many sit on the panel, and how many of them are women and under 30."""
    rules.may_count(afresh(call), counts, by=by)
    composition = Composition.objects.filter(call=call).first() or Composition(call=call)
    changed = [name for name, number in counts.items() if getattr(composition, name) != number]
    need_change(changed)
    for name in changed:
        setattr(composition, name, counts[name])
    composition.save()
    history.record("call_panel_counted", call, by=by)
    return composition


@action
def declare(call: Call, organisations: Collection[Organisation], *, by: Person) -> list[Conflict]:
    """Declare to be too close to these applicants, before or after they were assigned; each stays barred."""
    rules.may_declare(afresh(call), by=by)
    theirs = Q(organisation__in=organisations) | Q(organisation__merged_into__in=organisations)
    rows = call.applications.filter(theirs).exclude(state=Application.State.DRAFT).exclude(conflicts__person=by)
    applications = list(rows.select_related("organisation__merged_into", "call").order_by("pk"))
    if not applications:
        raise Refusal(_("Tick at least one organisation, or go back."), field="organisations")
    return [_declare(application, by) for application in applications]


def _declare(application: Application, by: Person) -> Conflict:
    review = Review.objects.filter(application=application, reviewer=by).exclude(state="reopened").first()
    if review is not None and review.state == Review.State.SUBMITTED:
        words = _("You handed in a review of %(name)s already. Tell the programme’s officers.")
        raise Refusal(words % {"name": isolated(named(application.organisation, "name"))}, field="organisations")
    if review is not None and review.state == Review.State.ASSIGNED:
        reviews.step_down(review, by=by)
        return application.conflicts.get(person=by)
    conflict = Conflict.objects.create(application=application, person=by)
    history.record("conflict_declared", application, by=by)
    return conflict
