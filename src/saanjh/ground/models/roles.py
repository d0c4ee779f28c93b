"""A role that a person holds somewhere, from a day on until it was taken back."""

from django.db import models

from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.models.people import Person


class RoleHeld(models.Model):
    """(person, role, scope). The scope is a plain kind and id: the ground does not know programmes or calls."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles_held")
    role = models.CharField(max_length=30, choices=Role.choices)
    scope_kind = models.CharField(max_length=20, choices=ScopeKind.choices)
    scope_id = models.PositiveBigIntegerField(default=0)  # 0: the installation itself
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["scope_kind", "scope_id", "role"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "scope_kind", "scope_id"],
                condition=models.Q(until=None),
                name="role_held_once",
            ),
        ]
