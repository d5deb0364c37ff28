"""Compiles the knowledge base into a program."""

from collections.abc import Iterator

from advisor.engine.program import ANSWERED, Counted, Decision, Program, Step, in_order
from advisor.engine.votes import compile_votes
from advisor.model.advice import RecommendationText, Statement
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
    atoms,
)
from advisor.model.knowledge import TABLE_IDS, KnowledgeBase

RECOMMENDATION, CRITICAL, PRESSING = "recommendation", "critical", "pressing"
START, CONTRADICTION = "start", "contradiction"


def compile_program(knowledge: KnowledgeBase) -> Program:
    """Return the program of a knowledge base; raises ContentRefused where rules go in a circle."""
    steps: list[Step] = [
        *_derived(knowledge),
        *_contexts(knowledge),
        *compile_votes(knowledge),
        *(compile_verdict(each, knowledge) for each in knowledge.advice.statements),
    ]
    for text in knowledge.advice.recommendations:
        steps += compile_recommendation(text)
    for start in knowledge.advice.start_conditions:
        steps.append(Decision(Subject(START, start.id), (("met", start.met), ("not_met", start.not_met))))
    for pair in knowledge.advice.contradictions:
        steps.append(Decision(Subject(CONTRADICTION, pair.id), (("found", pair.when),)))
    return Program(knowledge, in_order(steps))


def _derived(knowledge: KnowledgeBase) -> Iterator[Step]:
    for derived in knowledge.vocabulary.derived:
        subject = Subject(Kind.DERIVED.value, derived.fact)
        if derived.count is not None:
            yield Counted(subject, derived.count.of, derived.count.values)
        else:
            yield Decision(subject, tuple((case.value, case.when) for case in derived.cases))


def _contexts(knowledge: KnowledgeBase) -> Iterator[Step]:
    for context in knowledge.contexts:
        cases = [("present", context.holds)]
        if context.absent is not None:
            cases.append(("absent", context.absent))
        if context.partly is not None:
            cases.append(("partly", context.partly))
        yield Decision(Subject(Kind.CONTEXT.value, context.id), tuple(cases))


def compile_verdict(statement: Statement, knowledge: KnowledgeBase) -> Decision:
    """Return the decision on a statement.

    An unknown gate gives neither ``not_applicable`` nor anything else: every other line asks that the
    gate be known to be open.
    """
    lines_of = statement
    while lines_of.verdicts is None:
        lines_of = knowledge.advice.by_id[lines_of.follows or ""]
    lines = lines_of.verdicts.in_order()
    gate = lines_of.verdicts.not_applicable
    nothing_applies = _all_answered_not_applicable(
        [line for verdict, line in lines if verdict != NOT_APPLICABLE]
    )
    cases: list[tuple[str, Condition]] = []
    closed = [one for one in (gate, nothing_applies) if one is not None]
    if closed:
        cases.append((NOT_APPLICABLE, Any(tuple(closed)) if len(closed) > 1 else closed[0]))
    for verdict, line in lines:
        if verdict != NOT_APPLICABLE:
            cases.append((verdict, line if gate is None else All((Not(gate), line))))
    return Decision(
        Subject(Kind.VERDICT.value, statement.id), tuple(cases), default="find_out", statement=statement.id
    )


def _all_answered_not_applicable(lines: list[Condition]) -> Condition | None:
    """Return the condition that every fact a statement turns on was answered “does not apply”."""
    subjects = sorted(
        {atom.subject for line in lines for atom in atoms(line) if atom.subject.kind == ANSWERED}
    )
    if not subjects:
        return None
    return All(tuple(Atom(subject, Operator.IS, (NOT_APPLICABLE,)) for subject in subjects))


def compile_recommendation(text: RecommendationText) -> Iterator[Decision]:
    """Yield the decision on a recommendation: the strongest verdict among its statements, and its wording.

    Statements of the action table set the verdict where one of them calls for something; further ones, which
    we drew from the papers’ text, only where none does.
    """
    table = tuple(one for one in text.statements if one in TABLE_IDS)
    further = tuple(one for one in text.statements if one not in TABLE_IDS)
    cases: list[tuple[str, Condition]] = []
    for members in filter(None, (table, further)):
        for verdict in ("balance", "act", "compensate"):
            called = _some(members, verdict)
            cases += [
                (f"{verdict}:{place}", called if variant.when is None else All((called, variant.when)))
                for place, variant in enumerate(text.variants)
                if variant.verdict == verdict
            ]
    cases += [(verdict, _some(text.statements, verdict)) for verdict in ("keep", "find_out", NOT_APPLICABLE)]
    yield Decision(Subject(RECOMMENDATION, text.id), tuple(cases))
    if text.critical_when is not None:
        yield Decision(Subject(CRITICAL, text.id), (("yes", text.critical_when),))
    if text.pressing_when is not None:
        yield Decision(Subject(PRESSING, text.id), (("yes", text.pressing_when),))


def _some(statements: tuple[str, ...], verdict: str) -> Condition:
    """Return the condition that one of some statements has a verdict."""
    members = tuple(Atom(Subject(Kind.VERDICT.value, one), Operator.IS, (verdict,)) for one in statements)
    return members[0] if len(members) == 1 else Any(members)
