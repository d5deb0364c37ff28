"""The names that an example may expect something of, and the values that each can take."""

from collections.abc import Iterator

from advisor.engine.compile import CONTRADICTION, RECOMMENDATION, START
from advisor.model.advice import ORDERED_VERDICTS
from advisor.model.condition import UNKNOWN, Kind, Subject
from advisor.model.knowledge import KnowledgeBase

VERDICTS = (*ORDERED_VERDICTS, "find_out")
Values = tuple[str, ...] | None


def expectable(knowledge: KnowledgeBase) -> dict[str, tuple[Subject, Values]]:
    """Return each name with what is meant by it and its values; no values: a whole number."""
    return {name: (subject, values) for name, subject, values in _all(knowledge)}


def _all(knowledge: KnowledgeBase) -> Iterator[tuple[str, Subject, Values]]:
    for statement in knowledge.advice.statements:
        yield statement.id, Subject(Kind.VERDICT.value, statement.id), VERDICTS
    for fact in knowledge.vocabulary.derived:
        values = None if fact.count else (*dict.fromkeys(case.value for case in fact.cases), UNKNOWN)
        yield fact.fact, Subject(Kind.DERIVED.value, fact.fact), values
    for mechanism in knowledge.mechanisms:
        subject = Subject(Kind.LEVEL.value, mechanism.id)
        yield f"level of {mechanism.id}", subject, ("low", "mixed", "high", UNKNOWN)
    for context in knowledge.contexts:
        subject = Subject(Kind.CONTEXT.value, context.id)
        yield f"context {context.id}", subject, ("present", "absent", "partly", UNKNOWN)
    for text in knowledge.advice.recommendations:
        yield f"recommendation {text.id}", Subject(RECOMMENDATION, text.id), (*VERDICTS, UNKNOWN)
    for start in knowledge.advice.start_conditions:
        yield f"condition {start.id}", Subject(START, start.id), ("met", "not_met", UNKNOWN)
    for pair in knowledge.advice.contradictions:
        yield f"contradiction {pair.id}", Subject(CONTRADICTION, pair.id), ("found", UNKNOWN)
