"""How people are counted: by sex, age band and disability, as numbers. Who they are is never asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST = 100_000  # more than any gathering holds: a larger number is a slip of the finger


class Sex(models.TextChoices):
    """As the census counts; and what nobody noted, because a blank is not a zero."""

    WOMEN = "women", _("Women and girls")
    MEN = "men", _("Men and boys")
    TRANSGENDER = "transgender", _("Transgender people")
    UNKNOWN = "unknown", _("Sex not noted")


class AgeBand(models.TextChoices):
    """The second is youth as the census of Pakistan has it."""

    UNDER_15 = "0-14", _("Under 15")
    YOUTH = "15-29", _("15 to 29")
    ADULT = "30-59", _("30 to 59")
    OLDER = "60+", _("60 and older")
    UNKNOWN = "unknown", _("Age not noted")


class Disability(models.TextChoices):
    """Whether people said that they live with a disability."""

    WITH = "with", _("With a disability")
    WITHOUT = "without", _("Without a disability")
    UNKNOWN = "unknown", _("Disability not noted")
