"""Parts of a result that tell of the causal web: what the papers name next, and the strongest chain."""

from typing import Literal

from pydantic import Field

from advisor.model.base import Model


class NamedOutcome(Model):
    """What the papers name after a link, as it would come out here. It never votes."""

    id: str = Field(description="Id of the mechanism that is named.")
    effect: Literal["helps", "harms", "mixed"] = Field(
        description="Net effect towards the good or the bad side of it, by the papers and this case’s vote."
    )


class ChainStep(Model):
    """One lit path on the strongest chain against the partners."""

    from_: str = Field(alias="from", description="Id of the context or mechanism.")
    to: str = Field(description="Id of the mechanism.")
    links: tuple[str, ...] = Field(description="Links that state it.")


class StrongestChain(Model):
    """The strongest chain of harm in the case, by an order that is stated; nothing in it is a score.

    Critical first; then every area against the partners; then nearest to the results; then most answers
    beneath; then most areas. What is still equal is a tie, and the order of the knowledge base decides.
    """

    areas: tuple[str, ...] = Field(description="Ids of its mechanisms, in order.")
    begins: tuple[ChainStep, ...] = Field(
        default=(), description="Lit paths from circumstances to its first mechanism."
    )
    steps: tuple[ChainStep, ...] = Field(default=(), description="Lit paths from each mechanism to the next.")
    answers: dict[str, str | int | tuple[str, ...]] = Field(
        default_factory=dict, description="Answers that it begins with."
    )
    beneath: tuple[str, ...] = Field(
        default=(), description="Facts whose answers push any of its mechanisms the same way."
    )
    critical: bool = Field(default=False, description="Whether the papers call what it begins with critical.")
    throughout: bool = Field(description="Whether every mechanism on it stands the same way, none mixed.")
    ties: tuple[tuple[str, ...], ...] = Field(
        default=(), description="Mechanisms of the chains that are equal to it by the order."
    )
