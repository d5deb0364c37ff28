"""Names of organisations: shares go by name, so no two may look alike."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from advisor.web.accounts.models import Organisation


def tidy(name: str) -> str:
    """Return a name as it is kept: one space between words, and compatible characters as the plain ones.

    Raises:
        ValidationError: It holds characters that cannot be seen, or letters that pass for Latin ones.
    """
    plain = " ".join(unicodedata.normalize("NFKC", name).split())
    if any(unicodedata.category(one).startswith("C") for one in plain):
        raise ValidationError(_("The name holds characters that cannot be seen. Type it anew"))
    if any(one.isalpha() and not unicodedata.name(one, "").startswith("LATIN") for one in plain):
        raise ValidationError(_("The name holds letters of another alphabet. Use Latin letters"))
    return plain


def of_name(name: str) -> Organisation | None:
    """Return the organisation of a name, whatever its capital letters; none where there is none."""
    wanted = tidy(name).casefold()
    return next((one for one in Organisation.objects.all() if one.name.casefold() == wanted), None)
