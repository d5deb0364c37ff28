"""What rules rest on: the subjects and the sentences beneath them, and the numbers worth trying."""

from collections.abc import Collection, Iterable, Mapping

from advisor.engine.program import ANSWERED, Counted, Decision, Levelled, Program
from advisor.model.condition import Atom, Condition, Operator, Subject, atoms

Numbers = Mapping[Subject, tuple[int, ...]]


def conditions_of(step: Decision | Counted | Levelled) -> tuple[Condition, ...]:
    """Return every condition that a step is decided by."""
    match step:
        case Decision():
            return tuple(condition for _, condition in step.cases)
        case Levelled():
            return tuple(source.applies for source in step.sources if source.applies is not None)
        case _:
            return ()


def numbers_worth_trying(program: Program) -> dict[Subject, tuple[int, ...]]:
    """Return, for each fact that is a number, the least and those on either side of each threshold."""
    found: dict[Subject, tuple[int, ...]] = {}
    turns: dict[Subject, set[int]] = {}
    for step in program.steps:
        for condition in conditions_of(step):
            for atom in atoms(condition):
                if atom.operator in (Operator.AT_LEAST, Operator.AT_MOST):
                    turns.setdefault(atom.subject, set()).add(atom.number)
    for fact in program.knowledge.vocabulary.facts:
        if fact.kind == "whole number":
            subject = Subject(ANSWERED, fact.fact)
            least = fact.minimum or 0
            around = {least} | {turn + more for turn in turns.get(subject, ()) for more in (-1, 0, 1)}
            found[subject] = tuple(sorted(number for number in around if number >= least))
    return found


def named(step: Decision | Counted | Levelled) -> tuple[Subject, ...]:
    """Return the subjects that a step names, each once, in a fixed order."""
    found = [atom.subject for condition in conditions_of(step) for atom in atoms(condition)]
    if isinstance(step, Counted):
        found += [Subject(ANSWERED, fact) for fact in step.of]
    elif isinstance(step, Levelled):
        found += [source.vote for source in step.sources]
        if step.mechanism.set_by is not None:
            found.append(Subject(ANSWERED, step.mechanism.set_by.fact))
    return tuple(dict.fromkeys(found))


def beneath(
    subjects: Iterable[Subject], program: Program, free: Collection[str] = ()
) -> tuple[dict[Subject, None], dict[Subject, None]]:
    """Return what some subjects rest on in the end, and the conclusions on the way, they themselves included.

    Args:
        subjects: The subjects.
        program: The program.
        free: Kinds of conclusions that count as the end, as answers do.
    """
    leaves: dict[Subject, None] = {}
    conclusions: dict[Subject, None] = {}
    waiting = list(subjects)
    while waiting:
        subject = waiting.pop(0)
        if subject.kind == ANSWERED or subject.kind in free:
            leaves[subject] = None
        elif subject not in conclusions:
            conclusions[subject] = None
            waiting += named(program.by_subject[subject])
    return leaves, conclusions


def atoms_of(conclusions: Iterable[Subject], program: Program) -> set[Atom]:
    """Return every sentence by which some conclusions are decided."""
    return {
        atom for one in conclusions for each in conditions_of(program.by_subject[one]) for atom in atoms(each)
    }
