"""Works out derived facts from answers, without the engine: for asking questions and for checks.

The engine derives the same facts by rules, and a test holds the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.model.condition import NOT_APPLICABLE, Kind, Subject, Truth, Value, truth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from advisor.model.vocabulary import Count, DerivedFact, Vocabulary


def derive(vocabulary: Vocabulary, answers: Mapping[str, Value]) -> Callable[[Subject], Value | None]:
    """Return what is known of a subject, given answers: none where it is unknown.

    Levels, verdicts and contexts follow from inference only, so here they are always unknown.

    Args:
        vocabulary: All facts.
        answers: Value of each answered fact; read once more at each call, so make a new one when they change.
    """
    found: dict[str, Value | None] = {}

    def value_of(subject: Subject) -> Value | None:
        if subject.kind == Kind.FACT.value:
            return answers.get(subject.id)
        if subject.kind != Kind.DERIVED.value:
            return None
        if subject.id not in found:
            # A fact that hung on itself would be unknown; the check of the content refuses such circles.
            found[subject.id] = None
            derived = vocabulary.derived_by_name.get(subject.id)
            if derived is not None:
                found[subject.id] = _value(derived, answers, value_of)
        return found[subject.id]

    return value_of


def _value(
    derived: DerivedFact, answers: Mapping[str, Value], value_of: Callable[[Subject], Value | None]
) -> Value | None:
    if derived.count is not None:
        return _counted(derived.count, answers)
    for case in derived.cases:
        if truth(case.when, value_of) is Truth.TRUE:
            return case.value
    return None


def _counted(count: Count, answers: Mapping[str, Value]) -> int | None:
    values = [answers[fact] for fact in count.of if answers.get(fact, NOT_APPLICABLE) != NOT_APPLICABLE]
    if not values:
        return None
    if not count.values:
        return sum(len(value) for value in values if isinstance(value, tuple))
    return sum(value in count.values for value in values)
