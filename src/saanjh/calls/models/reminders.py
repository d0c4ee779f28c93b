"""That a reviewer was reminded of a review, or the office told that it is late: each once, by hand once a day."""

from django.db import models
from django.db.models import Q

from saanjh.calls.models.reviews import Review
from saanjh.ground.models import Person


class Reminder(models.Model):
    """One message about one review. It is noted with the message, so that none is sent twice."""

    class Kind(models.TextChoices):
        SOON = "soon"
        TODAY = "today"
        LATE = "late"  # told to the office, not to the reviewer
        BY_HAND = "hand"

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    day = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["review", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "kind"], condition=~Q(kind="hand"), name="reminder_once"),
            models.UniqueConstraint(
                fields=["review", "day"], condition=Q(kind="hand"), name="reminder_by_hand_once_a_day"
            ),
        ]
