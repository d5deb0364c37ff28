"""What ``advisor explain`` returns: why a conclusion was drawn, and why another was not."""

from typing import Literal

from pydantic import Field

from advisor.model.base import Model
from advisor.model.result import Answer, Sign, SourceReference, Versions
from advisor.model.vocabulary import Changeable

SCHEMA = "advisor/explain/1"

GroundKind = Literal[
    "statement",
    "recommendation",
    "mechanism",
    "circumstance",
    "derived",
    "link",
    "answer",
    "absence",
    "either",
    "together",
    "applies",
]
Effect = Literal["helps", "harms", "mixed"]
Reach = Literal["unknown", "changeable", "fixed", "fixed_or_more", "more", "open", "closed", "no_rule"]
FROM_PACK = "Title of the pack it comes from; none: the core pack, the two papers."


class Topic(Model):
    """Something that can be explained."""

    kind: Literal["statement", "recommendation", "mechanism", "circumstance", "derived"] = Field(
        description="What it is."
    )
    id: str = Field(description="Its id.")
    name: str = Field(description="Its name for readers.")
    ask: str = Field(description="What to ask for, so that nothing else is meant.")
    pack: str | None = Field(default=None, description=FROM_PACK)


class Tally(Model):
    """How the votes on a mechanism stand."""

    up: int = Field(description="Sources that raise it.")
    down: int = Field(description="Sources that lower it.")
    both: int = Field(description="Sources that pull both ways.")
    known: int = Field(description="Sources whose state is known.")
    sources: int = Field(description="Sources that apply to this case.")
    decided_by: Literal["harm", "answer", "votes", "too_few"] = Field(
        description="A critical harm, an answer that asks it outright, the votes, or too little known."
    )
    packs: tuple[str, ...] = Field(
        default=(), description="Titles of packs that some of the sources come from, beside the two papers."
    )


class Unless(Model):
    """A line of the rule that stands before the one that decided, and would have decided otherwise."""

    value: str = Field(description="What it would have concluded.")
    state: Literal["not_shown", "ruled_out"] = Field(
        description="Not shown: nobody has answered what it asks. Ruled out: answers say otherwise."
    )
    says: tuple[str, ...] = Field(
        default=(), description="Where it is not shown: what would show it, one clause for each way."
    )
    answers: "tuple[Ground, ...]" = Field(default=(), description="Answers that rule it out.")
    facts: tuple[str, ...] = Field(
        default=(), description="Where it is not shown: facts, or conclusions, that are not known."
    )


class Ground(Model):
    """One node of the chain from answers to a conclusion."""

    number: str = Field(default="", description="Its place in the tree, such as 1.2; empty at the root.")
    kind: GroundKind = Field(
        description="What it is. either: each of the nodes below is enough alone. together: one way of"
        " several. applies: why the rule is for this collaboration at all."
    )
    id: str = Field(default="", description="Its id.")
    name: str = Field(default="", description="A short name.")
    value: Answer | None = Field(
        default=None, description="Its value here; none where it is unknown. Of a link: the vote it casts."
    )
    says: str = Field(default="", description="It in plain words, true of this case.")
    pack: str | None = Field(default=None, description=FROM_PACK)
    links: tuple[str, ...] = Field(default=(), description="Links of the papers that state it.")
    effect: Effect | None = Field(default=None, description="Of a link: what it does here.")
    critical: bool = Field(default=False, description="Of a link: whether it outweighs the rest.")
    turned: bool = Field(
        default=False, description="Of a link: whether it works the other way, because its cause is absent."
    )
    tally: Tally | None = Field(default=None, description="Of a mechanism: how its votes stand.")
    sources: tuple[SourceReference, ...] = Field(default=(), description="Places in the papers.")
    under: "tuple[Ground, ...]" = Field(default=(), description="What it rests on.")
    unless: tuple[Unless, ...] = Field(default=(), description="What would have decided otherwise.")
    see: str | None = Field(default=None, description="Number of the node where its grounds stand already.")
    folded: bool = Field(default=False, description="Whether its grounds are left out until asked for.")

    def leaves(self) -> "tuple[Ground, ...]":
        """Return the answers, and absences of answers, at the ends of the tree."""
        if not self.under:
            return (self,)
        return tuple(leaf for each in self.under for leaf in each.leaves())

    def every(self) -> "tuple[Ground, ...]":
        """Return this node and all nodes below it."""
        return (self, *(one for each in self.under for one in each.every()))


