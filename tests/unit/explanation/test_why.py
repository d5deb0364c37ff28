"""Why: what a tree must be, whatever the case.

- Every leaf is an answer of the case, or a question that it does not answer.
- Of a decided verdict the answers among the leaves are those of ``Inference.reasons``, and so are the
  absences, where what is unknown beneath an unknown conclusion counts as that conclusion.
- A case that agrees with the leaves, whatever else it answers, concludes the same, unless a line that the
  tree names as what would have decided otherwise has come true for some conclusion in it.
- Nothing is unfolded twice, and each reference points to a node that is.
"""

import pytest

from advisor.advice.levels import mechanism_levels
from advisor.engine.program import ANSWERED
from advisor.explanation.reasons.topics import every_topic, subject_of
from advisor.explanation.reasons.why import why
from advisor.model.condition import NOT_APPLICABLE, Kind, Subject, supporting_atoms
from tests.unit.cases import covering_cases, example_cases, random_answers

QUICK, MANY = 300, 3_000
KINDS = {
    "statement": Kind.VERDICT.value,
    "derived": Kind.DERIVED.value,
    "circumstance": Kind.CONTEXT.value,
    "recommendation": "recommendation",
}


def sample(knowledge, seeds, many=2):
    """Yield random answers, each with a few verdicts to explain: over all seeds every one comes up."""
    statements = [Subject(Kind.VERDICT.value, each.id) for each in knowledge.advice.statements]
    for seed in seeds:
        start = seed * 7 % len(statements)
        yield (
            random_answers(knowledge, seed),
            [statements[(start + 9 * step) % len(statements)] for step in range(many)],
        )


def leaves_outside(ground, kinds):
    """Return the leaves that do not stand beneath some kinds of nodes, and those nodes themselves."""
    if ground.kind in kinds or (ground.kind == "derived" and ground.value is None):
        return [ground]
    return (
        [ground]
        if not ground.under
        else [leaf for each in ground.under for leaf in leaves_outside(each, kinds)]
    )


def check_leaves(tree, answers, vocabulary):
    for leaf in tree.leaves():
        if leaf.see or leaf.folded:
            continue
        assert leaf.id in vocabulary.by_name, leaf
        if leaf.kind == "answer":
            assert leaf.value == answers[leaf.id]
        else:
            assert leaf.kind == "absence"
            assert leaf.id not in answers
        assert leaf.says


def check_references(tree, vocabulary):
    every = tree.every()
    # A count may be unfolded again, where it matters not only how many there are but that there are no more.
    counts = {each.fact for each in vocabulary.derived if each.count}
    unfolded = [(each.kind, each.id) for each in every if each.under and each.id and each.id not in counts]
    assert len(unfolded) == len(set(unfolded))
    numbers = {each.number: each for each in every}
    assert len(numbers) == len(every)
    for each in every:
        if each.see:
            assert numbers[each.see].id == each.id
            assert numbers[each.see].under


def check_reasons(tree, subject, inference):
    reasons = inference.reasons(subject)
    ends = leaves_outside(tree, {"mechanism"})
    outside = [each for each in tree.every() if each.kind == "answer" and each.id]
    decided = any(
        value == inference.values.get(subject) and inference.holds(line)
        for value, line in inference.program.by_subject[subject].cases
    )
    if not decided:
        assert not reasons.answers
        return
    below_unknown = {
        leaf.id
        for each in tree.every()
        if each.kind == "mechanism" or (each.kind == "derived" and each.value is None)
        for leaf in each.leaves()
        if leaf.kind == "answer"
    }
    found = {each.id for each in outside}
    assert found - below_unknown <= set(reasons.answers) <= found
    facts = {each.id for each in ends if each.kind == "absence"}
    unknown = {each.id for each in ends if each.kind == "derived" and each.value is None}
    known = set(inference.program.knowledge.vocabulary.by_name)
    derived = set(inference.program.knowledge.vocabulary.derived_by_name)
    assert facts == {one for one in reasons.absences if one in known}
    assert unknown == {one for one in reasons.absences if one in derived}


def check_all(knowledge, inferrer, seeds):
    for answers, subjects in sample(knowledge, seeds):
        inference = inferrer.infer(answers)
        for subject in subjects:
            tree = why(subject, inference, knowledge)
            assert tree.value == inference.values[subject]
            check_leaves(tree, answers, knowledge.vocabulary)
            check_references(tree, knowledge.vocabulary)
            check_reasons(tree, subject, inference)


def changed_elsewhere(answers, tree, knowledge, seed):
    """Return a case that agrees with the leaves of a tree, and differs at random elsewhere."""
    kept = {leaf.id for leaf in tree.leaves()}
    others = random_answers(knowledge, seed)
    return {
        **{fact: value for fact, value in others.items() if fact not in kept},
        **{fact: value for fact, value in answers.items() if fact in kept},
    }


def overtaken(tree, inference):
    """Return whether something that a tree names as deciding otherwise has come about in another case."""
    return any(
        inference.values.get(Subject(KINDS[each.kind], each.id)) in {one.value for one in each.unless}
        for each in tree.every()
        if each.kind in KINDS
    )


