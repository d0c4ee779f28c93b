"""Invite an administrator: prints a link that works once. This is how the first one comes in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import translation

from saanjh.ground.access import Role
from saanjh.ground.actions import people
from saanjh.ground.fields import Written
from saanjh.ground.models import Person


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", choices=Written.values, default="en", help="of the page that opens (en)")

    def handle(self, *args: Any, language: str, **options: Any) -> None:
        """Who can run this can read the database too, so it gives nobody a power that is new."""
        self.check(tags=["address"], include_deployment_checks=True)
        _invitation, code = people.invite(role=Role.ADMINISTRATOR, language=language, by=Person.objects.system())
        with translation.override(language):
            link = f"{settings.PUBLIC_ADDRESS}{reverse('join', args=[code])}"
        self.stdout.write(f"Open this address within 14 days; it works once and is not kept:\n{link}")
