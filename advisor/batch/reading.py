"""The input of a batch: how it is read, what is told of it, and what its tables need of it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.batch.finish import Source
from advisor.batch.stopping import Say
from advisor.content.pack_answers import facts_of_other_packs
from advisor.service import Advisor

if TYPE_CHECKING:
    from advisor.content.tables.rows import Sheet

Read = Callable[[Path, Advisor, Path | None], "Sheet"]


def read_sheet(source: Path, advisor: Advisor, mapping: Path | None) -> "Sheet":
    """Read the input as the product does."""
    from advisor.content.tables.rows import read_rows  # noqa: PLC0415 - pyarrow is slow to import
    from advisor.content.tables.template_version import template_version  # noqa: PLC0415 - as above

    knowledge, full = advisor.knowledge, advisor.questionnaires["full"]
    return read_rows(
        source,
        knowledge.vocabulary,
        full,
        mapping,
        version=template_version(knowledge, full),
        other_packs=facts_of_other_packs(knowledge),
    )


def tell_of(sheet: "Sheet", say: Say) -> None:
    """Tell of what was noticed in the input as a whole."""
    for warning in (*sheet.warnings, *sheet.notes):
        say(str(warning))


def input_of(sheet: "Sheet", formats: tuple[str, ...], advisor: Advisor, batch: str) -> Source:
    """Return the input, as far as its tables need it; its rows must be read."""
    from advisor.content.tables.template_columns import choices_of  # noqa: PLC0415 - as the tables are

    choices = choices_of(advisor.questionnaires["full"], advisor.knowledge.vocabulary)
    carried = [one.name for one in sheet.headings if one.kind == "carried"]
    notes = [one.text for one in sheet.notes]
    return Source(sheet.path, formats, carried, sheet.first, batch, choices, notes)
