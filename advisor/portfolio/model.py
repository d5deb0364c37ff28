"""A portfolio: what is common to many collaborations, in numbers that may be published.

No number here tells of a group of one to four, or of what nearly all of a group are like.
``advisor.portfolio.disclosure`` says how that is kept.
"""

from typing import Literal

from pydantic import Field

from advisor.model.base import Model
from advisor.model.result import Answer, KnowledgeBaseVersion, LevelName, PackVersion, Verdict

SCHEMA = "advisor/portfolio/1"

Shown = int | Literal["fewer_than_5", "not_shown"]
"""A number of collaborations as it may be published: to the nearest five; none to four; or withheld, because
it would give a small group away, or tell what nearly all of a group are like."""
Phase = Literal["before", "starting", "delivering", "reset", "unknown"]
Driver = Literal["trust", "confidence", "both", "unknown"]
State = Literal["present", "partly", "absent"]


class Share(Model):
    """One answer, and how many collaborations gave it."""

    value: str | None = Field(description="The answer; none: not known, or does not apply.")
    count: Shown = Field(description="How many.")


class Kind(Model):
    """What the collaborations are, in one respect. Small groups are merged into the rest."""

    fact: str = Field(description="Name of the fact.")
    shares: tuple[Share, ...] = Field(description="Groups of five or more, the largest first.")
    rest: Shown = Field(description="All others together.")


class StatementCounts(Model):
    """How many collaborations have each verdict of a statement."""

    statement: str = Field(description="Id of the statement.")
    verdicts: dict[Verdict, Shown] = Field(description="Verdicts that its rules can give.")


class LevelCounts(Model):
    """How many collaborations of a kind have each level of an area."""

    type: str = Field(description="Kind of collaboration.")
    levels: dict[LevelName, Shown] = Field(description="Levels.")


class MechanismCounts(Model):
    """How many collaborations have each level of an area: in all, and by kind."""

    mechanism: str = Field(description="Id of the mechanism.")
    levels: dict[LevelName, Shown] = Field(description="Levels over all collaborations.")
    by_type: tuple[LevelCounts, ...] = Field(description="By kind, for kinds with ten or more.")


class Obstacle(Model):
    """A circumstance that works against partners, and how many have it."""

    context: str = Field(description="Id of the circumstance.")
    state: State = Field(description="How it stands where it does harm.")
    count: Shown = Field(description="How many collaborations.")


class Strength(Model):
    """A statement that is kept and worth naming, and by how many."""

    statement: str = Field(description="Id of the statement.")
    count: Shown = Field(description="How many collaborations.")


class First(Model):
    """A recommendation among the priorities of page one, and in how many collaborations."""

    recommendation: str = Field(description="Id of the recommendation.")
    count: Shown = Field(description="How many collaborations.")
    wording: int | None = Field(
        default=None,
        description="Place of its most frequent wording, from 0; none where five do not share it.",
    )


class SystemAction(Model):
    """One change that would help many: to an answer that partners, or those who oversee them, can change."""

    place: int = Field(description="Place by how many it helps; the same for ties.")
    fact: str = Field(description="Name of the fact.")
    to: tuple[Answer, ...] = Field(description="Values that help as many: any of these.")
    partly: bool = Field(description="Whether it is only partly in the partners’ hands.")
    helps: Shown = Field(description="Collaborations in which it alone takes pressure off, and adds none.")
    applies: Shown = Field(description="Collaborations in which the answer is known to be another.")
    on: dict[str, Shown] = Field(description="The same for each mechanism: trust, faith, confidence.")
    statement: str | None = Field(description="First statement that rests on the answer.")
    links: tuple[str, ...] = Field(description="Links that turn in most of the collaborations it helps.")


class Alike(Model):
    """Collaborations with the same driver, phase and lowest of trust, faith and confidence."""

    driver: Driver = Field(description="What mainly carries them.")
    phase: Phase = Field(description="Phase of life.")
    level: LevelName = Field(description="Lowest known level of the three.")
    lowest: tuple[str, ...] = Field(description="Those of the three that stand there.")
    count: Shown = Field(description="How many collaborations.")
    first: tuple[str, ...] = Field(description="Recommendations that come first in most of them.")
    obstacles: tuple[tuple[str, State], ...] = Field(description="Circumstances that harm most of them.")
    strengths: tuple[str, ...] = Field(description="Statements that most of them keep.")


class Concern(Model):
    """Something that asks to be looked at first. Concerns stand in a fixed order, never by number."""

    id: str = Field(description="Id of the concern.")
    count: Shown = Field(description="How many collaborations.")
    names: tuple[str, ...] | None = Field(
        default=None, description="Which, by alphabet; only for the owner, where asked for."
    )


class Unknown(Model):
    """A question whose answer is often not known."""

    fact: str = Field(description="Name of the fact.")
    count: Shown = Field(description="Collaborations that would be asked and do not know.")
    asked: Shown = Field(description="Collaborations that would be asked.")


class Portfolio(Model):
    """What is common to many collaborations. It ranks neither partners, nor leaders, nor collaborations."""

    schema_: str = Field(default=SCHEMA, alias="schema", description="Name and number of this shape.")
    title: str = Field(default="", description="Name of the portfolio, as given.")
    software: str = Field(description="Version of the software.")
    knowledge_base: KnowledgeBaseVersion = Field(description="Version of the rules and texts.")
    packs: tuple[PackVersion, ...] = Field(default=(), description="Packs used beside the core pack.")
    collaborations: Shown = Field(description="How many collaborations; exact from five on.")
    left_out: int = Field(default=0, description="Inputs that could not be used and are not counted.")
    named: bool = Field(
        default=False, description="Whether names stand in it: then it is for the owner alone."
    )
    kinds: tuple[Kind, ...] = Field(default=(), description="Type, stage and origin.")
    statements: tuple[StatementCounts, ...] = Field(default=(), description="In the order of the rules.")
    mechanisms: tuple[MechanismCounts, ...] = Field(default=(), description="In the order of the rules.")
    obstacles: tuple[Obstacle, ...] = Field(default=(), description="Most frequent first.")
    strengths: tuple[Strength, ...] = Field(default=(), description="Most frequent first.")
    first: tuple[First, ...] = Field(default=(), description="Most frequent priorities first.")
    actions: tuple[SystemAction, ...] = Field(default=(), description="Those that help most first.")
    alike: tuple[Alike, ...] = Field(default=(), description="Groups of ten or more, the largest first.")
    not_alike: Shown = Field(default="fewer_than_5", description="Collaborations in no such group.")
    concerns: tuple[Concern, ...] = Field(default=(), description="In a fixed order.")
    unknown: tuple[Unknown, ...] = Field(default=(), description="Most often unknown first.")
