"""Cases as a table: a column of codes for each fact."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from advisor.engine.columns.codes import UNKNOWN_CODE, Codes, Column
from advisor.engine.program import ANSWERED
from advisor.model.condition import Subject, Value

Answers = Mapping[str, Value | None]
Codebook = Mapping[Subject, Codes]


@dataclass(frozen=True)
class Table:
    """Cases side by side.

    Attributes:
        length: Number of cases.
        columns: Codes of each subject, shape (length,). A fact without a column is unknown throughout. A
            column for a conclusion stands in its stead: it is supposed and not worked out.
    """

    length: int
    columns: Mapping[Subject, Column]

    def __post_init__(self) -> None:
        """Refuse columns of other lengths."""
        for subject, column in self.columns.items():
            if column.shape != (self.length,):
                raise ValueError(f"the column of {subject} has shape {column.shape}, not ({self.length},)")

    def rows(self, start: int, stop: int) -> "Table":
        """Return some of the cases; nothing is copied."""
        columns = {subject: column[start:stop] for subject, column in self.columns.items()}
        return Table(max(0, min(stop, self.length) - start), columns)


def table_of(cases: Iterable[Answers], codebook: Codebook) -> Table:
    """Return cases as a table, in their order; what a case does not answer is unknown.

    Raises:
        ValueError: A case holds a fact or a value that the vocabulary does not.
    """
    listed = list(cases)
    facts = {subject.id: subject for subject in codebook if subject.kind == ANSWERED}
    unanswered = dict.fromkeys(facts)
    # Case by case into columns, and value by value into codes, without a step of Python between.
    rows = [{**unanswered, **case}.values() for case in listed]
    if any(len(row) > len(facts) for row in rows):
        strangers = set().union(*listed) - set(facts)
        raise ValueError(f"no such fact: {', '.join(sorted(strangers))}")
    written = list(zip(*rows, strict=True)) or [()] * len(facts)
    columns = {}
    for (name, subject), values in zip(facts.items(), written, strict=True):
        codes = codebook[subject]
        try:
            columns[subject] = np.fromiter(
                map(codes.encoded.__getitem__, values), codes.dtype, count=len(listed)
            )
        except TypeError as error:
            raise ValueError(
                f"an answer to {name} is neither a word, a number nor a tuple of ticks"
            ) from error
    return Table(len(listed), columns)


def combinations(choices: Mapping[Subject, Sequence[Value | None]], codebook: Codebook) -> Table:
    """Return every combination of some values as a table; the last subject changes quickest."""
    length = prod(len(values) for values in choices.values())
    columns, inner = {}, length
    for subject, values in choices.items():
        inner //= max(1, len(values))
        codes = codebook[subject]
        codes_of_values = np.array([codes.encode(value) for value in values], codes.dtype)
        columns[subject] = np.tile(np.repeat(codes_of_values, inner), length // max(1, inner * len(values)))
    return Table(length, columns)


def variants_of(answers: Answers, choices: Mapping[str, Sequence[Value | None]], codebook: Codebook) -> Table:
    """Return one case with every combination of some other answers; the last fact changes quickest.

    What stays as it was takes no memory for each variant.

    Args:
        answers: The case.
        choices: For each fact to be varied, the values to try; none is unknown.
        codebook: Codes of every subject.
    """
    varied = combinations({Subject(ANSWERED, fact): values for fact, values in choices.items()}, codebook)
    same = table_of([answers], codebook)
    kept = {
        subject: np.broadcast_to(column, varied.length)
        for subject, column in same.columns.items()
        if subject not in varied.columns and column[0] != UNKNOWN_CODE
    }
    return Table(varied.length, kept | dict(varied.columns))
