"""Recommendations of a case: the wording that fits, its reasons, sources and evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from advisor.advice.order import Standing, in_order, standing_of, tier_of
from advisor.advice.wording import in_words, reasons_of, sides_in_words, verdict_reasons
from advisor.engine.compile import CRITICAL, RECOMMENDATION
from advisor.engine.inference import Inference
from advisor.model.advice import By, RecommendationText, Variant
from advisor.model.condition import Subject, Value
from advisor.model.knowledge import KnowledgeBase
from advisor.model.questionnaire import Questionnaire
from advisor.model.result import Beside, MechanismLevel, Recommendation, Side, SourceReference, Step
from advisor.model.vocabulary import listed

BY = get_args(By)
Written = tuple[str, Recommendation]
"""A recommendation, after the title of its wording as the rules have it, with nothing filled in."""


@dataclass(frozen=True)
class Called:
    """A recommendation that a case calls for, with the wording that fits."""

    text: RecommendationText
    variant: Variant
    active: tuple[str, ...]
    answers: dict[str, Value]
    absences: dict[str, None]
    critical: bool
    sides: dict[str, str]


def called_for(inference: Inference, knowledge: KnowledgeBase) -> list[Called]:
    """Return the recommendations that a case calls for, in the order of the knowledge base."""
    return [
        found for text in knowledge.advice.recommendations for found in _called(text, inference, knowledge)
    ]


def _called(text: RecommendationText, inference: Inference, knowledge: KnowledgeBase) -> Iterator[Called]:
    decided = str(inference.value(RECOMMENDATION, text.id))
    verdict, colon, place = decided.partition(":")
    if not colon:
        return
    active = tuple(
        one for one in text.statements if inference.verdict(one) in ("balance", "act", "compensate")
    )
    answers: dict[str, Value] = {}
    absences: dict[str, None] = {}
    # The statements that carry the verdict come first, so that their reasons lead.
    for one in sorted(active, key=lambda each: inference.verdict(each) != verdict):
        found = verdict_reasons(inference, knowledge, one)
        answers |= {fact: value for fact, value in found.answers.items() if fact not in answers}
        absences |= found.absences
    # What the wording itself asks comes last.
    worded = reasons_of(inference, knowledge, RECOMMENDATION, text.id)
    answers |= {fact: value for fact, value in worded.answers.items() if fact not in answers}
    critical = Subject(CRITICAL, text.id) in inference.values and inference.value(CRITICAL, text.id) == "yes"
    yield Called(
        text,
        text.variants[int(place)],
        active,
        answers,
        absences,
        critical,
        sides_in_words(inference, knowledge),
    )


def recommendations(
    inference: Inference,
    knowledge: KnowledgeBase,
    levels: dict[str, MechanismLevel],
    questionnaire: Questionnaire,
) -> tuple[Recommendation, ...]:
    """Return the recommendations of a case in the stated order, the first ones with priority."""
    called = called_for(inference, knowledge)
    standings = [standing_of(each, called, inference, knowledge, levels) for each in called]
    labels = {row.fact: row.label for question in questionnaire.questions for row in question.rows}
    ids = {each.text.id for each in called}
    written: list[Written] = []
    for standing in in_order(standings, knowledge.settings.priorities):
        one = _written(standing, written, knowledge, labels, ids)
        written.append((standing.called.variant.title, one))
    return tuple(one for _, one in written)


def _written(
    standing: Standing,
    earlier: Sequence[Written],
    knowledge: KnowledgeBase,
    labels: dict[str, str],
    called: set[str],
) -> Recommendation:
    each, place = standing.called, len(earlier) + 1
    text, variant = each.text, each.variant
    statements = [knowledge.advice.by_id[one] for one in text.statements]
    fillings = {"gaps": _gaps(each.answers, labels), **each.sides}

    def filled(words: str) -> str:
        for name, words_for_it in fillings.items():
            words = words.replace(f"{{{name}}}", words_for_it)
        return words

    through = list(dict.fromkeys(effect.id for one in statements for effect in one.mechanisms))
    return Recommendation(
        id=text.id,
        title=filled(variant.title),
        verdict=variant.verdict,
        priority=place if place <= knowledge.settings.priorities else None,
        order=place,
        tier=tier_of(standing, place, knowledge.settings.priorities),
        phase=variant.phase or text.phase,
        due=standing.due,
        statements=text.statements,
        active=each.active,
        links=tuple(dict.fromkeys(link for one in statements for link in one.links)),
        facts=each.answers,
        reasons=in_words(each.answers, knowledge, each.absences),
        if_=filled(variant.if_),
        then=filled(variant.then),
        because=filled(variant.because or text.because),
        sources=_sources(text, knowledge),
        requires=tuple(one for one in text.requires if one in called),
        beside=tuple(_beside(variant.title, earlier, knowledge)),
        critical=each.critical,
        weight=variant.weight or text.weight,
        support=tuple(_support(one, knowledge) for one in through),
        works_through=tuple(through),
        reaches=standing.reaches,
        pressing=standing.pressing,
        order_reasons=standing.reasons,
        steps=tuple(
            Step(who=step.who, do=step.do, by=knowledge.phrase(f"by_{step.by}"))
            for step in sorted(variant.steps, key=lambda step: BY.index(step.by))
        ),
        sides=tuple(
            Side(title=side.title, text=filled(side.text))
            for side in ((variant.sides.for_, variant.sides.against) if variant.sides else ())
        ),
        lean=variant.lean,
        measure=variant.measure or text.measure,
        barrier=variant.barrier or text.barrier,
        remedy=variant.remedy or text.remedy,
        discuss=text.discuss if variant.discuss is None else variant.discuss,
        caution=variant.caution or text.caution,
        pack=knowledge.pack_of("recommendations", text.id),
    )


def _beside(title: str, earlier: Sequence[Written], knowledge: KnowledgeBase) -> Iterator[Beside]:
    """Yield the earlier advice that a wording seems to contradict, with how the two fit together."""
    fitting = knowledge.advice.together_with.get(title, {})
    for other, one in earlier:
        if other in fitting:
            pack = knowledge.pack_of("together", fitting[other].id)
            yield Beside(recommendation=one.id, title=one.title, says=fitting[other].says, pack=pack)


def _gaps(answers: dict[str, Value], labels: dict[str, str]) -> str:
    """Return the rows of a grid behind an advice as a list in words."""
    return listed([labels[fact][0].lower() + labels[fact][1:] for fact in answers if fact in labels])


def _sources(text: RecommendationText, knowledge: KnowledgeBase) -> tuple[SourceReference, ...]:
    references = [one for name in text.statements for one in knowledge.advice.by_id[name].source]
    return tuple(dict.fromkeys(references))


def _support(mechanism: str, knowledge: KnowledgeBase) -> str:
    found = knowledge.mechanism[mechanism]
    if found.support is None:
        return knowledge.phrase("support_none", mechanism=found.name)
    return knowledge.phrase("support", mechanism=found.name, support=found.support)
