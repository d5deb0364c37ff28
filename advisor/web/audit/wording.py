"""Puts events into words, in the language of whoever reads them."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisor.web.accounts.roles import Role
from advisor.web.audit.actions import Action, How
from advisor.web.audit.models import Event


def who(event: Event) -> str:
    """Return who did it; without a person it was the app itself."""
    return event.who or _("the app")


def action(event: Event) -> str:
    """Return what was done."""
    return _label(Action.choices, event.action)


def detail(event: Event) -> str:
    """Return what else the event tells."""
    told = (words(event.detail[name]) for name, words in _WORDS.items() if name in event.detail)
    return ", ".join(one for one in told if one)


def _label(choices: Any, mark: str) -> str:
    return str(dict(choices).get(mark, mark))


def _settings(names: str) -> str:
    known = {"name": _("name"), "colour": _("colour"), "retention_days": _("days to keep collaborations")}
    return ", ".join(known.get(name, name) for name in names.split())


_WORDS: dict[str, Callable[[Any], str]] = {
    "who": str,
    "email": str,
    "role_before": lambda role: _("%(role)s before") % {"role": _label(Role.choices, role)},
    "role": lambda role: _label(Role.choices, role),
    "name_before": lambda name: _("before: %(name)s") % {"name": name},
    "partner": str,
    "may_answer": lambda may: _("reads and answers") if may else _("reads"),
    "region": lambda _is_changed: _("region"),
    "number": lambda number: _("round %(number)s") % {"number": number},
    "questionnaire": lambda name: _("rapid") if name == "rapid" else _("full"),
    "question": lambda id: _("question %(number)s") % {"number": id},
    "facts": lambda count: ngettext("%(num)s fact", "%(num)s facts", count) % {"num": count},
    "file": str,
    "forms": lambda forms: ", ".join(forms.upper().split()),
    "settings": _settings,
    "days": lambda days: (
        ngettext("untouched for %(num)s day", "untouched for %(num)s days", days) % {"num": days}
    ),
    "how": lambda how: _label(How.choices, how),
}
"""The words of each part of a detail, in the order in which they are told: PostgreSQL keeps no other."""
