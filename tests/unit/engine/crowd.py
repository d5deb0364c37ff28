"""Rules that show the fault of experta’s stock strategy: one derives a fact, one needs its absence.

Run with the size of the crowd as arguments, it prints how often the stock engine fires the wrong rule.
"""

import sys
from collections.abc import Callable, Iterator

from advisor.engine.facts import PRESENT, Answers, Conclusion
from advisor.engine.library import (
    AND,
    NOT,
    DepthStrategy,
    KnowledgeEngine,
    L,
    Matcher,
    ReteMatcher,
    Rule,
    Strategy,
)

TRIALS = 40
WRONG = "needs_absence"
NEWEST = Conclusion.of({"derived newest": "yes"})
FIRST_OF_ALL = Conclusion.of({"derived newest": PRESENT})


def noting(name: str, then: Callable[[], Conclusion] | None = None) -> Callable[[KnowledgeEngine], None]:
    """Return what a rule does: it notes its name, and asserts a fact where there is one to assert."""

    def fire(engine: KnowledgeEngine) -> None:
        engine.fired.append(name)
        if then is not None:
            engine.declare(then())

    fire.__name__ = name
    return fire


def engine_class(
    crowd: int, strategy: type[Strategy], matcher: type[Matcher], *, by_salience: bool
) -> type[KnowledgeEngine]:
    """Return an engine whose rules are these two and a crowd at one salience.

    The rule that derives goes first by its salience, or else because it rests on the newest fact.
    """
    derived, there = Conclusion.of({"derived it": "yes"}), Conclusion.of({"derived it": PRESENT})
    first = Rule(Answers(x=L("yes")), salience=1) if by_salience else Rule(FIRST_OF_ALL.copy())
    rules = {"derive": first(noting("derive", derived.copy))}
    rules[WRONG] = Rule(AND(Answers(x=L("yes")), NOT(there.copy())))(noting(WRONG))
    for number in range(crowd):
        name = f"{'mo'[number % 2]}_bystander_{number}"
        rules[name] = Rule(Answers(x=L("yes")))(noting(name))
    return type("Crowded", (KnowledgeEngine,), {**rules, "__strategy__": strategy, "__matcher__": matcher})


def runs(
    crowd: int, strategy: type[Strategy], matcher: type[Matcher], *, by_salience: bool = True
) -> Iterator[tuple[str, ...]]:
    """Yield the names of the rules that fired, in order, in one fresh engine after another."""
    for _ in range(TRIALS):
        engine = engine_class(crowd, strategy, matcher, by_salience=by_salience)()
        engine.fired = []
        engine.reset()
        engine.declare(Answers(x="yes"), NEWEST.copy())
        engine.run()
        yield tuple(engine.fired)


def wrong(crowd: int, strategy: type[Strategy], matcher: type[Matcher], *, by_salience: bool = True) -> int:
    """Return in how many runs the rule fired although the fact was there."""
    return sum(WRONG in fired for fired in runs(crowd, strategy, matcher, by_salience=by_salience))


if __name__ == "__main__":
    print(*(wrong(int(crowd), DepthStrategy, ReteMatcher) for crowd in sys.argv[1:]))
