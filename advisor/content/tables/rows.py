"""Reads tables of answers, whatever kind of file they stand in: a row a collaboration."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path

from advisor.content.answer_values import short
from advisor.content.answers_file import OfOtherPacks
from advisor.content.tables.cell_words import heading_of
from advisor.content.tables.columns import Column, ColumnsRefused, columns_of
from advisor.content.tables.folder_of_answers import open_folder
from advisor.content.tables.headings import LEFT_OUT, Heading, Headings, twice
from advisor.content.tables.json_lines import is_json_lines, open_json_lines
from advisor.content.tables.limits import LIMITS, Limits
from advisor.content.tables.mapping import Mapped, read_mapping
from advisor.content.tables.parquet_rows import check_kinds, is_parquet, open_parquet
from advisor.content.tables.reading import open_stream
from advisor.content.tables.results_layout import words
from advisor.content.tables.rows_reading import Layout, Names, Row, RowReader
from advisor.content.tables.table import RawRow, Stream, column_letters, plain
from advisor.content.tables.template_version import TemplateVersion, check_version, made_for_in
from advisor.errors import Problem
from advisor.model.questionnaire import Questionnaire
from advisor.model.vocabulary import Vocabulary

START = "“advisor template -o answers.xlsx” writes a table to start from"
SAMPLE = """A mapping file (--map mapping.yaml) has a line for each column, for example:
    headings:
      Your collaboration: name
      Where are you now?: stage"""
KEY_FACTS = ("stage", "ioc_type")
"""Facts without which much of the advice cannot be given."""
_ROW_NUMBER = re.compile(r"[0-9]{1,12}")


@dataclass
class Sheet:
    """A table of answers.

    Attributes:
        path: The file or folder.
        sheet: Name of the sheet of a workbook; empty where there is none.
        headings: What its columns hold; of JSON lines, known once the rows are read.
        rows: Its rows that are not blank, read as they are asked for, once. Raises InputRefused where the
            file turns out to be broken further down.
        warnings: What to tell of the file, none of it fatal: columns that are not read, names that stand
            twice and the like. Complete once the rows are read.
        first: Number of the first row that may hold answers; what stands above it are headings.
        made_for: What the template says that it was made for; empty where it says nothing.
        batch: The batch whose faulty rows these are; empty where this is no table of errors. Its rows have
            the numbers that they have in that batch.
        notes: What to tell of the columns: which were not read, and which that matter are not there. Complete
            once the rows are read.
        columns: Its columns with what stands in them; none where nobody wanted to look at them.
    """

    path: Path
    sheet: str
    headings: Sequence[Heading]
    rows: Iterator[Row]
    warnings: list[Problem]
    first: int = 1
    made_for: str = ""
    batch: str = ""
    notes: list[Problem] = field(default_factory=list)
    columns: tuple[Column, ...] = ()

    @property
    def unread(self) -> list[str]:
        """Headings of columns that hold no answers."""
        return [one.text for one in self.headings if one.kind == "not read" and one.name != LEFT_OUT]


def read_rows(  # noqa: PLR0913 - what most callers leave out has names
    path: Path,
    vocabulary: Vocabulary,
    questionnaire: Questionnaire | None,
    mapping: Path | None = None,
    *,
    limits: Limits = LIMITS,
    version: TemplateVersion | None = None,
    other_packs: OfOtherPacks | None = None,
    looked: int = 0,
) -> Sheet:
    """Return the answers in a CSV file, workbook, Parquet file, JSON lines, or a folder of answers files.

    Args:
        path: The file or folder.
        vocabulary: All facts.
        questionnaire: The questionnaire whose questions may be headings; none: names of facts alone.
        mapping: A mapping file; see advisor.content.tables.mapping.
        limits: What is read at most.
        version: What a template must have been made for; none: not checked.
        other_packs: Says which facts belong to packs that are not in use, for answers files.
        looked: How many rows of a table to look at for what its columns hold.

    Raises:
        ColumnsRefused: No column is a fact, or two are the same.
        InputRefused: It cannot be read, or the mapping file is at fault.
    """
    mapped = read_mapping(mapping, vocabulary) if mapping else Mapped()
    headings = Headings(vocabulary, questionnaire, mapped.headings)
    if path.is_dir():
        return _of_folder(path, vocabulary, headings, other_packs)
    if is_json_lines(path):
        return _of_json_lines(path, headings, mapped, limits)
    if is_parquet(path):
        sheet = _of_stream(path, open_parquet(path, limits), headings, mapped, version, looked=looked)
        check_kinds(path, sheet.headings)
        return sheet
    return _of_stream(path, open_stream(path, limits), headings, mapped, version, looked=looked)


def _of_stream(  # noqa: PLR0913 - as above
    path: Path,
    stream: Stream,
    headings: Headings,
    mapped: Mapped,
    version: TemplateVersion | None,
    *,
    looked: int,
) -> Sheet:
    first = next((row for row in stream.rows if not row.is_blank()), RawRow(1, []))
    second = next(stream.rows, None)
    texts = [plain(cell) for cell in first.cells]
    names = [plain(cell) for cell in second.cells] if second else []
    line = first.number
    if second is not None and headings.are_names(names):
        # A template has the names of the facts below the words that people read.
        words = texts + [""] * (len(names) - len(texts))
        names += [""] * (len(words) - len(names))
        texts = [name or word for name, word in zip(names, words, strict=True)]
        line = second.number
        second = None
    found = headings.read(texts)
    problems = [stream.problem(line, column, f"the heading {text}") for column, text in first.faults.items()]
    for before, after in twice(found):
        where = (
            f", {column_letters(before.column)} and {column_letters(after.column)}" if stream.lettered else ""
        )
        what = f"“{after.value or after.name}” stands in two columns{where}"
        text = f"{what} – only one can count – delete one of them"
        problems.append(stream.problem(line, after.column, text))
    if not problems and not any(one.kind in {"fact", "tick"} for one in found):
        problems.append(stream.problem(0, 0, _no_fact(headings)))
    rows: Iterator[RawRow] = chain([second] if second else [], stream.rows)
    some = list(islice(rows, looked))
    columns = columns_of(found, [plain(cell) for cell in first.cells], some) if looked else ()
    rows = chain(some, rows)
    if problems:
        # Of what cannot be read, and of nothing at all, nobody can say the meaning.
        raise ColumnsRefused(problems, columns if some and not first.faults else ())
    warnings: list[Problem] = [*stream.warnings, *mapped.missing(texts)]
    warnings += [stream.problem(line, one.column, one.doubt) for one in found if one.doubt]
    written = next((one.text for one in found if one.kind == "version"), None)
    if version is not None and written is not None:
        warnings += check_version(stream, written, version, found)
    # Messages name a column by the words above it.
    shown = dict(enumerate((plain(cell) for cell in first.cells), start=1))
    found = tuple(replace(one, text=shown.get(one.column) or one.text) for one in found)
    reader = RowReader(headings.vocabulary, mapped.values, stream)

    def tell(row: int, text: str) -> None:
        warnings.append(stream.problem(row, 0, text))

    mark = next((one for one in found if one.kind == "mark"), None)
    if mark is not None:
        rows = marked(rows, mark.column, tell)
    named = any((one.kind, one.name) == ("text", "name") for one in found)
    names_seen = Names(lambda row, text: stream.problem(row, 0, text), warnings, column=named)
    layout = Layout(found, reader, made_for_in(written) if written else None)
    read = _read(rows, reader, layout, names_seen)
    batch = mark.name if mark else ""
    notes: list[Problem] = [stream.problem(0, 0, text) for text in _not_read(found, headings)]
    return Sheet(path, stream.sheet, found, read, warnings, line + 1, written or "", batch, notes, columns)


def marked(
    rows: Iterable[RawRow], column: int, tell: Callable[[int, str], None] = lambda _row, _text: None
) -> Iterator[RawRow]:
    """Yield the rows of a table of errors with the numbers that they have in their batch, in their order."""
    found: dict[int, RawRow] = {}
    for raw in rows:
        text = plain(raw.cells[column - 1]) if column <= len(raw.cells) else ""
        number = int(text) if _ROW_NUMBER.fullmatch(text) else 0
        if raw.is_blank():
            continue
        if not number:
            what = "has no number in the hidden column – it is not clear which row of the batch it is –"
            tell(raw.number, f"{what} it was not read – add new rows to the table that the batch began with")
        elif number in found:
            what = f"is row {number} of the batch, which stands here twice – only one can count –"
            tell(raw.number, f"{what} the first was read; delete one of them")
        else:
            found[number] = RawRow(number, raw.cells, raw.faults)
    # People sort and filter such a table before they mend it.
    for number in sorted(found):
        yield found.pop(number)


def _not_read(found: Sequence[Heading], headings: Headings) -> Iterator[str]:
    """Yield what to tell of columns that hold no answers, and of answers that have no column."""
    if headings.questionnaire is None:
        return
    told = words()["errors"]["explanation"]
    strange = [
        f"“{short(one.text)}”"
        for one in found
        if one.kind == "not read" and one.name != LEFT_OUT and not one.doubt and not one.text.startswith(told)
    ]
    if strange:
        yield (
            f"These columns were not read: {', '.join(strange)} – no rule uses what stands in them –"
            " where one holds answers, rename it to the heading of a fact, or use --map"
        )
    there = {one.name for one in found if one.kind in {"fact", "tick"}}
    facts = headings.vocabulary.by_name
    missing = [heading_of(facts[one]) for one in KEY_FACTS if one in facts and one not in there]
    if missing:
        named = " or ".join(f"“{one}”" for one in missing)
        yield (
            f"No column for {named} was read – much of the advice depends on it, and will say that it is"
            f" not known – add a column with this heading, or name yours with --map"
        )
    if not any((one.kind, one.name) == ("text", "name") for one in found):
        yield (
            "No column holds the names of the collaborations – each is called by its row –"
            " give one the heading “Name of the collaboration”"
        )


def _no_fact(headings: Headings) -> str:
    if headings.questionnaire is None:
        return (
            "no column is a fact – it is not clear what is answered – export the answers with the names of"
            " the questions as headings (“XML values and headers”), not with their labels"
        )
    return (
        "no column is a fact – it is not clear what is answered – write facts or questions into the first"
        f" row, or name the columns in a mapping file; {START}\n{SAMPLE}"
    )


def _read(rows: Iterator[RawRow], reader: RowReader, layout: Layout, names: Names) -> Iterator[Row]:
    for raw in rows:
        if raw.is_blank():
            continue
        yield names.seen(reader.read(raw, layout))


def _of_json_lines(path: Path, headings: Headings, mapped: Mapped, limits: Limits) -> Sheet:
    warnings: list[Problem] = []
    found: list[Heading] = []
    sheet = Sheet(path, "", found, iter(()), warnings)
    stream = Stream(str(path), "", iter(()), lettered=False)
    reader = RowReader(headings.vocabulary, mapped.values, stream)
    names = Names(lambda row, text: stream.problem(row, 0, text), warnings)

    def rows() -> Iterator[Row]:
        for line in open_json_lines(path, headings, limits):
            if line.problem is not None:
                yield Row(line.number, reader.unnamed(line.number), None, {}, (line.problem,))
                continue
            for one in line.new:
                found.append(one)
                if one.doubt:
                    warnings.append(stream.problem(line.number, 0, one.doubt))
            if "layout" not in line.shared:
                line.shared["layout"] = Layout(line.headings, reader)
            layout = line.shared["layout"]
            yield names.seen(reader.read(RawRow(line.number, line.cells), layout))
        warnings.extend(mapped.missing(one.text for one in found))
        sheet.notes += [stream.problem(0, 0, text) for text in _not_read(found, headings)]

    sheet.rows = rows()
    return sheet


def _of_folder(
    path: Path, vocabulary: Vocabulary, headings: Headings, other_packs: OfOtherPacks | None
) -> Sheet:
    warnings: list[Problem] = []
    names = Names(lambda _, text: Problem(str(path), 0, 0, text), warnings)
    questions = (
        {one.id: one.sets for one in headings.questionnaire.questions} if headings.questionnaire else None
    )
    found = open_folder(path, vocabulary, questions, other_packs, warnings)
    return Sheet(path, "", (), (names.seen(one) for one in found), warnings)


__all__ = ["Row", "Sheet", "read_rows"]
