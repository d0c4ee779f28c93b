"""Passwords with argon2id at the lower memory cost, so that many sign-ins at once cannot exhaust a small server."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class LightArgon2(Argon2PasswordHasher):
    """19 MiB, two passes, one lane: the OWASP password storage recommendation for argon2id."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
