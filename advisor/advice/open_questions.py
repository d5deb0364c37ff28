"""What is not known yet, what hangs on it, and how complete the answers are."""

from collections.abc import Iterable
from dataclasses import dataclass

from advisor.engine.compile import CONTRADICTION
from advisor.engine.inference import Inference
from advisor.model.advice import Contradiction, RecommendationText
from advisor.model.case import Case
from advisor.model.condition import NOT_APPLICABLE, atoms
from advisor.model.knowledge import KnowledgeBase
from advisor.model.questionnaire import Questionnaire
from advisor.model.result import OpenQuestion, StatementVerdict

FEW = 2
"""Fewer answers than one in this many make the answers few."""


@dataclass(frozen=True)
class Completeness:
    """How complete the answers are: answers given and answers still open add up."""

    answered: int
    unknown: int
    not_applicable: int
    says: str


def completeness(case: Case, asked: tuple[str, ...], knowledge: KnowledgeBase) -> Completeness:
    """Return how complete the answers are: those given, and those still open among what would be asked."""
    answered = len(case.known())
    unknown = sum(fact not in case.answers for fact in asked)
    skipped = sum(value == NOT_APPLICABLE for value in case.answers.values())
    name = "completeness_most"
    if not answered:
        name = "completeness_none"
    elif not unknown:
        name = "completeness_all"
    elif answered * FEW < answered + unknown:
        name = "completeness_few"
    says = knowledge.phrase(name, answered=answered, total=answered + unknown, unknown=unknown)
    return Completeness(answered, unknown, skipped, says)


def asked_facts(inference: Inference, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the facts that the questionnaire would ask of this case."""
    return tuple(
        fact for question in questionnaire.questions for fact in question.asked_facts(inference.values.get)
    )


def contradictions(inference: Inference, knowledge: KnowledgeBase) -> list[Contradiction]:
    """Return the pairs of answers that can hardly be true together."""
    pairs = knowledge.advice.contradictions
    return [pair for pair in pairs if inference.value(CONTRADICTION, pair.id) == "found"]


def notes_on_answers(
    case: Case,
    inference: Inference,
    asked: tuple[str, ...],
    knowledge: KnowledgeBase,
    questionnaire: Questionnaire,
) -> tuple[str, ...]:
    """Return what to check in the answers: contradictions, then answers to what would not be asked.

    A question that a contradiction names already is not named again.
    """
    found = contradictions(inference, knowledge)
    notes = [pair.says for pair in found]
    named = {atom.subject.id for pair in found for atom in atoms(pair.when)}
    for question in questionnaire.questions:
        given = {fact for fact in question.sets if fact in case.known()}
        if given and not given & set(asked) and not given & named:
            notes.append(knowledge.phrase("not_asked", question=question.wording))
    return tuple(notes)


def undeciding(case: Case, asked: tuple[str, ...], found: tuple[OpenQuestion, ...]) -> tuple[str, ...]:
    """Return what is not known and decides no advice; with the open questions it is all that is unknown."""
    deciding = {each.fact for each in found}
    return tuple(fact for fact in asked if fact not in case.answers and fact not in deciding)


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
                part=rows.get(fact, ""),
                why=" ".join(dict.fromkeys(text.find_out for text in texts.values())),
                pack=_pack(fact, texts.values(), knowledge),
            )
        )
    return tuple(found)


def _pack(fact: str, texts: Iterable[RecommendationText], knowledge: KnowledgeBase) -> str | None:
    """Return the pack that a question comes from, or else the one that alone makes it matter."""
    packs = {knowledge.pack_of("recommendations", text.id) for text in texts}
    return knowledge.pack_of("facts", fact) or (packs.pop() if len(packs) == 1 else None)
