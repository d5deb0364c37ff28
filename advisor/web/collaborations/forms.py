"""Forms about collaborations."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from advisor.content.answer_values import AnswerError
from advisor.content.answers_file import QUESTIONNAIRES, free_text
from advisor.model.limits import LONGEST
from advisor.web.accounts.forms import NameField
from advisor.web.accounts.models import Organisation
from advisor.web.accounts.naming import tidy

LARGEST_FILE = 200 * 1024
"""Bytes of an answers file: forty times what all questions need, and less than any body may have."""


class CollaborationName(NameField):
    """The name of a collaboration: what reports can show."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Name of the collaboration"))
        super().__init__(
            LONGEST["name"],
            error_messages={"required": _("Enter a name for the collaboration")},
            **options,
        )


class RegionField(forms.CharField):
    """Where a collaboration is, in its owner’s words."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Region, if you like"),
            max_length=100,
            required=False,
            error_messages={
                "max_length": _("Shorten the region to %(limit_value)s characters. It has %(show_value)s")
            },
        )

    def clean(self, value: Any) -> str:
        """Return the region; raises ValidationError where it cannot be shown."""
        region: str = super().clean(value)
        try:
            return free_text("region", region, 100)
        except AnswerError:
            raise ValidationError(_("Take out characters that cannot be shown, such as tabs")) from None


class QuestionnaireField(forms.ChoiceField):
    """Which questionnaire: rapid or full."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Which questions would you like?"),
            choices=[(name, name) for name in QUESTIONNAIRES],
            error_messages={
                "required": _("Choose the rapid or the full assessment"),
                "invalid_choice": _("Choose the rapid or the full assessment"),
            },
        )


class NewCollaboration(forms.Form):
    """A collaboration that begins."""

    name = CollaborationName()
    questionnaire = QuestionnaireField()


class NewRound(forms.Form):
    """Another assessment of a collaboration."""

    questionnaire = QuestionnaireField()


class Details(forms.Form):
    """Name and region of a collaboration."""

    name = CollaborationName()
    region = RegionField()


class Upload(forms.Form):
    """An answers file that becomes a collaboration."""

    name = CollaborationName(required=False)
    file = forms.FileField(
        label=_("Answers file"),
        max_length=200,
        error_messages={
            "required": _("Choose an answers file"),
            "empty": _("The file is empty. Choose another one"),
            "max_length": _("Shorten the name of the file to %(max)d characters. It has %(length)d"),
        },
    )

    def clean_file(self) -> Any:
        """Return the file; raises ValidationError where it is too large or of another kind."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(
                _("The file is larger than %(size)s KB, so it is no answers file. Choose another one")
                % {"size": LARGEST_FILE // 1024}
            )
        if not file.name.lower().endswith((".yaml", ".yml", ".json")):
            raise ValidationError(_("The name of an answers file ends in .yaml or .json. Choose another one"))
        return file


class Sharing(forms.Form):
    """With whom a collaboration is shared."""

    partner = forms.CharField(
        label=_("Name of the partner organisation"),
        max_length=200,
        error_messages={"required": _("Enter the name of the partner organisation")},
    )
    may_answer = forms.BooleanField(label=_("They may answer questions too"), required=False)

    def __init__(self, owner: Organisation, *args: Any, **kwargs: Any) -> None:
        self._owner = owner
        super().__init__(*args, **kwargs)

    def clean_partner(self) -> Organisation:
        """Return the organisation; raises ValidationError where there is none of this very name.

        Names that are near are never told: nobody learns here who else is registered.
        """
        found = Organisation.objects.filter(name=tidy(self.cleaned_data["partner"])).first()
        if found is None:
            raise ValidationError(
                _("No organisation is registered under exactly this name. Ask how it is written")
            )
        if found == self._owner:
            raise ValidationError(_("That is your own organisation. Enter the name of a partner"))
        return found
