"""What other numbers of a portfolio say of a breakdown: how many some of its classes hold at least.

Equal sets show equal numbers, and a part never shows more than its whole, because all are rounded alike. So
lists and breakdowns say nothing new of one another, but for two: what comes first is called for by verdicts
that are broken down by themselves, and groups that are alike stand at levels that are broken down too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from advisor.advice.order import RANK
from advisor.model.condition import NOT_APPLICABLE
from advisor.model.knowledge import KnowledgeBase
from advisor.portfolio.alike import CARRYING
from advisor.portfolio.bounds import AtLeast, Set, bounds, subsets
from advisor.portfolio.disclosure import FEWEST_TO_DIVIDE, range_of, rounded, size
from advisor.portfolio.model import Alike, Concern, First
from advisor.portfolio.standing import LEVELS

ALL_LOW = "all_low"


def calls_at_least(
    first: Iterable[First],
    counts: Mapping[str, Mapping[str, int]],
    knowledge: KnowledgeBase,
    total: int,
) -> dict[str, AtLeast]:
    """Return, for each statement, how many its calls to do something hold at least.

    A recommendation that comes first in so many is called for by one of its statements in each of them.

    Args:
        first: How often recommendations come first, as published.
        counts: Exact verdicts of each statement.
        knowledge: The rules.
        total: How many collaborations there are.
    """
    statements = {each.id: each.statements for each in knowledge.advice.recommendations}
    found: dict[str, dict[Set, int]] = {}
    for one in first:
        least = range_of(one.count, total)[0]
        most = {name: _most_calls(counts[name]) for name in statements[one.recommendation]}
        for name, its_most in most.items():
            calls = _calls(counts[name])
            mine = least - sum(most.values()) + its_most
            if calls and mine > 0:
                known = found.setdefault(name, {})
                known[calls] = max(known.get(calls, 0), mine)
    return dict(found)


def _verdicts(counts: Mapping[str, int]) -> list[str]:
    return [one for one in counts if one != NOT_APPLICABLE]


def _calls(counts: Mapping[str, int]) -> Set:
    """Return the places of the verdicts that call for something."""
    return frozenset(place for place, one in enumerate(_verdicts(counts)) if one in RANK)


def _most_calls(counts: Mapping[str, int]) -> int:
    """Return how many the numbers of a statement allow to be called on at most, were they shown."""
    inside = sum(counts[one] for one in _verdicts(counts))
    ranges = [range_of(rounded(counts[one]), inside) for one in _verdicts(counts)]
    return bounds(ranges, _calls(counts), inside)[1]


def levels_at_least(
    mechanism: str, alike: Sequence[Alike], concerns: Iterable[Concern], total: int
) -> AtLeast:
    """Return how many collaborations sets of levels hold at least, as groups that are alike tell.

    Where a level is the lowest of trust, faith and confidence, those that are not named stand above it.
    """
    if mechanism not in CARRYING:
        return {}
    parts = list(_parts(mechanism, alike, concerns, total))
    found = {some: sum(least for where, least in parts if where <= some) for some in subsets(len(LEVELS))}
    return {some: least for some, least in found.items() if least}


def _parts(
    mechanism: str, alike: Sequence[Alike], concerns: Iterable[Concern], total: int
) -> Iterator[tuple[Set, int]]:
    """Yield where groups without a common member stand, and how many they are at least."""
    all_low = 0
    for group in alike:
        least = max(FEWEST_TO_DIVIDE, range_of(group.count, total)[0])
        place = LEVELS.index(group.level)
        here = mechanism in group.lowest
        yield frozenset([place]) if here else frozenset(range(place + 1, len(LEVELS))), least
        all_low += least if group.level == LEVELS[0] and set(group.lowest) == set(CARRYING) else 0
    said = next(
        (range_of(one.count, total)[0] for one in concerns if one.id == ALL_LOW and size(one.count)), 0
    )
    if said > all_low:
        yield frozenset([0]), said - all_low
