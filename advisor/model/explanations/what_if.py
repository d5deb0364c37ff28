"""What would follow if some answers were others."""

from pydantic import Field

from advisor.model.base import Model
from advisor.model.explanations.changes import AnswerChanged, Difference
from advisor.model.result import Versions

SCHEMA = "advisor/whatif/1"


class WhatIf(Model):
    """What some other answers would make different."""

    schema_: str = Field(default=SCHEMA, alias="schema", description="Name and number of this shape.")
    name: str = Field(description="Name of the collaboration.")
    versions: Versions = Field(description="What made it.")
    changes: tuple[AnswerChanged, ...] = Field(default=(), description="Answers that were changed.")
    already: tuple[AnswerChanged, ...] = Field(
        default=(), description="Answers that were asked for and are so already."
    )
    fixed: tuple[str, ...] = Field(
        default=(), description="Changed facts that nobody can change: they describe what is given."
    )
    partly: tuple[str, ...] = Field(
        default=(), description="Changed facts that are only partly in the hands of the partners."
    )
    contradictions: tuple[str, ...] = Field(
        default=(), description="Answers that can hardly be true together once these are changed."
    )
    differences: tuple[Difference, ...] = Field(default=(), description="What would differ, and why.")
