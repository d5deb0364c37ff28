"""The results of a batch, read row by row from their table: a page of them, found by what stands in them."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django import forms
from django.utils.translation import gettext_lazy as _

from advisor.content.tables.results_columns import ResultColumn, column_named
from advisor.content.tables.results_layout import found_columns, which_columns
from advisor.content.tables.safe_cells import inert
from advisor.web.advice import advisor
from advisor.web.batches.wording import for_readers
from advisor.web.reports.models import Form

PAGE = 50
FIRST = "priority_1_title"
CHOICES = {"state": "state", "driver": "driver", "first": FIRST}
"""What can be chosen, with the columns that it stands in."""


@cache
def _columns() -> tuple[ResultColumn, ...]:
    return (*which_columns((), ()), *found_columns(advisor().knowledge))


def words_of(column: str, value: str) -> str:
    """Return a value of a column as people read it."""
    return next(
        (each.words for each in column_named(_columns(), column).values if each.value == value), value
    )


@dataclass(frozen=True)
class Row:
    """One row of the results."""

    number: int
    name: str
    region: str
    state: str
    why: str
    driver: str
    first: str
    reports: Mapping[str, str] = field(default_factory=dict)
    """Paths of its reports by form, in the folder of the run."""

    @property
    def is_done(self) -> bool:
        """Whether it was assessed."""
        return self.state == "done"

    @property
    def said(self) -> Mapping[str, str]:
        """Its values as people read them."""
        return {name: words_of(column, getattr(self, name)) for name, column in CHOICES.items()}


def rows_of(path: Path) -> Iterator[Row]:
    """Yield the rows of a table of results."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines)
        at = {name: place for place, name in enumerate(next(reader))}

        def cell(cells: list[str], name: str) -> str:
            return _as_it_was(cells[at[name]]) if name in at else ""

        for cells in reader:
            yield Row(
                number=int(cells[at["row"]]),
                name=cell(cells, "name"),
                region=cell(cells, "region"),
                state=cell(cells, "state"),
                why=for_readers(cell(cells, "why")),
                driver=cell(cells, "driver"),
                first=cell(cells, FIRST),
                reports={form: named for form in Form.values if (named := cell(cells, f"report_{form}"))},
            )


def row_of(path: Path, number: int) -> Row | None:
    """Return one row of the results; none where there is none of this number."""
    return next((row for row in rows_of(path) if row.number == number), None)


def _as_it_was(text: str) -> str:
    """Return a text without the mark that keeps spreadsheet programs from running it."""
    return text[1:] if text.startswith("'") and inert(text[1:]) == text else text


class Search(forms.Form):
    """What is looked for; nothing chosen means all."""

    q = forms.CharField(label=_("Name or region contains"), required=False, max_length=200, empty_value="")
    state = forms.ChoiceField(label=_("What became of it"), required=False)
    driver = forms.ChoiceField(label=_("What carries it"), required=False)
    first = forms.ChoiceField(label=_("First priority"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.offer()

    def offer(self, found: Mapping[str, set[str]] | None = None) -> None:
        """Offer every choice, or only those that some row has: others lead to an empty page.

        Args:
            found: What stands in the rows; what was chosen is offered beside it.
        """
        for name, column in CHOICES.items():
            values = column_named(_columns(), column).values
            kept = {each.value for each in values} if found is None else {self[name].value(), *found[name]}
            field: forms.ChoiceField = self.fields[name]  # type: ignore[assignment]
            offered = ((each.value, each.words) for each in values if each.value in kept)
            field.choices = [("", _("All")), *offered]

    def fits(self, row: Row) -> bool:
        """Return whether a row is one of those that are looked for; what makes no sense is passed over."""
        wanted = {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
        text = str(wanted.pop("q", "")).strip().casefold()
        if text and text not in row.name.casefold() and text not in row.region.casefold():
            return False
        return all(getattr(row, name) == value for name, value in wanted.items())


@dataclass(frozen=True)
class Found:
    """A page of rows.

    Attributes:
        rows: Those of the page.
        count: How many fit in all.
        number: Which page it is, from 1.
    """

    rows: list[Row]
    count: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.count // PAGE))


def page_of(path: Path, search: Search, wanted: int) -> Found:
    """Return a page of the rows that fit, and have the search offer what stands in the rows.

    Only the rows of the page are kept in memory.
    """
    search.is_valid()
    stands: dict[str, set[str]] = {name: set() for name in CHOICES}
    count, rows = 0, list[Row]()
    last: list[Row] = []
    for row in rows_of(path):
        for name, values in stands.items():
            values.add(getattr(row, name))
        if not search.fits(row):
            continue
        if count % PAGE == 0:
            last = []
        last.append(row)
        if count // PAGE == wanted - 1:
            rows = last
        count += 1
    search.offer(stands)
    pages = max(1, -(-count // PAGE))
    # A page past the end is the last one.
    return Found(rows, count, wanted) if 1 <= wanted <= pages else Found(last, count, pages)
