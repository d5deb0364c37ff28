"""The graph as text: an indented tree of what feeds one thing and what it feeds, or the whole as a list."""

from collections import Counter
from collections.abc import Iterator

from advisor.report.graph.data import KINDS, Edge, EdgeKind, Graph, Node
from advisor.report.graph.trace import Part, plain_id
from advisor.report.graph.words import graph_words, shown

STEP = "   "
TOLD: tuple[tuple[EdgeKind, str], ...] = (
    ("works through", "works_through"),
    ("after", "requires"),
    ("loop", "loop"),
)


def graph_text(graph: Graph, part: Part) -> str:
    """Return a part of the graph as text."""
    lines = _whole(graph) if part.focus is None else _around(graph, part, part.focus)
    return "\n".join(lines).rstrip() + "\n"


def _around(graph: Graph, part: Part, focus: Node) -> Iterator[str]:
    words = graph_words()
    yield f"{focus.id}  {shown(focus)}  [{words.say(f'kinds.{focus.kind}')}]"
    yield ""
    if focus.rule:
        longest = max(len(name) for name, _ in focus.rule)
        yield words.say("text.rule")
        yield from (f"{STEP}{name.ljust(longest)}  {line}".rstrip() for name, line in focus.rule)
        yield ""
    for heading, back in (("before", True), ("after", False)):
        yield words.say(f"text.{heading}")
        lines = list(_Tree(graph, part, back=back).below(focus.key, 1))
        yield from lines or [f"{STEP}{words.say('text.nothing')}"]
        yield ""
    for kind, label in TOLD:
        told = [f"{shown(graph.by_key[one.to])}{_signed(one)}" for one in graph.told(focus.key, kind)]
        if told:
            yield words.say(f"text.{label}", list=", ".join(told))
    opened = dict.fromkeys(line for edge in graph.edges if _opens(edge, focus) for line in edge.when)
    if opened:
        yield words.say("text.opens", list="; ".join(opened))
    yield words.say("text.picture", node=plain_id(graph, focus))


def _signed(edge: Edge) -> str:
    return f" ({edge.shown_sign})" if edge.sign else ""


def _opens(edge: Edge, focus: Node) -> bool:
    return edge.kind == "opens" and edge.to == focus.key


class _Tree:
    """What feeds the focus, or what it feeds, as an indented tree; what stands twice is told once."""

    def __init__(self, graph: Graph, part: Part, *, back: bool) -> None:
        self.graph, self.part, self.back = graph, part, back
        self.links: dict[str, list[Edge]] = {}
        for edge in part.before if back else part.after:
            self.links.setdefault(edge.to if back else edge.from_, []).append(edge)
        self.told: set[str] = set()

    def below(self, key: str, depth: int) -> Iterator[str]:
        """Yield the lines below a node."""
        indent, words = STEP * depth, graph_words()
        for edge in self.links.get(key, ()):
            end = self.graph.by_key[edge.from_ if self.back else edge.to]
            again = end.key in self.told and end.key in self.links
            self.told.add(end.key)
            mark = f"({words.say('text.above')})" if again else ""
            arrow = "←" if self.back else "→"
            yield f"{indent}{arrow} {words.say(f'kinds.{end.kind}')} {end.id}: {shown(end)} {mark}".rstrip()
            yield from (f"{indent}{STEP}  {line}" for line in edge.when)
            if not again:
                yield from self.below(end.key, depth + 1)
            yield from (f"{indent}{STEP}  {line}" for line in self.folded(end))

    def folded(self, node: Node) -> Iterator[str]:
        """Yield the line on what was not followed, where the search stopped at a node."""
        count = len((self.graph.into if self.back else self.graph.out_of)[node.key])
        if count and node.key in self.part.folded and node.key not in self.links:
            which = "folded_one" if count == 1 else "folded"
            yield graph_words().say(f"text.{which}", count=count, node=plain_id(self.graph, node))


def _whole(graph: Graph) -> Iterator[str]:
    words = graph_words()
    counted = Counter(each.kind for each in graph.nodes)
    yield words.say("title.whole")
    for kind in KINDS:
        if counted[kind]:
            yield f"{STEP}{counted[kind]:>4}  {words.say(f'columns.{kind}')}"
    yield ""
    yield words.say("text.advice")
    for each in graph.nodes:
        if each.kind == "recommendation":
            yield f"{STEP}{each.id}: {shown(each)}"
            yield from _fed(graph, each, STEP * 2)
    yield ""
    yield words.say("text.areas")
    for each in graph.nodes:
        if each.kind == "mechanism":
            yield f"{STEP}{each.id}: {shown(each)}"
            for edge in graph.into[each.key]:
                if edge.kind != "words":
                    start = graph.by_key[edge.from_]
                    sign = edge.shown_sign or "="
                    yield f"{STEP * 2}{sign:<2} {words.say(f'kinds.{start.kind}')} {start.id}: {shown(start)}"
    yield ""
    yield words.say("text.unfed")
    unfed = [each.id for each in graph.nodes if each.kind == "fact" and not graph.out_of[each.key]]
    yield f"{STEP}{', '.join(unfed) or words.say('text.none')}"


def _fed(graph: Graph, node: Node, indent: str) -> Iterator[str]:
    """Yield the statements behind a recommendation, each with what it rests on."""
    for edge in graph.into[node.key]:
        start = graph.by_key[edge.from_]
        if start.kind == "statement" and edge.kind == "decides":
            feeding = ", ".join(graph.by_key[one.from_].id for one in graph.into[start.key])
            yield f"{indent}{start.id} {shown(start)} ← {feeding or graph_words().say('text.none')}"
