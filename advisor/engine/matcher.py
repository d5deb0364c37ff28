"""A matcher for rules without joins: it re-tests only the rules that a new fact can touch.

Every value of a run has an address of its own (one answer, or one conclusion), and no rule binds variables
across facts. So whether a rule matches is a yes or no over the values at the addresses it names, and a rule
has at most one activation. The stock matcher gives the same conclusions and serves as the oracle in
the tests.
"""

from collections.abc import Callable, Iterable

from advisor.engine.facts import Address, contents
from advisor.engine.library import (
    AND,
    NOT,
    OR,
    Activation,
    Fact,
    KnowledgeEngine,
    L,
    Matcher,
    P,
    Rule,
)

Values = dict[Address, object]
Test = Callable[[Values], bool]
_NOTHING = object()


class DirectMatcher(Matcher):  # type: ignore[misc]
    """Keeps the value at every address, and for each address the rules that name it."""

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
        self.values: Values = {}
        self.facts: dict[Address, Fact] = {}
        self.active: dict[int, Activation] = {}

    def changes(
        self, adding: Iterable[Fact] = (), deleting: Iterable[Fact] = ()
    ) -> tuple[list[Activation], list[Activation]]:
        """Take in changed facts, and return the activations that this adds and removes."""
        touched: set[int] = set()
        for fact in deleting:
            for address, _ in contents(fact):
                self.values.pop(address, None)
                self.facts.pop(address, None)
                touched.update(self.touched_by.get(address, ()))
        for fact in adding:
            for address, value in contents(fact):
                self.values[address] = value
                self.facts[address] = fact
                touched.update(self.touched_by.get(address, ()))
        added, removed = [], []
        for place in sorted(touched):
            rule, test, addresses = self.rules[place]
            if test(self.values):
                if place not in self.active:
                    facts = {id(self.facts[one]): self.facts[one] for one in addresses if one in self.facts}
                    self.active[place] = Activation(rule, facts.values())
                    added.append(self.active[place])
            elif place in self.active:
                removed.append(self.active.pop(place))
        return added, removed


def _compile(element: object, addresses: dict[Address, None]) -> Test:
    """Return a test for a conditional element, and note the addresses it names."""
    if isinstance(element, Fact):
        return _compile_pattern(element, addresses)
    if isinstance(element, AND):
        # Absence first: it is the quickest to test, and false for whatever is already decided.
        element = AND(*sorted(element, key=lambda each: not isinstance(each, NOT)))
    parts = [_compile(each, addresses) for each in element]  # type: ignore[attr-defined]
    if isinstance(element, AND):
        return _all_of(parts)
    if isinstance(element, OR):
        return lambda values: any([part(values) for part in parts])  # noqa: C419 - faster
    if isinstance(element, NOT):
        (part,) = parts
        return lambda values: not part(values)
    raise TypeError(f"{element!r} is not used in these rules")


def _all_of(parts: list[Test]) -> Test:
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 2:  # noqa: PLR2004 - the commonest shape, spelled out because it is run most
        first, second = parts
        return lambda values: first(values) and second(values)
    return lambda values: all([part(values) for part in parts])  # noqa: C419 - faster


def _compile_pattern(pattern: Fact, addresses: dict[Address, None]) -> Test:
    tests = []
    for address, constraint in contents(pattern):
        addresses[address] = None
        tests.append(_field_test(address, constraint))
    return _all_of(tests)


def _field_test(address: Address, constraint: object) -> Test:
    if constraint is None:
        return lambda values: address in values
    if isinstance(constraint, L):
        wanted = constraint.value
        return lambda values: values.get(address, _NOTHING) == wanted
    if isinstance(constraint, P):
        matches: Callable[[object], bool] = constraint.match
        return lambda values: (value := values.get(address, _NOTHING)) is not _NOTHING and matches(value)
    raise TypeError(f"{constraint!r} is not used in these rules")
