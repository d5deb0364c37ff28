"""Rule mutants: each rule spoiled in turn, and an example that notices."""

from collections import Counter

import pytest

from advisor.content.folders import content_folder
from advisor.errors import ContentRefused
from advisor.model.condition import Kind, Subject
from advisor.model.grammar import parse_condition
from advisor.proof.examples.reading import read_examples
from advisor.proof.mutants.killing import Claims, claims_of, shortened, tally
from advisor.proof.mutants.mutant import spoiled
from advisor.proof.mutants.run import mutate
from advisor.proof.mutants.spoiling import mutants_of
from advisor.proof.mutants.wordings import read_wordings
from advisor.proof.search.probe import Probe

BENEATH_C1 = {
    *("agreement", "paperwork_feel", "duties_and_risks_allocated", "origin", "ioc_type", "integration"),
    *("partner_count", "partner_size", "sectors"),
}
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
    unwritten = mutated.tally.unwritten
    assert {f"{one.rule}: {one.words}" for one in unwritten if one.sort != "narrowed"} == UNWRITTEN
    # Of the same rules, each value of the same lists.
    rules = {one.rsplit(":", 1)[0] for one in UNWRITTEN}
    assert {one.rule for one in unwritten if one.sort == "narrowed"} == rules
    assert 0 < mutated.tally.by_people < len(mutated.tally.killed)
    assert {one.sort for one in mutated.tally.killed} == {
        *("dropped", "negated", "moved"),
        *("narrowed", "swapped", "deleted"),
    }
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
    assert set(told.case) == {"stage", "quick_wins"}


def test_a_survivor_shows_the_answers_that_matter_and_no_others(probe):
    """Those beneath the rule, and of these only such without which the fault would not show."""
    dropped = next(
        one
        for one in mutants_of(probe.program)
        if one.rule == "verdict of C1 is keep" and one.words == "“duties_and_risks_allocated is yes” dropped"
    )
    (survivor,) = tally([dropped], Claims([{}], []), probe).survived
    table = probe.table([survivor.case, *(_less(survivor.case, fact) for fact in survivor.case)])
    own = probe.program.by_subject[dropped.steps[0].subject]
    numbers = [probe.number_of_step(one) for one in (own, dropped.steps[0])]
    ((_, (was, becomes)),) = probe.blocks(table, numbers)
    assert was[0] != becomes[0]
    pairs = set(zip(was[1:].tolist(), becomes[1:].tolist(), strict=True))
    assert (int(was[0]), int(becomes[0])) not in pairs
    assert {"agreement"} < set(survivor.case) <= BENEATH_C1


def test_where_one_answer_stands_in_for_another_one_of_them_stays(probe):
    case = {"stage": "reset", "quick_wins": "no", "origin": "chosen"}
    subject = Subject(Kind.VERDICT.value, "T3")
    assert shortened(case, subject, probe, lambda cases: [bool(one) for one in cases]) == {"quick_wins": "no"}
    assert shortened(case, subject, probe, lambda cases: ["origin" in one for one in cases]) == case
    assert shortened({}, subject, probe, lambda cases: [True for _ in cases]) == {}


def _less(case, fact):
    return {name: value for name, value in case.items() if name != fact}


def test_an_example_that_does_not_hold_kills_nothing(knowledge, probe, of_quick_wins):
    (first, *_) = read_examples(content_folder("rules"), knowledge)
    claims = claims_of([first], probe)
    claims.claims = [one.__class__(one.row, one.subject, frozenset({-99})) for one in claims.claims]
    found = tally(of_quick_wins, claims, probe)
    assert (found.killed, found.astray) == ([], len(claims.claims))
    assert found.led_astray[0].startswith(f"{claims.claims[0].subject}, where ")


@pytest.mark.parametrize(
    ("written", "sorts"),
    [
        ("power is dominated", {"negated": 1}),
        ("quick_wins is one of no, planned", {"negated": 1, "narrowed": 2}),
        ("sectors includes one of acute, primary, voluntary", {"negated": 1, "narrowed": 3}),
        ({"not": "stage is one of planning, reset"}, {"negated": 1, "narrowed": 2}),
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


def test_a_list_that_loses_a_value_says_what_it_lost():
    found = [
        one for one in spoiled(parse_condition("quick_wins is one of no, planned")) if one.sort == "narrowed"
    ]
    assert [str(one.condition) for one in found] == ["quick_wins is planned", "quick_wins is no"]
    assert found[0].words == "“no” dropped from “quick_wins is one of no, planned”"


def test_kills_by_people_are_told_apart_from_kills_by_pinned_cases(knowledge, probe, of_quick_wins):
    rules = content_folder("rules")
    trust = {(rules / "statements" / "trust.examples.yaml").resolve()}
    claims = claims_of(read_examples(rules, knowledge, trust), probe)
    people = tally(of_quick_wins, claims, probe)
    assert people.by_people == len(people.killed) > 0
    pinned = tally(of_quick_wins, Claims([{}], []), probe, pinned=claims)
    assert (pinned.by_people, pinned.killed) == (0, people.killed)


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
