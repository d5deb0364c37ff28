"""What a worked example is: some answers, what must follow from them, and what must not."""

from typing import Annotated, NamedTuple

from pydantic import BeforeValidator, Field

from advisor.model.base import Model
from advisor.model.condition import UNKNOWN, Subject, Value


def _listed(written: object) -> object:
    return written if isinstance(written, list | tuple) else [written]


class Line(NamedTuple):
    """One verdict line of a statement, such as the line ``act`` of T3."""

    statement: str
    verdict: str

    def __str__(self) -> str:
        """Return the line as examples write it."""
        return f"{self.statement} {self.verdict}"


class WrittenExample(Model):
    """An example as it stands in a file, before its names are checked."""

    example: str = Field(description="What the example shows, in one plain sentence.")
    given: dict[str, object] = Field(description="Answers, by fact; every other fact is unknown.")
    expect: dict[str, object] = Field(
        default_factory=dict,
        description="What must follow: “T3: act”, “level of trust: low”, “context quick_wins: absent”,"
        " “driver: trust”, “recommendation quick-wins: act” or “condition purpose: met”.",
    )
    expect_not: dict[str, object] = Field(
        default_factory=dict, description="What must not follow, written like expect."
    )
    near_miss: Annotated[
        tuple[str, ...], BeforeValidator(_listed, json_schema_input_type=str | tuple[str, ...])
    ] = Field(
        default=(),
        description="The verdict line that one answer would have reached, such as “T3 act”; or several.",
    )


class Expected(Model):
    """One thing that must follow, or must not."""

    written: str = Field(description="Name of what is expected, as the file writes it.")
    subject: Subject = Field(description="What is decided.")
    value: str = Field(description="The value; “unknown” where nothing may be concluded.")

    def shown(self, value: Value | None) -> str:
        """Return a value of the subject as examples write it; a recommendation’s wording is left out."""
        return UNKNOWN if value is None else str(value).split(":", maxsplit=1)[0]

    def met(self, value: Value | None) -> bool:
        """Return whether the subject has the value."""
        return self.shown(value) == self.value


class Example(Model):
    """A worked example whose names and values are all known to the knowledge base."""

    sentence: str = Field(description="What the example shows.")
    given: dict[str, Value] = Field(description="Answers, as inference takes them.")
    expect: tuple[Expected, ...] = Field(description="What must follow.")
    expect_not: tuple[Expected, ...] = Field(description="What must not follow.")
    near_misses: tuple[Line, ...] = Field(description="Verdict lines that one answer would have reached.")
    file: str = Field(description="Name of the file.")
    line: int = Field(description="Line in the file, from 1.")

    @property
    def place(self) -> str:
        """File and line, as messages write them."""
        return f"{self.file}:{self.line}"
