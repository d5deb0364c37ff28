"""Puts the result of one case together. Reads as a story: infer, judge, advise, ask."""

from collections.abc import Iterator
from typing import Literal, cast

from advisor import __version__
from advisor.advice.circumstances import circumstances
from advisor.advice.levels import lit_paths, mechanism_levels
from advisor.advice.open_questions import (
    asked_facts,
    completeness,
    contradictions,
    notes_on_answers,
    open_questions,
    undeciding,
)
from advisor.advice.recommendations import recommendations
from advisor.advice.stated import stated_and_inferred
from advisor.advice.statements import verdicts
from advisor.advice.strengths import strengths
from advisor.advice.strongest_chain import strongest_chain
from advisor.advice.studies import nearest_studies, study_count
from advisor.advice.wording import in_words, reasons_of, sides_in_words
from advisor.engine.compile import START
from advisor.engine.inference import Inference
from advisor.model.case import Case
from advisor.model.condition import NOT_APPLICABLE, UNKNOWN, Kind
from advisor.model.knowledge import KnowledgeBase
from advisor.model.questionnaire import Questionnaire
from advisor.model.result import (
    AnswerGiven,
    CaseSummary,
    Firing,
    Formality,
    KnowledgeBaseVersion,
    PackVersion,
    Result,
    StopOrGo,
    Versions,
)

Phase = Literal["before", "starting", "delivering", "reset", "unknown"]
Driver = Literal["trust", "confidence", "both", "unknown"]
Fit = Literal["too_loose", "right", "too_tight", "two_sided", "unknown"]


def assess(
    case: Case, inference: Inference, knowledge: KnowledgeBase, questionnaire: Questionnaire
) -> Result:
    """Return everything that follows for a case.

    Args:
        case: The answers.
        inference: What the engine concluded from them.
        knowledge: The knowledge base that was used.
        questionnaire: The full questionnaire, for what would be asked.
    """
    asked = asked_facts(inference, questionnaire)
    levels = mechanism_levels(inference, knowledge)
    known = circumstances(inference, knowledge)
    table, further = verdicts(inference, knowledge)
    find_out = open_questions(table | further, asked, knowledge, questionnaire)
    web = tuple(lit_paths(levels, known, knowledge))
    return Result(
        case=_summary(case, inference, asked, knowledge, questionnaire),
        versions=Versions(
            software=__version__,
            knowledge_base=KnowledgeBaseVersion(date=knowledge.date, hash=knowledge.hash),
            questionnaire=case.questionnaire or "not stated",
            packs=_packs(knowledge),
        ),
        phase=cast("Phase", inference.derived("phase")),
        driver=cast("Driver", inference.derived("driver")),
        formality=_formality(case, inference, knowledge),
        mechanisms=levels,
        statements=table,
        further_statements=further,
        recommendations=recommendations(inference, knowledge, levels, questionnaire),
        strengths=strengths(inference, knowledge),
        find_out=find_out,
        also_unknown=undeciding(case, asked, find_out),
        stop_or_go=_stop_or_go(inference, knowledge),
        studies=nearest_studies(case, knowledge),
        study_count=study_count(case, knowledge),
        stated_and_inferred=stated_and_inferred(case, levels, knowledge),
        answers=_answers(case, knowledge, questionnaire),
        answers_not_applicable=tuple(
            fact for fact in knowledge.vocabulary.by_name if case.answers.get(fact) == NOT_APPLICABLE
        ),
        circumstances=known,
        web=web,
        strongest_chain=strongest_chain(web, levels, knowledge),
        trace=tuple(_trace(inference, knowledge)),
    )


def _packs(knowledge: KnowledgeBase) -> tuple[PackVersion, ...]:
    return tuple(
        PackVersion(
            id=pack.head.id,
            title=pack.head.title,
            what=pack.head.what,
            behind=pack.head.behind,
            date=pack.head.date,
            hash=pack.hash,
            sources=pack.brings.get("sources", ()),
        )
        for pack in knowledge.packs
    )


def _summary(
    case: Case,
    inference: Inference,
    asked: tuple[str, ...],
    knowledge: KnowledgeBase,
    questionnaire: Questionnaire,
) -> CaseSummary:
    complete = completeness(case, asked, knowledge)
    return CaseSummary(
        name=case.name,
        organisation=case.organisation,
        respondent=case.respondent,
        date=case.date,
        story=case.notes,
        answered=complete.answered,
        unknown=complete.unknown,
        not_applicable=complete.not_applicable,
        notes=(*case.warnings, *notes_on_answers(case, inference, asked, knowledge, questionnaire)),
        contradictions=tuple(pair.says for pair in contradictions(inference, knowledge)),
        completeness=complete.says,
    )


def _formality(case: Case, inference: Inference, knowledge: KnowledgeBase) -> Formality:
    found = reasons_of(inference, knowledge, Kind.DERIVED.value, "formality_fit")
    assumed = []
    tightness = inference.derived("integration_in_effect")
    if "integration" not in case.known() and tightness != "unknown":
        assumed.append(knowledge.phrase("assumed", fact="integration", value=tightness))
    return Formality(
        fit=cast("Fit", inference.derived("formality_fit")),
        because=tuple(reason.says for reason in in_words(found.answers, knowledge)),
        assumed=tuple(assumed),
        **sides_in_words(inference, knowledge),
    )


def _stop_or_go(inference: Inference, knowledge: KnowledgeBase) -> tuple[StopOrGo, ...]:
    if inference.derived("before_planning") != "yes":
        return ()
    return tuple(
        StopOrGo(
            id=each.id,
            title=each.title,
            state=cast("Literal['met', 'not_met', 'unknown']", inference.value(START, each.id) or "unknown"),
            says=each.says,
            sources=each.source,
            pack=knowledge.pack_of("conditions", each.id),
        )
        for each in knowledge.advice.start_conditions
    )


def _answers(case: Case, knowledge: KnowledgeBase, questionnaire: Questionnaire) -> tuple[AnswerGiven, ...]:
    known = case.known()
    titles = {section.id: section.title for section in questionnaire.sections}
    asked_in = {fact: titles[one.section] for fact, one in questionnaire.question_of().items()}
    return tuple(
        AnswerGiven(
            fact=fact,
            value=known[fact],
            name=definition.name,
            label=definition.label(known[fact]),
            says=definition.clause(known[fact]),
            section=asked_in.get(fact, ""),
        )
        for fact, definition in knowledge.vocabulary.by_name.items()
        if fact in known
    )


def _trace(inference: Inference, knowledge: KnowledgeBase) -> Iterator[Firing]:
    """Yield the firings that concluded something; those that only left a subject unknown say nothing."""
    for rule, subject, value in inference.fired:
        if value == UNKNOWN:
            continue
        found = reasons_of(inference, knowledge, subject.kind, subject.id)
        yield Firing(
            rule=rule,
            concludes=f"{subject} is {value}",
            answers=found.answers,
            absences=tuple(found.absences),
            conclusions=found.conclusions,
        )
