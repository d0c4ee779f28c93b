"""Initiatives: what the public may know of somebody's work, and how exactly."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Award
from saanjh.ground.access import ORGANISATION, Role, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText, WrittenIn
from saanjh.ground.merging import ALL_MOVE, Fate
from saanjh.ground.models import District, Organisation, Province
from saanjh.ground.naming import both
from saanjh.ground.records import Record, Rows, Words
from saanjh.kit.money import Money
from saanjh.programmes.models import Programme, Theme


class Precision(models.TextChoices):
    """How exactly the public is told where. The order is from the finest to the coarsest."""

    DISTRICT = "district", _("The districts")
    PROVINCE = "province", _("The provinces only")
    WITHHELD = "withheld", _("No place at all")


FINEST_FIRST = list(Precision)


def partner_already(duplicate: Organisation, into: Organisation) -> Q:
    """Work in which the one that stays has a part already, as its own or as a partner."""
    with_both = Initiative.partners.through.objects.filter(organisation=into).values("initiative")
    return Q(initiative__in=with_both) | Q(initiative__organisation__in=[duplicate, into])


class InitiativeRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """One's organisation's own, and those of the programmes that one runs."""
        own = Q(organisation__in=standing.ids(ScopeKind.ORGANISATION, *ORGANISATION))
        programmes = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
        if not programmes:
            return self.filter(own).with_all()
        run = Q(of_programme__in=programmes)
        return self.annotate(of_programme=F("programme") + 0).filter(own | run).with_all()

    def public(self) -> Self:
        """Published, and not excluded for safety: the one gate through which every public page goes."""
        shown = self.filter(state=Initiative.State.PUBLISHED, excluded_for_safety=False)
        # asked apart, not by a join: else all of them would be sorted for the latest 25
        return shown.exclude(programme__in=Programme.objects.filter(state=Programme.State.DRAFT)).with_all()

    def findable(self) -> Self:
        """Those with a page, unless they are excluded for safety."""
        rows = self.filter(state=Initiative.State.PUBLISHED, excluded_for_safety=False)
        return rows.select_related("public_theme").prefetch_related("activity_types", "target_groups")

    def shown_at(self, precision: str) -> Self:
        """Those whose place the public is told this exactly; where grant and page differ, the coarser holds."""
        rank = FINEST_FIRST.index(Precision(precision))
        finer_or_same = [each.value for each in FINEST_FIRST[: rank + 1]]
        page, grant = Q(public_precision=precision), Q(award__public_precision=precision)
        return self.filter(
            page & (Q(award=None) | Q(award__public_precision__in=finer_or_same))
            | grant & Q(public_precision__in=finer_or_same)
        )

    def with_all(self) -> Self:
        """With what a line of a list needs, in three queries whatever their number."""
        return self.select_related("award", "organisation", "programme", "public_theme").prefetch_related(
            models.Prefetch("districts", District.objects.select_related("province")),
        )


class Initiative(Record):
    """A piece of work by an organisation, paid by a grant of ours or not, as the public is told of it.

    Its titles are the public label. `theme` is what the programme itself calls it and is never shown in public;
    `public_theme` is what the public reads. `districts` are where it works; pages show `shown_districts` and
    `shown_provinces`, which keep to the precision that was agreed.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Taken down")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="initiatives")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="initiatives")
    partners = models.ManyToManyField(Organisation, related_name="+", blank=True, verbose_name=_("partners"))
    award = models.OneToOneField(
        Award, null=True, blank=True, on_delete=models.PROTECT, related_name="initiative", verbose_name=_("grant")
    )
    title_en = FreeLine(_("public label in English"), max_length=160, blank=True)
    title_ur = FreeLine(_("public label in Urdu"), max_length=160, blank=True)
    slug = models.SlugField(max_length=70, unique=True)
    summary = FreeText(_("summary"), max_length=1000)
    written_in = WrittenIn(_("language of the summary"))
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("internal theme")
    )
    public_theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("public theme")
    )
    activity_types = models.ManyToManyField(Theme, related_name="+", blank=True, verbose_name=_("kinds of activity"))
    target_groups = models.ManyToManyField(Theme, related_name="+", blank=True, verbose_name=_("for whom"))
    districts = models.ManyToManyField(District, related_name="initiatives", verbose_name=_("districts"))
    public_precision = models.CharField(
        _("where, as the public is told"), max_length=10, choices=Precision.choices, default=Precision.DISTRICT
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    amount_minor = models.BigIntegerField(_("amount"), null=True, blank=True)  # of work that no grant of ours pays
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    funding_source_class = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("kind of funding")
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    excluded_for_safety = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    kept_current_on = models.DateField(_("last looked over on"))

    FOUND_THROUGH = ("public_theme", "activity_types", "target_groups")
    WHEN_JOINED = {
        "organisation": ALL_MOVE,
        "partners": Fate(
            partner_already, _("Where the one that stays has a part in the work already, it is named once.")
        ),
    }

    objects = InitiativeRows.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title_en="", title_ur=""), name="initiative_titled"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="initiative_days_in_order"),
            models.CheckConstraint(
                condition=Q(amount_minor=None, currency="")
                | Q(award=None, amount_minor__gte=1, currency__regex=r"^[A-Z]{3}$"),
                name="initiative_money_said_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="initiative_published_when"
            ),
        ]
        indexes = [
            models.Index(fields=["-starts_on", "-id"]),  # the latest are read in their order, whatever their state
            models.Index(fields=["-published_at", "-id"]),
        ]

    def __str__(self) -> str:
        return self.title_en or self.title_ur

    def found_by(self) -> Words:
        """Its own words and public themes. Places and organisations are not in the index, since either can be hidden
        later: the search asks for them as they may be told at that moment."""
        lists = [*self.activity_types.all(), *self.target_groups.all()]
        themes = [theme for theme in (self.public_theme, *lists) if theme]
        labels = [label for theme in themes for label in both(theme, "label").values()]
        return Words(self.title_en, self.title_ur, [self.summary, *labels])

    def scopes(self) -> Scopes:
        return ((ScopeKind.ORGANISATION, self.organisation_id), (ScopeKind.PROGRAMME, self.programme_id))

    @property
    def precision(self) -> Precision:
        """How exactly the public is told where: the coarser of what the page and the grant say."""
        said = [self.public_precision, *([self.award.public_precision] if self.award else [])]
        return max((Precision(each) for each in said), key=FINEST_FIRST.index)

    @property
    def shown_districts(self) -> list[District]:
        """The districts that the public is told; none where the place is shown less exactly."""
        return list(self.districts.all()) if self.precision is Precision.DISTRICT else []

    @property
    def shown_provinces(self) -> list[Province]:
        """The provinces that the public is told."""
        if self.precision is Precision.WITHHELD:
            return []
        return list({district.province_id: district.province for district in self.districts.all()}.values())

    @property
    def shown_organisation(self) -> Organisation | None:
        """Who does it; None where the organisation wishes not to be named in public."""
        return self.organisation if self.organisation.is_public else None

    @property
    def money(self) -> Money | None:
        """What it costs: the grant, or what its organisation stated; None where nobody said."""
        if self.award:
            return Money(self.award.amount_minor, self.award.currency)
        return None if self.amount_minor is None else Money(self.amount_minor, self.currency)


class FormerSlug(models.Model):
    """An address that an initiative once had and that still leads to it."""

    slug = models.SlugField(max_length=70, unique=True)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="former_slugs")

    class Meta:
        ordering = ["pk"]
