"""The pictures: everything has its place, and nothing stands on anything else."""

from itertools import combinations

import pytest

from advisor.report.pictures.lay_out_web import lay_out
from advisor.report.pictures.lettering import width, wrapped
from advisor.report.pictures.web_layout import web_layout

AGAIN = "lay the web out anew: python -m advisor.report.pictures.lay_out_web"


def test_every_context_and_mechanism_has_a_place(knowledge):
    layout = web_layout()
    assert {box.id for box in layout.contexts} == set(knowledge.context), AGAIN
    assert {box.id for box in layout.mechanisms} == set(knowledge.mechanism), AGAIN


def test_the_layout_is_that_of_the_rules_as_they_are(knowledge):
    assert web_layout() == lay_out(knowledge), AGAIN


@pytest.mark.parametrize("kind", ["contexts", "mechanisms", "bands"])
def test_nothing_stands_on_anything_else(kind):
    for one, other in combinations(getattr(web_layout(), kind), 2):
        apart = (
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
        )
        assert apart, (one.id, other.id)


def test_everything_is_on_the_page():
    layout = web_layout()
    for box in (*layout.contexts, *layout.mechanisms, *layout.bands):
        assert box.x >= 0 <= box.y
        assert box.x + box.width <= layout.width
        assert box.y + box.height <= layout.height


def test_every_context_stands_in_one_group():
    layout = web_layout()
    for context in layout.contexts:
        assert sum(band.holds(context) for band in layout.bands) == 1


def test_a_name_fits_its_place_in_two_lines(knowledge):
    for box in web_layout().contexts:
        # 5.5 points are 19.4 tenths of a millimetre.
        lines = wrapped(f"No {knowledge.context[box.id].name}", 19.4, box.width - 20, 2)
        assert not lines[-1].endswith("…"), lines


def test_the_chain_is_short_and_in_words_too(view):
    if view.chain is None:
        return
    picture = view.chain.picture
    assert 2 <= len(picture.boxes) <= 8
    assert [each.id for each in picture.boxes] == list(picture.chain.areas)
    assert len({each.y for each in picture.boxes}) == (1 if len(picture.boxes) <= 5 else 2)
    assert len(picture.boxes) + len(picture.chips) <= 12
    assert len(view.chain.steps) == len(picture.boxes)
    for node in (*picture.boxes, *picture.chips):
        assert node.x >= 0
        assert node.x + node.width <= picture.width
        assert node.y + node.height <= picture.height
        assert all(width(line, 27) <= node.width for line in node.lines)
    for one, other in combinations((*picture.boxes, *picture.chips), 2):
        across = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert across or one.y + one.height <= other.y or other.y + other.height <= one.y


def test_lettering_is_cut_with_a_sign():
    assert wrapped("one two three four five", 10, 30, 2)[-1].endswith("…")
