"""The graph: nothing is missing from it, and in its pictures nothing overlaps."""

from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest

from advisor.model.condition import Operator, atoms
from advisor.model.grammar import parse_condition
from advisor.report.graph.data import Edge, Gatherer, with_sign
from advisor.report.graph.layers import Join, Size, columns_of, lay_out
from advisor.report.graph.picture import LETTERING, PADDING, graph_picture, graph_svg
from advisor.report.graph.reading import read_graph
from advisor.report.graph.text import graph_text
from advisor.report.graph.trace import around, as_data, find, plain_id, whole
from advisor.report.pictures.lettering import width

FOCI = [
    "T3",
    "C1",
    "formality",
    "quick_wins",
    "stage",
    "trust",
    "mandated",
    "question:A1",
    "context:champions",
    "start:purpose",
    "calm-past-talked-through",
]


@pytest.fixture(scope="module")
def graph(advisor):
    return read_graph(advisor.knowledge, advisor.questionnaires["full"])


def part_of(graph, name):
    return whole(graph) if name is None else around(graph, find(graph, name)[0])


def test_everything_of_the_knowledge_base_is_in_the_graph(graph, knowledge):
    keys = set(graph.by_key)
    assert {f"fact:{each.fact}" for each in knowledge.vocabulary.facts} <= keys
    assert {f"context:{each.id}" for each in knowledge.contexts} <= keys
    assert {f"statement:{one}" for one in knowledge.advice.by_id} <= keys
    assert {f"recommendation:{each.id}" for each in knowledge.advice.recommendations} <= keys
    assert len(keys) == len(graph.nodes)


def test_every_condition_of_a_statement_is_a_link(graph, knowledge):
    kinds = {"level of": "mechanism", "verdict of": "statement"}
    for statement in knowledge.advice.statements:
        if statement.verdicts is None:
            continue
        feeding = {edge.from_ for edge in graph.into[f"statement:{statement.id}"]}
        for _, condition in statement.verdicts.in_order():
            for atom in atoms(condition):
                assert f"{kinds.get(atom.subject.kind, atom.subject.kind)}:{atom.subject.id}" in feeding


@pytest.mark.parametrize("name", [None, *FOCI])
def test_every_link_is_drawn_and_leads_to_the_right(graph, name):
    part = part_of(graph, name)
    picture = graph_picture(graph, part)
    left = {box.node.key: box.place.x for box in picture.boxes}
    for edge in part.edges:
        assert left[edge.from_] < left[edge.to], edge
    assert sum(bool(curve.head) for curve in picture.curves) == len({(e.from_, e.to) for e in part.edges})


def test_a_derived_fact_that_rests_on_a_verdict_stands_to_its_right(graph):
    picture = graph_picture(graph, part_of(graph, "C1"))
    assert [each.text for each in picture.headings] == [
        "Questions",
        "Facts",
        "Derived facts",
        "Statements",
        "Derived facts",
        "Circumstances (contexts)",
        "Areas (mechanisms)",
        "Recommendations",
    ]


def test_what_counts_only_where_something_does_not_hold_is_told_apart():
    condition = parse_condition(
        {"all": ["a is yes", {"not": "b is yes"}, {"not": {"not": "c is yes"}}, "d is unknown"]}
    )
    found = {atom.subject.id: absent for atom, absent in with_sign(condition)}
    assert found == {"a": False, "b": True, "c": False, "d": True}
    assert Operator.IS_UNKNOWN in {atom.operator for atom, _ in with_sign(condition)}


def test_two_links_between_the_same_two_become_one_with_both_lines():
    gathered = Gatherer()
    gathered.add(Edge("fact:a", "statement:B", "words", absent=True, when=("one",)))
    gathered.add(Edge("fact:a", "statement:B", "decides", sign="", when=("two",)))
    (edge,) = gathered.found.values()
    assert (edge.kind, edge.absent, edge.when) == ("decides", False, ("one", "two"))


