"""Proof by search: what it proves of the rules as they are, and that it finds what is wrong in others."""

import re

import pytest

from advisor.content.folders import content_folder
from advisor.engine.columns.room import room_of
from advisor.engine.compile import compile_program
from advisor.model.condition import Kind, Subject
from advisor.model.grammar import parse_condition
from advisor.proof.problems.away import read_exceptions
from advisor.proof.search.finder import Finder
from advisor.proof.search.lines import lines_of
from advisor.proof.search.opposites import Pair, hold, read_opposites, read_together, wordings_of
from advisor.proof.search.outcomes import Empty, vain
from advisor.proof.search.probe import Probe
from advisor.proof.search.proof import Proof, _loaded, _stale, prove
from advisor.proof.search.reach import Reached, reach
from advisor.proof.search.taken_away import Turned, turned_by_answers
from tests.unit.altered import altered

FEW, MANY = 130_000, 1_000_000
TYPE_STANDS_IN = {("R1", "integration"), ("C1", "integration"), ("X9", "integration")}
"""Where nobody said how partners are joined, the usual way of their type stands in, as the papers tell it.
An answer then overrules the type, and the agreement that it asks for. The report asks for this answer."""
REFIRED = 40


@pytest.mark.parametrize("whole_cases", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def test_the_rules_are_proved(whole_cases, inferrer):
    proof = prove(whole_cases=whole_cases)
    print("\n" + "\n".join(proof.lines()))
    assert proof.sound
    assert (proof.reached.dead, proof.reached.open) == ([], [])
    assert [one for one in proof.to_be_apart if one.case is not None or not one.decided] == []
    assert len(proof.to_be_apart) == 60
    # What may stand together does so in some case: otherwise it belongs among those that must not.
    assert [str(one.pair) for one in proof.held if one.pair.may_meet and one.case is None] == []
    assert proof.together == {}
    assert proof.shares.empty == 0
    assert proof.shares.cases >= whole_cases
    assert {one.fact_of for one in proof.turned} == TYPE_STANDS_IN
    assert (proof.undeclared, proof.stale) == ([], [])
    assert proof.empty == []
    assert_experta_agrees(proof.reached, inferrer)


def assert_experta_agrees(reached, inferrer):
    """A sample of the cases that were found is fired again, by the engine whose word counts."""
    verdicts = [
        number
        for number, line in enumerate(reached.lines)
        if line.sort == "verdict" and line.name.split()[-1] != "not_applicable"
    ]
    for number in verdicts[:: max(1, len(verdicts) // REFIRED)]:
        *_, statement, _, verdict = reached.lines[number].name.split()
        assert inferrer.infer(reached.witnesses[number]).verdict(statement) == verdict


def changed(knowledge, statement, **lines):
    """Return a probe over rules in which some verdict lines of a statement say something else."""
    derived = knowledge.vocabulary.derived_by_name
    written = {verdict: parse_condition(line, derived) for verdict, line in lines.items()}
    statements = tuple(
        altered(one, verdicts=altered(one.verdicts, **written)) if one.id == statement else one
        for one in knowledge.advice.statements
    )
    advice = altered(knowledge.advice, statements=statements)
    return Probe(compile_program(altered(knowledge, advice=advice)))


def verdict_of(statement, probe):
    step = probe.program.by_subject[Subject(Kind.VERDICT.value, statement)]
    room = room_of([step.subject], probe)
    return step, room


def test_a_line_that_no_case_reaches_is_dead(knowledge):
    probe = changed(knowledge, "T3", keep={"all": ["quick_wins is yes", "quick_wins is no"]})
    lines = [line for line in lines_of(probe.program) if line.name == "verdict of T3 is keep"]
    reached = reach(probe, lines, 1)
    assert reached.dead == lines
    assert reached.witnesses == {}


def test_a_line_that_few_cases_reach_is_constructed(knowledge):
    rare = ["partner_count at most 3", "stage is reset", "quick_wins is yes", "champions is some"]
    rare += ["momentum is stalled", "conflict is serious", "power is balanced", "finances is severe"]
    probe = changed(knowledge, "T3", keep={"all": rare})
    lines = [line for line in lines_of(probe.program) if line.name == "verdict of T3 is keep"]
    reached = reach(probe, lines, 0)
    assert reached.constructed == 1
    assert reached.witnesses[0].items() >= {"quick_wins": "yes", "finances": "severe"}.items()


def test_an_act_that_rests_on_what_is_unknown_is_named(knowledge):
    probe = changed(knowledge, "T3", act={"any": ["quick_wins is no", "champions is unknown"]})
    step, room = verdict_of("T3", probe)
    column = probe.evaluate(room.every(), [step.subject])[step.subject]
    found = list(turned_by_answers(step, column, room, probe))
    assert {(one.fact, one.away) for one in found} == {("champions", "unknown")}
    assert "act while champions is unknown" in str(found[0])


@pytest.mark.parametrize(
    ("act", "fact", "away"),
    [
        ({"any": ["quick_wins is no", "champions is unknown"]}, "champions", "unknown"),
        ({"all": ["quick_wins is planned", "champions is unknown"]}, "champions", "unknown"),
        (
            {"all": ["quick_wins is one of no, not_applicable", "champions is some"]},
            "quick_wins",
            "not_applicable",
        ),
    ],
)
def test_to_act_on_what_nobody_said_fails_the_proof_unless_it_is_declared(knowledge, act, fact, away):
    probe = changed(knowledge, "T3", act=act)
    step, room = verdict_of("T3", probe)
    column = probe.evaluate(room.every(), [step.subject])[step.subject]
    turned = list(turned_by_answers(step, column, room, probe))
    assert {(one.fact, one.away) for one in turned} == {(fact, away)}
    proof = Proof(1, 1, turned=turned)
    assert not proof.sound
    first, *_ = proof.lines()
    assert first.startswith(f"rests on an answer that is away: T3: act while {fact} ")
    declared = Proof(1, 1, turned=turned, exceptions={("T3", fact): "So it is."})
    assert declared.sound
    assert next(one for one in declared.lines() if "T3" in one).endswith(" – So it is.")


def test_a_question_asked_in_vain_fails_the_proof():
    assert not Proof(1, 1, empty=[Empty("C1", "asks in vain", {}, 3)]).sound


def test_an_exception_that_nobody_needs_fails_the_proof(knowledge, tmp_path):
    (tmp_path / "exceptions.yaml").write_text(
        "exceptions:\n- {statements: [T3], fact: champions, because: It was so once.}\n", encoding="utf-8"
    )
    proof = Proof(1, 1)
    proof.stale = list(_stale(read_exceptions(knowledge, {tmp_path: "rules"}), proof, knowledge))
    assert not proof.sound
    assert proof.stale == ["rules/exceptions.yaml:2: not needed: T3 never acts because champions is away"]


def test_an_exception_names_what_is_there(knowledge, tmp_path):
    (tmp_path / "exceptions.yaml").write_text(
        "exceptions:\n- {statements: [T3, T99], fact: champion, because: So it is.}\n", encoding="utf-8"
    )
    found = read_exceptions(knowledge, {tmp_path: "rules"}).problems
    assert [(one.code, one.text) for one in found] == [
        ("unknown-id", "“T99” is no statement"),
        ("unknown-fact", "“champion” is no fact; did you mean “champions”?"),
    ]


def test_a_question_that_no_answer_can_turn_is_named(knowledge):
    probe = changed(knowledge, "T3", act="quick_wins is no", keep="quick_wins is yes")
    step, room = verdict_of("T3", probe)
    found = list(vain(step, room, probe))
    assert [one.case.get("quick_wins") for one in found] == ["planned"]


def test_wordings_that_do_stand_together_are_found(knowledge, program):
    probe, lines = Probe(program), list(lines_of(program))
    wordings = wordings_of(knowledge, lines)
    one = wordings["Deliver one visible success soon, and tell people"]
    other = wordings["Find a champion in each partner that has none"]
    (held,) = hold([Pair("invented", one, other)], probe, Finder(knowledge))
    assert held.case.items() >= {"quick_wins": "no", "champions": "some"}.items()


def test_what_may_stand_together_is_told_with_a_case_and_fails_nothing(knowledge, program):
    probe, lines = Probe(program), list(lines_of(program))
    wordings = wordings_of(knowledge, lines)
    one = wordings["Deliver one visible success soon, and tell people"]
    other = wordings["Find a champion in each partner that has none"]
    pairs = [Pair("invented", one, other, may_meet=may) for may in (True, False)]
    free, bound = (Proof(1, 1, held=list(hold([pair], probe, Finder(knowledge)))) for pair in pairs)
    assert (free.sound, bound.sound) == (True, False)
    told = "\n".join(free.lines())
    assert "may stand together: invented: 1 of 1 pairs do, as “Deliver one visible success" in told
    assert "do and don’t" not in told
    assert "do and don’t: invented" in "\n".join(bound.lines())


def test_every_pair_that_is_said_to_fit_stands_in_some_case(knowledge, program):
    pairs = read_together(knowledge, list(lines_of(program)))
    assert len({pair.opposite for pair in pairs}) == len(knowledge.advice.together)
    found = list(hold(pairs, Probe(program), Finder(knowledge)))
    assert [str(held.pair) for held in found if not held.decided or held.case is None] == []


def test_a_pair_that_never_meets_needs_no_word_on_how_it_fits(knowledge, program):
    probe, lines = Probe(program), list(lines_of(program))
    wordings = wordings_of(knowledge, lines)
    one = wordings["Deliver one visible success soon, and tell people"]
    apart = (
        "Secure people and time before you start",
        "Deliver the quick win you have planned, and tell people",
    )
    for other in apart:
        pair = Pair("invented", one, wordings[other], may_meet=True)
        proof = Proof(1, 1, held=list(hold([pair], probe, Finder(knowledge))))
        assert not proof.sound
        assert f"never together: invented: “{one.name}” beside “{other}” – " in "\n".join(proof.lines())


def test_opposites_name_wordings_that_are_there(knowledge, program, tmp_path):
    (tmp_path / "opposites.yaml").write_text(
        "opposites:\n- id: one\n  says: One.\n  one: [Deliver one visible sucess soon, and tell people]\n"
        "  other: []\n",
        encoding="utf-8",
    )
    with pytest.raises(Exception, match="is the title of no wording"):
        read_opposites(tmp_path, knowledge, list(lines_of(program)))


def test_a_pack_is_read_with_the_rules_that_it_joins():
    rules = content_folder("rules")
    folder, loaded = _loaded(rules / "packs" / "further-evidence")
    assert folder.resolve() == rules.resolve()
    assert {"FE1", "T3"} <= set(loaded.knowledge.advice.by_id)


def test_what_is_found_stands_with_its_place_its_meaning_and_a_remedy(program):
    _, loaded = _loaded(content_folder("rules"))
    lines = list(lines_of(program))
    line = next(one for one in lines if one.key == ("statements", "C1") and one.sort == "verdict")
    proof = Proof(
        1,
        1,
        reached=Reached(lines, dead=[line]),
        empty=[Empty("C1", "asks in vain", {}, 3)],
        turned=[Turned("X9", "integration", "unknown", "find_out", "loose", {}, 4)],
        places=loaded.places,
    )
    dead, empty, turned, *_ = proof.lines()
    assert not proof.sound
    assert re.match(r"rules/statements/formalisation\.yaml:\d+: dead: verdict “", dead)
    assert dead.count(" – ") == empty.count(" – ") == turned.count(" – ") == 2
    assert empty.startswith("rules/statements/formalisation.yaml:8: C1: asks in vain (3 cases)")
    assert re.match(r"rules/statements/further\.yaml:\d+: rests on an answer that is away: X9: act", turned)
