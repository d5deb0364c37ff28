"""What every page of an explanation is made of, whatever it explains."""

from dataclasses import dataclass
from functools import cache

from advisor.content.folders import content_folder
from advisor.model.result import Versions
from advisor.report.texts import Texts


@dataclass(frozen=True)
class Line:
    """One item of a list, with what stands under it.

    Attributes:
        text: The item.
        mark: A word or sign before it, such as “+”; empty: none.
        under: Items under it.
    """

    text: str
    mark: str = ""
    under: tuple["Line", ...] = ()


@dataclass(frozen=True)
class Table:
    """A table with a heading for each column."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A part of a page: sentences, then a list, then a table, then a note; each may be left out."""

    heading: str
    says: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    note: str = ""


@dataclass(frozen=True)
class Page:
    """A page as people read it.

    Attributes:
        title: What it explains.
        name: The collaboration.
        lead: What matters most, in a sentence or a few.
        sections: The rest.
        made: What made it: versions of software and rules.
    """

    title: str
    name: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    made: str


@cache
def explained_words(command: str) -> Texts:
    """Return the words of a command’s page, such as ``levers``."""
    return Texts(content_folder("report_templates") / "explained", f"{command}.yaml")


def made_with(versions: Versions) -> str:
    """Return what made an explanation, for its foot."""
    base = versions.knowledge_base
    return explained_words("shared").say("made", software=versions.software, date=base.date, hash=base.hash)
