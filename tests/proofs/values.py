"""The values to try for a subject: all of them, unknown and “does not apply” included."""

from itertools import combinations

from advisor.engine.program import ANSWERED, Counted, Decision
from advisor.model.condition import NOT_APPLICABLE, Operator, Subject, atoms

MOST_TICKS_IN_FULL = 4
"""Of more ticks than this, every set is too many for an array."""


def values_to_try(subject, program, *, whole=True):
    """Return the values of a subject.

    Args:
        subject: A fact or a conclusion.
        program: The program.
        whole: Whether every set of many ticks is wanted, or each tick alone, without one, and all together.
    """
    if subject.kind == ANSWERED:
        return [None, NOT_APPLICABLE, *_fact_values(subject, program, whole=whole)]
    step = program.by_subject[subject]
    if isinstance(step, Counted):
        definitions = program.knowledge.vocabulary.by_name
        most = len(step.of) if step.values else sum(len(definitions[fact].values) for fact in step.of)
        return [None, *range(most + 1)]
    if isinstance(step, Decision):
        may_not_apply = [NOT_APPLICABLE] if step.statement else []
        return list(dict.fromkeys([step.default, *(value for value, _ in step.cases), *may_not_apply]))
    return [None, "low", "mixed", "high"]


def _fact_values(subject, program, *, whole):
    definition = program.knowledge.vocabulary.by_name[subject.id]
    if definition.kind == "whole number":
        return _numbers(subject, definition, program)
    values = tuple(definition.by_value)
    if definition.kind == "one of":
        return values
    sizes = range(1, len(values) + 1)
    if not whole and len(values) > MOST_TICKS_IN_FULL:
        sizes = (1, len(values) - 1, len(values))
    return [ticks for size in sizes for ticks in combinations(values, size)]


def _numbers(subject, definition, program):
    """Return the numbers around each at which a rule turns, and the smallest one allowed."""
    conditions = [one for step in program.steps if isinstance(step, Decision) for _, one in step.cases]
    turns = {
        atom.number
        for condition in conditions
        for atom in atoms(condition)
        if atom.subject == subject and atom.operator in (Operator.AT_LEAST, Operator.AT_MOST)
    }
    smallest = definition.minimum or 0
    around = {smallest} | {turn + more for turn in turns for more in (-1, 0, 1)}
    return sorted(number for number in around if number >= smallest)


def own_subjects(step):
    """Return the subjects that a step names, in a fixed order."""
    if isinstance(step, Decision):
        named = [atom.subject for _, condition in step.cases for atom in atoms(condition)]
    elif isinstance(step, Counted):
        named = [_answered(fact) for fact in step.of]
    else:
        named = [source.vote for source in step.sources]
        named += [atom.subject for source in step.sources if source.applies for atom in atoms(source.applies)]
        named += [_answered(step.mechanism.set_by.fact)] if step.mechanism.set_by else []
    return list(dict.fromkeys(named))


def facts_beneath(step, program):
    """Return the facts that a step rests on in the end, in a fixed order."""
    found, waiting, seen = {}, own_subjects(step), set()
    while waiting:
        subject = waiting.pop(0)
        if subject.kind == ANSWERED:
            found[subject] = None
        elif subject not in seen:
            seen.add(subject)
            waiting += own_subjects(program.by_subject[subject])
    return list(found)


def _answered(fact):
    return Subject(ANSWERED, fact)
