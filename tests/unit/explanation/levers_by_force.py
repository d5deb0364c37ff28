"""Levers found the plain way: every change that could count, tried one set after another."""

from itertools import combinations

from advisor.advice.levels import mechanism_levels
from advisor.advice.open_questions import asked_facts
from advisor.engine.columns.room import sorts_beneath
from advisor.engine.compile import CONTRADICTION
from advisor.model.condition import NOT_APPLICABLE, Kind, Subject


def lever_facts(answers, target, *, known, advisor):
    """Return the facts that may be levers, as the documentation says it."""
    knowledge = advisor.knowledge
    asked = asked_facts(advisor._inferrer.infer(answers), advisor.questionnaires["full"])
    feeding, before = {target}, set()
    while feeding != before:
        before = set(feeding)
        feeding |= {one.from_ for one in knowledge.web.mechanism_links if not one.cut and one.to in feeding}
    outright = {
        one.set_by.fact for one in knowledge.mechanisms if one.id in feeding and one.set_by is not None
    }
    return [
        one.fact
        for one in knowledge.vocabulary.facts
        if one.changeable in ("yes", "partly")
        and one.lever == "yes"
        and one.fact in asked
        and one.fact not in outright
        and answers.get(one.fact) != NOT_APPLICABLE
        and (one.fact in answers) == known
    ]


def every_change(facts, around, knowledge):
    """Return every change to some facts that may be aimed at; of ticks all sets, of numbers some.

    It reads what may be aimed at from the vocabulary as experts wrote it.
    """
    return [
        (fact, value)
        for fact in facts
        for value in _values_of(knowledge.vocabulary.by_name[fact], around)
        if value != around.answers.get(fact) and _aimed(knowledge.vocabulary.by_name[fact], value, around)
    ]


def _values_of(fact, around):
    if fact.kind == "one of":
        return tuple(fact.by_value)
    if fact.kind == "whole number":
        return around.values(fact.fact)
    ticks = [one for one in fact.by_value if one != "none"]
    every = [some for many in range(1, len(ticks) + 1) for some in combinations(ticks, many)]
    return [*every, *([("none",)] if "none" in fact.by_value else [])]


def _aimed(fact, value, around):
    idle = {one.value for one in fact.values if one.lever == "no"}
    if isinstance(value, tuple):
        return not idle & (set(value) - set(around.answers.get(fact.fact, ())))
    return value not in idle


def outcomes(sets, target, around):
    """Return the outcome of each set of changes; none where it does not count."""
    program = around.columns.program
    step = program.by_subject[Subject(Kind.LEVEL.value, target)]
    pairs = [one for one in program.by_subject if one.kind == CONTRADICTION]
    votes = list(dict.fromkeys(source.vote for source in step.sources))
    critical = [source.vote for source in step.sources if source.critical]
    found = around.conclude([(), *sets], [step.subject, *votes, *pairs])
    good = step.mechanism.high_is == "good"
    worth = {"mixed": 1, "high" if good else "low": 2}
    levels = found.values(step.subject)
    cast = {vote: found.values(vote) for vote in votes}
    contradicting = {pair: found.values(pair) for pair in pairs}

    def outcome(row):
        harms = sum(cast[vote][row] == "-" for vote in critical)
        return (
            worth.get(levels[row], 0),
            -harms if good else harms,
            -sum(cast[vote][row] == ("-" if good else "+") for vote in votes),
            sum(cast[vote][row] == ("+" if good else "-") for vote in votes),
        )

    present = outcome(0)
    allowed = {pair for pair in pairs if contradicting[pair][0] is not None}
    every = []
    for row in range(1, len(sets) + 1):
        counts = outcome(row)
        together = all(contradicting[pair][row] is None for pair in pairs if pair not in allowed)
        every.append(counts if together and counts[2] >= present[2] else None)
    return present, every


def best_by_force(changes, many, target, around, above):
    """Return the best outcome of exactly so many changes with all sets that reach it, if it is above."""
    sets = [some for some in combinations(changes, many) if len({fact for fact, _ in some}) == many]
    _, every = outcomes(sets, target, around)
    best = max((one for one in every if one is not None), default=above)
    if best <= above:
        return above, set()
    return best, {frozenset(some) for some, one in zip(sets, every, strict=True) if one == best}


def told(most, target, around):
    """Return the sets of changes that levers tell, with every value of a fact that does the same."""
    found = [frozenset(changes) for way in most.ways for changes in _ways(way.choices)]
    assert len(found) == len(set(found)), "a set is told twice"
    return alike(found, target, around)


def _ways(choices):
    if not choices:
        yield ()
        return
    for some in combinations(choices[0].among, choices[0].take):
        for values in _values(some):
            for rest in _ways(choices[1:]):
                yield (*values, *rest)


def _values(moves):
    if not moves:
        yield ()
        return
    for to in moves[0].to:
        for rest in _values(moves[1:]):
            yield ((moves[0].fact, to.value), *rest)


def alike(sets, target, around):
    """Return sets of changes in which numbers and ticks stand for all of their sort."""
    program = around.columns.program
    pairs = [one for one in program.by_subject if one.kind == CONTRADICTION]
    sorts = sorts_beneath([Subject(Kind.LEVEL.value, target), *pairs], around.columns)
    kinds = {one.fact: one.kind for one in program.knowledge.vocabulary.facts}

    def sort(change):
        fact, value = change
        return change if kinds[fact] == "one of" else (fact, sorts[fact](value))

    return {frozenset(sort(one) for one in some) for some in sets}


def pressure(answers, target, advisor):
    """Return level and counts of a mechanism as the report shows them."""
    level = mechanism_levels(advisor._inferrer.infer(answers), advisor.knowledge)[target]
    return level.level, [one.sign for one in level.because if one.kind != "answer"]
