"""Forms about batches."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from advisor.batch.portfolio import printable
from advisor.model.limits import LONGEST
from advisor.web.batches.understanding import LARGEST
from advisor.web.collaborations.forms import CollaborationName
from advisor.web.reports.models import Form

NOTHING = "none"


class Upload(forms.Form):
    """A table of answers."""

    file = forms.FileField(
        label=_("Your table"),
        error_messages={
            "required": _("Choose a table"),
            "invalid": _("Choose a table"),
            "empty": _("The file is empty. Choose another one"),
        },
    )

    def clean_file(self) -> Any:
        """Return the file; raises ValidationError where it is too large. What it is its content says."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(
                _("The file is larger than %(size)s MB. Split it into several")
                % {"size": LARGEST // 1024 // 1024}
            )
        return file


class NewTable(Upload):
    """A table of answers that begins a batch."""

    name = CollaborationName(label=_("Name of this group of collaborations, if you like"), required=False)

    def clean(self) -> dict[str, Any]:
        """Take the name from that of the file where none is given."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("file") and not given.get("name"):
            stem = printable(PurePath(given["file"].name or "").stem.replace("_", " "))
            given["name"] = stem[: LONGEST["name"]] or str(_("Table"))
        return given


class Reports(forms.Form):
    """Which reports a run writes."""

    reports = forms.MultipleChoiceField(
        label=_("Which reports do you want?"),
        choices=[*Form.choices, (NOTHING, _("No reports"))],
        error_messages={"required": _("Choose which reports you want, or none")},
    )

    def clean_reports(self) -> list[str]:
        """Return the formats; raises ValidationError where none is chosen beside others."""
        chosen: list[str] = self.cleaned_data["reports"]
        if NOTHING in chosen and len(chosen) > 1:
            raise ValidationError(_("Choose some reports, or “No reports”, but not both"))
        return [one for one in Form.values if one in chosen]
