"""What the ticker remembers of each periodic job."""

from django.db import models


class PeriodicJob(models.Model):
    """A job that comes round by the clock: the last period for which it was put in the queue."""

    name = models.CharField(max_length=200, unique=True)  # the task's dotted path
    period = models.DateTimeField()  # when that period began

    class Meta:
        ordering = ["name"]
