"""The activities that a grant pays for, and how many came."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models.awards import Award, seen_by
from saanjh.ground.access import Scopes, Standing
from saanjh.ground.counting import MOST, AgeBand, Disability, Sex
from saanjh.ground.fields import FreeLine, WrittenIn
from saanjh.ground.models import District, Person, StoredFile
from saanjh.ground.public_ids import LENGTH
from saanjh.ground.records import Record, Rows
from saanjh.programmes.models import Theme


class ActivityRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(seen_by(standing, "award__")).select_related(
            "award__organisation", "activity_type", "district"
        )

    def current(self) -> Self:
        """As it stands now: neither corrected by a later version nor struck out."""
        return self.filter(corrected_by=None, struck_out=False)


class Activity(Record):
    """One thing that was done on one day in one district, written down in a minute.

    It never changes (triggers): a correction is a new version, and one that strikes it out says that it did not happen.
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="activities")
    series = models.CharField(max_length=LENGTH, db_index=True)  # the public id of the first version
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    struck_out = models.BooleanField(default=False)
    activity_type = models.ForeignKey(
        Theme, on_delete=models.PROTECT, related_name="+", verbose_name=_("what kind of activity")
    )
    what = FreeLine(_("what was done, in a few words"), max_length=200)
    written_in = WrittenIn(_("language of the words"))
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+", verbose_name=_("district"))
    day = models.DateField(_("day"))
    step = models.CharField(_("which step of the plan it belongs to"), max_length=8, blank=True)  # a milestone's code
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = ActivityRows.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name_plural = "activities"
        indexes = [models.Index(fields=["award", "-day"])]

    def __str__(self) -> str:
        return self.what

    def scopes(self) -> Scopes:
        return self.award.scopes()


class Headcount(models.Model):
    """One cell of the people who took part. Cells that are not there held nobody."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="headcounts")
    sex = models.CharField(max_length=12, choices=Sex.choices)
    age_band = models.CharField(max_length=8, choices=AgeBand.choices)
    disability = models.CharField(max_length=8, choices=Disability.choices)
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ["activity", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "sex", "age_band", "disability"], name="headcount_cell_once"),
            models.CheckConstraint(condition=Q(people__gte=1, people__lte=MOST), name="headcount_cell_in_bounds"),
        ]


class ActivityFileRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(seen_by(standing, "activity__award__"))


class ActivityFile(models.Model):
    """A picture or a paper that shows the activity. Lists that name people stay with the organisation."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    objects = ActivityFileRows.as_manager()

    class Meta:
        ordering = ["activity", "pk"]
        constraints = [models.UniqueConstraint(fields=["activity", "file"], name="activity_file_once")]
