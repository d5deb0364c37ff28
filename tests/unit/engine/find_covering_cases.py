"""Finds a small set of cases in which every rule fires, and writes them to tests/content/covering_cases.yaml.

Every link of the web bears on a level in them too, and every silence of the papers is met. Run it when a test
says that a new rule fires in no case:  python -m tests.unit.engine.find_covering_cases
It takes about a minute and ends with the rules for which it found no case.
"""

import random
from collections.abc import Iterator

from advisor.content.folders import content_folder
from advisor.content.knowledge_files import load_knowledge
from advisor.engine.compile import RECOMMENDATION, compile_program
from advisor.engine.program import Counted, Decision, Levelled, Program
from advisor.engine.votes import pairs_of
from advisor.model.condition import (
    NOT_APPLICABLE,
    All,
    Any,
    Atom,
    Condition,
    Kind,
    Not,
    Operator,
    Subject,
    Truth,
    Value,
    truth,
)
from tests.unit.cases import COVERING, NUMBERS, random_answers, random_value
from tests.unit.engine.reference import Reference

Target = tuple[Subject, int | str]
Answers = dict[str, Value | None]
RANDOM_CASES, TRIES = 1500, 400
BESIDES = "besides"
LEVELS = ("low", "mixed", "high")
HEAD = """\
# Cases in which, between them, every rule fires at least once. Not models of real collaborations.
# Made by tests/unit/engine/find_covering_cases.py; add one by hand, or make them anew.
cases:
"""


class Impossible(Exception):
    """The answers aimed for contradict one another."""


class Aim:
    """Works out answers that may make a condition true, by choosing among its branches at random."""

    def __init__(self, program: Program, chance: random.Random) -> None:
        self.program = program
        self.chance = chance
        self.answers: Answers = {}

    def at(self, target: Target) -> Answers:
        """Return answers aimed at a target; raises Impossible at a dead end."""
        subject, wanted = target
        if subject.kind == BESIDES:
            self._condition(besides(self.program)[subject], Truth.TRUE)
            return self.answers
        step = self.program.by_subject[subject]
        if isinstance(step, Decision) and isinstance(wanted, int):
            self._condition(step.cases[wanted - 1][1], Truth.TRUE)
        else:
            self._subject(subject, wanted)
        return self.answers

    def _condition(self, condition: Condition, wanted: Truth) -> None:
        match condition:
            case Atom():
                self._atom(condition, wanted)
            case Not(part):
                self._condition(part, ~wanted)
            case All(parts) | Any(parts):
                if isinstance(condition, All) == (wanted is Truth.TRUE):
                    for part in parts:
                        self._condition(part, wanted)
                else:
                    self._condition(self.chance.choice(parts), wanted)

    def _atom(self, atom: Atom, wanted: Truth) -> None:
        subject = atom.subject
        if subject.kind == Kind.FACT.value:
            self._answer(atom, wanted)
            return
        fitting = [value for value in self._values(subject) if atom.holds(value) is wanted]
        if not fitting:
            raise Impossible
        self._subject(subject, self.chance.choice(fitting))

    def _values(self, subject: Subject) -> list[Value | None]:
        step = self.program.by_subject[subject]
        if isinstance(step, Levelled):
            return [*LEVELS, None]
        if isinstance(step, Counted):
            return [0, 1, 2, 3, 4, 5, 6, 8, 12]
        return [*(value for value, _ in step.cases), step.default]

    def _subject(self, subject: Subject, value: Value | None) -> None:
        step = self.program.by_subject[subject]
        if isinstance(step, Decision):
            ways = [condition for one, condition in step.cases if one == value]
            if ways:
                self._condition(self.chance.choice(ways), Truth.TRUE)
        elif isinstance(step, Levelled):
            self._level(step, value)
        else:
            self._count(step, int(value or 0))

    def _level(self, step: Levelled, value: Value | None) -> None:
        signs = {"high": "+", "low": "-"}
        if step.mechanism.set_by is not None and self.chance.random() < 0.5:
            fitting = [answer for answer, level in step.mechanism.set_by.levels.items() if level == value]
            self._set(step.mechanism.set_by.fact, self.chance.choice(fitting or [None]))
        for source in step.sources:
            if value is not None and self.chance.random() < 0.8:
                before = dict(self.answers)
                try:
                    self._subject(source.vote, signs.get(str(value), self.chance.choice("+-")))
                except Impossible:
                    self.answers = before

    def _count(self, step: Counted, value: int) -> None:
        facts = self.program.knowledge.vocabulary.by_name
        if not step.values:
            values = facts[step.of[0]].values
            self._set(step.of[0], tuple(one.value for one in values[:value]))
            return
        chosen = self.chance.sample(step.of, min(value, len(step.of)))
        for fact in step.of:
            others = [one.value for one in facts[fact].values if one.value not in step.values] or [None]
            self._set(fact, self.chance.choice(step.values) if fact in chosen else self.chance.choice(others))

    def _answer(self, atom: Atom, wanted: Truth) -> None:
        fact = self.program.knowledge.vocabulary.by_name[atom.subject.id]
        options: list[Value | None] = [None, NOT_APPLICABLE]
        options += NUMBERS if fact.kind == "whole number" else [one.value for one in fact.values]
        if fact.kind == "any of":
            options = [None, NOT_APPLICABLE, *(random_value(fact, self.chance) for _ in range(12))]
        fitting = [one for one in options if atom.holds(one) is wanted]
        if fact.fact in self.answers:
            fitting = [one for one in fitting if one == self.answers[fact.fact]]
        if not fitting:
            raise Impossible
        self._set(fact.fact, self.chance.choice(fitting))

    def _set(self, fact: str, value: Value | None) -> None:
        if self.answers.get(fact, value) != value:
            raise Impossible
        self.answers[fact] = value


