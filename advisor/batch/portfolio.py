"""The portfolio of a batch: what its collaborations have in common, written beside the tables.

Unlike the tables it holds nothing of any one collaboration. It is counted anew at the end of every run, over
the rows that are done, and so it always fits the tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from advisor.batch.manifest import Manifest
from advisor.batch.stopping import Say
from advisor.engine.columns.table import Table
from advisor.errors import LibraryMissing
from advisor.model.case import Case
from advisor.model.limits import LONGEST
from advisor.portfolio.counting import BLOCK, Counting
from advisor.portfolio.disclosure import FEWEST_TO_DIVIDE
from advisor.portfolio.portfolio import Publisher
from advisor.service import Advisor

if TYPE_CHECKING:
    from advisor.portfolio.model import Portfolio

FILES = ("portfolio.html", "portfolio.pdf")
MOST_ROWS = 100_000
"""Rows without reports that are counted unless it is asked for: a million would take minutes."""


@dataclass(frozen=True)
class Wish:
    """What is wanted of the portfolio.

    Attributes:
        title: Name of the portfolio, for its first page.
        formats: Which reports were asked for; the PDF is written where they are PDF.
        wanted: Whether it is written; none: as long as that does not take minutes.
    """

    title: str
    formats: tuple[str, ...]
    wanted: bool | None = None


class Count(Protocol):
    """Collaborations that can be counted.

    Attributes:
        many: How many there are.
        left_out: How many were asked for and cannot be counted: they were refused, or failed.
    """

    many: int
    left_out: int

    def portfolio(self, title: str, advisor: Advisor) -> "Portfolio":
        """Return what they have in common."""


class Recorded:
    """The rows of a record that are done, with all the reports that were asked for."""

    def __init__(self, manifest: Manifest, formats: tuple[str, ...]) -> None:
        """Look at a record."""
        self.many = manifest.done(formats)
        _, self.left_out = manifest.undone()
        self._manifest, self._formats = manifest, formats

    def portfolio(self, title: str, advisor: Advisor) -> "Portfolio":
        """Return what they have in common."""
        cases = map(Case.model_validate_json, self._manifest.cases(self._formats))
        return advisor.portfolio(cases, title)


def title_of(source: Path) -> str:
    """Return the name of an input as a title.

    >>> title_of(Path("in/north_west 2026.xlsx"))
    'north west 2026'
    """
    name = source.name if source.is_dir() else source.stem
    return printable(name.replace("_", " ")) or printable(source.resolve().name)


def printable(title: str) -> str:
    """Return a title without what no page can show, and no longer than a name may be."""
    shown = "".join(one if one.isprintable() else " " for one in title)
    return " ".join(shown.split())[: LONGEST["name"]]


def write_portfolio(drafts: Path, wish: Wish, count: "Count", advisor: Advisor, say: Say) -> list[Path]:
    """Write the portfolio into a folder of drafts and return the files; say why where there are none.

    Args:
        drafts: An empty folder.
        wish: What is wanted.
        count: The collaborations.
        advisor: The rules.
        say: Told why something is not written.
    """
    if wish.wanted is False:
        return []
    if count.many < FEWEST_TO_DIVIDE:
        say(
            f"No portfolio: it needs {FEWEST_TO_DIVIDE} collaborations, so that what it says of them tells of"
            f" none alone, and {count.many} can be counted."
        )
        return []
    portfolio = count.portfolio(wish.title, advisor).model_copy(update={"left_out": count.left_out})
    page, sheet = (drafts / name for name in FILES)
    page.write_bytes(advisor.portfolio_html(portfolio).encode())
    if "pdf" not in wish.formats:
        return [page]
    try:
        sheet.write_bytes(advisor.portfolio_pdf(portfolio))
    except LibraryMissing as error:
        say(f"No {sheet.name}: {error}")
        return [page]
    return [page, sheet]


class Passing:
    """Keeps the answers of rows that pass, to count them in the end.

    Attributes:
        wish: What is wanted, and no portfolio once there are too many rows.
        many: Rows that have passed.
        left_out: Rows that were asked for and cannot be counted.
    """

    def __init__(self, wish: Wish, say: Say) -> None:
        """Begin; nothing has passed yet."""
        self.wish = wish
        self.many = self.left_out = 0
        self._tables: list[Table] = []
        self._say = say

    def take(self, table: Table) -> None:
        """Keep some rows; of too many none are kept, and it is said once."""
        if self.wish.wanted is False or not table.length:
            return
        self.many += table.length
        if self.wish.wanted is None and self.many > MOST_ROWS:
            self.wish = replace(self.wish, wanted=False)
            self._tables = []
            self._say(
                f"No portfolio: to count more than {MOST_ROWS:,} rows takes minutes; --portfolio does it all"
                " the same."
            )
            return
        self._tables.append(table)

    def portfolio(self, title: str, advisor: Advisor) -> "Portfolio":
        """Return what the rows have in common."""
        variants = advisor.around(Case(name="", answers={})).variants
        counting = Counting(variants, advisor.questionnaires["full"])
        tally = counting.tally_of(_joined(self._tables))
        return Publisher(tally, variants.columns, counting.actions.levers).portfolio(title)


def _joined(tables: list[Table]) -> Iterator[Table]:
    """Yield tables that were read alike as few that are large: each costs as much again as its rows."""
    some: list[Table] = []
    for table in tables:
        some.append(table)
        if sum(one.length for one in some) >= BLOCK:
            yield _one(some)
            some = []
    if some:
        yield _one(some)


def _one(tables: list[Table]) -> Table:
    columns = {
        subject: np.concatenate([one.columns[subject] for one in tables]) for subject in tables[0].columns
    }
    return Table(sum(one.length for one in tables), columns)
