"""The report for the terminal."""

import pytest

from advisor.report.text import render_text


@pytest.mark.parametrize("room", [40, 80, 100])
def test_no_line_is_too_long(result, knowledge, room):
    assert max(map(len, render_text(result, knowledge, room).splitlines())) <= room


def test_it_is_short_enough_to_read(result, knowledge):
    assert len(render_text(result, knowledge).splitlines()) <= 125


def test_it_names_the_priorities_and_no_more_than_five(result, knowledge):
    text = " ".join(render_text(result, knowledge).split())
    for each in result.recommendations[:5]:
        assert f"{each.order}. {each.title}" in text


def test_the_terminal_is_safe_from_what_people_type(all_results, knowledge):
    text = render_text(all_results["hostile"], knowledge)
    assert not any(ord(one) < 32 and one != "\n" for one in text)
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text


def test_nothing_known_gives_a_report(all_results, knowledge):
    text = render_text(all_results["empty"], knowledge)
    assert "What to find out" in text
    assert "None" not in text


def test_it_says_why_here_and_what_can_wait(all_results, knowledge):
    text = " ".join(render_text(all_results["required-system"], knowledge).split())
    assert text.count("Why here: ") == 5
    assert "Next (" in text
    assert "Later, or if you have room (" in text
    assert "The numbers show importance, not sequence." in text
