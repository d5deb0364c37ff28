"""The board paper: one page of plain text that a chief executive can paste."""

import re
from pathlib import Path
from textwrap import wrap

import pytest

from advisor.content.folders import content_folder
from advisor.report.board_paper import board_paper_text
from advisor.report.view import present
from advisor.service import Advisor

APPROVED = Path(__file__).parent / "approved"
LINES, LINE = 63, 105
"""Lines of one page of A4 in ten-point type, and the letters of each."""
MEAN_SENTENCE = 20
PARTS = (
    "WHAT THE BOARD IS ASKED TO DO",
    "WHERE WE STAND",
    "WHAT TO DO FIRST",
    "RISKS",
    "WHAT WE DO NOT KNOW YET",
    "HOW SURE WE CAN BE",
)


@pytest.mark.parametrize("example", ["healthy-alliance", "mostly-unknown"])
def test_it_reads_as_approved(results, advisor, knowledge, example):
    """Read what differs; where it is better, put it into the approved file."""
    text = advisor.board_paper(results[example])
    told, made = text.rstrip("\n").rsplit("\n\n", 1)
    approved = APPROVED / f"board-paper-{example}.txt"
    assert f"{told}\n" == approved.read_text(encoding="utf-8")
    assert made == present(results[example], knowledge).identity.made


def test_it_fits_one_page_in_short_sentences(result, knowledge):
    text = board_paper_text(result, knowledge)
    assert sum(max(1, len(wrap(line, LINE))) for line in text.rstrip("\n").split("\n")) <= LINES
    sentences = [one for one in re.split(r"[.?!]\s|\n", text) if one.split()]
    assert sum(len(one.split()) for one in sentences) / len(sentences) <= MEAN_SENTENCE


def test_it_names_each_priority_with_who_and_by_when(result, knowledge):
    text = board_paper_text(result, knowledge)
    view = present(result, knowledge)
    for row, card in zip(view.plan, view.priorities, strict=True):
        told = text.split(f"\n{row.number}. {row.action}.\n")[1].split("\n")[0]
        assert card.because in told
        assert row.who.lower() in told.lower()
        assert card.first_step.by in told
        assert row.by in told
        assert card.weight in told
        assert ("The papers call this critical." in told) == card.critical


def test_it_has_every_part_whatever_is_known(result, knowledge):
    lines = board_paper_text(result, knowledge).split("\n")
    assert [one for one in lines if one in PARTS] == list(PARTS)
    for heading in PARTS:
        assert lines[lines.index(heading) + 1]


def test_what_is_not_known_is_counted_and_never_no(results, empty_result, knowledge):
    for result in (results["mostly-unknown"], empty_result):
        text = board_paper_text(result, knowledge)
        assert f"{len(result.find_out)} answers that we do not know could change this advice." in text
        assert "counts neither as yes nor as no" in text
    assert "Nothing that we do not know could change this advice." in board_paper_text(
        results["healthy-alliance"], knowledge
    )


def test_what_people_typed_stays_on_its_line(hostile_result, knowledge):
    text = board_paper_text(hostile_result, knowledge)
    assert not any(ord(one) < 32 and one != "\n" for one in text)
    assert "{{ 7 * 7 }}" in text.split("\n")[0]
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text


def test_a_pack_is_named_as_beyond_the_papers(knowledge, results):
    told = "marked as beyond the two papers"
    assert told not in board_paper_text(results["required-system"], knowledge)
    packed = Advisor.load(packs=["further-evidence"])
    example = content_folder("questionnaires") / "examples" / "required-system.yaml"
    result = packed.assess(packed.read_case(example))
    assert told in packed.board_paper(result)
