"""The list of collaborations: found by name, by how far they are, and by whose they are."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from advisor.web.accounts.roles import Permission
from advisor.web.accounts.scope import Scope
from advisor.web.collaborations.models import Assessment, Collaboration

PAGE = 20


class Stage(models.TextChoices):
    """How far the latest assessment of a collaboration is."""

    NOT_STARTED = "not-started", _("Not started")
    UNDER_WAY = "under-way", _("Under way")
    COMPLETE = "complete", _("All answered")


class Whose(models.TextChoices):
    """Whose a collaboration is."""

    OWN = "own", _("Our own")
    SHARED = "shared", _("Shared with us")


class Search(forms.Form):
    """What is looked for; nothing chosen means all."""

    q = forms.CharField(label=_("Name contains"), required=False, max_length=200, empty_value="")
    stage = forms.ChoiceField(label=_("How far"), choices=[("", _("All")), *Stage.choices], required=False)
    whose = forms.ChoiceField(label=_("Whose"), choices=[("", _("All")), *Whose.choices], required=False)

    def found(self, scope: Scope) -> models.QuerySet[Collaboration]:
        """Return the collaborations that fit; what makes no sense is passed over."""
        wanted = self.cleaned_data if self.is_valid() else {}
        everything = with_progress(scope.collaborations())
        if wanted.get("q"):
            everything = everything.filter(name__icontains=wanted["q"].strip())
        if wanted.get("stage"):
            everything = everything.filter(_STAGES[wanted["stage"]])
        if wanted.get("whose"):
            mine = models.Q(organisation=scope.organisation)
            everything = everything.filter(mine if wanted["whose"] == Whose.OWN else ~mine)
        return everything


def with_progress(collaborations: models.QuerySet[Collaboration]) -> models.QuerySet[Collaboration]:
    """Return collaborations, each with id and counts of questions of its latest assessment."""
    latest = Assessment.objects.filter(collaboration=models.OuterRef("pk")).order_by("-number")
    return collaborations.annotate(
        latest=models.Subquery(latest.values("pk")[:1]),
        settled=models.Subquery(latest.values("settled")[:1]),
        asked=models.Subquery(latest.values("asked")[:1]),
    ).order_by("-changed", "pk")


def with_assessments(collaborations: models.QuerySet[Collaboration]) -> models.QuerySet[Collaboration]:
    """Return collaborations, each with its assessments, but without their answers."""
    heads = Assessment.objects.defer("case", "answered_by")
    return collaborations.prefetch_related(models.Prefetch("assessments", heads))


def unfinished(scope: Scope, most: int) -> models.QuerySet[Collaboration]:
    """Return the latest collaborations whose assessment lacks answers."""
    is_left = _STAGES[Stage.UNDER_WAY] | _STAGES[Stage.NOT_STARTED]
    return with_progress(scope.collaborations(Permission.ANSWER)).filter(is_left)[:most]


_STAGES = {
    Stage.NOT_STARTED: models.Q(settled=0),
    Stage.UNDER_WAY: models.Q(settled__gt=0, settled__lt=models.F("asked")),
    Stage.COMPLETE: models.Q(settled__gt=0, settled__gte=models.F("asked")),
}
