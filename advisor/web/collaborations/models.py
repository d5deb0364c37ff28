"""Collaborations, their assessments and shares as they are kept."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from advisor.model.limits import LONGEST
from advisor.web.accounts.models import Membership, Organisation, User


class Collaboration(models.Model):
    """A collaboration that an organisation assesses, once or again and again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="collaborations")
    name = models.CharField(_("Name of the collaboration"), max_length=LONGEST["name"])
    region = models.CharField(_("Region"), max_length=100, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)
    respondents: "models.ManyToManyField[Membership, models.Model]" = models.ManyToManyField(
        Membership, blank=True, related_name="collaborations"
    )

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-changed"]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Assessment(models.Model):
    """One round of answers to one questionnaire.

    ``case`` is an advisor.model.case.Case as JSON: the only schema of answers there is.
    What the answers were given under is frozen beside it: wording, rules and language.
    ``answered_by`` names who gave the answer that stands, as the id of a user by fact.
    ``settled`` and ``asked`` count the questions that have an answer, and those that come up, given the
    answers: lists of many collaborations need not read every case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="assessments")
    number = models.PositiveIntegerField()
    questionnaire = models.CharField(max_length=20)
    questionnaire_version = models.CharField(max_length=20)
    questionnaire_hash = models.CharField(max_length=64)
    knowledge_base = models.CharField(max_length=100)
    locale = models.CharField(max_length=20, default="en-gb")
    case = models.JSONField()
    answered_by = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    settled = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    started = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        """Numbered within a collaboration, the latest first."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collaboration", "number"], name="one_assessment_a_number"),
        ]

    def __str__(self) -> str:
        """Return which assessment it is."""
        return f"{self.collaboration}, {self.number}"


class Share(models.Model):
    """A collaboration that another organisation may see, until that is withdrawn."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="shares")
    partner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="shared_with_us")
    may_answer = models.BooleanField(_("They may answer too"), default=False)
    granted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    granted = models.DateTimeField(auto_now_add=True)
    withdrawn = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One open share a partner."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collaboration", "partner"],
                condition=models.Q(withdrawn=None),
                name="one_open_share_a_partner",
            ),
        ]

    def __str__(self) -> str:
        """Return what is shared with whom."""
        return f"{self.collaboration} → {self.partner}"
