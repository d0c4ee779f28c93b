"""What one organisation asks for in one call."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.calls.models.calls import Call
from saanjh.calls.models.tracks import Terms, Track, terms
from saanjh.ground.access import ORGANISATION, Role, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeLine
from saanjh.ground.merging import Fate
from saanjh.ground.models import District, Organisation, Person, RoleHeld
from saanjh.ground.naming import both
from saanjh.ground.records import Record, Rows, Words
from saanjh.programmes.models import Theme
from saanjh.questions.models import AnswerSheet

if TYPE_CHECKING:
    from saanjh.calls.models.partners import ApplicationPartner

# Who reads the applications of a programme once they are handed in.
READERS = (Role.PROGRAMME_OFFICER, Role.PANEL_CHAIR)
SCREENERS = (Role.GATE_CHECKER,)


def stays_with_duplicate(duplicate: Organisation, into: Organisation) -> Q:
    """What ended without a grant is history; to a call to which both applied, each keeps its own application."""
    ended = [Application.State.DECLINED, Application.State.WITHDRAWN, Application.State.NOT_ELIGIBLE]
    return Q(state__in=ended) | Q(call__in=into.applications.order_by().values("call"))


def too_close_to(person: Person | None) -> Q:
    """Applications that a reviewer no longer reads: of an organisation where a role is or was held, or by her word.

    Whoever applies together with another, or through it, is as close to its application as the one that leads; so is
    whoever entered it for its organisation, to the end or in part.
    """
    held = RoleHeld.objects.filter(person=person, scope_kind=ScopeKind.ORGANISATION).order_by().values("scope_id")
    there = Q(organisation__in=held) | Q(organisation__merged_into__in=held)
    entered = Q(intake__entered_by=person) | Q(intake__earlier=person)
    return there | Q(pk__in=_naming(held)) | Q(conflicts__person=person) | entered


def _naming(organisations: Any, **facts: str) -> Any:
    """The keys of the applications in which one of these organisations is named as partner or host."""
    named = Q(partners__organisation__in=organisations) | Q(partners__organisation__merged_into__in=organisations)
    known = {f"partners__{name}": value for name, value in facts.items()}
    return Application.objects.filter(named, **known).order_by().values("pk")


NOT_HANDED_IN = ("draft", "withdrawn")


class ApplicationRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """One's organisation's own; those that it answers for as their host; those handed in, for the programme's
        officers, chair and gate checkers; those one reviews; as an officer, what one entered oneself.

        Nobody else sees a draft. Where both of two organisations had applied before they were joined, the people of
        the one that stays see both.
        """
        mine = standing.ids(ScopeKind.ORGANISATION, *ORGANISATION)
        seen = Q(organisation__in=mine) | Q(organisation__merged_into__in=mine)
        if mine:
            seen |= Q(pk__in=_naming(mine, role="host", state="agreed"))
        if programmes := standing.ids(ScopeKind.PROGRAMME, *READERS):
            seen |= Q(call__programme__in=programmes) & ~Q(state="draft")
        if programmes := standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER):
            seen |= Q(call__programme__in=programmes, intake__entered_by=standing.person)
        if programmes := standing.ids(ScopeKind.PROGRAMME, *SCREENERS):
            barred = Application.objects.filter(conflicts__person=standing.person).order_by().values("pk")
            seen |= Q(call__programme__in=programmes) & ~Q(state="draft") & ~Q(pk__in=barred)
        if standing.has(Role.REVIEWER):
            assigned = Application.objects.filter(
                reviews__reviewer=standing.person, reviews__state__in=["assigned", "submitted"]
            ).exclude(too_close_to(standing.person))
            seen |= Q(pk__in=assigned.order_by().values("pk"))
        return self.filter(seen).select_related(
            "call__programme",
            "call__form_version",
            "call__simplified__form_version",
            "intake__entered_by",
            "organisation__merged_into",
            "sheet__version",
            "third_review",
        )

    def handed_in(self) -> Self:
        """Those that were handed in and not taken back."""
        return self.exclude(state__in=NOT_HANDED_IN)

    def findable(self) -> Self:
        return self.handed_in().select_related("organisation", "call")


class Application(Record):
    """A request for a grant: a draft that only its organisation sees, then numbered, screened, read and decided.

    The number is given when it is handed in for the first time, without gaps in the call, and stays with it where it
    is opened again.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", pgettext_lazy("application", "Handed in")
        WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")
        NOT_ELIGIBLE = "not_eligible", pgettext_lazy("application", "Not eligible")
        UNDER_REVIEW = "under_review", pgettext_lazy("application", "Under review")
        SELECTED = "selected", pgettext_lazy("application", "Selected")
        RESERVE = "reserve", pgettext_lazy("application", "On the reserve list")
        DECLINED = "declined", pgettext_lazy("application", "Declined")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="applications")
    sheet = models.OneToOneField(AnswerSheet, on_delete=models.PROTECT, related_name="application")
    track = models.CharField(_("track"), max_length=10, choices=Track.choices, default=Track.FULL)
    serial = models.PositiveIntegerField(null=True, blank=True)
    number = models.CharField(max_length=24, blank=True)  # the call's code and the serial: CPG-2026-0001
    title_en = FreeLine(_("title in English"), max_length=160, blank=True)
    title_ur = FreeLine(_("title in Urdu"), max_length=160, blank=True)
    amount_minor = models.BigIntegerField(_("grant asked for"), null=True, blank=True)  # in the call's currency
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    districts = models.ManyToManyField(District, related_name="+", blank=True)
    # What the organisation says of itself for this application; None until it has said it.
    women_led = models.BooleanField(_("led by women"), null=True, blank=True)
    youth_led = models.BooleanField(_("led by young people"), null=True, blank=True)
    themes = models.ManyToManyField(Theme, related_name="+", blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    ready_at = models.DateTimeField(null=True, blank=True)  # when who signs was told; nothing was changed since
    submitted_at = models.DateTimeField(null=True, blank=True)

    FOUND_THROUGH = ("organisation",)
    WHEN_JOINED = {
        "organisation": Fate(
            stays_with_duplicate,
            _(
                "An application that was declined, withdrawn or found not eligible stays under the name under which it "
                "was told, and so does one to a call to which both applied."
            ),
        )
    }

    objects = ApplicationRows.as_manager()

    class Meta:
        ordering = ["call", "serial", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "organisation"], name="application_once_a_call"),
            models.UniqueConstraint(fields=["call", "serial"], name="application_serial_once"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="application_number_once"),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None, serial=None, number="")
                | Q(state="draft", submitted_at=None, serial__isnull=False) & ~Q(number="")  # opened again
                | ~Q(state="draft")
                & ~Q(number="")
                & Q(serial__isnull=False, submitted_at__isnull=False, amount_minor__gte=1, months__gte=1),
                name="application_submitted_whole",
            ),
        ]
        indexes = [models.Index(fields=["call", "state"])]

    def __str__(self) -> str:
        return self.number or self.public_id

    def found_by(self) -> Words:
        title_en, title_ur = f"{self.number} {self.title_en}", f"{self.number} {self.title_ur}"
        # In a blind call a reviewer's search must not tell by whose name an application is found.
        names = [] if self.call.is_blind else both(self.organisation, "name").values()
        return Words(title_en, title_ur, names)

    def scopes(self) -> Scopes:
        """The applicant's, the host's once it agreed, and the call's."""
        host = self.host
        return (*self.organisation.scopes(), *(host.scopes() if host else ()), *self.call.scopes())

    @property
    def host(self) -> Organisation | None:
        """The organisation that agreed to answer for it: it signs, and receives the money."""
        if not self.call.through_host:
            return None
        if "partners" not in getattr(self, "_prefetched_objects_cache", {}):  # once: pages ask for it again and again
            rows = self.partners.model._default_manager.select_related("organisation__merged_into")
            prefetch_related_objects([self], Prefetch("partners", rows))
        hosts = [each for each in self.partners.all() if each.role == "host" and each.state == "agreed"]
        return hosts[0].organisation if hosts else None

    @property
    def signs(self) -> Organisation:
        """The organisation whose signatories hand it in: its host where it has one, else the applicant."""
        return self.host or self.organisation

    def partners_named(self) -> list["ApplicationPartner"]:
        """Partners and host, the partners first, with their organisations; nothing, at no cost, in other calls."""
        if not self.call.takes_others:
            return []
        rows = self.partners.model._default_manager.filter(application=self)
        return list(rows.select_related("organisation__merged_into"))

    @property
    def terms(self) -> Terms:
        """What holds for it, by its call and the track it takes."""
        return terms(self.call, self.track)

    @property
    def readers(self) -> int:
        """How many are to read it: as many as its terms say, and one more where a third review is wanted."""
        third = getattr(self, "third_review", None)
        return self.terms.reviews + int(third is not None and third.is_wanted)
