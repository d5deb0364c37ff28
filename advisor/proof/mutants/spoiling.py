"""Spoils every rule: conditions dropped, negated or moved by one, verdicts swapped, lines deleted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from advisor.content.references import Key
from advisor.content.yaml_reader import Path_
from advisor.engine.compile import (
    CONTRADICTION,
    CRITICAL,
    PRESSING,
    RECOMMENDATION,
    START,
    compile_recommendation,
    compile_verdict,
)
from advisor.engine.program import Decision, Program
from advisor.model.advice import RecommendationText, Statement
from advisor.model.condition import Condition, Kind, Subject
from advisor.proof.mutants.mutant import Mutant, spoiled
from advisor.proof.search.lines import STATES

Lines = tuple[tuple[str, Condition], ...]
Places = Callable[[int, str], Path_]


def mutants_of(program: Program) -> Iterator[Mutant]:
    """Yield every mutant of every rule, in the order of the program."""
    advice = program.knowledge.advice
    texts = {each.id: each for each in advice.recommendations}
    for step in program.steps:
        if not isinstance(step, Decision):
            continue
        subject = step.subject
        match subject.kind:
            case Kind.VERDICT.value:
                if advice.by_id[subject.id].verdicts is not None:
                    yield from _of_statement(advice.by_id[subject.id], program)
            case str(kind) if kind == RECOMMENDATION:
                yield from _of_wordings(texts[subject.id], step)
            case _:
                yield from _of_lines(step)


def _of_lines(step: Decision) -> Iterator[Mutant]:
    """Yield the mutants of a rule whose lines are written as they are."""
    home = _home(step.subject)
    if home is None:
        return
    key, places = home
    for number, (value, condition) in enumerate(step.cases):
        rule = f"{step.subject} is {value}"
        at = places(number, value)
        for one in spoiled(condition):
            cases = _with(step.cases, number, (value, one.condition))
            yield Mutant(one.sort, rule, one.words, key, (*at, *one.at), (replace(step, cases=cases),))
        gone = (*step.cases[:number], *step.cases[number + 1 :])
        yield Mutant("deleted", rule, "the line deleted", key, at, (replace(step, cases=gone),))
        if number + 1 < len(step.cases) and step.cases[number + 1][0] != value:
            following = step.cases[number + 1]
            cases = _with(step.cases, number, (following[0], condition))
            cases = _with(cases, number + 1, (value, following[1]))
            words = f"swapped with “{following[0]}”"
            yield Mutant("swapped", rule, words, key, at, (replace(step, cases=cases),))


def _home(subject: Subject) -> tuple[Key, Places] | None:
    """Return the item that a rule is written in, and where its lines stand in it."""
    match subject.kind:
        case Kind.CONTEXT.value:
            return ("contexts", subject.id), lambda _, value: (STATES[value],)
        case Kind.DERIVED.value:
            return ("derived", subject.id), lambda number, _: ("cases", number, "when")
        case str(kind) if kind in (CRITICAL, PRESSING):
            return ("recommendations", subject.id), lambda _, __: (f"{subject.kind}_when",)
        case str(kind) if kind == START:
            return ("conditions", subject.id), lambda _, value: (value,)
        case str(kind) if kind == CONTRADICTION:
            return ("contradictions", subject.id), lambda _, __: ("when",)
        case _:
            return None


def _of_statement(statement: Statement, program: Program) -> Iterator[Mutant]:
    """Yield the mutants of a statement; those that follow it change with it."""
    lines = statement.verdicts.in_order() if statement.verdicts else []
    followers = [one for one in program.knowledge.advice.statements if one.follows == statement.id]

    def mutant(sort: str, number: int, words: str, at: Path_, changes: dict[str, Condition | None]) -> Mutant:
        verdicts = statement.verdicts.model_copy(update=changes) if statement.verdicts else None
        step = compile_verdict(statement.model_copy(update={"verdicts": verdicts}), program.knowledge)
        steps = [step]
        for one in followers:
            subject = Subject(Kind.VERDICT.value, one.id)
            steps.append(replace(step, subject=subject, statement=one.id))
        verdict = lines[number][0]
        rule = f"verdict of {statement.id} is {verdict}"
        key = ("statements", statement.id)
        return Mutant(sort, rule, words, key, ("verdicts", verdict, *at), tuple(steps))

    for number, (verdict, condition) in enumerate(lines):
        for one in spoiled(condition):
            yield mutant(one.sort, number, one.words, one.at, {verdict: one.condition})
        yield mutant("deleted", number, "the line deleted", (), {verdict: None})
        if number + 1 < len(lines):
            following, other = lines[number + 1]
            words = f"swapped with “{following}”"
            yield mutant("swapped", number, words, (), {verdict: other, following: condition})


def _of_wordings(text: RecommendationText, step: Decision) -> Iterator[Mutant]:
    """Yield the mutants of the wordings of a recommendation. Each keeps its number, by which it is known."""
    key = ("recommendations", text.id)

    def mutant(sort: str, place: int, words: str, at: Path_, whens: Sequence[Condition | None]) -> Mutant:
        variants = tuple(
            variant.model_copy(update={"when": when})
            for variant, when in zip(text.variants, whens, strict=True)
        )
        spoiled_step = next(iter(compile_recommendation(text.model_copy(update={"variants": variants}))))
        rule = f"wording {place + 1} of {text.id}"
        return Mutant(sort, rule, words, key, ("variants", place, *at), (spoiled_step,))

    whens = [variant.when for variant in text.variants]
    for place, (variant, when) in enumerate(zip(text.variants, whens, strict=True)):
        for one in spoiled(when) if when is not None else ():
            changed = [*whens[:place], one.condition, *whens[place + 1 :]]
            yield mutant(one.sort, place, one.words, ("when", *one.at), changed)
        name = f"{variant.verdict}:{place}"
        gone = tuple((value, condition) for value, condition in step.cases if value != name)
        rule = f"wording {place + 1} of {text.id}"
        yield Mutant(
            "deleted", rule, "the wording deleted", key, ("variants", place), (replace(step, cases=gone),)
        )
        if place + 1 < len(whens) and text.variants[place + 1].verdict == variant.verdict:
            changed = [*whens[:place], whens[place + 1], when, *whens[place + 2 :]]
            yield mutant("swapped", place, f"its “when” swapped with wording {place + 2}", (), changed)


def _with(lines: Lines, number: int, line: tuple[str, Condition]) -> Lines:
    return (*lines[:number], line, *lines[number + 1 :])
