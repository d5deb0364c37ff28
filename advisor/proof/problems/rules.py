"""Every condition of the knowledge base and the questionnaires: where it stands, and what comes before it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from advisor.content.knowledge_files import identity
from advisor.content.references import Key
from advisor.content.yaml_reader import Path_
from advisor.model.advice import RecommendationText, Statement
from advisor.model.condition import All, Any, Atom, Condition, Kind, Not, Operator, Subject
from advisor.model.evidence import Context
from advisor.model.knowledge import KnowledgeBase
from advisor.model.questionnaire import Questionnaire
from advisor.model.vocabulary import DerivedFact
from advisor.proof.problems.search import FALSE, TRUE, UNKNOWN, Goal

QUESTIONS = "questions"


@dataclass(frozen=True)
class Rule:
    """One condition at its place.

    Attributes:
        key: List and id of the item it belongs to.
        at: Path of the condition in the item.
        condition: The condition.
        besides: What else must be so where the condition is looked at.
        before: Name and condition of each line that comes first, and then hides this one.
    """

    key: Key
    at: Path_
    condition: Condition
    besides: tuple[Goal, ...] = ()
    before: tuple[tuple[str, Condition], ...] = ()

    @property
    def name(self) -> str:
        """The place in words, such as “verdicts act”."""
        return " ".join(str(part + 1 if isinstance(part, int) else part) for part in self.at)

    def hidden_by(self) -> list[Goal]:
        """Return the goals that no earlier line is true."""
        return [Goal(condition, FALSE | UNKNOWN) for _, condition in self.before]


def items_of(knowledge: KnowledgeBase) -> Iterator[tuple[Key, BaseModel]]:
    """Yield every item that holds conditions, with its list and id."""
    lists: tuple[tuple[str, Iterable[BaseModel]], ...] = (
        ("derived", knowledge.vocabulary.derived),
        ("contexts", knowledge.contexts),
        ("links", knowledge.web.links),
        ("mechanism_links", knowledge.web.mechanism_links),
        ("statements", knowledge.advice.statements),
        ("recommendations", knowledge.advice.recommendations),
        ("conditions", knowledge.advice.start_conditions),
        ("contradictions", knowledge.advice.contradictions),
    )
    for name, items in lists:
        yield from (((name, identity(item)), item) for item in items)


def rules_of(knowledge: KnowledgeBase) -> Iterator[Rule]:
    """Yield every condition of the knowledge base."""
    for key, item in items_of(knowledge):
        for at, condition in conditions_in(item):
            yield _placed(key, item, at, condition)


def rules_of_questions(questionnaire: Questionnaire) -> Iterator[Rule]:
    """Yield every condition on which a question or a row hangs."""
    for question in questionnaire.questions:
        for at, condition in conditions_in(question):
            yield Rule((QUESTIONS, question.id), at, condition)


def conditions_in(part: object, at: Path_ = ()) -> Iterator[tuple[Path_, Condition]]:
    """Yield every condition in a part of the model, with its path as files write it."""
    match part:
        case Atom() | All() | Any() | Not():
            yield at, part
        case BaseModel():
            for name, info in type(part).model_fields.items():
                yield from conditions_in(getattr(part, name), (*at, info.alias or name))
        case tuple():
            for number, one in enumerate(part):
                yield from conditions_in(one, (*at, number))
        case Mapping():
            for name, one in part.items():
                yield from conditions_in(one, (*at, name))


def _placed(key: Key, item: BaseModel, at: Path_, condition: Condition) -> Rule:
    """Return a condition with what comes before it in its item."""
    if isinstance(item, DerivedFact):
        number = int(at[1])
        earlier = ((f"cases {place + 1}", each.when) for place, each in enumerate(item.cases[:number]))
        return Rule(key, at, condition, before=tuple(earlier))
    if isinstance(item, Context):
        return _of_context(key, item, at, condition)
    if isinstance(item, Statement) and at[0] == "verdicts":
        return _of_verdict(key, item, at, condition)
    if isinstance(item, RecommendationText) and at[0] == "variants":
        return _of_wording(key, item, at, condition)
    return Rule(key, at, condition)


def _of_context(key: Key, context: Context, at: Path_, condition: Condition) -> Rule:
    states = (("holds", context.holds), ("absent", context.absent), ("partly", context.partly))
    if at[0] == "words":
        stands = dict(states)[str(at[1])]
        return Rule(key, at, condition, () if stands is None else (Goal(stands),))
    place = [name for name, _ in states].index(str(at[0]))
    return Rule(key, at, condition, before=tuple((n, c) for n, c in states[:place] if c is not None))


def _of_verdict(key: Key, statement: Statement, at: Path_, condition: Condition) -> Rule:
    lines = statement.verdicts.in_order() if statement.verdicts else []
    place = [verdict for verdict, _ in lines].index(at[1])  # type: ignore[arg-type]
    before = tuple((f"verdicts {verdict}", line) for verdict, line in lines[:place])
    gate = statement.verdicts.not_applicable if statement.verdicts else None
    # A gate that is unknown holds every other line back, so it must be known to be open.
    besides = (Goal(gate, FALSE),) if gate is not None and at[1] != "not_applicable" else ()
    return Rule(key, at, condition, besides, before)


def _of_wording(key: Key, text: RecommendationText, at: Path_, condition: Condition) -> Rule:
    number = int(at[1])
    verdict = text.variants[number].verdict
    called = tuple(Atom(Subject(Kind.VERDICT.value, one), Operator.IS, (verdict,)) for one in text.statements)
    before = tuple(
        (f"variants {place + 1}", each.when)
        for place, each in enumerate(text.variants[:number])
        if each.verdict == verdict and each.when is not None
    )
    return Rule(key, at, condition, (Goal(Any(called), TRUE),), before)
