"""Errors: what they say, where, and with which exit code."""

import pytest

from advisor.errors import (
    AdvisorError,
    CommandError,
    ContentRefused,
    InputRefused,
    LibraryMissing,
    OutputError,
    Problem,
)


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [(3, 7, "a.yaml:3:7: wrong"), (3, 0, "a.yaml:3: wrong"), (0, 0, "a.yaml: wrong")],
)
def test_a_problem_names_its_place_as_far_as_it_is_known(line, column, shown):
    assert str(Problem("a.yaml", line, column, "wrong")) == shown


def test_problems_come_once_each_in_the_order_of_files_and_lines():
    late, early, other = Problem("a", 12, 1, "x"), Problem("a", 2, 1, "y"), Problem("b", 1, 1, "z")
    refused = InputRefused([other, late, early, late])
    assert refused.problems == [early, late, other]
    assert str(refused).splitlines() == ["a:2:1: y", "a:12:1: x", "b:1:1: z"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (AdvisorError, 1),
        (CommandError, 2),
        (InputRefused, 3),
        (ContentRefused, 3),
        (LibraryMissing, 4),
        (OutputError, 5),
    ],
)
def test_each_error_carries_its_exit_code_and_belongs_to_one_tree(error, code):
    assert error.exit_code == code
    assert issubclass(error, AdvisorError)
