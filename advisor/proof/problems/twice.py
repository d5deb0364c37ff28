"""What an id that stands twice makes doubtful: everything that speaks of it, and what speaks of that."""

from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from advisor.content.references import Key
from advisor.errors import Problem
from advisor.model.advice import RecommendationText, Statement
from advisor.model.condition import Kind, atoms
from advisor.model.knowledge import KnowledgeBase
from advisor.proof.problems.rules import conditions_in, items_of

CODE = "duplicate-id"
FOLLOWS = (CODE, "missing-part", "covered-rule")
"""Kinds of problem that may be there only because nobody knows which of two is meant."""

LISTS = {
    Kind.FACT.value: "facts",
    Kind.DERIVED.value: "derived",
    Kind.CONTEXT.value: "contexts",
    Kind.VERDICT.value: "statements",
}


def doubtful(knowledge: KnowledgeBase, problems: Iterable[Problem]) -> set[Key]:
    """Return the items that stand twice, and those that rest on one, by list and id."""
    twice = {problem.rule for problem in problems if problem.code == CODE}
    if not twice:
        return set()
    named = {key: set(_named(item)) for key, item in items_of(knowledge)}
    found = {key for key in named if key[1] in twice} | {("facts", one) for one in twice}
    waiting = True
    while waiting:
        further = {key for key, names in named.items() if key not in found and names & found}
        found |= further
        waiting = bool(further)
    return found


def _named(item: BaseModel) -> Iterator[Key]:
    """Yield what an item speaks of."""
    for _, condition in conditions_in(item):
        yield from (
            (LISTS[atom.subject.kind], atom.subject.id)
            for atom in atoms(condition)
            if atom.subject.kind in LISTS
        )
    if isinstance(item, RecommendationText):
        yield from (("statements", one) for one in item.statements)
    if isinstance(item, Statement) and item.follows:
        yield "statements", item.follows
