"""What differs between two results of a collaboration, told in the results’ own words."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from typing import get_args

from advisor.model.explanations.changes import Difference, Kind, What
from advisor.model.result import Recommendation, Result

Key = tuple[Kind, str]
"""What can differ: its kind, and its id; the id is empty where there is one of its kind."""
Told = Mapping[Key, object]
"""What a result says of each key. What is not there says nothing."""
KINDS: tuple[Kind, ...] = get_args(Kind)


def told(result: Result) -> dict[Key, object]:
    """Return all that is compared of a result. Two results are alike where this is equal."""
    said: dict[Key, object] = {
        ("phase", ""): result.phase,
        ("driver", ""): result.driver,
        ("formality", ""): result.formality.fit,
    }
    for each in result.recommendations:
        said["recommendation", each.id] = wording(each)
        said["place", each.id] = each.order
    said |= {("strength", each.recommendation): each.title for each in result.strengths}
    said |= {("question", each.fact): True for each in result.find_out}
    said |= {("level", name): each.level for name, each in result.mechanisms.items()}
    verdicts = result.statements | result.further_statements
    said |= {("verdict", name): each.verdict for name, each in verdicts.items()}
    return said


def wording(each: Recommendation) -> tuple[str, ...]:
    """Return what is compared of a recommendation: its verdict, and the words that tell what to do."""
    return (each.verdict, each.title, each.then)


def differing(old: Told, new: Told) -> list[Key]:
    """Return what differs, in the order in which it is told.

    A recommendation that comes or goes has no place to move from or to.
    """
    keys = [key for key in dict.fromkeys((*new, *old)) if old.get(key) != new.get(key)]
    kept = [key for key in keys if key[0] != "place" or (key in old and key in new)]
    return sorted(kept, key=lambda key: KINDS.index(key[0]))


def differences(
    old: Result, new: Result, title_of: Callable[[Kind, str], str] | None = None
) -> tuple[Difference, ...]:
    """Return what differs between two results, without saying why.

    Args:
        old: The earlier result.
        new: The later one.
        title_of: Gives verdicts and levels a name for readers; their ids stand where none is given.
    """
    was, now = told(old), told(new)
    keys = differing(was, now)
    telling = _Telling(old, new, title_of or (lambda kind, name: name or kind))
    return tuple(sorted(telling.each(keys, was, now), key=_place))


def _place(each: Difference) -> tuple[int, int]:
    """Return where a difference is told: of recommendations and moves, what comes first now leads."""
    return KINDS.index(each.kind), each.now_order or each.was_order or 0


class _Telling:
    """Puts differences into the words of the two results."""

    def __init__(self, old: Result, new: Result, title_of: Callable[[Kind, str], str]) -> None:
        self.advice = tuple({each.id: each for each in result.recommendations} for result in (old, new))
        self.questions = {each.fact: each for result in (old, new) for each in result.find_out}
        verdicts = (each.statements | each.further_statements for each in (old, new))
        strengths = {each.recommendation: each.pack for result in (old, new) for each in result.strengths}
        self.packs: dict[tuple[str, str], str | None] = {
            **{("strength", name): pack for name, pack in strengths.items()},
            **{("question", name): each.pack for name, each in self.questions.items()},
            **{("verdict", name): each.pack for some in verdicts for name, each in some.items()},
        }
        self.shifted = _shifted(*self.advice)
        self.title_of = title_of

    def each(self, keys: list[Key], was: Told, now: Told) -> Iterator[Difference]:
        for kind, name in keys:
            one, other = was.get((kind, name)), now.get((kind, name))
            what: What = "appears" if one is None else "vanishes" if other is None else "changes"
            if kind in ("recommendation", "place"):
                yield self._advice(kind, name, "moves" if kind == "place" else what)
                continue
            yield Difference(
                kind=kind,
                id=name,
                what=what,
                title=self._title(kind, name, other or one),
                part=self.questions[name].part if kind == "question" else None,
                pack=self.packs.get((kind, name)),
                was=_plain(one),
                now=_plain(other),
            )

    def _advice(self, kind: Kind, name: str, what: What) -> Difference:
        old, new = self.advice[0].get(name), self.advice[1].get(name)
        named = [each for each in (new, old) if each is not None]
        return Difference(
            kind=kind,
            id=name,
            what=what,
            title=named[0].title,
            pack=named[0].pack,
            was=None if old is None else old.title,
            now=None if new is None else new.title,
            was_order=None if old is None else old.order,
            now_order=None if new is None else new.order,
            was_priority=None if old is None else old.priority,
            now_priority=None if new is None else new.priority,
            shifted=kind == "place" and name in self.shifted,
        )

    def _title(self, kind: Kind, name: str, said: object) -> str:
        if kind == "strength":
            return str(said)
        return self.questions[name].question if kind == "question" else self.title_of(kind, name)


def _plain(said: object) -> str | None:
    """Return what is said as one word or phrase; a question is open or is not."""
    return None if said is None else "open" if said is True else str(said)


def _shifted(old: Mapping[str, Recommendation], new: Mapping[str, Recommendation]) -> set[str]:
    """Return the recommendations that moved only because others did.

    Of those in both, the longest row that stands in the same order before and after has not moved by itself.
    """
    names = sorted((name for name in new if name in old), key=lambda name: new[name].order)
    ends: list[int] = []
    rows: list[tuple[str, ...]] = []
    for name in names:
        at = bisect_left(ends, old[name].order)
        row = (*(rows[at - 1] if at else ()), name)
        ends[at : at + 1], rows[at : at + 1] = [old[name].order], [row]
    return set(rows[-1]) if rows else set()
