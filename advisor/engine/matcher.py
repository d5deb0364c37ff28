"""A matcher for rules without joins: it looks at a rule when its turn comes, and no sooner.

Every value of a run has an address of its own (one answer, or one conclusion), and no rule binds variables
across facts. So whether a rule matches is a yes or no over the values at the addresses it names, and a rule
has at most one activation.

Rules are looked at from the highest salience down, as far as the first salience at which one matches. Those
beneath wait until nothing is left on the agenda: what fires next is the same as if all were there, for any
strategy that puts salience first. Rules that were looked at are kept up to date when facts come and go.

The stock matcher gives the same conclusions and serves as the oracle in the tests.
"""

from collections.abc import Iterable, Iterator

from advisor.engine.facts import ANSWERED, EVERY_ANSWER, Address, contents
from advisor.engine.library import Activation, Fact, KnowledgeEngine, Matcher, Rule
from advisor.engine.sentences import Compiler, Place, Test

# How a rule is matched: its number in the order of salience, the bits that it looks at first, which of them
# must be true while the others are false, what must hold besides, and whether the next rule has a lower
# salience. A bare tuple, because nothing else is taken apart as quickly.
Line = tuple[int, int, int, Test | None, bool]


class DirectMatcher(Matcher):  # type: ignore[misc]
    """Keeps what is true at every address, and the activations of the rules looked at so far."""

    def __init__(self, engine: KnowledgeEngine) -> None:
        """Compile the rules of an engine."""
        super().__init__(engine)
        rules = sorted(engine.get_rules(), key=lambda each: -each.salience)
        lower = [rule.salience for rule in rules[1:]]
        compiler = Compiler()
        self.rules: list[tuple[Rule, tuple[Address, ...]]] = []
        self.lines: list[Line] = []
        for number, (rule, beneath) in enumerate(zip(rules, [*lower, None], strict=False)):
            said, named = compiler.rule(number, rule)
            holders = tuple(dict.fromkeys(EVERY_ANSWER if one[0] == ANSWERED else one for one in named))
            # A copy, because the rule itself is bound to whichever engine looked at it last.
            own, last = rule.new_conditions(*rule), rule.salience != beneath
            self.rules.append((own, holders))
            self.lines.append((number, said.heard, said.wanted, said.further(), last))
        self.places = compiler.places
        self.reset()

    def reset(self) -> None:
        """Forget the facts of the last run."""
        self.true = 0
        self.facts: dict[Address, Fact] = {}
        self.active: dict[int, Activation] = {}
        self._start_over()

    def _start_over(self) -> None:
        self.reached = 0
        self.ahead: Iterator[Line] = iter(self.lines)

    def changes(
        self, adding: Iterable[Fact] = (), deleting: Iterable[Fact] = ()
    ) -> tuple[list[Activation], list[Activation]]:
        """Take in changed facts, and return the activations that this adds and removes."""
        if not self.active:
            # With no activation to keep up, looking again is simpler than noting what is touched.
            self._start_over()
        touched = self._taken_out(deleting) if deleting else []
        for fact in adding:
            touched = touched + self._taken_in(fact) if touched else self._taken_in(fact)
        added: list[Activation] = []
        removed: list[Activation] = []
        true, active = self.true, self.active
        for number in sorted(set(touched)) if len(touched) > 1 else touched:
            _, heard, wanted, rest, _ = self.lines[number]
            if true & heard == wanted and (rest is None or rest(true)):
                if number not in active:
                    added.append(self._activation(number))
            elif number in active:
                removed.append(active.pop(number))
        if not added and not (self.engine.agenda.activations and self._waits(removed)):
            self._look_ahead(added)
        return added, removed

    def _taken_in(self, fact: Fact) -> list[int]:
        """Take in a fact, and return the rules looked at that this touches."""
        touched: list[int] = []
        places, reached, true = self.places, self.reached, self.true
        held = contents(fact)
        if held:
            self.facts[held[0][0]] = fact
        for address, value in held:
            if address in places:
                place = places[address]
                bits = place.met.get(value)
                true = true & ~place.bits | (place.true_of(value) if bits is None else bits)
                if reached:
                    touched = self._touched(place, touched)
        self.true = true
        return touched

    def _taken_out(self, deleting: Iterable[Fact]) -> list[int]:
        """Take out facts, and return the rules looked at that this touches."""
        touched = []
        for fact in deleting:
            for address, _ in contents(fact):
                self.facts.pop(address, None)
                place = self.places.get(address)
                if place is not None:
                    self.true &= ~place.bits
                    touched += [one for one in (*place.named_by, *place.barred_by) if one < self.reached]
        return touched

    def _touched(self, place: Place, found: list[int]) -> list[int]:
        """Add the rules looked at that something new at an address may make match, or keep from it."""
        reached, active = self.reached, self.active
        for number in place.named_by:
            if number >= reached:
                break
            found.append(number)
        for number in place.barred_by:
            if number >= reached:
                break
            if number in active:
                found.append(number)
        return found

    def _waits(self, removed: list[Activation]) -> bool:
        """Return whether something is left on the agenda when these are taken from it."""
        waiting = self.engine.agenda.activations
        return not all(any(one is each for each in removed) for one in waiting)

    def _look_ahead(self, added: list[Activation]) -> None:
        """Look at further rules, as far as the first salience at which one matches."""
        true = self.true
        number = self.reached - 1
        for number, heard, wanted, rest, last in self.ahead:
            if true & heard == wanted and (rest is None or rest(true)):
                added.append(self._activation(number))
            if last and added:
                break
        self.reached = number + 1

    def _activation(self, number: int) -> Activation:
        rule, holders = self.rules[number]
        made = Activation(rule, filter(None, map(self.facts.get, holders)))
        self.active[number] = made
        return made
