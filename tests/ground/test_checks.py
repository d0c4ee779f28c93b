"""What an installation must have before it starts."""

from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from saanjh.ground.checks import address_is_known

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "said"),
    [("", "SAANJH_ADDRESS is not set"), ("grants.example.org", "SAANJH_ADDRESS is 'grants.example.org'")],
)
def test_an_installation_that_does_not_know_its_address_is_refused_in_words(
    address: str, said: str, settings: Any
) -> None:
    settings.PUBLIC_ADDRESS = address
    with pytest.raises(SystemCheckError, match=said):
        call_command("check", "--tag", "address", "--deploy")


def test_an_installation_that_knows_its_address_is_not(settings: Any) -> None:
    settings.PUBLIC_ADDRESS = "https://grants.example.org"
    assert address_is_known() == []
