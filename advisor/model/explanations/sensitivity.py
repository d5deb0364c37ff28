"""What ``advisor levers --sensitivity`` returns: what the priorities, and each recommendation, hang on."""

from typing import Literal

from pydantic import Field

from advisor.model.base import Model
from advisor.model.explanations.levers import Towards
from advisor.model.explanations.next import SENSE, UP_TO, Sense
from advisor.model.result import Answer, Versions
from advisor.model.vocabulary import Changeable

SCHEMA = "advisor/sensitivity/1"


class Named(Model):
    """A recommendation by name."""

    id: str = Field(description="Id of the recommendation.")
    title: str = Field(description="Its title in the wording that fits.")


class Other(Towards):
    """Another value that an answer was given, or a range of numbers that do the same."""

    sense: Sense = Field(default="plain", description=SENSE)
    up_to: int | None = Field(default=None, description=UP_TO)


class Shift(Model):
    """What some other values of one answer, all alike in this, would do to the priorities."""

    to: tuple[Other, ...] = Field(description="The values.")
    come: tuple[Named, ...] = Field(description="Recommendations that would come among the priorities.")
    go: tuple[Named, ...] = Field(description="Recommendations that would no longer be among them.")
    moved: bool = Field(description="Whether those that stay would stand in another order.")


class Weight(Model):
    """One answer, and what other values of it would do to the priorities."""

    fact: str = Field(description="Name of the fact.")
    name: str = Field(description="Short name of the fact.")
    value: Answer = Field(description="The answer.")
    says: str = Field(description="It as a clause that completes “You told us that …”.")
    changeable: Changeable = Field(description="Whether the partners can change it.")
    effect: Literal["which", "order", "none"] = Field(
        description="Whether another value changes which recommendations are priorities, only their order, or"
        " neither."
    )
    told: bool = Field(default=False, description="Whether experta confirmed it: where readers are told.")
    shifts: tuple[Shift, ...] = Field(
        default=(), description="What would change; other values change nothing."
    )


class Completed(Model):
    """An answer of a completion."""

    fact: str = Field(description="Name of the fact.")
    name: str = Field(description="Short name of the fact.")
    value: Answer = Field(description="The value.")
    says: str = Field(description="It as a clause that completes “You told us that …”.")
    sense: Sense = Field(default="plain", description=SENSE)
    up_to: int | None = Field(default=None, description=UP_TO)


class RecommendationOutlook(Model):
    """What may still become of a recommendation, however the open answers are completed."""

    id: str = Field(description="Id of the recommendation.")
    title: str = Field(description="Its title; where it is not called for now, as it would be worded.")
    order: int | None = Field(description="Its place in the order now; none where it is not called for.")
    finding: Literal["certain", "hangs", "ruled_out", "open"] = Field(
        description="certain: called for in every completion, proved; ruled_out: in none, proved; hangs: now"
        " and in the completion shown it stands differently; open: not settled by this search."
    )
    turning: tuple[Completed, ...] = Field(
        default=(),
        description="Answers to open questions that turn it; as it stands now, it is the other way.",
    )
    facts: tuple[str, ...] = Field(default=(), description="Open facts on which it could hang.")


class Sensitivity(Model):
    """What the priorities and the recommendations of a case hang on."""

    schema_: str = Field(default=SCHEMA, alias="schema", description="Name and number of this shape.")
    case: str = Field(description="Name of the collaboration.")
    versions: Versions = Field(description="What made this.")
    priorities: tuple[Named, ...] = Field(description="The priorities as things stand, in order.")
    answers: tuple[Weight, ...] = Field(
        description="Every known answer, those first of which another value moves most of the priorities."
    )
    not_known: tuple[str, ...] = Field(
        default=(),
        description="Facts that are asked now and not known, “don’t know” among them, as the report counts.",
    )
    bearing: tuple[str, ...] = Field(
        default=(), description="Of these, those that could change the advice, as the report counts them."
    )
    open: tuple[str, ...] = Field(
        description="Facts that may still be answered and can bear on advice, also those that only come to be"
        " asked."
    )
    recommendations: tuple[RecommendationOutlook, ...] = Field(
        description="Every recommendation: those called for in their order, then the others."
    )
