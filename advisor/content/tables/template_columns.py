"""The columns of a template: what stands above each, and what may be chosen in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from advisor.content.tables.headings import CARRIED
from advisor.model.condition import Condition
from advisor.model.limits import MOST_COUNTED
from advisor.model.questionnaire import Question, Questionnaire
from advisor.model.vocabulary import FactDefinition, Vocabulary

DONT_KNOW, DOES_NOT_APPLY = "Don’t know", "Does not apply"
TICKS = ("Yes", "No", DONT_KNOW)
SayWhen = Callable[[Condition], str]
OWN = (
    ("name", "Name of the collaboration", "As it should stand on the report. Every row needs one."),
    ("organisation", "Organisation it is assessed for", "Leave it empty if there is none."),
    ("ods_code", "ODS code", "Code of the organisation. It stands beside every result."),
    ("region", "Region", "It stands beside every result."),
    ("respondent", "Who answered", "A role, such as programme director. Please enter no names of staff."),
    ("date", "Date of the answers", "Such as 2026-05-04."),
    ("notes", "Notes", "Anything to remember. Please enter no patient data."),
)


@dataclass(frozen=True)
class TemplateColumn:
    """One column.

    Attributes:
        name: What reading goes by: a fact, “fact/value” for one tick, or a text at the head of the answers.
        heading: What people read above it.
        section: Letter and title of its section; empty for what is no question.
        question: The question.
        how: How to answer.
        why: Why it is asked.
        when: When it is asked; empty where always.
        answers: What can be chosen; none where a text or number is written.
        number: The least and the most, where a number is written.
        wide: Whether longer texts stand in it.
    """

    name: str
    heading: str
    section: str = ""
    question: str = ""
    how: str = ""
    why: str = ""
    when: str = ""
    answers: tuple[str, ...] = ()
    number: tuple[int, int] | None = None
    wide: bool = False


def template_columns(
    questionnaire: Questionnaire, vocabulary: Vocabulary, say_when: SayWhen
) -> tuple[TemplateColumn, ...]:
    """Return the columns in the order of asking.

    Args:
        questionnaire: What is asked.
        vocabulary: All facts.
        say_when: Says a condition in words that complete “Answer if …”.
    """
    own = [
        TemplateColumn(name, heading, how=how, wide=name not in CARRIED and name != "date")
        for name, heading, how in OWN
    ]
    asked = [
        column
        for section in questionnaire.sections
        for question in questionnaire.questions
        if question.section == section.id
        for column in _of_question(question, f"{section.id}. {section.title}", vocabulary, say_when)
    ]
    return (*own, *asked)


def choices_of(questionnaire: Questionnaire, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Return what can be chosen in the columns of a template, by the names that stand in them."""
    columns = template_columns(questionnaire, vocabulary, lambda _: "")
    return {one.name: one.answers for one in columns if one.answers}


def _of_question(
    question: Question, section: str, vocabulary: Vocabulary, say_when: SayWhen
) -> Iterator[TemplateColumn]:
    rows = {row.fact: row for row in question.rows}
    for fact in question.sets:
        definition = vocabulary.by_name[fact]
        row = rows.get(fact)
        wording = f"{question.id}. {question.wording}" + (f" {row.label}" if row else "")
        conditions = [one for one in (question.show_if, row.show_if if row else None) if one is not None]
        when = " and ".join(say_when(one) for one in conditions)
        name = definition.name[0].upper() + definition.name[1:]
        for told, heading, answers in _answers(definition, name, question):
            yield TemplateColumn(
                told,
                heading,
                section,
                wording,
                question.help.strip(),
                question.why.strip(),
                when,
                answers,
                _number(definition),
            )


def _answers(
    definition: FactDefinition, name: str, question: Question
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield name, heading and answers of the columns of a fact: one, or one for each tick."""
    if definition.kind == "any of":
        for each in definition.values:
            yield f"{definition.fact}/{each.value}", f"{name}: {each.label}", TICKS
        return
    more = (DONT_KNOW, DOES_NOT_APPLY) if question.may_not_apply else (DONT_KNOW,)
    labels = tuple(each.label for each in definition.values)
    yield definition.fact, name, (*labels, *more) if labels else ()


def _number(definition: FactDefinition) -> tuple[int, int] | None:
    return (definition.minimum or 0, MOST_COUNTED) if definition.kind == "whole number" else None
