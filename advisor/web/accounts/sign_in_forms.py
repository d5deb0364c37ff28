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
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

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
    """Whose password is forgotten."""

    missing: ClassVar = {"email": _EMAIL}


class NewPassword(Worded, ResetPasswordKeyForm):
    """A new password after a forgotten one."""

    missing: ClassVar = {"password1": _NEW, "password2": _AGAIN}


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


class Code(Worded, AuthenticateForm):
    """The code of the second factor."""

    missing: ClassVar = {"code": _CODE}


class CodeAgain(Worded, ReauthenticateByCodeForm):
    """The code once more."""

    missing: ClassVar = {"code": _CODE}


class FirstCode(Worded, ActivateTOTPForm):
    """The first code of a new second factor."""

    missing: ClassVar = {"code": _CODE}
