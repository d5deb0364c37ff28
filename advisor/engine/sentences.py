"""Rules as bits: each distinct sentence about the value at an address is one bit of a number.

What is true of a value is worked out once and kept, so to test a rule is to compare bits.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from advisor.engine.facts import EVERY_ANSWER, PRESENT, Address, require_known
from advisor.engine.library import AND, NOT, OR, Fact, L, P

Test = Callable[[int], bool]


@dataclass
class Place:
    """An address, and what rules say of the value there.

    Attributes:
        sentences: The bit of each distinct constraint.
        bits: All its bits.
        named_by: Numbers of rules that something here may make match, in order.
        barred_by: Numbers of rules that something here can only keep from matching, in order.
    """

    sentences: dict[object, int] = field(default_factory=dict)
    bits: int = 0
    named_by: list[int] = field(default_factory=list)
    barred_by: list[int] = field(default_factory=list)

    def true_of(self, value: object) -> int:
        """Return the bits that are true of a value."""
        return sum(bit for one, bit in self.sentences.items() if _fits(one, value))


def _fits(constraint: object, value: object) -> bool:
    if isinstance(constraint, L):
        return bool(constraint.value == value)
    return bool(constraint(value))  # type: ignore[operator]


@dataclass
class Sentences:
    """What must hold together.

    Attributes:
        heard: Bits that are looked at first.
        wanted: Which of them must be true; the others must be false.
        rest: What must hold besides.
    """

    heard: int = 0
    wanted: int = 0
    rest: list[Test] = field(default_factory=list)

    def further(self) -> Test | None:
        """Return one test of the rest; none where there is no rest."""
        if len(self.rest) <= 1:
            return self.rest[0] if self.rest else None
        tests = tuple(self.rest)
        return lambda true: all([test(true) for test in tests])  # noqa: C419 - faster

    def test(self) -> Test:
        """Return one test of everything."""
        heard, wanted, further = self.heard, self.wanted, self.further()
        if further is None:
            return lambda true: true & heard == wanted
        return lambda true: true & heard == wanted and further(true)


class Compiler:
    """Turns conditional elements into tests on bits, and keeps the places they name.

    Attributes:
        places: What the rules so far say of each address.
        named: Addresses that the rule in hand names, with whether something there may help it to match.
    """

    def __init__(self) -> None:
        """Start with no place."""
        self.places: dict[Address, Place] = {}
        self.named: dict[Address, bool] = {}
        self._count = 0

    def rule(self, number: int, elements: Iterable[object]) -> tuple[Sentences, tuple[Address, ...]]:
        """Return what a rule asks, and the addresses it names; note its number with them."""
        self.named = {}
        found = Sentences()
        self._add(elements, found, helps=True)
        for address, helps in self.named.items():
            place = self.places[address]
            (place.named_by if helps else place.barred_by).append(number)
        return found, tuple(self.named)

    def _add(self, elements: Iterable[object], found: Sentences, *, helps: bool) -> None:
        """Add elements that must all hold."""
        for element in elements:
            if isinstance(element, Fact):
                bits = self._bits(element, helps=helps)
                found.rest += [_never] if bits & found.heard & ~found.wanted else []
                found.heard |= bits
                found.wanted |= bits
            elif isinstance(element, AND):
                self._add(element, found, helps=helps)
            elif isinstance(element, NOT):
                self._add_absence(element[0], found, helps=not helps)
            else:
                found.rest.append(self._one_of(element, helps=helps))

    def _add_absence(self, element: object, found: Sentences, *, helps: bool) -> None:
        if isinstance(element, Fact):
            bits = self._bits(element, helps=helps)
            if bits.bit_count() == 1 and not bits & found.wanted:
                found.heard |= bits
            else:
                found.rest.append(lambda true: true & bits != bits)
            return
        test = self._test(element, helps=helps)
        found.rest.append(lambda true: not test(true))

    def _test(self, element: object, *, helps: bool) -> Test:
        found = Sentences()
        self._add([element], found, helps=helps)
        return found.test()

    def _one_of(self, element: object, *, helps: bool) -> Test:
        """Return a test of which one part must hold."""
        if not isinstance(element, OR):
            raise TypeError(f"{element!r} is not used in these rules")
        any_bit, tests = 0, []
        for part in element:
            bits = self._bits(part, helps=helps) if isinstance(part, Fact) else 0
            if bits.bit_count() == 1:
                any_bit |= bits
            else:
                tests.append(self._test(part, helps=helps))
        if not tests:
            return lambda true: true & any_bit != 0
        if len(tests) == 1:
            (only,) = tests
            return lambda true: true & any_bit != 0 or only(true)
        return lambda true: true & any_bit != 0 or any([test(true) for test in tests])  # noqa: C419 - faster

    def _bits(self, pattern: Fact, *, helps: bool) -> int:
        """Return the bits of a pattern, all of which must be true for it to match."""
        require_known(pattern)
        found = 0
        # Whatever is said of one answer says that there are answers.
        for address, constraint in pattern.items() or [(EVERY_ANSWER, PRESENT)]:
            self.named[address] = self.named.get(address, False) or helps
            found |= self._bit(self.places.setdefault(address, Place()), constraint)
        return found

    def _bit(self, place: Place, constraint: object) -> int:
        if not isinstance(constraint, L | P):
            raise TypeError(f"{constraint!r} is not used in these rules")
        sentence = constraint.match if isinstance(constraint, P) else constraint
        if sentence not in place.sentences:
            place.sentences[sentence] = 1 << self._count
            place.bits |= 1 << self._count
            self._count += 1
        return place.sentences[sentence]


def _never(_: int) -> bool:
    return False
