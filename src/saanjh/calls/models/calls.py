"""A call for applications and the criteria by which its applications are read."""

import datetime
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.ground.access import Role, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText
from saanjh.ground.models import District
from saanjh.ground.records import Record, Rows, Words
from saanjh.programmes.models import Objective, Programme, Theme
from saanjh.questions.models import FormVersion

CODE = RegexValidator(r"^[A-Z][A-Z0-9-]{2,15}\Z", _("Use 3 to 16 capital Latin letters, digits and hyphens."))


MOST_REVIEWS = 3


def reviews_in_bounds() -> Q:
    """That somebody reads an application, and not half a village."""
    return Q(reviews__gte=1, reviews__lte=MOST_REVIEWS)


class CallRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """Published calls for everybody with an account; drafts for the programme's own officers and chair."""
        mine = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER, Role.PANEL_CHAIR)
        rows = self.filter(~Q(state="draft") | Q(programme__in=mine))
        return rows.select_related("programme", "simplified__form_version", "form_version__form")

    def public(self) -> Self:
        """All that were ever published: a closed call is still a public promise."""
        return self.exclude(state="draft").select_related("programme", "simplified")

    def findable(self) -> Self:
        return self.exclude(state="draft")


class Call(Record):
    """An invitation to apply for grants: what for, who may, how much, for how long, until when."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", pgettext_lazy("call", "Published")
        CLOSED = "closed", pgettext_lazy("call", "Closed")
        DECIDED = "decided", pgettext_lazy("call", "Decided")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="calls")
    code = models.CharField(_("code of the call"), max_length=16, unique=True, validators=[CODE])
    title_en = FreeLine(_("title in English"), max_length=160, blank=True)
    title_ur = FreeLine(_("title in Urdu"), max_length=160, blank=True)
    purpose_en = FreeText(_("purpose in English"), max_length=5000, blank=True)
    purpose_ur = FreeText(_("purpose in Urdu"), max_length=5000, blank=True)
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="calls")
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes at the end of"))  # the last local day on which one can submit
    answers_on = models.DateField(_("decisions are told by"))
    currency = models.CharField(_("currency"), max_length=3, default="PKR")
    floor_minor = models.BigIntegerField(_("smallest grant"))
    ceiling_minor = models.BigIntegerField(_("largest grant"))
    min_months = models.PositiveSmallIntegerField(_("fewest months"), default=6)
    max_months = models.PositiveSmallIntegerField(_("most months"), default=10)
    objectives = models.ManyToManyField(Objective, related_name="+", blank=True)
    themes = models.ManyToManyField(Theme, related_name="+", blank=True)  # also groups and struggles
    districts = models.ManyToManyField(District, related_name="+", blank=True)  # none: everywhere
    for_csos = models.BooleanField(_("civil society organisations may apply"), default=True)
    for_academia = models.BooleanField(_("universities and research institutes may apply"), default=True)
    with_partners = models.BooleanField(_("several may apply together, one of them leading"), default=False)
    through_host = models.BooleanField(_("a group without registration may apply through a host"), default=False)
    # Not said is no: a column that must say something cannot be added to a table that seals look at.
    host_applies = models.BooleanField(_("a host may also apply for itself"), null=True, blank=True)
    screened_by = models.DateField(_("screened by"), null=True, blank=True)
    reviewed_by = models.DateField(_("read by the reviewers by"), null=True, blank=True)
    contracts_by = models.DateField(_("grants signed by"), null=True, blank=True)
    reviews = models.PositiveSmallIntegerField(_("reviewers of each application"), default=2)
    is_blind = models.BooleanField(_("reviewers are not told who applies"), default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = CallRows.as_manager()

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_en="", title_ur=""),
                name="call_titled",
                violation_error_message=_("Write the title in English or in Urdu."),
            ),
            # A draft may still be wrong; what is published never is.
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False), name="call_published_when"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opens_on__lte=F("closes_on"), closes_on__lt=F("answers_on")),
                name="call_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(floor_minor__gte=1, floor_minor__lte=F("ceiling_minor")),
                name="call_money_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(min_months__gte=1, min_months__lte=F("max_months"), max_months__lte=60),
                name="call_months_in_order",
            ),
            models.CheckConstraint(
                condition=reviews_in_bounds(),
                name="call_reviews_in_bounds",
                violation_error_message=_("The number of reviewers is outside its bounds."),
            ),
            models.CheckConstraint(
                condition=Q(for_csos=True) | Q(for_academia=True),
                name="call_for_somebody",
                violation_error_message=_("Say who may apply: nobody could."),
            ),
        ]

    def __str__(self) -> str:
        return self.title_en or self.title_ur

    def found_by(self) -> Words:
        return Words(self.title_en, self.title_ur, [self.code, self.purpose_en, self.purpose_ur])

    def scopes(self) -> Scopes:
        return ((ScopeKind.CALL, self.pk), (ScopeKind.PROGRAMME, self.programme_id))

    @property
    def takes_others(self) -> bool:
        """Whether partners or a host are named in its applications."""
        return self.with_partners or self.through_host

    @property
    def opens_at(self) -> datetime.datetime:
        """The first moment at which one can apply: the beginning of a local day."""
        return midnight(self.opens_on)

    @property
    def closes_at(self) -> datetime.datetime:
        """The first moment at which one no longer can: the end of the last local day."""
        return midnight(self.closes_on + datetime.timedelta(days=1))

    def is_open(self, at: datetime.datetime | None = None) -> bool:
        """Whether one can apply at this moment (now, when none is named)."""
        moment = at or timezone.now()
        return self.state == self.State.OPEN and self.opens_at <= moment < self.closes_at


def midnight(day: datetime.date) -> datetime.datetime:
    """The local beginning of a day, in the zone that the installation is run in, whoever asks from wherever."""
    zone = timezone.get_default_timezone()
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min), zone)


class Criterion(models.Model):
    """What reviewers of one call look at, copied from the codelist when it is weighed for the call or published."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    label_en = FreeLine(max_length=200)
    label_ur = FreeLine(max_length=200, blank=True)
    asks_en = FreeText(max_length=1000, blank=True)
    asks_ur = FreeText(max_length=1000, blank=True)
    weight = models.PositiveSmallIntegerField()
    score_min = models.PositiveSmallIntegerField(default=1)
    score_max = models.PositiveSmallIntegerField(default=5)
    # Below it an application is not chosen where the panel's rules say so; else those who decide are told
    min_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    breaks_tie = models.PositiveSmallIntegerField(null=True, blank=True)  # 1 tells equal means apart first, 2 next

    class Meta:
        ordering = ["call", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="criterion_code_once"),
            models.UniqueConstraint(fields=["call", "position"], name="criterion_place_once"),
            models.UniqueConstraint(fields=["call", "breaks_tie"], name="criterion_tie_once"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=100, score_min__lt=F("score_max")),
                name="criterion_in_bounds",
            ),
        ]

    def __str__(self) -> str:
        return self.label_en
