"""The templates of the web app: ours, over the components of the NHS design system."""

from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_date, format_timedelta
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, to_locale
from jinja2 import ChainableUndefined, Environment

from advisor.web.languages import SOURCE
from advisor.web.pages.language import english, in_english, in_page

A_MINUTE = timedelta(minutes=1)


def environment(**options: Any) -> Environment:
    """Return the environment. What users typed only ever fills templates: it is never one itself."""
    # The components read parameters that nobody gave.
    options["undefined"] = ChainableUndefined
    options["extensions"] = ["jinja2.ext.i18n"]
    options |= {"trim_blocks": True, "lstrip_blocks": True}
    options.pop("autoescape", None)  # always on, whatever the settings say
    made = Environment(autoescape=True, **options)
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(static=static, url=_url, in_english=in_english, in_page=in_page, english=english)
    made.filters.update(when=_when, day=_day)
    return made


def _when(moment: datetime) -> str:
    """Return how long ago something was, in the reader’s language."""
    ago = moment - timezone.now()
    if ago > -A_MINUTE:
        return gettext("just now")
    return format_timedelta(ago, granularity="minute", add_direction=True, locale=_locale())


def _day(given: date) -> str:
    """Return a day as people write it, in the reader’s language; of a moment, the day it is here."""
    here = timezone.localtime(given) if isinstance(given, datetime) else given
    return format_date(here, "d MMMM y", locale=_locale())


def _locale() -> str:
    return to_locale(get_language() or SOURCE[0])


def _url(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of a page by its name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
