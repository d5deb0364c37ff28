"""The form that makes a token."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NewToken(forms.Form):
    """A token, by what it is for."""

    name = forms.CharField(
        max_length=100,
        label=_("What is the token for?"),
        error_messages={
            "required": _("Enter what the token is for"),
            "max_length": _("Use at most 100 characters"),
        },
    )