def every_target(program: Program) -> set[Target]:
    """Return every case of every decision, every wording, and every known level of every mechanism."""
    found: set[Target] = set()
    for step in program.steps:
        if isinstance(step, Decision) and step.subject.kind == RECOMMENDATION:
            found |= {(step.subject, value) for value, _ in step.cases}
        elif isinstance(step, Decision):
            found |= {(step.subject, number) for number in range(1, len(step.cases) + 1)}
        elif isinstance(step, Levelled):
            found |= {(step.subject, level) for level in LEVELS}
    return found | {(subject, 1) for subject in besides(program)}


def besides(program: Program) -> dict[Subject, Condition]:
    """Return when each row of the web bears on a level, and when the papers are silent on a statement."""
    found: dict[Subject, Condition] = {}
    for subject, pair in pairs_of(program.knowledge).items():
        voted = Atom(subject, Operator.IS_KNOWN)
        for row in pair.rows:
            condition = voted if row.applies_if is None else All((voted, row.applies_if))
            found[Subject(BESIDES, row.id)] = condition
    for statement in program.knowledge.advice.statements:
        for number, silence in enumerate(statement.silent):
            found[Subject(BESIDES, f"{statement.id} silent {number}")] = silence.when
    return found


def reached(program: Program, answers: dict[str, Value]) -> set[Target]:
    """Return the targets that a case reaches."""
    reference = Reference(program, answers)
    values = reference.everything()
    extra = {
        (subject, 1)
        for subject, condition in besides(program).items()
        if truth(condition, reference.value_of) is Truth.TRUE
    }
    named = (Kind.LEVEL.value, RECOMMENDATION)
    concluded = {(one, str(value)) for one, value in values.items() if one.kind in named}
    return set(reference.case_of.items()) | concluded | extra


def aimed(program: Program, target: Target, chance: random.Random) -> Iterator[dict[str, Value]]:
    """Yield cases that may reach a target, with other answers filled in at random."""
    for _ in range(TRIES):
        aim = Aim(program, chance)
        try:
            wanted = aim.at(target)
        except Impossible:
            continue
        rest = random_answers(program.knowledge, chance.randrange(10**6)) if chance.random() < 0.6 else {}
        yield {fact: value for fact, value in {**rest, **wanted}.items() if value is not None}


def search(program: Program) -> tuple[list[dict[str, Value]], set[Target]]:
    """Return cases that reach the targets, and the targets that none was found to reach."""
    chance = random.Random(1)  # noqa: S311 - cases, not secrets
    pool = [random_answers(program.knowledge, seed) for seed in range(RANDOM_CASES)]
    reach = [reached(program, answers) for answers in pool]
    missing = every_target(program).difference(*reach)
    unreached: set[Target] = set()
    while missing:
        target = min(missing, key=str)
        for answers in aimed(program, target, chance):
            found = reached(program, answers)
            if target in found:
                pool.append(answers)
                reach.append(found)
                missing -= found
                break
        else:
            unreached.add(target)
            missing.discard(target)
    chosen: list[dict[str, Value]] = []
    left = every_target(program) - unreached
    while left:
        best = max(range(len(pool)), key=lambda place: len(reach[place] & left))
        chosen.append(shortened(program, pool[best], reach[best] & left))
        left -= reached(program, chosen[-1])
    return chosen, unreached


def shortened(program: Program, answers: dict[str, Value], needed: set[Target]) -> dict[str, Value]:
    """Return a case without the answers that reaching these targets does not need."""
    kept = dict(answers)
    for fact in answers:
        fewer = {one: value for one, value in kept.items() if one != fact}
        if needed <= reached(program, fewer):
            kept = fewer
    return kept


def written(answers: dict[str, Value]) -> str:
    """Return a case as lines of YAML."""
    lines = []
    for fact, value in answers.items():
        shown = f"[{', '.join(map(repr, value))}]" if isinstance(value, tuple) else repr(value)
        lines.append(f"{fact}: {shown}")
    return "- " + "\n  ".join(lines) + "\n"


if __name__ == "__main__":
    everything = compile_program(load_knowledge(content_folder("rules")).knowledge)
    cases, not_found = search(everything)
    COVERING.write_text(HEAD + "".join(written(one) for one in cases), encoding="utf-8")
    print(f"{len(cases)} cases")
    for subject, which in sorted(not_found, key=str):
        print(f"no case: {subject.kind} {subject.id} {which}")
