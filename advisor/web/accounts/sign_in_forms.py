"""The forms of allauth, with messages that say what to do."""

from typing import Any, ClassVar

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.account.models import EmailAddress
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from advisor.web.accounts import ownership
from advisor.web.accounts.models import User

LONGEST = 200
"""Characters of a password or a code at most: hashing takes longer the longer they are."""
_EMAIL = _("Enter your email address")
_NOT_EMAIL = _("Enter an email address, such as pat@example.org")
_NEW, _AGAIN = _("Choose a new password"), _("Enter the new password again")
_CODE = _("Enter the code that your app shows")


class Worded(forms.Form):
    """A form whose fields say what is missing."""

    missing: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in self.missing.items():
            field = self.fields[name]
            field.error_messages["required"] = text
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _NOT_EMAIL
            elif isinstance(field, forms.CharField):
                field.validators.append(_not_endless)


def _not_endless(text: str) -> None:
    if len(text) > LONGEST:
        raise forms.ValidationError(_("Enter at most 200 characters"))


class SignIn(Worded, LoginForm):
    """E-mail and password."""

    missing: ClassVar = {"login": _EMAIL, "password": _("Enter your password")}


class Again(Worded, ReauthenticateForm):
    """The password once more."""

    missing: ClassVar = {"password": _("Enter your password")}


class Forgotten(Worded, ResetPasswordForm):
    """Whose password is forgotten.

    A link goes to an address that nobody has proven too: who reads it there is who was invited. It goes to
    none to which somebody only wants to change: that may be mistyped, and a stranger’s.
    """

    missing: ClassVar = {"email": _EMAIL}
    users: list[User]

    def clean_email(self) -> str:
        """Return the address, with those in mind who sign in with it."""
        email: str = super().clean_email()
        self.users = [one for one in self.users if one.email == email.lower()]
        return email


class NewPassword(Worded, ResetPasswordKeyForm):
    """A new password after a forgotten one."""

    missing: ClassVar = {"password1": _NEW, "password2": _AGAIN}

    def save(self) -> None:
        """Keep the password; a change of address that was under way ends, as somebody else may have asked.

        Where nobody has proven the address, somebody else may have opened the account: what they left ends.
        """
        super().save()
        if ownership.is_proven(self.user):
            ownership.changes_under_way(self.user).delete()
        else:
            ownership.end_what_others_left(self.user)


class FirstPassword(Worded, SetPasswordForm):
    """A password of somebody who had none."""

    missing: ClassVar = {"password1": _NEW, "password2": _AGAIN}


class OtherPassword(Worded, ChangePasswordForm):
    """Another password."""

    missing: ClassVar = {
        "oldpassword": _("Enter your present password"),
        "password1": _NEW,
        "password2": _AGAIN,
    }


class OtherEmail(Worded, AddEmailForm):
    """Another address."""

    missing: ClassVar = {"email": _("Enter your new email address")}

    def save(self, request: HttpRequest) -> EmailAddress:
        """Send a link to the new address; the present one stays until it is opened, proven or not."""
        ownership.changes_under_way(self.user).delete()
        return EmailAddress.objects.add_email(request, self.user, self.cleaned_data["email"], confirm=True)


class Code(Worded, AuthenticateForm):
    """The code of the second factor."""

    missing: ClassVar = {"code": _CODE}


class CodeAgain(Worded, ReauthenticateByCodeForm):
    """The code once more."""

    missing: ClassVar = {"code": _CODE}


class FirstCode(Worded, ActivateTOTPForm):
    """The first code of a new second factor."""

    missing: ClassVar = {"code": _CODE}
