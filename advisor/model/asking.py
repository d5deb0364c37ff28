"""Which facts a questionnaire asks about, given the answers so far."""

from collections.abc import Mapping

from advisor.model.condition import Value
from advisor.model.derive import derive
from advisor.model.questionnaire import Question, Questionnaire
from advisor.model.vocabulary import Vocabulary


def asked(
    questionnaire: Questionnaire, vocabulary: Vocabulary, answers: Mapping[str, Value]
) -> list[tuple[Question, tuple[str, ...]]]:
    """Return the questions asked now, in order, each with the facts it asks about.

    A question is left out only where its condition is known to be false.
    """
    value_of = derive(vocabulary, answers)
    pairs = ((question, tuple(question.asked_facts(value_of))) for question in questionnaire.questions)
    return [(question, facts) for question, facts in pairs if facts]


def answered_unasked(
    questionnaire: Questionnaire, vocabulary: Vocabulary, answers: Mapping[str, Value]
) -> tuple[str, ...]:
    """Return the facts that are answered although the questionnaire would not ask about them now.

    Facts that the questionnaire never asks about are not among them. Such answers count like any other.
    """
    now = {fact for _, facts in asked(questionnaire, vocabulary, answers) for fact in facts}
    return tuple(fact for fact in questionnaire.question_of() if fact in answers and fact not in now)
