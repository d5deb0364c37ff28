"""Everything that must be reachable: each line of each rule, each level, and each condition on a text."""

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.content.references import Key
from advisor.content.yaml_reader import Path_
from advisor.engine.columns.codes import LEVELS
from advisor.engine.compile import CONTRADICTION, CRITICAL, PRESSING, RECOMMENDATION, START
from advisor.engine.program import Decision, Levelled, Program
from advisor.model.condition import NOT_APPLICABLE, Atom, Kind, Operator
from advisor.proof.problems.rules import rules_of
from advisor.proof.problems.search import FALSE, UNKNOWN, Goal

NOT_TRUE = FALSE | UNKNOWN
STATES = {"present": "holds", "absent": "absent", "partly": "partly"}


@dataclass(frozen=True)
class Line:
    """Something that some case must reach.

    Attributes:
        sort: What it is, in a word: verdict, context, derived fact and so on.
        name: Which, as messages write it.
        ways: What is so where it is reached: all of one of these. A wording may be reached by statements of
            the action table, or by further ones.
        key: List and id of the item it belongs to.
        at: Path in the item.
    """

    sort: str
    name: str
    ways: tuple[tuple[Goal, ...], ...]
    key: Key
    at: Path_ = ()


def lines_of(program: Program) -> Iterator[Line]:
    """Yield every line of every rule, in the order of the program, and the conditions on texts after them."""
    written: set[tuple[Key, Path_]] = set()
    for step in program.steps:
        if isinstance(step, Decision):
            for line in _of_decision(step, program):
                written.add((line.key, line.at))
                yield line
        elif isinstance(step, Levelled):
            yield from _of_level(step)
    decided = {"derived", "contexts", "conditions", "contradictions"}
    for rule in rules_of(program.knowledge):
        if (rule.key, rule.at) in written or (rule.key[0] in decided and rule.at[0] != "words"):
            continue
        if rule.key[0] == "recommendations" and rule.at[0] != "keep":
            continue
        goals = (Goal(rule.condition), *rule.besides, *rule.hidden_by())
        yield Line("condition on a text", f"{rule.key[1]}, {rule.name}", (goals,), rule.key, rule.at)


def _of_decision(step: Decision, program: Program) -> Iterator[Line]:
    earlier: tuple[Goal, ...] = ()
    ways: dict[str, list[tuple[Goal, ...]]] = {}
    homes: dict[str, tuple[str, Key, Path_]] = {}
    for number, (value, condition) in enumerate(step.cases):
        # Lines of a fact that follows stand each for itself; a wording is one, however it is reached.
        name = f"{step.subject} is {value}"
        if step.subject.kind == Kind.DERIVED.value:
            name += f" (line {number + 1})"
        ways.setdefault(name, []).append((Goal(condition), *earlier))
        homes.setdefault(name, _home(step, number, value, program))
        earlier = (*earlier, Goal(condition, NOT_TRUE))
    for name, found in ways.items():
        sort, key, at = homes[name]
        yield Line(sort, name, tuple(found), key, at)
    if step.statement is not None:
        asked = Goal(Atom(step.subject, Operator.IS, (step.default or "",)))
        yield Line(
            "verdict", f"{step.subject} is {step.default}", ((asked,),), ("statements", step.subject.id)
        )


def _of_level(step: Levelled) -> Iterator[Line]:
    key = ("mechanisms", step.mechanism.id)
    for level in LEVELS:
        goal = Goal(Atom(step.subject, Operator.IS, (level,)))
        yield Line("level", f"{step.subject} is {level}", ((goal,),), key)
    unknown = Goal(Atom(step.subject, Operator.IS_UNKNOWN))
    yield Line("level", f"{step.subject} is unknown", ((unknown,),), key)


def _home(  # noqa: PLR0911 - one for each kind
    step: Decision, number: int, value: str, program: Program
) -> tuple[str, Key, Path_]:
    """Return the sort of a line, and where it is written."""
    subject = step.subject
    match subject.kind:
        case Kind.VERDICT.value:
            statement = program.knowledge.advice.by_id[subject.id]
            at: Path_ = () if statement.verdicts is None else ("verdicts", value)
            if value == NOT_APPLICABLE and (
                statement.verdicts is None or not statement.verdicts.not_applicable
            ):
                at = ()
            return "verdict", ("statements", subject.id), at
        case Kind.CONTEXT.value:
            return "context state", ("contexts", subject.id), (STATES[value],)
        case Kind.DERIVED.value:
            return "derived fact", ("derived", subject.id), ("cases", number, "when")
        case str(kind) if kind == RECOMMENDATION:
            _, colon, place = value.partition(":")
            return (
                "recommendation",
                ("recommendations", subject.id),
                ("variants", int(place)) if colon else (),
            )
        case str(kind) if kind in (CRITICAL, PRESSING):
            return f"{kind} condition", ("recommendations", subject.id), (f"{kind}_when",)
        case str(kind) if kind == START:
            return "condition for going ahead", ("conditions", subject.id), (value,)
        case str(kind) if kind == CONTRADICTION:
            return "contradiction", ("contradictions", subject.id), ("when",)
        case _:
            return "vote", ("links", subject.id), ()
