"""Other answers that somebody tries out: kept in their session, never among the answers of the assessment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict
from markupsafe import Markup

from advisor.content.answer_values import AnswerError, read_answer
from advisor.model.asking import asked
from advisor.model.case import Case
from advisor.model.condition import NOT_APPLICABLE, UNKNOWN, Value
from advisor.model.questionnaire import Question, Questionnaire
from advisor.model.vocabulary import FactDefinition
from advisor.web.advice import advisor
from advisor.web.assessment.wording import option_words, words
from advisor.web.collaborations.models import Assessment

KEY = "what-if"
Changes = dict[str, Value | None]


@dataclass(frozen=True)
class Field:
    """One fact of a question as a form asks for it.

    Attributes:
        definition: The fact.
        label: The row of a grid that asks for it; empty where the question asks for one fact.
        options: The answers on offer: value and label of each.
        chosen: Values that are chosen now, as the form writes them.
        now: What was answered, as the form writes it.
        may_not_apply: Whether “does not apply” is offered.
    """

    definition: FactDefinition
    label: Markup
    options: tuple[tuple[str, Markup], ...]
    chosen: tuple[str, ...]
    now: tuple[str, ...]
    may_not_apply: bool


def kept(session: SessionBase, assessment: Assessment) -> Changes:
    """Return the answers that are tried out for an assessment; those that no fact takes are left out."""
    stored = session.get(KEY) or {}
    if stored.get("assessment") != str(assessment.pk):
        return {}
    facts = advisor().knowledge.vocabulary.by_name
    found: Changes = {}
    for fact, value in stored.get("answers", {}).items():
        if fact in facts:
            try:
                found[fact] = read_answer(facts[fact], value)
            except AnswerError:
                continue
    return found


def keep(session: SessionBase, assessment: Assessment, changes: Changes) -> None:
    """Keep what is tried out: for one assessment at a time."""
    answers = {fact: list(value) if isinstance(value, tuple) else value for fact, value in changes.items()}
    session[KEY] = {"assessment": str(assessment.pk), "answers": answers}


def with_changes(case: Case, changes: Changes) -> Mapping[str, Value]:
    """Return the answers of a case with others in their place."""
    answers = {fact: value for fact, value in case.answers.items() if fact not in changes}
    return answers | {fact: value for fact, value in changes.items() if value is not None}


def choices(questionnaire: Questionnaire, case: Case, changes: Changes) -> list[tuple[str, list[Question]]]:
    """Return the questions that fit the answers tried out, under the headings of their sections."""
    vocabulary = advisor().knowledge.vocabulary
    path = [question for question, _ in asked(questionnaire, vocabulary, with_changes(case, changes))]
    parts = ((one.title, [each for each in path if each.section == one.id]) for one in questionnaire.sections)
    return [(title, questions) for title, questions in parts if questions]


def fields(
    questionnaire: Questionnaire, question: Question, case: Case, changes: Changes, facts: tuple[str, ...]
) -> Iterator[Field]:
    """Yield each fact that a question asks for, with what is chosen now."""
    known = advisor().knowledge.vocabulary.by_name
    labels = {row.fact: words(row, "label") for row in question.rows}
    for fact in facts:
        now = _written(case.answers.get(fact))
        chosen = _written(changes[fact]) if fact in changes else now
        options = tuple((one.value, option_words(questionnaire, fact, one)) for one in known[fact].values)
        label = labels.get(fact, Markup())
        yield Field(known[fact], label, options, chosen, now, question.may_not_apply)


def _written(value: Value | None) -> tuple[str, ...]:
    if value is None:
        return (UNKNOWN,)
    return value if isinstance(value, tuple) else (str(value),)


def read(
    sent: QueryDict, question: Question, facts: tuple[str, ...], case: Case, changes: Changes
) -> tuple[Changes, tuple[str, ...]]:
    """Return what is tried out once a form is sent, and the facts for which no answer was given that fits.

    An answer that is as it was is no change.
    """
    known = advisor().knowledge.vocabulary.by_name
    found, refused = dict(changes), []
    for fact in facts:
        try:
            value = _answer(known[fact], sent.getlist(fact), question)
        except AnswerError:
            refused.append(fact)
            continue
        if _same(value, case.answers.get(fact)):
            found.pop(fact, None)
        else:
            found[fact] = value
    return found, tuple(refused)


def _answer(definition: FactDefinition, sent: list[str], question: Question) -> Value | None:
    if not any(one.strip() for one in sent):
        raise AnswerError("nothing was chosen")
    value = read_answer(definition, sent)
    if value == NOT_APPLICABLE and not question.may_not_apply:
        raise AnswerError("the question applies to every collaboration")
    return value


def _same(one: Value | None, other: Value | None) -> bool:
    """Return whether two answers say the same; ticks do so in any order."""
    return set(one) == set(other) if isinstance(one, tuple) and isinstance(other, tuple) else one == other
