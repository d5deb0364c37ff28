"""Forms about people and their organisation."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from advisor.content.answer_values import AnswerError
from advisor.content.answers_file import free_text
from advisor.web.accounts import invitations, naming
from advisor.web.accounts.models import Invitation, Organisation, User
from advisor.web.accounts.roles import Role
from advisor.web.collaborations.models import Collaboration
from advisor.web.colours import LEAST_CONTRAST, contrast_with_white

LONGEST_NAME = 200
MOST_DAYS = 36_500


class NameField(forms.CharField):
    """A name, of a person, an organisation or a collaboration: one line that every report can show."""

    def __init__(self, longest: int = LONGEST_NAME, **options: Any) -> None:
        too_long = _("Shorten the name to %(limit_value)s characters. It has %(show_value)s")
        options["error_messages"] = {"max_length": too_long, **options.get("error_messages", {})}
        super().__init__(max_length=longest, **options)
        self.longest = longest

    def clean(self, value: Any) -> str:
        """Return the name; raises ValidationError where it cannot be shown."""
        name: str = super().clean(value)
        try:
            return free_text("name", name, self.longest)
        except AnswerError:
            raise ValidationError(_("Take out characters that cannot be shown, such as tabs")) from None


class OwnName(forms.Form):
    """The name of whoever is signed in."""

    name = NameField(label=_("Your name"), error_messages={"required": _("Enter your name")})


class NewAccount(OwnName):
    """The account that an invitation opens."""

    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        max_length=200,
        error_messages={"required": _("Choose a password")},
    )

    def __init__(self, email: str, *args: Any, **kwargs: Any) -> None:
        self._email = email
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        """Return the password; raises ValidationError where it is easy to guess."""
        password: str = self.cleaned_data["password"]
        person = User(email=self._email, name=self.cleaned_data.get("name", ""))
        validate_password(password, person)
        return password


class Invite(forms.Form):
    """Whom to invite, and as what; respondents are invited to one collaboration."""

    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        error_messages={
            "required": _("Enter an email address"),
            "invalid": _("Enter an email address, such as pat@example.org"),
        },
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[choice for choice in Role.choices if choice[0] != Role.RESPONDENT],
        error_messages={"required": _("Choose a role"), "invalid_choice": _("Choose one of these roles")},
    )

    def __init__(
        self, organisation: Organisation, collaboration: Collaboration | None, *args: Any, **kwargs: Any
    ) -> None:
        self._organisation = organisation
        self._collaboration = collaboration
        super().__init__(*args, **kwargs)
        if collaboration is not None:
            del self.fields["role"]

    def clean_email(self) -> str:
        """Return the address; raises ValidationError where its owner needs no invitation."""
        email: str = self.cleaned_data["email"].lower()
        member = self._organisation.memberships.filter(user__email=email).first()
        if member is None:
            return email
        if self._collaboration is None:
            raise ValidationError(_("They belong to your organisation already. You can change their role"))
        if member.role != Role.RESPONDENT:
            raise ValidationError(_("They can answer already, by their role in your organisation"))
        if self._collaboration.respondents.filter(pk=member.pk).exists():
            raise ValidationError(_("They are a respondent of this collaboration already"))
        return email

    @property
    def chosen_role(self) -> Role:
        """What they are invited as."""
        return Role(self.cleaned_data.get("role", Role.RESPONDENT))

    @property
    def open_invitations(self) -> Any:
        """Open invitations to the same thing."""
        return invitations.open_among(
            Invitation.objects.filter(organisation=self._organisation, collaboration=self._collaboration)
        )


class ChangeRole(forms.Form):
    """Another role of a member."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        error_messages={"required": _("Choose a role"), "invalid_choice": _("Choose one of these roles")},
    )


class OrganisationSettings(forms.ModelForm):  # type: ignore[type-arg] # Django itself has none
    """Name, colour and retention of an organisation."""

    name = NameField(
        label=_("Name of the organisation"),
        error_messages={
            "required": _("Enter the name of the organisation"),
            "unique": _("Another organisation is registered under this name. Enter another one"),
        },
    )
    colour = forms.CharField(
        label=_("Colour of the header"),
        max_length=7,
        required=False,
        error_messages={"max_length": _("Enter six digits after a hash, such as #005eb8")},
    )
    retention_days = forms.IntegerField(
        label=_("Delete collaborations that nobody has touched for this many days"),
        min_value=0,
        max_value=MOST_DAYS,
        error_messages={
            "required": _("Enter a number of days, or 0"),
            "invalid": _("Enter a whole number of days, such as 730"),
            "min_value": _("Enter 0 or more days"),
            "max_value": _("Enter at most 36,500 days"),
        },
    )

    class Meta:
        model = Organisation
        fields: ClassVar = ["name", "colour", "retention_days"]

    def clean_name(self) -> str:
        """Return the name; raises ValidationError where it looks like that of another organisation."""
        name = naming.tidy(self.cleaned_data["name"])
        found = naming.of_name(name)
        if found is not None and found != self.instance:
            raise ValidationError(self.fields["name"].error_messages["unique"])
        return name

    def clean_colour(self) -> str:
        """Return the colour; raises ValidationError where white letters could not be read on it."""
        colour: str = self.cleaned_data["colour"].strip()
        try:
            is_dark_enough = not colour or contrast_with_white(colour) >= LEAST_CONTRAST
        except ValueError:
            raise ValidationError(_("Enter six digits after a hash, such as #005eb8")) from None
        if not is_dark_enough:
            raise ValidationError(_("White letters cannot be read on this colour. Enter a darker one"))
        return colour
