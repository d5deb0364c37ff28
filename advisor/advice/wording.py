"""Puts answers and reasons into the words of the vocabulary."""

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from advisor.engine.inference import Inference, Reasons
from advisor.engine.program import Decision
from advisor.model.condition import NOT_APPLICABLE, Kind, Subject, Value, atoms
from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import Reason
from advisor.model.vocabulary import listed

SIDES = {"firm": ("mandated", "integrative", "complex"), "light": ("small", "loose", "voluntary")}
"""The derived facts that call for a firmer or a lighter agreement, by the name that texts use."""


def reasons_of(inference: Inference, knowledge: KnowledgeBase, kind: str, name: str) -> Reasons:
    """Return what a conclusion rests on, answers in the order of the vocabulary."""
    found = inference.reasons(Subject(kind, name))
    answers = {fact: found.answers[fact] for fact in knowledge.vocabulary.by_name if fact in found.answers}
    return replace(found, answers=answers)


def in_words(
    answers: dict[str, Value], knowledge: KnowledgeBase, absences: Iterable[str] = ()
) -> tuple[Reason, ...]:
    """Return answers, and absences of answers, as reasons in words."""
    facts = knowledge.vocabulary.by_name
    said = [
        Reason(
            fact=fact,
            value=value,
            says=knowledge.phrase("skipped", name=facts[fact].name)
            if value == NOT_APPLICABLE
            else facts[fact].clause(value),
        )
        for fact, value in answers.items()
    ]
    unsaid = [
        Reason(fact=fact, value="unknown", says=knowledge.phrase("absence", name=facts[fact].name))
        for fact in absences
        if fact in facts
    ]
    return (*said, *unsaid)


def verdict_reasons(inference: Inference, knowledge: KnowledgeBase, statement: str) -> Reasons:
    """Return what the verdict on a statement rests on, the answers that its own lines name first.

    Answers behind a derived fact, such as all that makes a collaboration complex, come after them.
    """
    found = reasons_of(inference, knowledge, Kind.VERDICT.value, statement)
    decision = cast("Decision", inference.program.by_subject[Subject(Kind.VERDICT.value, statement)])
    subjects = {atom.subject for _, condition in decision.cases for atom in atoms(condition)}
    named = {one.id for one in subjects if one.kind == Kind.FACT.value}
    answers = dict(sorted(found.answers.items(), key=lambda item: item[0] not in named))
    return replace(found, answers=answers)


def sides_in_words(inference: Inference, knowledge: KnowledgeBase) -> dict[str, str]:
    """Return what of this case calls for a firmer or for a lighter agreement, in words."""
    return {
        side: listed([knowledge.phrase(f"side_{fact}") for fact in facts if inference.derived(fact) == "yes"])
        for side, facts in SIDES.items()
    }
