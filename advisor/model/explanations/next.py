"""What ``advisor next`` returns: which question to answer next, and whether it is worth going on."""

from typing import Literal

from pydantic import Field

from advisor.model.base import Model
from advisor.model.result import Answer, Versions

SCHEMA = "advisor/next/1"

Finding = Literal["proved", "refuted", "open"]
Sense = Literal["plain", "only", "together", "more", "less", "skipped"]
SENSE = (
    "How the clause is meant. plain: as it stands; only: this tick and no other; together: these ticks and no"
    " others; more: this tick besides those given; less: without this tick; skipped: “does not apply”."
)
FROM_PACK = "Title of the pack it comes from; none: the core pack, the two papers."
UP_TO = "Of numbers the largest that does the same; none where there is no limit, and for other answers."


class Advice(Model):
    """A recommendation, by name."""

    id: str = Field(description="Id of the recommendation.")
    title: str = Field(description="Its title.")
    pack: str | None = Field(default=None, description=FROM_PACK)


class AnswerTried(Model):
    """One answer that was tried."""

    fact: str = Field(description="Fact that it sets.")
    name: str = Field(description="Short name of the fact.")
    value: Answer = Field(description="The answer.")
    says: str = Field(description="The answer as a clause; empty where it is “does not apply”.")
    sense: Sense = Field(default="plain", description=SENSE)
    up_to: int | None = Field(default=None, description=UP_TO)
    example: bool = Field(
        default=False, description="Whether it stands for others of its sort: several ticks."
    )


class Hanging(Model):
    """What would follow from an answer, alone; confirmed by the rules that make the report."""

    answers: tuple[AnswerTried, ...] = Field(description="The answer; all of them where several do the same.")
    in_first: tuple[Advice, ...] = Field(default=(), description="Advice that comes into the priorities.")
    out_of_first: tuple[Advice, ...] = Field(
        default=(), description="Advice that would no longer be among the priorities."
    )
    reordered: bool = Field(
        default=False, description="Whether the same priorities would stand in another order."
    )
    comes_in: tuple[Advice, ...] = Field(default=(), description="Advice that is not given now.")
    goes_out: tuple[Advice, ...] = Field(default=(), description="Advice that would no longer be given.")
    changes: tuple[Advice, ...] = Field(
        default=(), description="Advice that would be given for another reason: its verdict changes."
    )
    reworded: tuple[Advice, ...] = Field(
        default=(), description="Advice that would be worded otherwise, each with the title it would have."
    )


class NextQuestion(Model):
    """One question, and what hangs on it."""

    id: str = Field(description="Number of the question, such as A3.")
    section: str = Field(description="Title of its section.")
    wording: str = Field(description="The question.")
    rows: tuple[str, ...] = Field(default=(), description="Rows of a grid that lack an answer.")
    pack: str | None = Field(default=None, description="Title of the pack that asks it; none: the core pack.")
    facts: tuple[str, ...] = Field(description="Facts that it asks about and that lack an answer.")
    dont_know: bool = Field(
        default=False, description="Whether it was answered “don’t know”: something to find out."
    )
    moves: bool = Field(description="Whether some answer changes the priorities or their order.")
    priorities: int = Field(
        description="Recommendations that come among the priorities or leave them, for some answer."
    )
    recommendations: int = Field(
        description="Recommendations that appear, vanish or change their verdict or wording, for some answer."
    )
    levels: int = Field(description="Parts of working together whose level changes, for some answer.")
    hangs: tuple[Hanging, ...] = Field(default=(), description="What follows from which answer.")
    more: int = Field(
        default=0,
        description="Answers besides that would change some advice, several ticks together left out.",
    )


class Stop(Model):
    """Whether nothing left can change the priorities.

    “Proved” is true for every completion of what is left, with any of it left unknown. “Refuted” has a
    completion that changes them. “Open” is neither, and counts as a reason to go on.
    """

    order: Finding = Field(description="On the priorities in their order.")
    members: Finding = Field(description="On which recommendations are priorities, in whatever order.")
    words: Finding = Field(
        default="open",
        description="On the priorities in their order and with their wordings: their titles and what they"
        " say to do. Lists of what is behind them, and reasons, may change all the same.",
    )
    witness: tuple[AnswerTried, ...] = Field(
        default=(),
        description="Where the order is refuted: answers that change the priorities; none can be spared.",
    )
    witness_priorities: tuple[Advice, ...] = Field(
        default=(), description="Where the order is refuted: the priorities with these answers."
    )


class WhatNext(Model):
    """Which question to answer next, and whether it is worth going on."""

    schema_: str = Field(default=SCHEMA, alias="schema", description="Name and number of this shape.")
    case: str = Field(description="Name of the collaboration.")
    versions: Versions = Field(description="What made this.")
    questionnaire: str = Field(description="Questionnaire whose questions these are: rapid or full.")
    priorities: tuple[Advice, ...] = Field(description="The priorities as they stand.")
    answered: int = Field(description="Questions asked that have all their answers.")
    left: int = Field(description="Questions that have not been put yet, or only in part.")
    left_answers: int = Field(
        default=0,
        description="Answers that these questions lack: each row of a grid is one, as in the report.",
    )
    matter: int = Field(
        description="Of the questions left, those that may bear on the priorities: the others cannot."
    )
    unknown: int = Field(description="Questions with a “don’t know” among their answers.")
    unknown_answers: int = Field(
        default=0, description="Answers that are “don’t know”: each row of a grid is one, as in the report."
    )
    find_out: int = Field(
        default=0,
        description="Answers not known that the report names under “Find out first”: grounds of advice.",
    )
    stop: Stop = Field(description="Whether the questions left can change the priorities.")
    found_out: Stop | None = Field(
        default=None,
        description="Whether finding out each “don’t know” can change them: with whatever is left besides,"
        " where that alone cannot, else by itself; none where there is no “don’t know”.",
    )
    found_out_alone: bool = Field(
        default=False,
        description="Whether that holds by itself alone: as long as the questions left stay open.",
    )
    next: tuple[NextQuestion, ...] = Field(description="The questions that change most, the first one first.")
