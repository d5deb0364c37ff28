"""Which facts could still decide a decision: the unknown ones to ask, and those that do not apply."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from advisor.engine.program import ANSWERED, Decision
from advisor.model.condition import Condition, Subject, Truth, Value, supporting_atoms

ValueOf = Callable[[Subject], Value | None]


@dataclass
class Undecided:
    """Facts that keep conditions undecided.

    Attributes:
        unknown: Facts without an answer, in the order met.
        not_applicable: Facts answered as “does not apply”, in the order met.
    """

    unknown: dict[str, None] = field(default_factory=dict)
    not_applicable: dict[str, None] = field(default_factory=dict)


def undecided_facts(
    decision: Decision, decisions: Mapping[Subject, Decision], value_of: ValueOf
) -> Undecided:
    """Return the facts on which the undecided cases of a decision hang.

    Branches that are already decided are not followed, so nothing is named that could change nothing.
    """
    found = Undecided()
    seen: set[Subject] = set()
    for _, condition in decision.cases:
        _follow(condition, decisions, value_of, found, seen)
    return found


def _follow(
    condition: Condition,
    decisions: Mapping[Subject, Decision],
    value_of: ValueOf,
    found: Undecided,
    seen: set[Subject],
) -> None:
    for atom in supporting_atoms(condition, value_of, Truth.UNKNOWN):
        subject = atom.subject
        if subject.kind == ANSWERED:
            missing = value_of(subject) is None
            (found.unknown if missing else found.not_applicable)[subject.id] = None
        elif subject in decisions and subject not in seen:
            seen.add(subject)
            for _, inner in decisions[subject].cases:
                _follow(inner, decisions, value_of, found, seen)
