"""The graph as data: questions, facts, rules and recommendations, and which of them rest on which.

It is read from the knowledge base as authors wrote it, so every link can name the line it comes from.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

from advisor.model.condition import All, Any, Atom, Condition, Not, Operator, Subject

NodeKind = Literal[
    "question",
    "fact",
    "derived",
    "context",
    "mechanism",
    "statement",
    "recommendation",
    "start",
    "contradiction",
]
KINDS: tuple[NodeKind, ...] = get_args(NodeKind)
"""Kinds of nodes, in the order in which one leads to the next."""
EdgeKind = Literal["asks", "decides", "acts", "words", "works through", "after", "opens", "loop"]
FLOW: tuple[EdgeKind, ...] = ("asks", "decides", "acts", "words")
"""Kinds of links along which something follows. The others are told, and lead nowhere in a picture."""
RANK: dict[str, int] = {"decides": 3, "acts": 2, "asks": 1, "words": 0}
KIND_OF_SUBJECT: dict[str, NodeKind] = {
    "fact": "fact",
    "derived": "derived",
    "level of": "mechanism",
    "verdict of": "statement",
    "context": "context",
}


@dataclass(frozen=True)
class Node:
    """One thing of the knowledge base.

    Attributes:
        kind: What it is.
        id: Its id among those of its kind.
        name: It in words.
        rule: What is written of it, as pairs of a name and a line: verdicts, values, wordings.
        pack: Title of the pack it comes from; none: the core pack, the two papers.
    """

    kind: NodeKind
    id: str
    name: str
    rule: tuple[tuple[str, str], ...] = ()
    pack: str | None = None

    @property
    def key(self) -> str:
        """Kind and id: facts and circumstances share some ids, and so do questions and statements."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Edge:
    """One thing that rests on another.

    Attributes:
        from_: Key of what it rests on.
        to: Key of what rests on it.
        kind: How.
        absent: Whether it counts only where something does not hold or is unknown.
        sign: Direction of an effect; empty for other links.
        when: The lines that say so.
        pack: Title of the pack that alone says so; none: the core pack, the two papers, says it.
    """

    from_: str
    to: str
    kind: EdgeKind
    absent: bool = False
    sign: str = ""
    when: tuple[str, ...] = ()
    pack: str | None = None

    @property
    def shown_sign(self) -> str:
        """The sign as people read it."""
        return self.sign.replace("-", "\N{MINUS SIGN}")


@dataclass(frozen=True)
class Graph:
    """All nodes, in the order of the content, and all links."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @cached_property
    def by_key(self) -> dict[str, Node]:
        """Nodes by key."""
        return {each.key: each for each in self.nodes}

    @cached_property
    def into(self) -> dict[str, list[Edge]]:
        """The links along which something follows, by where they lead."""
        return self._gathered(lambda edge: edge.to)

    @cached_property
    def out_of(self) -> dict[str, list[Edge]]:
        """The links along which something follows, by where they begin."""
        return self._gathered(lambda edge: edge.from_)

    def _gathered(self, end: Callable[[Edge], str]) -> dict[str, list[Edge]]:
        found: dict[str, list[Edge]] = {each.key: [] for each in self.nodes}
        for edge in self.edges:
            if edge.kind in FLOW:
                found[end(edge)].append(edge)
        return found

    def told(self, key: str, kind: EdgeKind) -> list[Edge]:
        """Return the links of a kind that begin at a node."""
        return [edge for edge in self.edges if edge.kind == kind and edge.from_ == key]


@dataclass
class Gatherer:
    """Collects links: one for each pair of nodes, with all the lines that make it."""

    found: dict[tuple[str, str, bool], Edge] = field(default_factory=dict)

    def add(self, edge: Edge) -> None:
        """Add a link to what is there between the two."""
        key = (edge.from_, edge.to, edge.kind in FLOW)
        before = self.found.get(key)
        if before is not None and edge.kind in FLOW:
            stronger = max(before, edge, key=lambda each: RANK[each.kind])
            signs = before.sign if before.sign == edge.sign or not edge.sign else before.sign + edge.sign
            edge = Edge(
                edge.from_,
                edge.to,
                stronger.kind,
                absent=before.absent and edge.absent,
                sign="".join(dict.fromkeys(signs)),
                when=tuple(dict.fromkeys((*before.when, *edge.when))),
                pack=before.pack if before.pack == edge.pack else None,
            )
        self.found[key] = edge

    def rests(self, to: str, condition: Condition | None, line: str, kind: EdgeKind = "decides") -> None:
        """Add the links from everything that a condition speaks of."""
        if condition is not None:
            for atom, absent in with_sign(condition):
                said = (
                    f"{line}: {'not ' if absent and atom.operator is not Operator.IS_UNKNOWN else ''}{atom}"
                )
                self.add(Edge(key_of(atom.subject), to, kind, absent=absent, when=(said,)))


def key_of(subject: Subject) -> str:
    """Return the key of the node that a condition speaks of."""
    return f"{KIND_OF_SUBJECT[subject.kind]}:{subject.id}"


def with_sign(condition: Condition, *, absent: bool = False) -> Iterator[tuple[Atom, bool]]:
    """Yield each atom of a condition, and whether it counts only where it does not hold or is unknown."""
    match condition:
        case Atom():
            yield condition, absent or condition.operator is Operator.IS_UNKNOWN
        case Not(part):
            yield from with_sign(part, absent=not absent)
        case All(parts) | Any(parts):
            for part in parts:
                yield from with_sign(part, absent=absent)


def said(condition: Condition | None) -> str:
    """Return a condition on one line, without the brackets around the whole."""
    text = "" if condition is None else str(condition)
    return text[1:-1] if isinstance(condition, All | Any) else text


def lines(pairs: Iterable[tuple[str, Condition | None]]) -> tuple[tuple[str, str], ...]:
    """Return named conditions as text, leaving out those that are not there."""
    return tuple((name, said(condition)) for name, condition in pairs if condition is not None)
