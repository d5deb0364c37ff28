"""Access tokens of programs as they are kept: only a hash of each."""

import secrets
import uuid
from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisor.web.accounts.models import Membership, hash_of

PREFIX = "advisor_"
DAYS = 365


class Token(models.Model):
    """A token: a program acts with it for a person in an organisation, until it runs out or is withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("What it is for"), max_length=100)
    secret_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-created"]

    def __str__(self) -> str:
        """Return what it is for."""
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it still lets a program in."""
        return self.withdrawn is None and self.expires > timezone.now()

    @classmethod
    def made(cls, membership: Membership, name: str) -> tuple["Token", str]:
        """Make a token; return it with its secret, which is shown once and kept nowhere."""
        secret = PREFIX + secrets.token_urlsafe(32)
        token = cls.objects.create(
            membership=membership,
            name=name,
            secret_hash=hash_of(secret),
            expires=timezone.now() + timedelta(days=DAYS),
        )
        return token, secret

    @classmethod
    def of(cls, secret: str) -> "Token | None":
        """Return the open token with a secret; none where there is none."""
        found = cls.objects.select_related("membership__user", "membership__organisation").filter(
            secret_hash=hash_of(secret), withdrawn=None, expires__gt=timezone.now()
        )
        return found.first()