def test_the_parts_of_a_focus_all_lead_to_it_or_from_it(graph):
    for name in FOCI:
        part = part_of(graph, name)
        ends = {edge.to for edge in part.before}
        for edge in part.before:
            assert edge.to == part.focus.key or edge.to in {one.from_ for one in part.before}
        for edge in part.after:
            assert edge.from_ == part.focus.key or edge.from_ in {one.to for one in part.after}
        assert not ends & {edge.to for edge in part.after}


@pytest.mark.parametrize("name", [None, *FOCI])
def test_no_box_covers_another_and_no_line_runs_behind_one(graph, name):
    part = part_of(graph, name)
    picture = graph_picture(graph, part)
    assert len(picture.boxes) == len(part.nodes)
    columns = {}
    for box in picture.boxes:
        columns.setdefault(box.place.x, []).append(box.place)
        assert box.place.y >= 100
        assert box.place.x + box.place.width <= picture.width
        assert box.place.y + box.place.height <= picture.height - 60
    spans = sorted((x, x + max(each.width for each in places)) for x, places in columns.items())
    assert all(one[1] < other[0] for one, other in pairwise(spans))
    for places in columns.values():
        for one, other in combinations(places, 2):
            assert one.y + one.height <= other.y or other.y + other.height <= one.y


@pytest.mark.parametrize("name", [None, *FOCI])
def test_words_stay_in_their_boxes(graph, name):
    for box in graph_picture(graph, part_of(graph, name)).boxes:
        for line in box.lines:
            assert width(line, LETTERING) <= box.place.width - 2 * PADDING + 1
        lines = len(box.lines) * 19 + sum(22 + 17 * len(text) for _, text in box.rule)
        assert lines + 15 + PADDING <= box.place.height


def test_a_line_that_passes_a_column_has_a_place_of_its_own():
    sizes = {key: Size(100, 40) for key in "abcd"}
    layout = lay_out(sizes, {"a": 0, "b": 1, "c": 1, "d": 2}, [Join("a", "d", ""), Join("a", "b", "")], float)
    (lane,) = (place for place in layout.places.values() if place.lane)
    for key in "bc":
        box = layout.places[key]
        assert lane.y >= box.y + box.height or lane.y + lane.height <= box.y


def test_columns_follow_kind_and_then_what_rests_on_what():
    kind = {"q": 0, "f": 1, "x": 5, "y": 5}
    assert columns_of(list(kind), kind, [("q", "f"), ("x", "y")]) == {"q": 0, "f": 1, "x": 2, "y": 3}


def test_a_circle_does_not_hang_the_layout():
    kind = {"x": 0, "y": 0}
    assert set(columns_of(list(kind), kind, [("x", "y"), ("y", "x")])) == {"x", "y"}


@pytest.mark.parametrize("name", [None, *FOCI])
def test_every_picture_is_sound_and_says_what_it_is(graph, name):
    root = ET.fromstring(graph_svg(graph, part_of(graph, name)))  # noqa: S314 - our own picture
    assert root.get("role") == "img"
    ids = root.get("aria-labelledby").split()
    assert [each.get("id") for each in list(root)[:2]] == ids
    assert all(each.text for each in list(root)[:2])


@pytest.mark.parametrize("name", FOCI)
def test_the_text_names_every_node_of_the_picture(graph, name):
    part = part_of(graph, name)
    text = graph_text(graph, part)
    for node in part.nodes:
        assert f"{node.id}: {node.name}" in text or text.startswith(f"{node.id}  {node.name}")


def test_every_id_is_found_by_its_plain_name(graph):
    assert all(find(graph, plain_id(graph, each))[0] == each for each in graph.nodes)


def test_data_hold_every_link_between_their_nodes(graph):
    data = as_data(graph, whole(graph))
    assert len(data["nodes"]) == len(graph.nodes)
    assert len(data["edges"]) == len(graph.edges)


def test_the_same_graph_is_drawn_the_same(graph, advisor):
    again = read_graph(advisor.knowledge, advisor.questionnaires["full"])
    for name in ("formality", "trust"):
        assert graph_svg(graph, part_of(graph, name)) == graph_svg(again, part_of(again, name))
