"""What outcomes need of a program, read once for all cases: its conditions by number, and its levels."""

from collections.abc import Callable
from functools import cached_property

from advisor.engine.beneath import named
from advisor.engine.columns.plan import Array
from advisor.engine.compile import RECOMMENDATION
from advisor.engine.program import Counted, Levelled, Program
from advisor.explanation.completions.outcomes_levels import level_work
from advisor.model.condition import Condition, Kind, Subject


class Reading:
    """A program as outcomes read it. Built once; every case uses the same.

    Attributes:
        program: The program.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._numbers: dict[Condition, int] = {}
        self._known: dict[int, tuple[Condition, int]] = {}
        self._named: dict[Subject, tuple[Subject, ...]] = {}
        self._levels: dict[Subject, Callable[..., Array]] = {}

    def number(self, condition: Condition) -> int:
        """Return the number of a condition of the program or of a questionnaire; equal ones have the same.

        To compare conditions means to walk through them, so each object is looked at once.
        """
        known = self._known.get(id(condition))
        if known is None:
            number = self._numbers.setdefault(condition, len(self._numbers))
            # Held on to, so that no other object comes to stand in its place.
            known = self._known[id(condition)] = condition, number
        return known[1]

    def named(self, step: Counted | Levelled) -> tuple[Subject, ...]:
        """Return the subjects that a count or a level names."""
        if step.subject not in self._named:
            self._named[step.subject] = named(step)
        return self._named[step.subject]

    def level(self, step: Levelled) -> Callable[..., Array]:
        """Return the work that says which levels votes can make, as :func:`level_work`."""
        if step.subject not in self._levels:
            self._levels[step.subject] = level_work(step, self.program.knowledge.settings)
        return self._levels[step.subject]

    @cached_property
    def asked_for(self) -> frozenset[Subject]:
        """Verdicts that something but a recommendation asks for."""
        others = (step for step in self.program.steps if step.subject.kind != RECOMMENDATION)
        return frozenset(one for step in others for one in named(step) if one.kind == Kind.VERDICT.value)
