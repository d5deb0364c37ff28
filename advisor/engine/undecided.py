"""Which unknown facts could still decide a decision, so that nothing is asked that could change nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from advisor.engine.program import ANSWERED, Counted, Decision, Step
from advisor.model.condition import (
    NOT_APPLICABLE,
    All,
    Atom,
    Condition,
    Not,
    Subject,
    Truth,
    Value,
)

ValueOf = Callable[[Subject], Value | None]


@dataclass
class Prospect:
    """Whether something can still come true.

    Attributes:
        state: True where it is so already; unknown where answers to come could make it so; false where none
            could.
        facts: The facts without an answer on which it hangs, in the order met.
    """

    state: Truth
    facts: dict[str, None] = field(default_factory=dict)


@dataclass
class Outlook:
    """Works out prospects from what is known so far.

    A fact that does not apply has no answer to come: whatever waits for it is closed, either way. Nor is a
    question ever put in the hope that it does not apply.
    """

    steps: Mapping[Subject, Step]
    value_of: ValueOf
    met: dict[tuple[Atom, Truth], Prospect] = field(default_factory=dict)

    def of_any(self, conditions: Iterable[Condition]) -> Prospect:
        """Return the prospect that one of several conditions comes true."""
        return _one_of(self.of(condition, Truth.TRUE) for condition in conditions)

    def of(self, condition: Condition, wanted: Truth) -> Prospect:
        """Return the prospect that a condition comes to be what is wanted: true or false."""
        if isinstance(condition, Atom):
            if (condition, wanted) not in self.met:
                self.met[condition, wanted] = self._of_atom(condition, wanted)
            return self.met[condition, wanted]
        if isinstance(condition, Not):
            return self.of(condition.part, ~wanted)
        joins_all = isinstance(condition, All) == (wanted is Truth.TRUE)
        prospects = (self.of(part, wanted) for part in condition.parts)
        return _all_of(prospects) if joins_all else _one_of(prospects)

    def _of_atom(self, atom: Atom, wanted: Truth) -> Prospect:
        value = self.value_of(atom.subject)
        if value is not None or atom.holds(value) is wanted:
            return Prospect(Truth.TRUE if atom.holds(value) is wanted else Truth.FALSE)
        if atom.subject.kind == ANSWERED:
            hopeless = atom.values == (NOT_APPLICABLE,) and wanted is Truth.TRUE
            return _waiting_for([] if hopeless else [atom.subject.id])
        step = self.steps.get(atom.subject)
        if isinstance(step, Decision):
            return self.of_any(condition for one, condition in step.cases if atom.holds(one) is wanted)
        if isinstance(step, Counted):
            return _waiting_for([one for one in step.of if self.value_of(Subject(ANSWERED, one)) is None])
        # Half the questionnaire bears on the level of a mechanism, so none of it is named.
        return Prospect(Truth.UNKNOWN)


def _waiting_for(facts: list[str]) -> Prospect:
    return Prospect(Truth.UNKNOWN if facts else Truth.FALSE, dict.fromkeys(facts))


def _all_of(prospects: Iterable[Prospect]) -> Prospect:
    parts = list(prospects)
    state = min((part.state for part in parts), key=lambda each: each.value)
    return Prospect(state, _facts(parts) if state is Truth.UNKNOWN else {})


def _one_of(prospects: Iterable[Prospect]) -> Prospect:
    parts = list(prospects)
    state = max((part.state for part in parts), key=lambda each: each.value, default=Truth.FALSE)
    return Prospect(state, _facts(parts) if state is Truth.UNKNOWN else {})


def _facts(parts: list[Prospect]) -> dict[str, None]:
    return {fact: None for part in parts for fact in part.facts}
