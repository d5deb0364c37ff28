"""The knowledge base as a program: decisions in an order in which each rests only on earlier ones.

A decision gives one subject the value of its first case that is true. Derived facts, circumstances, votes,
verdicts and recommendations are all decisions. Levels of mechanisms are counted from votes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from advisor.errors import ContentRefused, Problem
from advisor.model.condition import Condition, Kind, Subject, atoms
from advisor.model.evidence import Mechanism
from advisor.model.knowledge import KnowledgeBase

ANSWERED = Kind.FACT.value


@dataclass(frozen=True)
class Decision:
    """Gives a subject the value of its first true case, or else the default.

    Attributes:
        subject: What is decided.
        cases: Values and conditions, in order.
        default: Value where no case is true; none: unknown.
        statement: Id of the statement whose verdict this is. Where no case is true and nothing unknown
            could decide it, such a verdict is ``not_applicable``.
    """

    subject: Subject
    cases: tuple[tuple[str, Condition], ...]
    default: str | None = None
    statement: str | None = None

    def rests_on(self) -> Iterator[Subject]:
        """Yield the subjects that must be decided before this one."""
        for _, condition in self.cases:
            yield from (atom.subject for atom in atoms(condition) if atom.subject.kind != ANSWERED)


@dataclass(frozen=True)
class Counted:
    """Gives a derived fact a number counted over answers."""

    subject: Subject
    of: tuple[str, ...]
    values: tuple[str, ...]

    def rests_on(self) -> Iterator[Subject]:
        """Counts rest on answers alone."""
        return iter(())


@dataclass(frozen=True)
class Source:
    """One source of a mechanism: the decision that votes.

    Attributes:
        vote: The decision.
        applies: When it counts; none: always.
        critical: Whether it outweighs the rest.
        carried: Whether it carries over the level of another mechanism, and is no circumstance itself.
    """

    vote: Subject
    applies: Condition | None
    critical: bool = False
    carried: bool = False


@dataclass(frozen=True)
class Levelled:
    """Gives a mechanism the level that its votes make, or that an answer sets outright."""

    subject: Subject
    mechanism: Mechanism
    sources: tuple[Source, ...]

    def rests_on(self) -> Iterator[Subject]:
        """A level rests on the votes of its sources, and on what decides whether they apply."""
        for source in self.sources:
            yield source.vote
            if source.applies is not None:
                yield from (atom.subject for atom in atoms(source.applies) if atom.subject.kind != ANSWERED)


Step = Decision | Counted | Levelled


@dataclass(frozen=True)
class Program:
    """Steps in an order in which each rests only on earlier ones."""

    knowledge: KnowledgeBase
    steps: tuple[Step, ...]

    @cached_property
    def by_subject(self) -> dict[Subject, Step]:
        """Steps by what they decide."""
        return {each.subject: each for each in self.steps}


def in_order(steps: list[Step]) -> tuple[Step, ...]:
    """Return the steps so that each rests only on earlier ones; the order does not depend on hashing.

    Raises:
        ContentRefused: Some rest on one another in a circle.
    """
    by_subject = {step.subject: step for step in steps}
    place = {step.subject: number for number, step in enumerate(steps)}
    graph: dict[Subject, set[Subject]] = {
        step.subject: {one for one in step.rests_on() if one in by_subject} for step in steps
    }
    sorter = TopologicalSorter(graph)
    try:
        sorter.prepare()
    except CycleError as error:
        circle = " → ".join(str(one) for one in error.args[1])
        text = f"rules rest on one another in a circle: {circle}; take one of these conditions out"
        raise ContentRefused([Problem("rules", 0, 0, text)]) from error
    ordered: list[Step] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=place.__getitem__)
        ordered += [by_subject[one] for one in ready]
        sorter.done(*ready)
    return tuple(ordered)
