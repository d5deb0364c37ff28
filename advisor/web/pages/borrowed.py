"""Texts that libraries write on our pages: named here, so that translators get them with all others."""

from django.utils.translation import gettext_noop

BORROWED = (
    gettext_noop("You must type the same password each time."),  # allauth
)
