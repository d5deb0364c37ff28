"""The templates of the web app: ours, over the components of the NHS design system."""

from typing import Any

from django.contrib.humanize.templatetags.humanize import naturaltime
from django.templatetags.static import static
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext, ngettext
from jinja2 import ChainableUndefined, Environment


def environment(**options: Any) -> Environment:
    """Return the environment. What users typed only ever fills templates: it is never one itself."""
    # The components read parameters that nobody gave.
    options["undefined"] = ChainableUndefined
    options["extensions"] = ["jinja2.ext.i18n"]
    options |= {"trim_blocks": True, "lstrip_blocks": True}
    options.pop("autoescape", None)  # always on, whatever the settings say
    made = Environment(autoescape=True, **options)
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(static=static, url=_url)
    made.filters.update(when=naturaltime, day=lambda date: formats.date_format(date, "j F Y"))
    return made


def _url(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of a page by its name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
