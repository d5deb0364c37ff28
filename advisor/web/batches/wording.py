"""Says what is wrong with a table to people in a browser, where the reader of tables speaks of commands.

It speaks English, as that reader does, and pages mark it so: half a sentence is not translated.
"""

import re
from dataclasses import dataclass

from advisor.content.tables.errors import ALLOWED
from advisor.content.tables.rows import SAMPLE, START
from advisor.content.tables.table import column_letters
from advisor.content.tables.template_version import AGAIN
from advisor.web.batches.understood import Fault

_DASH = " – "
_OF_TABLE = ("is ", "has ", "takes ", "cannot ", "would ", "reaches ", "holds ")
_PACKS = re.compile(r"add (?:--pack \S+ ?)+")


@dataclass(frozen=True)
class Told:
    """One thing to mend: where, what is wrong, and what to write instead."""

    row: int
    letter: str
    heading: str
    collaboration: str
    shown: str
    wrong: str
    write: str
    allowed: tuple[str, ...]


def told(fault: Fault) -> Told:
    """Return what is wrong with a cell, in the parts that its page shows."""
    wrong, write = _parted(for_readers(fault.text))
    return Told(
        row=fault.row,
        letter=column_letters(fault.column),
        heading=fault.heading,
        collaboration=fault.collaboration,
        shown=fault.shown,
        wrong=_sentence(wrong),
        write=_sentence(write),
        allowed=fault.allowed,
    )


def of_table(text: str) -> str:
    """Return what is wrong with a table as a whole, as a sentence."""
    text = for_readers(text)
    return _sentence(f"The table {text}" if text.startswith(_OF_TABLE) else text)


def for_readers(text: str) -> str:
    """Return a text without what only the command line can do."""
    text = text.replace(f", or name the columns in a mapping file; {START}\n{SAMPLE}", "")
    text = text.replace(AGAIN, "download a new template here and copy the answers over")
    return _PACKS.sub("ask whoever runs this installation to add them", text)


def _parted(text: str) -> tuple[str, str]:
    """Return what is wrong, and what to do: the last part. Allowed answers stand beside it by themselves."""
    head, listed, rest = text.partition(ALLOWED)
    if listed:
        return head, rest.rpartition(_DASH)[2]
    head, _dash, last = text.rpartition(_DASH)
    return (head, last) if head else (last, "")


def _sentence(text: str) -> str:
    text = text.strip(" –")
    if not text:
        return ""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
