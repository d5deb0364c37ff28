"""The name that somebody may have meant."""

import pytest

from advisor.content.nearest import nearest

KNOWN = ["quick_wins", "power", "stage", "T3", "A-T14"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("quick_win", "quick_wins"),
        ("Quick Wins", "quick_wins"),
        (" powr ", "power"),
        ("stages", "stage"),
        ("t33", "T3"),
        ("A-T144", "A-T14"),
        ("weather", None),
        ("", None),
    ],
)
def test_only_a_near_name_is_offered(written, meant):
    assert nearest(written, KNOWN) == meant


def test_nothing_is_near_where_nothing_is_known():
    assert nearest("power", []) is None
