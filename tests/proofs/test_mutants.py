"""Rule mutants: each rule spoiled in turn, and an example that notices."""

from collections import Counter

import pytest

from advisor.content.folders import content_folder
from advisor.errors import ContentRefused
from advisor.model.grammar import parse_condition
from advisor.proof.examples.reading import read_examples
from advisor.proof.mutants.killing import Claims, claims_of, tally
from advisor.proof.mutants.mutant import spoiled
from advisor.proof.mutants.run import mutate
from advisor.proof.mutants.spoiling import mutants_of
from advisor.proof.mutants.wordings import read_wordings
from advisor.proof.search.probe import Probe

UNWRITTEN = {
    "contradiction leader-problems-none-and-some is found: the line deleted",
    "contradiction shared-staffing-none-and-some is found: the line deleted",
    (
        "wording 1 of shared-people: “not shared_staffing includes one of joint_posts, secondments, "
        "joint_teams” dropped"
    ),
}
"""These differ only for “none” beside other ticks. Answers files refuse that, and so does every example; the
program takes it, for other programs may hand it over."""


def test_every_mutant_that_makes_a_difference_is_noticed_and_named():
    mutated = mutate()
    print("\n" + "\n".join(mutated.lines()))
    assert [mutated.told(one) for one in mutated.tally.survived] == []
    assert mutated.tally.undecided == []
    assert mutated.tally.astray == 0
    assert {f"{one.rule}: {one.words}" for one in mutated.tally.unwritten} == UNWRITTEN
    assert {one.sort for one in mutated.tally.killed} == {"dropped", "negated", "moved", "swapped", "deleted"}
    act = next(one for one in mutated.tally.killed if one.rule == "verdict of T3 is act")
    file, line = mutated.place(act).split(":")
    text = (content_folder("rules").parent / file).read_text(encoding="utf-8").splitlines()
    assert "act: quick_wins" in text[int(line) - 1]


@pytest.fixture(scope="module")
def probe(program):
    return Probe(program)


@pytest.fixture(scope="module")
def of_quick_wins(program):
    return [one for one in mutants_of(program) if one.key == ("statements", "T3")]


def test_without_examples_every_mutant_survives_or_is_equal(probe, of_quick_wins):
    found = tally(of_quick_wins, Claims([{}], []), probe)
    assert found.killed == []
    assert len(found.survived) + len(found.equivalent) == len(of_quick_wins)
    told = next(one for one in found.survived if one.mutant.words == "the line deleted")
    assert told.was != told.becomes
    assert told.case


def test_an_example_that_does_not_hold_kills_nothing(knowledge, probe, of_quick_wins):
    (first, *_) = read_examples(content_folder("rules"), knowledge)
    claims = claims_of([first], probe)
    claims.claims = [one.__class__(one.row, one.subject, frozenset({-99})) for one in claims.claims]
    found = tally(of_quick_wins, claims, probe)
    assert (found.killed, found.astray) == ([], len(claims.claims))


@pytest.mark.parametrize(
    ("written", "sorts"),
    [
        ("power is dominated", {"negated": 1}),
        ("partner_count at least 6", {"negated": 1, "moved": 2}),
        ({"not": "power is dominated"}, {"negated": 1}),
        ({"all": ["power is dominated", "stage is reset"]}, {"dropped": 2, "negated": 2}),
        ({"any": [{"all": ["power is dominated", "stage is reset"]}]}, {"dropped": 2, "negated": 2}),
    ],
)
def test_a_condition_is_spoiled_in_every_small_way(written, sorts):
    found = list(spoiled(parse_condition(written)))
    assert Counter(one.sort for one in found) == sorts
    assert len({str(one.condition) for one in found}) == len(found)


def test_wordings_name_what_is_there(knowledge, tmp_path):
    (tmp_path / "pinned").mkdir()
    (tmp_path / "pinned" / "wordings.yaml").write_text(
        "wordings:\n- given: {quick_wins: soon}\n  told: {quick-wins: No such title}\n"
        "- given: {}\n  pressing: {quick-wins: maybe}\n",
        encoding="utf-8",
    )
    with pytest.raises(ContentRefused) as refused:
        list(read_wordings(tmp_path, knowledge))
    assert [one.line for one in refused.value.problems] == [2, 3, 5]
