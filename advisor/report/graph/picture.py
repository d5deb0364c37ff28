"""The graph as a picture: what stands where. The SVG itself comes from a template."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from advisor.report.graph.data import KINDS, Edge, Graph, Node, NodeKind
from advisor.report.graph.layers import Join, Layout, Piece, Place, Size, columns_of, lay_out
from advisor.report.graph.trace import Part
from advisor.report.graph.words import graph_words, shown
from advisor.report.html import environment
from advisor.report.pictures.lettering import width, wrapped

WIDTHS: dict[NodeKind, int] = {
    "question": 300,
    "fact": 220,
    "derived": 240,
    "context": 260,
    "mechanism": 220,
    "statement": 270,
    "recommendation": 310,
    "start": 310,
    "contradiction": 310,
}
FOCUS_WIDTH = 400
LETTERING, SMALL, LEADING = 15.0, 12.5, 19
PADDING = 11
MARGIN, HEAD, FOOT = 28, 118, 82
MOST_LINES, MOST_RULE_LINES, MOST_RULES = 3, 6, 9
NARROWEST, WIDEST = 76.0, 260.0
CLOSEST = 6.0
"""How near to one another lines may end at a box."""
WIDER = 1.1
"""Room for other typefaces: a picture on its own brings none along."""


@dataclass(frozen=True)
class Box:
    """A node as drawn."""

    node: Node
    place: Place
    focus: bool
    lines: tuple[str, ...]
    rule: tuple[tuple[str, tuple[str, ...]], ...]
    folded: int

    @property
    def shown(self) -> str:
        """The node in words, with the pack it comes from."""
        return shown(self.node)


@dataclass(frozen=True)
class Curve:
    """A line as path data, with its arrow head where it ends at a box."""

    path: str
    head: str
    kind: NodeKind
    absent: bool
    thin: bool
    sign: str
    sign_at: tuple[float, float]
    pack: str | None


@dataclass(frozen=True)
class Heading:
    """The name of a column."""

    kind: NodeKind
    x: float
    width: float
    text: str


@dataclass(frozen=True)
class GraphPicture:
    """Everything that the template draws."""

    title: str
    description: str
    width: int
    height: int
    headings: tuple[Heading, ...]
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    signed: bool


def graph_svg(graph: Graph, part: Part) -> str:
    """Return a part of the graph as SVG."""
    template = environment().get_template("graph/graph.svg.j2")
    return template.render(picture=graph_picture(graph, part), words=graph_words())


def graph_picture(graph: Graph, part: Part) -> GraphPicture:
    """Return what stands where."""
    nodes = _sorted(part.nodes)
    drawn = {each.key: _box(each, part) for each in nodes}
    rank = _ranks(nodes, part.edges)
    column = columns_of(list(drawn), rank, ((edge.from_, edge.to) for edge in part.edges))
    joins = dict.fromkeys(Join(edge.from_, edge.to, _look(edge)) for edge in part.edges)
    sizes = _roomy({key: box.size for key, box in drawn.items()}, joins)
    layout = lay_out(sizes, column, joins, lambda lines: min(WIDEST, max(NARROWEST, 40 + 2.2 * lines)))
    layout = _moved(layout)
    boxes = tuple(
        Box(
            each,
            layout.places[each.key],
            each == part.focus,
            drawn[each.key].lines,
            drawn[each.key].rule,
            part.folded.get(each.key, 0),
        )
        for each in nodes
    )
    words = graph_words()
    title = words.say("title.whole")
    if part.focus is not None:
        kind = words.say(f"kinds.{part.focus.kind}")
        title = words.say("title.one", kind=kind, id=part.focus.id, name=shown(part.focus))
    headings = tuple(_headings(nodes, rank, column, layout))
    right = max((x + wide for x, wide in layout.columns), default=0)
    right = max((right, *(each.x + width(each.text, 16 * WIDER * WIDER) for each in headings)))
    described = words.say(
        "describes",
        nodes=len(boxes),
        edges=len(part.edges),
        columns=", ".join(f"{each.text}" for each in headings),
    )
    return GraphPicture(
        title=title,
        description=described,
        width=round(max(right + MARGIN, width(title, 25) + 2 * MARGIN, 1080)),
        height=round(layout.height + FOOT),
        headings=headings,
        boxes=boxes,
        curves=tuple(_curves(layout, graph, part)),
        signed=any(edge.sign for edge in part.edges),
    )


def _ranks(nodes: Iterable[Node], edges: Sequence[Edge]) -> dict[str, int]:
    """Return the place of each node from left to right: by kind, and in a second round where one leads back.

    A derived fact may rest on a verdict, and circumstances on that. Such things stand to the right of it,
    under headings of their own. The last three kinds are all ends, and share the last column.
    """
    last = KINDS.index("recommendation")
    own = {each.key: min(KINDS.index(each.kind), last) for each in nodes}
    rounds = dict.fromkeys(own, 0)
    for _ in own:
        before = dict(rounds)
        for edge in edges:
            again = rounds[edge.from_] + (own[edge.to] < own[edge.from_])
            rounds[edge.to] = min(max(rounds[edge.to], again), len(KINDS))
        if rounds == before:
            break
    most = max(rounds.values(), default=0)
    return {key: rank + len(KINDS) * (most if rank == last else rounds[key]) for key, rank in own.items()}


def _sorted(nodes: Iterable[Node]) -> list[Node]:
    return sorted(nodes, key=lambda each: KINDS.index(each.kind))


def _look(edge: Edge) -> str:
    return f"{'absent' if edge.absent else 'plain'} {'thin' if edge.kind == 'words' else 'firm'} {edge.sign}"


def _roomy(sizes: dict[str, Size], joins: Iterable[Join]) -> dict[str, Size]:
    """Return the sizes, with boxes at which many lines end high enough for all of them."""
    ending = Counter(join.to for join in joins)
    return {
        key: Size(size.width, max(size.height, CLOSEST * ending[key] + 16)) for key, size in sizes.items()
    }


@dataclass(frozen=True)
class _Sized:
    size: Size
    lines: tuple[str, ...]
    rule: tuple[tuple[str, tuple[str, ...]], ...]


def _box(node: Node, part: Part) -> _Sized:
    focus = node == part.focus
    wide = FOCUS_WIDTH if focus and node.rule else WIDTHS[node.kind]
    room = wide - 2 * PADDING
    bold = WIDER if focus else 1.0
    lines = wrapped(shown(node), LETTERING * WIDER * bold, room, 5 if focus else MOST_LINES)
    rule: tuple[tuple[str, tuple[str, ...]], ...] = ()
    if focus:
        told = node.rule[:MOST_RULES]
        rule = tuple((name, wrapped(text, 13 * WIDER, room - 14, MOST_RULE_LINES)) for name, text in told)
        if len(node.rule) > MOST_RULES:
            rule = (*rule, ("…", ()))
    height = 2 * PADDING + 15 + LEADING * len(lines) + (16 if node.key in part.folded else 0)
    height += sum(22 + 17 * len(text) for _, text in rule)
    return _Sized(Size(wide, height), lines, rule)


def _moved(layout: Layout) -> Layout:
    """Return the layout with its margins."""
    places = {
        key: Place(one.x + MARGIN, one.y + HEAD, one.width, one.height, one.lane)
        for key, one in layout.places.items()
    }
    columns = [(x + MARGIN, wide) for x, wide in layout.columns]
    return Layout(places, layout.pieces, columns, layout.height + HEAD)


def _headings(
    nodes: Iterable[Node], rank: dict[str, int], column: dict[str, int], layout: Layout
) -> Iterable[Heading]:
    words = graph_words()
    spans: dict[int, list[Node]] = {}
    for each in nodes:
        spans.setdefault(rank[each.key], []).append(each)
    for _, together in sorted(spans.items()):
        kinds = {each.kind for each in together}
        columns = [layout.columns[column[each.key]] for each in together]
        x = min(left for left, _ in columns)
        text = ", ".join(words.say(f"columns.{one}") for one in KINDS if one in kinds)
        yield Heading(together[0].kind, x, max(left + wide for left, wide in columns) - x, text)


def _curves(layout: Layout, graph: Graph, part: Part) -> Iterable[Curve]:
    edges = {(edge.from_, edge.to): edge for edge in part.edges}
    starts = _ports(layout, lambda piece: piece.from_, lambda piece: piece.to)
    ends = _ports(layout, lambda piece: piece.to, lambda piece: piece.from_)
    for piece in layout.pieces:
        one, other = layout.places[piece.from_], layout.places[piece.to]
        x1, y1 = one.x + one.width, starts[piece]
        x2, y2 = other.x, ends[piece]
        stop = x2 - 8 if piece.last else x2
        bend = (x2 - x1) / 2
        way = f"M{x1:.0f} {y1:.1f}C{x1 + bend:.0f} {y1:.1f} {x2 - bend:.0f} {y2:.1f} {stop:.0f} {y2:.1f}"
        if not piece.last:
            way += f"H{other.x + other.width:.0f}"
        edge = edges[piece.join.from_, piece.join.to]
        yield Curve(
            way,
            f"M{x2:.0f} {y2:.1f}l-10 -5v10z" if piece.last else "",
            graph.by_key[piece.join.from_].kind,
            piece.join.look.startswith("absent"),
            " thin " in piece.join.look,
            edge.shown_sign if not one.lane else "",
            (x1 + 16, y1),
            edge.pack,
        )


def _ports(layout: Layout, here: Callable[[Piece], str], there: Callable[[Piece], str]) -> dict[Piece, float]:
    """Return the height at which each line meets a box: spread out, in the order of the far ends."""
    meeting: dict[str, list[Piece]] = {}
    for piece in layout.pieces:
        meeting.setdefault(here(piece), []).append(piece)
    found: dict[Piece, float] = {}
    for key, pieces in meeting.items():
        place = layout.places[key]
        apart = 0.0 if place.lane else min(13.0, place.height * 0.8 / len(pieces))
        pieces.sort(key=lambda piece: layout.places[there(piece)].middle)
        for number, piece in enumerate(pieces):
            found[piece] = place.middle + (number - (len(pieces) - 1) / 2) * apart
    return found
