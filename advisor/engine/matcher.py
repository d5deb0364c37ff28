"""A matcher for rules without joins: it re-tests only the rules that a new fact can touch.

Every fact of a run has an address of its own (the answers as a whole, or one conclusion), and no rule binds
variables across facts. So whether a rule matches is a yes or no over the facts at the addresses it names, and
a rule has at most one activation. The stock matcher gives the same conclusions and serves as the oracle in
the tests.
"""

from collections.abc import Callable, Iterable

from advisor.engine.facts import Address, address_of
from advisor.engine.library import (
    AND,
    NOT,
    OR,
    Activation,
    Fact,
    InitialFact,
    KnowledgeEngine,
    L,
    Matcher,
    P,
    Rule,
)

Held = dict[Address, Fact]
Test = Callable[[Held], bool]


class DirectMatcher(Matcher):  # type: ignore[misc]
    """Keeps the facts by address, and for each address the rules that name it."""

    def __init__(self, engine: KnowledgeEngine) -> None:
        """Compile the rules of an engine."""
        super().__init__(engine)
        self.touched_by: dict[Address, list[int]] = {}
        self.rules: list[tuple[Rule, Test, tuple[Address, ...]]] = []
        for place, rule in enumerate(sorted(engine.get_rules(), key=lambda each: -each.salience)):
            addresses: dict[Address, None] = {}
            test = _compile(AND(*rule), addresses)
            # A copy, because the rule itself is bound to whichever engine looked at it last.
            self.rules.append((rule.new_conditions(*rule), test, tuple(addresses)))
            for address in addresses:
                self.touched_by.setdefault(address, []).append(place)
        self.reset()

    def reset(self) -> None:
        """Forget the facts of the last run."""
        self.held: Held = {}
        self.active: dict[int, Activation] = {}

    def changes(
        self, adding: Iterable[Fact] = (), deleting: Iterable[Fact] = ()
    ) -> tuple[list[Activation], list[Activation]]:
        """Take in changed facts, and return the activations that this adds and removes."""
        touched: set[int] = set()
        for fact in deleting:
            self.held.pop(address_of(fact), None)
            touched.update(self.touched_by.get(address_of(fact), ()))
        for fact in adding:
            self.held[address_of(fact)] = fact
            touched.update(self.touched_by.get(address_of(fact), ()))
        added, removed = [], []
        for place in sorted(touched):
            rule, test, addresses = self.rules[place]
            matches, active = test(self.held), self.active.get(place)
            if matches and active is None:
                facts = [self.held[one] for one in addresses if one in self.held]
                self.active[place] = Activation(rule, facts)
                added.append(self.active[place])
            elif active is not None and not matches:
                removed.append(self.active.pop(place))
        return added, removed


def _compile(element: object, addresses: dict[Address, None]) -> Test:
    """Return a test for a conditional element, and note the addresses it names."""
    if isinstance(element, Fact):
        return _compile_pattern(element, addresses)
    parts = [_compile(each, addresses) for each in element]  # type: ignore[attr-defined]
    if isinstance(element, AND):
        return lambda held: all(part(held) for part in parts)
    if isinstance(element, OR):
        return lambda held: any(part(held) for part in parts)
    if isinstance(element, NOT):
        (part,) = parts
        return lambda held: not part(held)
    raise TypeError(f"{element!r} is not used in these rules")


def _compile_pattern(pattern: Fact, addresses: dict[Address, None]) -> Test:
    address = address_of(pattern)
    addresses[address] = None
    if isinstance(pattern, InitialFact):
        return lambda held: address in held
    slots = [
        (name, _field_test(constraint))
        for name, constraint in pattern.items()
        if not Fact.is_special(name) and (name, getattr(constraint, "value", None)) != ("id", address[1])
    ]
    if len(slots) == 1:
        ((slot, field_test),) = slots
        return lambda held: (fact := held.get(address)) is not None and field_test(fact[slot])
    return lambda held: (fact := held.get(address)) is not None and all(
        field_test(fact[slot]) for slot, field_test in slots
    )


def _field_test(constraint: object) -> Callable[[object], bool]:
    if isinstance(constraint, L):
        wanted = constraint.value
        return lambda value: bool(value == wanted)
    if isinstance(constraint, P):
        matches: Callable[[object], bool] = constraint.match
        return matches
    return lambda value: bool(value == constraint)
