"""Reads the headings of a form’s sheets: which columns there are, and in which languages."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from advisor.content.answer_values import short
from advisor.content.nearest import nearest
from advisor.content.questionnaire_files import ENGLISH
from advisor.content.tables.table import CellProblem, Table
from advisor.content.xlsform.layout import TEXT_COLUMNS

_LANGUAGE = re.compile(r"(?P<name>\S.*?)\s*\((?P<code>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)")
_OURS = ("constraint_message", "required_message")
KEPT = "this was left as it is in the questionnaire"
Complain = Callable[[CellProblem], None]
K = TypeVar("K")


@dataclass
class Columns:
    """Where things stand in a sheet of a form.

    Attributes:
        plain: Number of each column without a language.
        texts: Number of each column of texts, by column and code of the language.
        languages: Name of each language but English.
        others: Columns that are not read, with their numbers.
    """

    plain: dict[str, int] = field(default_factory=dict)
    texts: dict[tuple[str, str], int] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)


def read_columns(table: Table, known: Iterable[str], complain: Complain) -> Columns:
    """Read the first row of a sheet; complains of languages without a code and columns that stand twice."""
    known = tuple(known)
    found = Columns()
    for number in range(1, len(table.rows[0]) + 1 if table.rows else 1):
        heading = " ".join(table.text(1, number, complain).split())
        if not heading:
            continue
        parts = (*re.split(":{1,2}", heading, maxsplit=1), "")
        column, language = parts[0].strip(), parts[1].strip()
        column = column.lower().replace(" ", "_")
        if column in _OURS:
            continue
        if column in TEXT_COLUMNS:
            _text_column(table, number, (column, language), found, complain)
        elif column in known and not language:
            _once(table, number, found.plain, column, complain)
        else:
            found.others[heading] = number
    return found


def _text_column(
    table: Table, number: int, named: tuple[str, str], found: Columns, complain: Complain
) -> None:
    column, language = named
    code = ENGLISH
    if language and language.lower() != "english":
        match = _LANGUAGE.fullmatch(language)
        if match is None:
            text = (
                f"the heading names the language “{language[:40]}” without its code – forms need both –"
                f" write for example {column}::Cymraeg (cy)"
            )
            complain(table.problem(1, number, text))
            return
        code = _usual(match["code"])
        if code != ENGLISH:
            before = found.languages.setdefault(code, match["name"])
            if before != match["name"]:
                text = (
                    f"the language {code} is “{before}” elsewhere and “{match['name']}” here – use one name"
                )
                complain(table.problem(1, number, text))
    _once(table, number, found.texts, (column, code), complain)


def _usual(code: str) -> str:
    first, *rest = code.split("-")
    return "-".join((first.lower(), *rest))


def _once(table: Table, number: int, found: dict[K, int], key: K, complain: Complain) -> None:
    if key in found:
        complain(
            table.problem(1, number, "this column stands twice – only one can count – delete one of them")
        )
    found[key] = number


def meant(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return a hint at the word that was meant.

    >>> meant("stag", ["stage", "origin"], "leave it out")
    'did you mean “stage”?'
    """
    near = nearest(word, known)
    return f"did you mean “{near}”?" if near else otherwise


def has_columns(table: Table, columns: Columns, needed: Iterable[str], complain: Complain) -> bool:
    """Return whether a sheet has the columns it needs, and complain of those that are missing."""
    missing = [name for name in needed if name not in columns.plain]
    if ("label", ENGLISH) not in columns.texts:
        missing.append("label::English (en)")
    for name in missing:
        text = f"there is no column “{name}” – without it the sheet cannot be read – add it in the first row"
        complain(table.problem(0, 0, text))
    return not missing


def name_others(table: Table, columns: Columns, leave: Complain) -> None:
    """Name the columns that are not read, but for those that programs add for themselves."""
    for heading, number in columns.others.items():
        if not heading.startswith(("$", "_")):
            leave(table.problem(1, number, f"the column “{short(heading)}” is not read – {KEPT}"))
