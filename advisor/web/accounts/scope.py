"""What one request may see: everything that belongs to somebody is looked up through it, and nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from advisor.web.accounts import second_factor
from advisor.web.accounts.models import Membership, Organisation, User
from advisor.web.accounts.roles import PERMISSIONS, Permission, Role
from advisor.web.collaborations.models import Assessment, Collaboration

Rest = ParamSpec("Rest")


class ScopedRequest(HttpRequest):
    """A request of somebody who is signed in to an organisation."""

    scope: "Scope"
    user: User


@dataclass(frozen=True)
class Scope:
    """One person in one organisation, with what they may do there.

    What another organisation owns is “not found” here: its ids say nothing.
    """

    membership: Membership

    @property
    def user(self) -> User:
        """The person."""
        return self.membership.user

    @property
    def organisation(self) -> Organisation:
        """The organisation they act for."""
        return self.membership.organisation

    @property
    def role(self) -> Role:
        """What they are there."""
        return Role(self.membership.role)

    def may(self, permission: Permission) -> bool:
        """Return whether their role allows something at all."""
        return permission in PERMISSIONS[self.role]

    def collaborations(self, permission: Permission = Permission.READ) -> models.QuerySet[Collaboration]:
        """Return the collaborations for which something is allowed: own ones, and those shared by others."""
        everything = Collaboration.objects.select_related("organisation")
        if not self.may(permission):
            return everything.none()
        if self.role == Role.RESPONDENT:
            return everything.filter(organisation=self.organisation, respondents=self.membership)
        own = models.Q(organisation=self.organisation)
        if permission not in (Permission.READ, Permission.ANSWER):
            return everything.filter(own)
        shared = models.Q(shares__partner=self.organisation, shares__withdrawn=None)
        if permission is Permission.ANSWER:
            shared &= models.Q(shares__may_answer=True)
        return everything.filter(own | shared).distinct()

    def collaboration(self, id: UUID, permission: Permission = Permission.READ) -> Collaboration:
        """Return one collaboration.

        Raises:
            Http404: There is none with this id that they may see.
            PermissionDenied: They may see it, and not do this with it.
        """
        found = self.collaborations(permission).filter(pk=id).first()
        if found is None:
            raise PermissionDenied if self.collaborations().filter(pk=id).exists() else Http404
        return found

    def assessments(self, permission: Permission = Permission.READ) -> models.QuerySet[Assessment]:
        """Return the assessments for which something is allowed."""
        return Assessment.objects.select_related("collaboration__organisation").filter(
            collaboration__in=self.collaborations(permission)
        )

    def assessment(self, id: UUID, permission: Permission = Permission.READ) -> Assessment:
        """Return one assessment; raises as ``collaboration`` does."""
        found = self.assessments(permission).filter(pk=id).first()
        if found is None:
            raise PermissionDenied if self.assessments().filter(pk=id).exists() else Http404
        return found

    def owns(self, collaboration: Collaboration) -> bool:
        """Return whether a collaboration belongs to their organisation, and is not shared by another."""
        return collaboration.organisation_id == self.organisation.pk


def needs(
    permission: Permission,
) -> Callable[
    [Callable[Concatenate[ScopedRequest, Rest], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, Rest], HttpResponseBase],
]:
    """Guard a view: somebody is signed in, belongs to an organisation, and their role allows this at all.

    Whoever must have a second factor sets it up before anything else.
    Whether it is allowed for one collaboration is asked when that is looked up.
    """

    def guard(
        view: Callable[Concatenate[ScopedRequest, Rest], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]:
        @wraps(view)
        def guarded(request: Any, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.scope is None or not request.scope.may(permission):
                raise PermissionDenied
            if request.scope.role in second_factor.NEEDING_IT and second_factor.is_missing(request.user):
                return redirect("mfa_activate_totp")
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined] # the tests list who may what by it
        return cast("Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]", guarded)

    return guard