class Carrier(Model):
    """A link of the papers that carries a statement, and whether it is at work in this case."""

    link: str = Field(description="Id of the link.")
    mechanism: str = Field(description="Mechanism it acts on.")
    says: str = Field(description="The effect in one plain sentence.")
    at_work: Sign | None = Field(description="The vote it casts in this case; none where it casts none.")
    pack: str | None = Field(default=None, description=FROM_PACK)
    sources: tuple[SourceReference, ...] = Field(description="Places in the papers.")


class Needed(Model):
    """One thing that a line of a rule asks for."""

    says: str = Field(description="What it asks, as a clause.")
    state: Literal["met", "unknown", "otherwise"] = Field(description="Whether it is so in this case.")
    now: str = Field(default="", description="What was answered instead, as a clause; empty where nothing.")
    facts: tuple[str, ...] = Field(default=(), description="Facts behind it.")
    fixed: bool = Field(default=False, description="Whether the partners can change none of those facts.")


class Way(Model):
    """One way in which a rule could have come true."""

    value: str = Field(description="What it would conclude.")
    needed: tuple[Needed, ...] = Field(description="All that it asks for.")


class OtherAnswer(Model):
    """One answer that would have to be another."""

    fact: str = Field(description="Name of the fact.")
    name: str = Field(description="Short name of the fact.")
    changeable: Changeable = Field(description="Whether the partners can change it.")
    now: Answer | None = Field(description="The answer given; none where nobody has answered.")
    now_says: str = Field(default="", description="The answer given, as a clause.")
    to: tuple[Answer | None, ...] = Field(
        description="Answers any of which would do, alike for this rule; null: nobody has answered."
    )
    to_says: str = Field(description="Those answers, as one clause.")


class Flip(Model):
    """A smallest set of other answers that would bring the conclusion about; confirmed by the rules."""

    kind: Literal["unknown", "yours", "partly", "fixed", "open"] = Field(
        description="Unknown: only answers nobody has given. Otherwise how far the partners can change the"
        " known answers: all of them, some only in part, or some not at all. That a known answer does not"
        " apply counts as not in their hands. Open: a known answer would have to be unknown."
    )
    gives: str = Field(description="What would be concluded.")
    answers: tuple[OtherAnswer, ...] = Field(description="The answers, all of them together.")


class WhyNot(Model):
    """Why another conclusion was not drawn, and what would bring it about."""

    goals: tuple[str, ...] = Field(description="Conclusions that were looked for.")
    ways: tuple[Way, ...] = Field(default=(), description="The ways that come nearest.")
    overruled_by: str | None = Field(
        default=None, description="Conclusion of an earlier line that holds and so decides."
    )
    flips: tuple[Flip, ...] = Field(default=(), description="Smallest sets of other answers.")
    further: int = Field(default=0, description="How many more sets as small were found.")
    searched: int = Field(description="How many changes at once were tried, all of that many or fewer.")
    reach: Reach = Field(
        description="How it can come about: by answers not given; by answers that the partners can change;"
        " only by facts they cannot change, every other combination tried where ``tried`` says how many; by"
        " those facts, or by more changes of others than were tried; only by more changes than were tried;"
        " only where a known answer is unknown; by no other answers at all, every combination tried, “does"
        " not apply” and “unknown” among them; or never, because no rule concludes it."
    )
    tried: int | None = Field(
        default=None, description="Combinations tried where every one was; none where some were not."
    )


class Explanation(Model):
    """Why a conclusion was drawn in one case, and why another was not."""

    schema_: str = Field(default=SCHEMA, alias="schema", description="Name and number of this shape.")
    case: str = Field(description="Name of the collaboration.")
    versions: Versions = Field(description="What made this explanation.")
    topic: Topic = Field(description="What is explained.")
    value: str | None = Field(description="What was concluded; none where it is unknown.")
    why: Ground = Field(description="The conclusion, and below it all that it rests on.")
    why_not: tuple[WhyNot, ...] = Field(default=(), description="Why not otherwise.")
    carried_by: tuple[Carrier, ...] = Field(default=(), description="Links that carry the statements.")
    order: int | None = Field(default=None, description="Place of a recommendation in the order.")
    order_reasons: tuple[str, ...] = Field(default=(), description="Why it stands there, in words.")


class Explainable(Model):
    """One thing that can be explained, and how it stands in a case."""

    topic: Topic = Field(description="The thing.")
    value: str | None = Field(description="What was concluded; none where it is unknown.")
    says: str = Field(description="It in plain words: what was concluded, or its name.")


class Explainables(Model):
    """What can be explained in one case: the first things to ask about."""

    schema_: str = Field(default="advisor/explainables/1", alias="schema", description="Name and number.")
    case: str = Field(description="Name of the collaboration.")
    versions: Versions = Field(description="What made this list.")
    topics: tuple[Explainable, ...] = Field(description="In the order of reading.")
