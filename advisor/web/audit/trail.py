"""Reads the trail of one organisation: by person, action and date, as pages and as a table."""

import zoneinfo
from collections.abc import Iterator
from datetime import date, datetime, time

from django import forms
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advisor.content.tables.safe_cells import csv_field
from advisor.web.accounts.models import Organisation
from advisor.web.audit import wording
from advisor.web.audit.actions import Action
from advisor.web.audit.models import Event

PAGE = 50
COLUMNS = ("at", "who", "action", "subject", "detail")


class Search(forms.Form):
    """What is looked for; nothing chosen means all."""

    who = forms.CharField(label=_("Person"), required=False, max_length=200, empty_value="")
    action = forms.ChoiceField(label=_("Action"), choices=[("", _("All")), *Action.choices], required=False)
    since = forms.DateField(
        label=_("From"), required=False, error_messages={"invalid": _("Enter a date such as 2026-03-31")}
    )
    until = forms.DateField(
        label=_("To"), required=False, error_messages={"invalid": _("Enter a date such as 2026-03-31")}
    )

    def found(self, organisation: Organisation) -> models.QuerySet[Event]:
        """Return the events that fit, the latest first; what makes no sense is passed over."""
        self.is_valid()
        wanted = self.cleaned_data
        events = Event.objects.filter(organisation=organisation).order_by("-at", "pk")
        if wanted.get("who"):
            events = events.filter(_by(wanted["who"].strip()))
        if wanted.get("action"):
            events = events.filter(action=wanted["action"])
        if wanted.get("since"):
            events = events.filter(at__gte=_at(wanted["since"], time.min))
        if wanted.get("until"):
            events = events.filter(at__lte=_at(wanted["until"], time.max))
        return events


def as_csv(events: models.QuerySet[Event]) -> Iterator[str]:
    """Return events as lines of a table that no spreadsheet program runs."""
    # Some programs take a file without this mark for another encoding.
    yield "\ufeff" + ",".join(COLUMNS) + "\r\n"
    for event in events.iterator(chunk_size=500):
        cells = (
            timezone.localtime(event.at).isoformat(timespec="seconds"),
            wording.who(event),
            wording.action(event),
            event.subject,
            wording.detail(event),
        )
        yield ",".join(csv_field(cell) for cell in cells) + "\r\n"


def _by(name: str) -> models.Q:
    found = models.Q(who__icontains=name)
    # What the app did by itself is kept without a name.
    return found | models.Q(who="") if name.casefold() in gettext("the app").casefold() else found


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, zoneinfo.ZoneInfo(settings.TIME_ZONE))
