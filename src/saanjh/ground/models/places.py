"""Rosters of places, provinces and territories, districts with the days they were valid, and their other names."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Scopes, Standing
from saanjh.ground.records import Rows


class Roster(models.Model):
    """A list of districts as an authority published it, of a day, and where the figures beside it come from."""

    code = models.SlugField(max_length=40, unique=True)
    title_en = models.CharField(max_length=200)
    title_ur = models.CharField(max_length=200, blank=True)
    day = models.DateField()
    figures_en = models.CharField(max_length=400, blank=True)
    figures_ur = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return self.title_en


class Province(models.Model):
    """A province, a territory or the capital. Drawn as a group of tiles, never with a border."""

    class Kind(models.TextChoices):
        PROVINCE = "province", _("Province")
        TERRITORY = "territory", _("Territory")
        CAPITAL = "capital", _("Federal capital")

    slug = models.SlugField(max_length=60, unique=True)
    country = models.CharField(max_length=2, default="PK")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name_en = models.CharField(max_length=120)
    name_ur = models.CharField(max_length=120)
    pcode = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["name_en", "pk"]

    def __str__(self) -> str:
        return self.name_en


class DistrictRows(Rows):
    def on(self, day: datetime.date) -> Self:
        """The districts of the roster that was in force on a day."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))

    def current(self) -> Self:
        return self.filter(valid_to=None)

    def visible_to(self, standing: Standing) -> Self:
        return self

    def public(self) -> Self:
        return self


class District(models.Model):
    """A district: the finest place that is ever shown. A figure that nobody published stays empty."""

    slug = models.SlugField(max_length=60, unique=True)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="districts")
    name_en = models.CharField(max_length=120)
    name_ur = models.CharField(max_length=120)
    division = models.CharField(max_length=120, blank=True)
    pcode = models.CharField(max_length=20, blank=True)
    tile_row = models.PositiveSmallIntegerField(null=True)
    tile_column = models.PositiveSmallIntegerField(null=True)
    tile_label = models.CharField(max_length=4, blank=True)
    centre_lat = models.FloatField(null=True)  # for distances between districts only; never published
    centre_lon = models.FloatField(null=True)
    roster = models.ForeignKey(Roster, null=True, on_delete=models.PROTECT, related_name="districts")  # the latest one
    names_kept = models.BooleanField(default=False)  # corrected here by a person: a later roster leaves the names alone
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    population_2023 = models.PositiveBigIntegerField(null=True)
    women_2023 = models.PositiveBigIntegerField(null=True)
    men_2023 = models.PositiveBigIntegerField(null=True)
    transgender_2023 = models.PositiveBigIntegerField(null=True)
    population_2017 = models.PositiveBigIntegerField(null=True)
    youth_2023 = models.PositiveBigIntegerField(null=True)  # aged 15 to 29
    urban_percent_2023 = models.FloatField(null=True)
    literacy_percent_2023 = models.FloatField(null=True)  # aged 10 and over
    women_literacy_percent_2023 = models.FloatField(null=True)
    area_km2 = models.FloatField(null=True)

    objects = DistrictRows.as_manager()

    class Meta:
        ordering = ["province__name_en", "name_en", "pk"]

    def __str__(self) -> str:
        return self.name_en

    def scopes(self) -> Scopes:
        """Places belong to no programme: only roles in the installation reach them."""
        return ()


class Alias(models.Model):
    """Another spelling, a former name, or a newer district counted in its parent."""

    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120)
    search_name = models.CharField(max_length=120, db_index=True)  # kit.text.normalise of the name
    kind = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["search_name", "district"], name="alias_once")]
