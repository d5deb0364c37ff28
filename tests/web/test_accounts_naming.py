"""Shares go by the name of an organisation: no two may look alike."""

import pytest
from django.core.exceptions import ValidationError

from advisor.web.accounts.models import Organisation
from advisor.web.accounts.naming import of_name, tidy


@pytest.mark.parametrize(
    "name", ["eastmere nhs trust", "Eastmere  NHS Trust", " Eastmere NHS\N{NO-BREAK SPACE}Trust "]
)
def test_names_that_read_the_same_are_the_same(other_organisation: Organisation, name: str) -> None:
    assert of_name(name) == other_organisation


@pytest.mark.parametrize(
    "name",
    [
        "Eastmere\N{ZERO WIDTH SPACE} NHS Trust",
        "\N{CYRILLIC CAPITAL LETTER IE}astmere NHS Trust",
        "East\u202emere",
    ],
)
def test_letters_that_only_look_right_are_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        tidy(name)


@pytest.mark.parametrize(
    "name", ["Bwrdd Iechyd Prifysgol Betsi Cadwaladr", "Ysbyty’r Tŷ Gwyn & Sons (2026)", "111 Service"]
)
def test_welsh_and_english_names_are_kept(name: str) -> None:
    assert tidy(name) == name
