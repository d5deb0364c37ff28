"""What makes a password easy to guess, told in a way that says what to do."""

from django.contrib.auth import password_validation as usual
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LongEnough(usual.MinimumLengthValidator):
    """It has enough characters."""

    def get_error_message(self) -> str:
        """Return what to do."""
        text = ngettext(
            "Choose a password of at least %(num)s character",
            "Choose a password of at least %(num)s characters",
            self.min_length,
        )
        return text % {"num": self.min_length}


class UnlikeItsOwner(usual.UserAttributeSimilarityValidator):
    """It is not much like somebody’s name or address."""

    def get_error_message(self) -> str:
        """Return what to do."""
        return _("Choose a password that is less like your name or email address")


class Uncommon(usual.CommonPasswordValidator):
    """It is not one that many people use."""

    def get_error_message(self) -> str:
        """Return what to do."""
        return _("Choose another password: many people use this one")
