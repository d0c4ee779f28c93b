"""A person who signs in. Never somebody whom the work is for: those are counted, not listed."""

from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, Scope, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeLine, Written
from saanjh.ground.public_ids import LENGTH, new_public_id

SYSTEM = "system"


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, standing: Standing) -> Self:
        """Oneself; the people of one's organisations; everybody for an administrator."""
        if standing.has(Role.ADMINISTRATOR):
            return self.exclude(username=SYSTEM)
        if standing.person is None:
            return self.none()
        mine = standing.ids(ScopeKind.ORGANISATION, Role.SIGNATORY)
        theirs = models.Q(
            roles_held__scope_kind=ScopeKind.ORGANISATION, roles_held__scope_id__in=mine, roles_held__until=None
        )
        return self.filter(models.Q(pk=standing.person.pk) | theirs).distinct()

    def public(self) -> Self:
        return self.none()

    def holding(self, *roles: Role, over: Scope) -> Self:
        """Those who hold one of the roles in the scope now: whom to tell of something there."""
        kind, at = over
        here = models.Q(roles_held__scope_kind=kind, roles_held__scope_id=at, roles_held__until=None)
        return self.filter(here, roles_held__role__in=roles, is_active=True).distinct().order_by("pk")


class People(BaseUserManager.from_queryset(PersonQuerySet)):
    """Finds people at sign-in; the system person signs scheduled work."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username__iexact=username)

    def system(self) -> "Person":
        """The person who signs scheduled work; nobody can sign in as it."""
        person, _made = self.get_or_create(username=SYSTEM, defaults={"name": "Saanjh", "is_active": False})
        return person


class Person(AbstractBaseUser):
    """Somebody with an account: by e-mail, or by a user name where a group shares one phone."""

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_public_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[A-Za-z][A-Za-z0-9._-]{2,59}\Z", _("Use 3 to 60 Latin letters and digits."))],
    )
    email = models.EmailField(_("e-mail"), blank=True)
    name = FreeLine(_("name shown to colleagues"), max_length=120)
    language = models.CharField(_("language"), max_length=2, choices=Written.choices, default=Written.ENGLISH)
    is_active = models.BooleanField(default=True)
    is_staff = False  # there is no Django admin; roles say who is staff
    is_superuser = False

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="username_once"),
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="email_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def scopes(self) -> Scopes:
        """Wherever the person holds a role now: who has a right over a scope has one over its people."""
        return tuple(self.roles_held.filter(until=None).values_list("scope_kind", "scope_id").distinct())

    @property
    def is_erased(self) -> bool:
        """Whether only the pseudonym is left."""
        return self.username == f"left-{self.public_id}"

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's permissions are not used here (access.py): nobody has any."""
        return False


class InvitationRows(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Those that can still be used."""
        return self.filter(used_at=None, expires_at__gt=timezone.now())

    def visible_to(self, standing: Standing) -> Self:
        """Those that one has sent; those of one's organisations; all for an administrator."""
        if standing.has(Role.ADMINISTRATOR):
            return self
        if standing.person is None:
            return self.none()
        mine = standing.ids(ScopeKind.ORGANISATION, Role.SIGNATORY)
        return self.filter(
            models.Q(invited_by=standing.person) | models.Q(scope_kind=ScopeKind.ORGANISATION, scope_id__in=mine)
        )

    def public(self) -> Self:
        return self.none()


class Invitation(models.Model):
    """A one-time link to join, or to come back after a lost password. Only the code's digest is kept."""

    class Purpose(models.TextChoices):
        JOIN = "join", _("Join")
        RETURN = "return", _("Come back")

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_public_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=Written.choices, default=Written.ENGLISH)
    role = models.CharField(max_length=30, blank=True)
    scope_kind = models.CharField(max_length=20, choices=ScopeKind.choices, blank=True)
    scope_id = models.PositiveBigIntegerField(default=0)
    person = models.ForeignKey("Person", null=True, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey("Person", on_delete=models.PROTECT, related_name="invitations_sent")

    # An officer invites reviewers into a call, where the officer holds no role; only those one has sent are visible.
    HELD_ANYWHERE = (Role.PROGRAMME_OFFICER,)

    objects: ClassVar[Any] = InvitationRows.as_manager()

    def scopes(self) -> Scopes:
        return ((self.scope_kind, self.scope_id),)
