"""Values as small whole numbers, and back."""

import numpy as np
import pytest

from advisor.engine.columns.codes import SKIPPED_CODE, UNKNOWN_CODE, Codes, codes_of
from advisor.model.condition import NOT_APPLICABLE

ONE, TICKS, NUMBER = Codes("one of", ("a", "b")), Codes("any of", ("a", "b", "c")), Codes("whole number")


@pytest.mark.parametrize(
    ("codes", "value", "code"),
    [
        (ONE, "a", 0),
        (ONE, "b", 1),
        (TICKS, ("a", "c"), 5),
        (TICKS, (), 0),
        (NUMBER, 17, 17),
        *((codes, None, UNKNOWN_CODE) for codes in (ONE, TICKS, NUMBER)),
        *((codes, NOT_APPLICABLE, SKIPPED_CODE) for codes in (ONE, TICKS, NUMBER)),
    ],
)
def test_a_value_has_one_code_and_comes_back(codes, value, code):
    assert codes.encode(value) == code
    assert codes.decode(code) == value


@pytest.mark.parametrize(
    ("codes", "value"),
    [
        (ONE, "c"),
        (ONE, ("a",)),
        (ONE, 1),
        (TICKS, "a"),
        (TICKS, ("a", "d")),
        (TICKS, ("a", "a")),
        (NUMBER, "a"),
        (NUMBER, -3),
        (NUMBER, 2**40),
    ],
)
def test_what_is_not_a_value_is_refused(codes, value):
    with pytest.raises(ValueError, match="is not a value here"):
        codes.encode(value)


@pytest.mark.parametrize(
    ("codes", "dtype"),
    [
        (ONE, np.int8),
        (Codes("one of", tuple(map(str, range(200)))), np.int16),
        (TICKS, np.int8),
        (Codes("any of", tuple("abcdefghi")), np.int16),
        (Codes("any of", tuple(map(str, range(40)))), np.int64),
        (NUMBER, np.int32),
        (Codes("whole number", largest=12), np.int8),
    ],
)
def test_the_smallest_type_that_holds_the_codes_is_taken(codes, dtype):
    assert codes.dtype == dtype


def test_every_value_of_the_program_has_a_code(program):
    for subject, codes in codes_of(program).items():
        for value in codes.values:
            one = (value,) if codes.form == "any of" else value
            assert codes.decode(codes.encode(one)) == one, subject
