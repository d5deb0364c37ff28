"""What is not known yet, what hangs on it, and how complete the answers are."""

from dataclasses import dataclass

from advisor.engine.inference import Inference
from advisor.model.case import Case
from advisor.model.condition import NOT_APPLICABLE
from advisor.model.knowledge import KnowledgeBase
from advisor.model.questionnaire import Questionnaire
from advisor.model.result import OpenQuestion, StatementVerdict

FEW = 2
"""Fewer answers than one in this many make the answers few."""


@dataclass(frozen=True)
class Completeness:
    """How complete the answers are, over the facts that would be asked."""

    answered: int
    unknown: int
    not_applicable: int
    says: str


def completeness(
    case: Case, asked: tuple[str, ...], knowledge: KnowledgeBase, questionnaire: Questionnaire
) -> Completeness:
    """Return how complete the answers are."""
    answered = len(case.known())
    unknown = [fact for fact in asked if fact not in case.answers]
    total = sum(1 for question in questionnaire.questions if set(question.sets) & set(asked))
    open_ = sum(1 for question in questionnaire.questions if set(question.sets) & set(unknown))
    name = "completeness_most"
    if not open_:
        name = "completeness_all"
    elif not answered:
        name = "completeness_none"
    elif (total - open_) * FEW < total:
        name = "completeness_few"
    says = knowledge.phrase(name, answered=total - open_, total=total, unknown=open_)
    skipped = sum(value == NOT_APPLICABLE for value in case.answers.values())
    return Completeness(answered, len(unknown), skipped, says)


def asked_facts(inference: Inference, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the facts that the questionnaire would ask of this case."""
    return tuple(
        fact for question in questionnaire.questions for fact in question.asked_facts(inference.values.get)
    )


def not_asked_notes(
    case: Case, asked: tuple[str, ...], knowledge: KnowledgeBase, questionnaire: Questionnaire
) -> list[str]:
    """Return a note for each question that was answered though it would not be asked."""
    notes = []
    for question in questionnaire.questions:
        given = [fact for fact in question.sets if fact in case.known()]
        if given and not set(given) & set(asked):
            notes.append(knowledge.phrase("not_asked", question=question.wording))
    return notes


def open_questions(
    verdicts: dict[str, StatementVerdict],
    asked: tuple[str, ...],
    knowledge: KnowledgeBase,
    questionnaire: Questionnaire,
) -> tuple[OpenQuestion, ...]:
    """Return the unknown facts that would be asked and decide advice, those with most advice first."""
    hanging: dict[str, list[str]] = {}
    for statement, verdict in verdicts.items():
        for fact in verdict.needs:
            hanging.setdefault(fact, []).append(statement)
    order = {fact: place for place, fact in enumerate(asked)}
    facts = sorted(
        (fact for fact in hanging if fact in order), key=lambda fact: (-len(hanging[fact]), order[fact])
    )
    asks = questionnaire.question_of()
    found = []
    for fact in facts:
        texts = {name: knowledge.advice.recommendation_of[name] for name in hanging[fact]}
        carried = dict.fromkeys(text.id for text in texts.values())
        rows = {row.fact: row.label for row in asks[fact].rows}
        question = f"{asks[fact].wording} ({rows[fact]})" if fact in rows else asks[fact].wording
        found.append(
            OpenQuestion(
                fact=fact,
                statements=tuple(hanging[fact]),
                recommendations=tuple(carried),
                question=question,
                why=" ".join(dict.fromkeys(text.find_out for text in texts.values())),
            )
        )
    return tuple(found)
