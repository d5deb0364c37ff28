"""What ``advisor levers`` returns: the few changes that take most pressure off a part of working together."""

from typing import Literal

from pydantic import Field

from advisor.model.base import Model
from advisor.model.result import Answer, LevelName, Versions

SCHEMA = "advisor/levers/1"
FROM_PACK = "Title of the pack it comes from; none: the core pack, the two papers."


class Pressure(Model):
    """How a mechanism stands: its level, and how many influences push it which way. No score."""

    level: LevelName = Field(description="Level of the mechanism.")
    critical: int = Field(description="Harms at work on it that the papers call critical.")
    against: int = Field(description="Influences that push it towards its bad side.")
    both_ways: int = Field(description="Influences that pull it both ways.")
    in_favour: int = Field(description="Influences that push it towards its good side.")


class Push(Model):
    """One influence on the mechanism, as it stands."""

    from_: str = Field(alias="from", description="Id of the circumstance or mechanism it comes from.")
    kind: Literal["context", "mechanism", "answer"] = Field(description="What it comes from.")
    effect: Literal["helps", "harms", "mixed"] = Field(description="Which way it pushes.")
    says: tuple[str, ...] = Field(
        description="The circumstance as it stands in short phrases, or the name of the mechanism."
    )
    level: LevelName | None = Field(default=None, description="Level of the mechanism it comes from.")
    pack: str | None = Field(default=None, description=FROM_PACK)


class Help(Model):
    """A recommendation of this case that rests on the answer."""

    id: str = Field(description="Id of the recommendation.")
    title: str = Field(description="Its title.")
    order: int = Field(description="Its place in the order of recommendations.")
    pack: str | None = Field(default=None, description=FROM_PACK)


class Towards(Model):
    """A value that an answer would change to."""

    value: Answer = Field(description="The value.")
    says: str = Field(description="It as a clause that completes “You told us that …”.")


class Move(Model):
    """One change to one answer; where several values do the same, all of them."""

    fact: str = Field(description="Name of the fact.")
    name: str = Field(description="Short name of the fact.")
    before: Answer | None = Field(description="Present answer; none where it is not known.")
    before_says: str = Field(default="", description="The present answer as a clause; empty where not known.")
    to: tuple[Towards, ...] = Field(description="What it would change to: any of these does the same.")
    partly: bool = Field(description="Whether it is only partly in the partners’ hands.")
    pack: str | None = Field(default=None, description="Title of the pack that asks it; none: the core pack.")
    helps: Help | None = Field(default=None, description="The recommendation that helps with it.")
    told: bool = Field(
        default=False, description="Whether what it does alone is worked out below: where readers are told."
    )
    gone: tuple[Push, ...] = Field(default=(), description="Influences that it alone ends, or turns.")
    come: tuple[Push, ...] = Field(default=(), description="Influences that it alone brings, or turns.")


class Choice(Model):
    """Some of several changes that do the same for the mechanism."""

    take: int = Field(description="How many of them.")
    among: tuple[Move, ...] = Field(description="The changes.")


class Turned(Model):
    """A mechanism whose level changes too."""

    mechanism: str = Field(description="Id of the mechanism.")
    name: str = Field(description="Name for readers.")
    before: LevelName = Field(description="Its level now.")
    after: LevelName = Field(description="Its level then.")


class Way(Model):
    """Sets of changes that do the same: so many of these and so many of those."""

    choices: tuple[Choice, ...] = Field(description="What to choose from.")
    many: int = Field(description="How many sets of changes this stands for.")
    example: dict[str, Answer] = Field(description="One of them: the answers that it changes.")
    told: bool = Field(
        default=False, description="Whether what it does is worked out below: for the first few ways alone."
    )
    gone: tuple[Push, ...] = Field(default=(), description="Influences that the example ends, or turns.")
    come: tuple[Push, ...] = Field(default=(), description="Influences that the example brings, or turns.")
    also: tuple[Turned, ...] = Field(
        default=(), description="Other mechanisms that each of these sets moves alike."
    )


class Most(Model):
    """What so many changes at most can do."""

    changes: int = Field(description="How many changes.")
    more: bool = Field(description="Whether they do more than any fewer changes.")
    pressure: Pressure | None = Field(
        default=None,
        description="How the mechanism would stand; how many pull both ways is that of the first way.",
    )
    both_ways_alike: bool = Field(
        default=True,
        description="Whether as many influences pull both ways in every set; false too where there are too"
        " many sets to compare.",
    )
    many: int = Field(default=0, description="How many sets of changes do as much.")
    ways: tuple[Way, ...] = Field(default=(), description="All of them, grouped.")


class Asked(Model):
    """An answer that tells of a mechanism outright, and so is no lever here."""

    fact: str = Field(description="Name of the fact.")
    name: str = Field(description="Short name of the fact.")
    mechanism: str = Field(description="Id of the mechanism that it asks.")
    known: bool = Field(description="Whether it is answered.")


class TargetLevers(Model):
    """The levers on one mechanism."""

    mechanism: str = Field(description="Id of the mechanism.")
    name: str = Field(description="Name for readers.")
    plain: str = Field(description="The same in everyday words.")
    pack: str | None = Field(default=None, description=FROM_PACK)
    high_is: Literal["good", "bad"] = Field(description="Whether a high level is good news.")
    present: Pressure = Field(description="How it stands now.")
    most: tuple[Most, ...] = Field(description="What one, two and three changes to known answers can do.")
    not_known: Most = Field(
        description="What one answer that is not known yet can do, if it turned out so or were put in place."
    )
    asked_outright: tuple[Asked, ...] = Field(description="Answers that are left out, and why.")


class Levers(Model):
    """The changes that do most for some mechanisms."""

    schema_: str = Field(default=SCHEMA, alias="schema", description="Name and number of this shape.")
    case: str = Field(description="Name of the collaboration.")
    versions: Versions = Field(description="What made this.")
    changes: int = Field(description="How many changes at most were tried together.")
    order: tuple[Literal["level", "critical", "against", "in_favour"], ...] = Field(
        default=("level", "critical", "against", "in_favour"),
        description="By what outcomes are compared, the first that differs deciding: a level nearer to the"
        " good side, unknown counting as the bad side; fewer critical harms; fewer influences against; more"
        " in favour.",
    )
    targets: tuple[TargetLevers, ...] = Field(description="The mechanisms.")
