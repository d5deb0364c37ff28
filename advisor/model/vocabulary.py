"""The vocabulary: facts that answers, rules and texts speak of, and facts derived from them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Literal

from pydantic import Field

from advisor.model.base import Model
from advisor.model.grammar import Written

Changeable = Literal["yes", "partly", "no"]
Lever = Literal["yes", "no"]
ALONE = "none"
"""The tick that stands alone."""
MOST_TICKS = 12
"""Ticks beside “none” that a fact may have: all sets of them are tried."""


def listed(items: Sequence[str]) -> str:
    """Return items as a list in words; nothing where there are none.

    >>> listed(["acute", "community", "ambulance"])
    'acute, community and ambulance'
    """
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else "".join(items)


class FactValue(Model):
    """One value that a fact can take."""

    value: str = Field(description="The value as answers files and rules write it.")
    label: str = Field(description="The value as people read it.")
    says: str = Field(description="A clause that completes “You told us that …”.")
    lever: Lever = Field(
        default="yes", description="no: nobody should aim at it, so no change to it is ever proposed."
    )


class FactDefinition(Model):
    """One fact about a collaboration that somebody can answer."""

    fact: str = Field(description="Name, a fixed contract.")
    name: str = Field(description="Short noun phrase for tables and pictures.")
    meaning: str = Field(description="What the fact says, in one sentence.")
    kind: Literal["one of", "any of", "whole number"] = Field(description="What an answer looks like.")
    changeable: Changeable = Field(description="Whether the partners can change it.")
    lever: Lever = Field(
        default="yes",
        description="no: an outcome, a feeling, what is past or what the collaboration is. No change to it is"
        " ever proposed, though it may be changeable.",
    )
    minimum: int | None = Field(default=None, description="Smallest whole number allowed.")
    says: str | None = Field(
        default=None, description="Clause with {value} in it: for numbers, and for several ticks together."
    )
    values: tuple[FactValue, ...] = Field(default=(), description="Values, in the order of asking.")

    @cached_property
    def by_value(self) -> dict[str, FactValue]:
        """Values by name."""
        return {each.value: each for each in self.values}

    def aims_at(
        self, value: str | int | tuple[str, ...], present: str | int | tuple[str, ...] | None
    ) -> bool:
        """Return whether a value may be proposed in place of the present one; of ticks those that are new."""
        if self.changeable == "no" or self.lever == "no":
            return False
        if isinstance(value, int):
            return True
        given = present if isinstance(present, tuple) else ()
        new = [one for one in value if one not in given] if isinstance(value, tuple) else [value]
        return all(self.by_value[one].lever == "yes" for one in new)

    def label(self, value: str | int | tuple[str, ...]) -> str:
        """Return an answer as people read it."""
        if isinstance(value, tuple):
            return ", ".join(self.by_value[one].label for one in value)
        return str(value) if isinstance(value, int) else self.by_value[value].label

    def clause(self, value: str | int | tuple[str, ...]) -> str:
        """Return an answer as a clause that completes “You told us that …”."""
        if isinstance(value, tuple):
            if len(value) == 1:
                return self.by_value[value[0]].says
            if self.says is not None:
                return self.says.format(value=listed([self.by_value[one].label.lower() for one in value]))
            return listed([self.by_value[one].says for one in value])
        if isinstance(value, int):
            return (self.says or "{value}").format(value=value)
        return self.by_value[value].says


class DerivedCase(Model):
    """One value of a derived fact, and when it holds."""

    value: str = Field(description="The value.")
    when: Written = Field(description="When it holds.")


class Count(Model):
    """A derived number: how many of something are known."""

    of: tuple[str, ...] = Field(
        description="Facts that are counted, or the one fact whose ticks are counted."
    )
    values: tuple[str, ...] = Field(
        default=(),
        description="Count the facts with one of these values; none: count the ticks of the one fact.",
    )


class DerivedFact(Model):
    """A named fact that follows from others, so that rules can speak of it."""

    fact: str = Field(description="Name.")
    meaning: str = Field(description="What it says, in one sentence.")
    ours: str | None = Field(default=None, description="What of it is our own reading.")
    cases: tuple[DerivedCase, ...] = Field(
        default=(), description="Values in order; the first that is true holds, else it is unknown."
    )
    count: Count | None = Field(default=None, description="For numbers: what is counted.")
    says: dict[str, str] = Field(default_factory=dict, description="Clause for a value, where it is shown.")


class Vocabulary(Model):
    """All facts, base and derived."""

    facts: tuple[FactDefinition, ...] = Field(description="Base facts.")
    derived: tuple[DerivedFact, ...] = Field(default=(), description="Derived facts.")

    @cached_property
    def by_name(self) -> dict[str, FactDefinition]:
        """Base facts by name."""
        return {each.fact: each for each in self.facts}

    @cached_property
    def derived_by_name(self) -> dict[str, DerivedFact]:
        """Derived facts by name."""
        return {each.fact: each for each in self.derived}
