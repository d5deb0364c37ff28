"""Changes to answers as somebody types them."""

import pytest

from advisor.content.changed_answers import read_changes
from advisor.errors import CommandError


def test_values_are_read_as_in_answers_files(knowledge):
    written = ["power=balanced", "sectors = acute, mental_health", "partner_count=4", "momentum=unknown"]
    assert read_changes([*written, "quick_wins=Yes", "regulation=not_applicable"], knowledge.vocabulary) == {
        "power": "balanced",
        "sectors": ("acute", "mental_health"),
        "partner_count": 4,
        "momentum": None,
        "quick_wins": "yes",
        "regulation": "not_applicable",
    }
    assert read_changes(["sectors=[acute]", "staff_view=threat"], knowledge.vocabulary) == {
        "sectors": ("acute",),
        "staff_view": ("threat",),
    }
    assert read_changes(["power=balanced", "power=balanced"], knowledge.vocabulary) == {"power": "balanced"}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (["powr=balanced"], "Did you mean “power” (balance of power)? Its values: balanced, uneven_careful"),
        (["balance of powers=x"], "Did you mean “power”"),
        (["power=balancd"], "did you mean “balanced”?"),
        (["partner_count=two"], "is not a whole number"),
        (["partner_count=1"], "the least that can be is 2"),
        (["sectors=acute,acutee"], "is not a value of sectors"),
        (["sectors=acute,unknown"], "stands beside other answers"),
        (["phase=before"], "follows from answers"),
        (["power"], "write fact=value"),
        (["=yes"], "write fact=value"),
        (["power="], "has no value"),
        (["xyzzy=1"], "There is no fact “xyzzy”."),
        (["power=balanced", "power=dominated"], "set twice, to different values"),
    ],
)
def test_what_is_wrong_is_said_with_what_is_near(written, said, knowledge):
    with pytest.raises(CommandError) as caught:
        read_changes(written, knowledge.vocabulary)
    assert said in str(caught.value)
