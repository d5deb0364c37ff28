"""Finds one thing in the graph, and all that feeds it or that it feeds."""

from dataclasses import dataclass

from advisor.content.nearest import nearest
from advisor.errors import CommandError
from advisor.report.graph.data import FLOW, Edge, Graph, Node, NodeKind

PREFERRED: tuple[NodeKind, ...] = (
    "statement",
    "recommendation",
    "fact",
    "derived",
    "context",
    "mechanism",
    "question",
    "start",
    "contradiction",
)
"""Which is meant where several things share an id, the likeliest first."""


@dataclass(frozen=True)
class Part:
    """A part of the graph.

    Attributes:
        focus: What it is about; none: the whole.
        nodes: Its nodes.
        edges: Its links, all of a kind along which something follows.
        before: Links that feed the focus, near or far.
        after: Links that it feeds.
        folded: Nodes at which the search stopped, and how many links were not followed.
    """

    focus: Node | None
    nodes: tuple[Node, ...]
    before: tuple[Edge, ...]
    after: tuple[Edge, ...]
    folded: dict[str, int]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """All links."""
        return (*self.before, *self.after)


def find(graph: Graph, name: str) -> tuple[Node, list[Node]]:
    """Return the node with this id, or kind and id, and others that share the id.

    Raises:
        CommandError: There is none; the message names the nearest.
    """
    if name in graph.by_key:
        return graph.by_key[name], []
    wanted = name.strip().casefold()
    for same in (
        [each for each in graph.nodes if each.id == name],
        [each for each in graph.nodes if wanted in (each.id.casefold(), each.key.casefold())],
    ):
        if same:
            first, *others = sorted(same, key=lambda each: PREFERRED.index(each.kind))
            return first, others
    known = (*(each.id for each in graph.nodes), *graph.by_key)
    meant = nearest(name, known)
    hint = (
        f"Did you mean “{meant}”?"
        if meant
        else "Give the id of a question, a fact, a context, a mechanism, a statement or a recommendation,"
        " such as T3 or quick_wins."
    )
    raise CommandError(f"The knowledge base holds nothing called “{name}”. {hint}")


def plain_id(graph: Graph, node: Node) -> str:
    """Return the shortest name by which a node is found: its id, with its kind where others share the id."""
    return node.id if find(graph, node.id)[0] == node else node.key


def whole(graph: Graph) -> Part:
    """Return everything."""
    edges = tuple(edge for each in graph.into.values() for edge in each)
    return Part(None, graph.nodes, edges, (), {})


def around(graph: Graph, focus: Node, *, everything: bool = False) -> Part:
    """Return what feeds a node and what it feeds.

    Almost everything feeds the level of a mechanism sooner or later. So the search stops at a mechanism
    that is not the focus itself, unless everything is asked for.
    """
    folded: dict[str, int] = {}
    before = _followed(graph, focus, folded, back=True, everything=everything)
    after = _followed(graph, focus, folded, back=False, everything=everything)
    keys = {focus.key, *(key for edge in (*before, *after) for key in (edge.from_, edge.to))}
    nodes = tuple(each for each in graph.nodes if each.key in keys)
    return Part(focus, nodes, before, after, folded)


def _followed(
    graph: Graph, focus: Node, folded: dict[str, int], *, back: bool, everything: bool
) -> tuple[Edge, ...]:
    links = graph.into if back else graph.out_of
    found: list[Edge] = []
    seen = {focus.key}
    waiting = [focus.key]
    while waiting:
        key = waiting.pop(0)
        if graph.by_key[key].kind == "mechanism" and key != focus.key and not everything:
            if links[key]:
                folded[key] = folded.get(key, 0) + len(links[key])
            continue
        for edge in links[key]:
            found.append(edge)
            end = edge.from_ if back else edge.to
            if end not in seen:
                seen.add(end)
                waiting.append(end)
    return tuple(found)


def as_data(graph: Graph, part: Part) -> dict[str, object]:
    """Return nodes and edges as plain data, with the links that are only told among these nodes."""
    keys = {each.key for each in part.nodes}
    flowing = set(part.edges)
    told = (
        edge
        for edge in graph.edges
        if edge in flowing or (edge.kind not in FLOW and edge.from_ in keys and edge.to in keys)
    )
    return {
        "focus": part.focus.key if part.focus is not None else None,
        "nodes": [
            {
                "key": each.key,
                "kind": each.kind,
                "id": each.id,
                "name": each.name,
                "rule": list(each.rule),
                "pack": each.pack,
            }
            for each in part.nodes
        ],
        "edges": [
            {
                "from": edge.from_,
                "to": edge.to,
                "kind": edge.kind,
                "absent": edge.absent,
                "sign": edge.sign or None,
                "when": list(edge.when),
                "pack": edge.pack,
            }
            for edge in told
        ],
    }
