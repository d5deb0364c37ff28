"""How columns hold values: as small whole numbers, with codes apart for unknown and for “does not apply”."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from advisor.engine.program import ANSWERED, Counted, Levelled, Program, Step
from advisor.model.condition import NOT_APPLICABLE, Subject, Value
from advisor.model.vocabulary import FactDefinition, Vocabulary

Column = npt.NDArray[np.signedinteger[Any]]
"""Codes of one subject, one for each case: shape (cases,)."""
Mask = npt.NDArray[np.bool_]
"""Yes or no for each case: shape (cases,)."""

UNKNOWN_CODE, SKIPPED_CODE = -1, -2
"""Codes of “unknown” and of “does not apply”; every other code is 0 or more."""
LEVELS = ("low", "mixed", "high")
LARGEST_NUMBER = 2**31 - 1


class _Encoded(dict[Value | None, int]):
    """Codes by value, looked up once each."""

    def __init__(self, encode: Callable[[Value | None], int]) -> None:
        super().__init__()
        self._encode = encode

    def __missing__(self, value: Value | None) -> int:
        self[value] = code = self._encode(value)
        return code


@dataclass(frozen=True)
class Codes:
    """The codes of one subject.

    Attributes:
        form: One of the values is numbered from 0; of ticks each is a bit; a number is its own code.
        values: Values in the order of their codes; none for numbers.
        largest: Largest number that can occur; for numbers alone.
    """

    form: Literal["one of", "any of", "whole number"]
    values: tuple[str, ...] = ()
    largest: int = LARGEST_NUMBER

    @cached_property
    def by_value(self) -> dict[str, int]:
        """Code of each value; for ticks, its bit."""
        return {
            value: 1 << place if self.form == "any of" else place for place, value in enumerate(self.values)
        }

    @cached_property
    def dtype(self) -> np.dtype[np.signedinteger[Any]]:
        """Smallest type that holds every code."""
        most = {
            "one of": len(self.values),
            "any of": (1 << len(self.values)) - 1,
            "whole number": self.largest,
        }[self.form]
        return next(
            np.dtype(one) for one in (np.int8, np.int16, np.int32, np.int64) if most <= np.iinfo(one).max
        )

    @cached_property
    def encoded(self) -> Mapping[Value | None, int]:
        """Code of any value, for many at a time: as :meth:`encode`, but each value is worked out once."""
        return _Encoded(self.encode)

    def encode(self, value: Value | None) -> int:
        """Return the code of a value, none being unknown; raises ValueError where it is not one of them."""
        if value is None:
            return UNKNOWN_CODE
        if value == NOT_APPLICABLE:
            return SKIPPED_CODE
        match self.form, value:
            case "whole number", int() if 0 <= value <= self.largest:
                return value
            case "one of", str() if value in self.by_value:
                return self.by_value[value]
            case "any of", tuple() if set(value) <= set(self.values) and len(set(value)) == len(value):
                return sum(self.by_value[one] for one in value)
        raise ValueError(f"{value!r} is not a value here: {self.form} {', '.join(self.values)}".rstrip())

    def decode_all(self, column: Column) -> list[Value | None]:
        """Return the values of a column of codes, case by case."""
        if self.form == "one of":
            found: list[Value | None] = self._by_code[column].tolist()
            return found
        known = {int(code): self.decode(int(code)) for code in np.unique(column)}
        return [known[code] for code in column.tolist()]

    @cached_property
    def _by_code(self) -> npt.NDArray[np.object_]:
        """Values by code; the two negative codes find the two last places."""
        return np.array([*self.values, NOT_APPLICABLE, None], object)

    def decode(self, code: int) -> Value | None:
        """Return the value of a code, ticks in the order of asking; none where unknown."""
        if code == UNKNOWN_CODE:
            return None
        if code == SKIPPED_CODE:
            return NOT_APPLICABLE
        match self.form:
            case "one of":
                return self.values[code]
            case "any of":
                return tuple(value for value, bit in self.by_value.items() if code & bit)
            case _:
                return code


def fact_codes(definition: FactDefinition) -> Codes:
    """Return the codes of a base fact."""
    return Codes(definition.kind, tuple(definition.by_value))


def step_codes(step: Step, vocabulary: Vocabulary) -> Codes:
    """Return the codes of what a step concludes."""
    match step:
        case Counted():
            ticks = (len(vocabulary.by_name[fact].values) for fact in step.of)
            return Codes("whole number", largest=len(step.of) if step.values else sum(ticks))
        case Levelled():
            return Codes("one of", LEVELS)
        case _:
            values = dict.fromkeys([value for value, _ in step.cases] + [step.default])
            return Codes("one of", tuple(one for one in values if one not in (None, NOT_APPLICABLE)))


def codes_of(program: Program) -> dict[Subject, Codes]:
    """Return the codes of every subject of a program: base facts first, then conclusions in their order."""
    vocabulary = program.knowledge.vocabulary
    facts = {Subject(ANSWERED, each.fact): fact_codes(each) for each in vocabulary.facts}
    return facts | {step.subject: step_codes(step, vocabulary) for step in program.steps}
