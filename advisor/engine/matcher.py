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

from advisor.engine.facts import EVERY_ANSWER, Address, Answers, Held, require_known
from advisor.engine.library import Activation, Fact, KnowledgeEngine, Matcher, Rule
from advisor.engine.sentences import Compiler, Test

# How a rule is matched: its number in the order of salience, the bits that it looks at first, which of them
# must be true while the others are false, what must hold besides, and whether the next rule has a lower
# salience. A bare tuple, because nothing else is taken apart as quickly.
Line = tuple[int, int, int, Test | None, bool]
# What an activation binds: experta reads it, and nobody writes to it.
NO_VARIABLES: dict[str, object] = {}


class Match(Activation):  # type: ignore[misc]
    """The one activation of a rule: it binds no variable, and names no fact twice."""

    def __init__(self, rule: Rule, facts: tuple[Fact, ...]) -> None:
        """Note the rule and the facts, as experta does, but without a set of them."""
        self.rule = rule
        self.facts = facts
        self.key = None
        self.context = NO_VARIABLES


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
            holders = tuple(dict.fromkeys(one if " " in one else EVERY_ANSWER for one in named))
            # A copy, because the rule itself is bound to whichever engine looked at it last.
            own, last = rule.new_conditions(*rule), rule.salience != beneath
            self.rules.append((own, holders))
            self.lines.append((number, said.heard, said.wanted, said.further(), last))
        self.places = compiler.places
        # The bits that are true of each value met so far, by address and value.
        self.met: dict[tuple[Address, object], int] = {}
        self.answered = self._meet(EVERY_ANSWER, None)
        # The first rule that something at an address may make match.
        self.first_named = {one: each.named_by[0] for one, each in self.places.items() if each.named_by}
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
        touched: list[int] = []
        for fact in deleting:
            self._take_out(fact, touched)
        for fact in adding:
            self._take_in(fact, touched)
        removed = self._cancelled()
        added = self._matching_again(touched) if touched else []
        if not added and not (self.engine.agenda.activations and self._waits(removed)):
            self._look_ahead(added)
        return added, removed

    def _take_in(self, fact: Fact, touched: list[int]) -> None:
        """Take in a fact, and note the rules looked at that this may make match."""
        if not isinstance(fact, Held):
            require_known(fact)
            return
        whole_case = isinstance(fact, Answers)
        holder = EVERY_ANSWER if whole_case else next(iter(fact))
        if holder in self.facts:
            self._take_out(fact, touched)
        self.facts[holder] = fact
        true, met = self.true, self.met
        for item in fact.items():
            bits = met.get(item)
            true |= self._meet(*item) if bits is None else bits
        self.true = true | self.answered if whole_case else true
        reached, first_named = self.reached, self.first_named
        if reached:
            for address in fact:
                if first_named.get(address, reached) < reached:
                    touched += [one for one in self.places[address].named_by if one < reached]

    def _meet(self, address: Address, value: object) -> int:
        """Return the bits that are true of a value, worked out when it is first met."""
        place = self.places.get(address)
        found = self.met[address, value] = place.true_of(value) if place else 0
        return found

    def _take_out(self, fact: Fact, touched: list[int]) -> None:
        """Forget what stands at the addresses of a fact, and note the rules looked at that name them."""
        if not isinstance(fact, Held):
            return
        holders = [EVERY_ANSWER] if isinstance(fact, Answers) else []
        for address in (*holders, *fact):
            self.facts.pop(address, None)
            place = self.places.get(address)
            if place:
                self.true &= ~place.bits
                touched += [one for one in (*place.named_by, *place.barred_by) if one < self.reached]

    def _cancelled(self) -> list[Activation]:
        """Drop the activations whose rules match no longer, and return them."""
        true, active, found = self.true, self.active, []
        for number in tuple(active):
            _, heard, wanted, rest, _ = self.lines[number]
            if true & heard != wanted or not (rest is None or rest(true)):
                found.append(active.pop(number))
        return found

    def _matching_again(self, touched: list[int]) -> list[Activation]:
        """Return new activations of rules that did not match when they were looked at."""
        true, active, found = self.true, self.active, []
        for number in sorted(set(touched)):
            _, heard, wanted, rest, _ = self.lines[number]
            if number not in active and true & heard == wanted and (rest is None or rest(true)):
                found.append(self._activation(number))
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
        facts = self.facts
        made = self.active[number] = Match(rule, tuple([facts[one] for one in holders if one in facts]))
        return made
