"""People, organisations, memberships and invitations as they are kept."""

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisor.web.accounts.roles import Role

INVITATION_DAYS = 14


class PeopleManager(BaseUserManager["User"]):
    """Makes people, who are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Return a new person; without a password nobody can sign in as them."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save()
        return person


class User(AbstractUser):
    """A person.

    ``alone_since`` says since when they belong to no organisation: who stays alone is tidied away.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = None  # type: ignore[assignment]
    first_name = last_name = None  # type: ignore[assignment]
    name = models.CharField(_("Name"), max_length=200, blank=True)
    email = models.EmailField(_("Email address"), unique=True)
    session_mark = models.CharField(max_length=32, blank=True)
    alone_since = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[PeopleManager] = PeopleManager()  # type: ignore[assignment]

    def __str__(self) -> str:
        """Return the name, or the address where no name is given."""
        return self.name or self.email

    def get_session_auth_hash(self) -> str:
        """Return what a session must hold to be theirs: another one once they signed out everywhere."""
        return super().get_session_auth_hash() + self.session_mark

    def sign_out_everywhere(self) -> None:
        """End all their sessions."""
        self.session_mark = secrets.token_hex(16)
        self.save(update_fields=["session_mark"])


class Organisation(models.Model):
    """An organisation that keeps collaborations."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("Name"), max_length=200, unique=True)
    colour = models.CharField(_("Colour"), max_length=7, blank=True)
    retention_days = models.PositiveIntegerField(_("Days to keep untouched collaborations"), default=0)
    created = models.DateTimeField(auto_now_add=True)
    members: "models.ManyToManyField[User, Membership]" = models.ManyToManyField(User, through="Membership")

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Membership(models.Model):
    """What a person is in an organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One role a person and organisation."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "organisation"], name="one_role_each"),
        ]

    def __str__(self) -> str:
        """Return who is what, and where."""
        return f"{self.user}: {self.role}, {self.organisation}"


class Invitation(models.Model):
    """An invitation by link: it works once, for one address, for two weeks.

    Only a hash of its secret is kept. ``sent_by_email`` says that the link went to the address and to nobody
    else: whoever opens it has shown that the address is theirs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("Email address"))
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices)
    collaboration = models.ForeignKey(
        "collaborations.Collaboration",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    accepted = models.DateTimeField(null=True, blank=True)
    withdrawn = models.DateTimeField(null=True, blank=True)
    sent_by_email = models.BooleanField(default=False)

    def __str__(self) -> str:
        """Return who is invited to what."""
        return f"{self.email}: {self.role}, {self.organisation}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.accepted is None and self.withdrawn is None and self.expires > timezone.now()

    @staticmethod
    def new_secret() -> tuple[str, str]:
        """Return a secret for a link, and the hash to keep of it."""
        secret = secrets.token_urlsafe(32)
        return secret, hash_of(secret)

    @staticmethod
    def expiry() -> datetime:
        """Return when an invitation of now runs out."""
        return timezone.now() + timedelta(days=INVITATION_DAYS)


def hash_of(secret: str) -> str:
    """Return the hash under which a long random secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()
