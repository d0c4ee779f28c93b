"""What is true of the whole installation, such as that it is a demo."""

from django.db import models


class Mark(models.Model):
    """A named fact about the installation."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
