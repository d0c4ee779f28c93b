"""The two ways of applying to a call: the full one on the call's own terms, and a simplified one on lighter terms."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.calls.models.calls import Call, reviews_in_bounds
from saanjh.ground.access import Scopes
from saanjh.questions.models import FormVersion


class Track(models.TextChoices):
    """How an organisation applies."""

    FULL = "full", pgettext_lazy("track", "Full")
    SIMPLIFIED = "simplified", pgettext_lazy("track", "Simplified")


class SimplifiedTrack(models.Model):
    """A call's lighter way in, for small grants to small groups: a short form, a lower ceiling, fewer readers.

    By default one person reads and the chair decides, and five questions are asked (domain report, 5.2).
    """

    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="simplified")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("form"))
    floor_minor = models.BigIntegerField(_("smallest grant"))
    ceiling_minor = models.BigIntegerField(_("largest grant"))
    reviews = models.PositiveSmallIntegerField(_("reviewers of each application"), default=1)

    class Meta:
        ordering = ["call"]
        constraints = [
            models.CheckConstraint(
                condition=Q(floor_minor__gte=1, floor_minor__lte=F("ceiling_minor")), name="track_money_in_order"
            ),
            models.CheckConstraint(condition=reviews_in_bounds(), name="track_reviews_in_bounds"),
        ]

    def __str__(self) -> str:
        return f"{self.call.code}: {Track.SIMPLIFIED.label}"

    def scopes(self) -> Scopes:
        return self.call.scopes()


Terms = Call | SimplifiedTrack  # whichever says form, floor, ceiling and number of reviews of an application


def terms(call: Call, track: str = Track.FULL) -> Terms:
    """What holds for this track of the call: the call's own terms are those of the full one."""
    return simplified(call) or call if track == Track.SIMPLIFIED else call


def simplified(call: Call) -> SimplifiedTrack | None:
    """The call's simplified track, where it has one."""
    return getattr(call, "simplified", None)
