"""Forms in which somebody says what the columns of a table hold, and what words in it mean."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from advisor.content.tables.headings import LEFT_OUT, plain_heading
from advisor.web.batches.models import Batch
from advisor.web.batches.pairs import answers_to, named, said_before, said_of_words, sound, what_columns_hold
from advisor.web.batches.understood import SeenColumn, Wording

SLIP = 0.8
AT_ONCE = 30
"""Columns, or words, on one page: a select with all questions is long."""


@dataclass(frozen=True)
class Asked:
    """One thing to pair: a column or some words.

    Attributes:
        field: Name of its field.
        about: What it is.
        chosen: What is chosen before anybody chooses.
        why: Whether that is a guess, or was said of an earlier table; empty where nothing is chosen.
    """

    field: str
    about: Any
    chosen: str
    why: str = ""


def field_of(*about: str) -> str:
    """Return the name of a field by what it is about, and never by its place.

    What is asked differs from page to page: a form that is out of date must not tell of anything else.
    """
    return f"said-{hashlib.sha256(chr(0).join(about).encode()).hexdigest()[:16]}"


def columns_to_pair(
    columns: Sequence[SeenColumn], batch: Batch, also: str = ""
) -> tuple[list[Asked], list[SeenColumn]]:
    """Return the columns that somebody is asked about, and those that need nobody.

    Args:
        columns: All columns.
        batch: Their batch.
        also: The heading of one that needs nobody, and is asked about all the same.
    """
    said = sound(batch.mapping)["headings"]
    before = said_before(batch)["headings"]
    taken = {one.holds for one in columns if one.holds}
    asked: list[Asked] = []
    known: list[SeenColumn] = []
    for number, one in enumerate(columns):
        if one.is_known and one.text not in said and one.text != also:
            known.append(one)
            continue
        chosen, why = one.holds if one.holds in named() else "", ""
        if not chosen and one.text in said:
            chosen = said[one.text]
        elif not chosen and not one.is_twice:
            earlier = before.get(plain_heading(one.text), "")
            if earlier and (earlier == LEFT_OUT or earlier not in taken):
                chosen, why = earlier, "before"
            elif one.guess:
                chosen, why = one.guess, "guess"
            taken.add(chosen)
        which = str(number) if one.is_twice else ""
        asked.append(Asked(field_of("column", one.text, which), one, chosen or LEFT_OUT, why))
    return asked, known


class Columns(forms.Form):
    """What each of some columns holds."""

    def __init__(
        self, asked: Sequence[Asked], others: Iterable[Asked], known: Iterable[SeenColumn], data: Any = None
    ) -> None:
        super().__init__(data)
        self._asked = asked
        self._elsewhere = {one.holds: one.shown for one in known if one.holds}
        self._elsewhere |= {one.chosen: one.about.shown for one in others if one.chosen != LEFT_OUT}
        for one in asked:
            nothing = (LEFT_OUT, _("Leave it out"))
            offered = [nothing] if one.about.is_twice else [nothing, *what_columns_hold()]
            self.fields[one.field] = forms.ChoiceField(
                choices=offered,
                initial=one.chosen,
                label=one.about.shown,
                error_messages={"required": _("Choose what this column holds, or leave it out")},
            )

    def clean(self) -> dict[str, Any]:
        """Let each thing stand in one column alone."""
        given: dict[str, Any] = super().clean() or {}
        seen = dict(self._elsewhere)
        for one in self._asked:
            chosen = given.get(one.field, LEFT_OUT)
            if chosen == LEFT_OUT:
                continue
            if chosen in seen:
                what = {"what": named()[chosen], "other": seen[chosen]}
                self.add_error(
                    one.field,
                    _("“%(what)s” is chosen for “%(other)s” too. Only one column can hold it") % what,
                )
            seen.setdefault(chosen, one.about.shown)
        return given

    def chosen(self) -> dict[str, str]:
        """Return what was chosen, by heading."""
        return {one.about.text: self.cleaned_data[one.field] for one in self._asked}


def words_to_pair(wordings: Iterable[Wording], batch: Batch) -> list[Asked]:
    """Return the words that somebody is asked about: those that nobody knows first."""
    said = sound(batch.mapping)["values"]
    before = said_before(batch)["values"]
    asked: dict[str, Asked] = {}
    for one in (*wordings, *said_of_words(batch)):
        field = field_of("words", one.fact, one.words)
        if field in asked:
            continue
        answers = {label: value for value, label in answers_to(one.fact)}
        earlier = before.get(one.fact, {}).get(plain_heading(one.words), "")
        if one.words in said.get(one.fact, {}):
            asked[field] = Asked(field, one, said[one.fact][one.words])
        elif earlier:
            asked[field] = Asked(field, one, earlier, "before")
        else:
            # A slip of the pen alone is filled in: what merely looks a little alike would be taken on trust.
            slip = SequenceMatcher(None, one.words.casefold(), one.meant.casefold()).ratio() >= SLIP
            guess = answers.get(one.meant, "") if slip else ""
            asked[field] = Asked(field, one, guess, "guess" if guess else "")
    return list(asked.values())


class Words(forms.Form):
    """What each of some words means."""

    def __init__(self, asked: Sequence[Asked], data: Any = None) -> None:
        super().__init__(data)
        self._asked = asked
        for one in asked:
            offered = [("", _("Leave its rows out for now")), *answers_to(one.about.fact)]
            self.fields[one.field] = forms.ChoiceField(
                choices=offered, initial=one.chosen, label=one.about.words, required=False
            )

    def chosen(self) -> dict[str, dict[str, str]]:
        """Return what was chosen, by fact and words; of words that the page did not ask about, nothing."""
        found: dict[str, dict[str, str]] = {}
        for one in self._asked:
            if one.field not in self.data:
                continue
            found.setdefault(one.about.fact, {})[one.about.words] = self.cleaned_data[one.field]
        return found