def check_agreeing(knowledge, inferrer, seeds):
    same = 0
    for answers, subjects in sample(knowledge, seeds, 1):
        inference = inferrer.infer(answers)
        for place, subject in enumerate(subjects):
            tree = why(subject, inference, knowledge, deep=True)
            if tree.value in ("find_out", NOT_APPLICABLE) and not inference.reasons(subject).answers:
                continue
            if any(each.kind == "mechanism" for each in tree.every()):
                continue
            other = inferrer.infer(changed_elsewhere(answers, tree, knowledge, 10_000 + 97 * place))
            agrees = other.values[subject] == tree.value
            same += agrees
            assert agrees or overtaken(tree, other), (subject, answers)
            alone = {leaf.id: leaf.value for leaf in tree.leaves() if leaf.kind == "answer"}
            bare = inferrer.infer(alone)
            assert bare.values[subject] == tree.value or overtaken(tree, bare), (subject, alone)
    assert same


def test_leaves_are_answers_or_absences_and_those_of_the_reasons(knowledge, inferrer):
    check_all(knowledge, inferrer, range(QUICK))


@pytest.mark.slow
def test_leaves_over_many_cases(knowledge, inferrer):
    check_all(knowledge, inferrer, range(QUICK, MANY))


def test_whoever_agrees_with_the_leaves_gets_the_same_verdict(knowledge, inferrer):
    check_agreeing(knowledge, inferrer, range(QUICK))


@pytest.mark.slow
def test_agreeing_cases_over_many(knowledge, inferrer):
    check_agreeing(knowledge, inferrer, range(QUICK, MANY))


@pytest.mark.parametrize("deep", [False, True])
def test_everything_can_be_explained_in_every_example(advisor, knowledge, inferrer, deep):
    for case in (*example_cases(advisor)[::2], *covering_cases(knowledge)[:2]):
        inference = inferrer.infer(case.answers)
        for topic in every_topic(knowledge):
            tree = why(subject_of(topic), inference, knowledge, deep=deep)
            check_leaves(tree, case.answers, knowledge.vocabulary)
            check_references(tree, knowledge.vocabulary)
            assert not deep or not any(each.folded for each in tree.every())


def test_a_level_rests_on_the_votes_that_the_result_names(advisor, knowledge, inferrer):
    for seed in range(25):
        answers = random_answers(knowledge, seed)
        inference = inferrer.infer(answers)
        for name, level in mechanism_levels(inference, knowledge).items():
            tree = why(Subject(Kind.LEVEL.value, name), inference, knowledge)
            votes = [each for each in tree.under if each.kind == "link"]
            told = [(one.links, one.sign) for one in level.because if one.kind != "answer"]
            if tree.tally.decided_by == "answer":
                assert [each.kind for each in tree.under] == ["answer"]
            elif tree.tally.decided_by == "harm":
                assert {each.value for each in votes} == {"-"}
                assert all(each.critical for each in votes)
            else:
                assert sorted((each.links, each.value) for each in votes) == sorted(told)
                assert len(votes) == tree.tally.known == level.sources_known
            assert tree.tally.sources == level.sources


def test_only_branches_that_hold_are_followed(knowledge, inferrer):
    answers = {"quick_wins": "no", "stage": "established", "power": "dominated"}
    inference = inferrer.infer(answers)
    subject = Subject(Kind.VERDICT.value, "T3")
    tree = why(subject, inference, knowledge)
    assert [leaf.id for leaf in tree.leaves()] == ["quick_wins", "stage"]
    assert tree.under[1].kind == "applies"
    supported = {
        atom.subject
        for value, line in inference.program.by_subject[subject].cases
        if value == "act"
        for atom in supporting_atoms(line, inference.values.get)
    }
    assert supported == {Subject(ANSWERED, "quick_wins"), Subject(ANSWERED, "stage")}


def test_what_nothing_shows_is_said(knowledge, inferrer):
    inference = inferrer.infer({"origin": "national_policy"})
    tree = why(Subject(Kind.DERIVED.value, "driver"), inference, knowledge)
    assert tree.value == "confidence"
    (unless,) = tree.unless
    assert (unless.value, unless.state) == ("both", "not_shown")
    assert unless.says == ("the work is chosen, small or loose, which speaks for a lighter agreement",)


def test_what_answers_rule_out_is_said_with_them(knowledge, inferrer):
    answers = {"origin": "national_policy", "partner_count": 12, "ioc_type": "integrated_care_system"}
    tree = why(Subject(Kind.DERIVED.value, "driver"), inferrer.infer(answers), knowledge)
    (unless,) = tree.unless
    assert unless.state == "ruled_out"
    assert {leaf.id for leaf in unless.answers if leaf.kind == "answer"} == set(answers)


def test_trees_are_alike_at_every_run(knowledge, inferrer):
    answers = random_answers(knowledge, 5)
    subject = Subject(Kind.LEVEL.value, "trust")
    first, second = (why(subject, inferrer.infer(answers), knowledge) for _ in range(2))
    assert first == second
