"""The rows of a form, each with the texts of the questionnaire that it shows.

Writing a form and reading it back both go by these rows, so that the two cannot drift apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from advisor.content.xlsform.expressions import Expressions, NotExpressible
from advisor.model.condition import NOT_APPLICABLE, UNKNOWN, Condition
from advisor.model.limits import MOST_COUNTED
from advisor.model.questionnaire import Question, Questionnaire
from advisor.model.vocabulary import FactDefinition, Vocabulary

Path_ = tuple[str | int, ...]

TEXT_COLUMNS = ("label", "hint", "guidance_hint")
FORM_ID = "advisor_{name}"
ALONE = ("none", UNKNOWN, NOT_APPLICABLE)
DONT_KNOW, DOES_NOT_APPLY = "Don’t know", "Does not apply"
OWN_QUESTIONS = {
    "name": ("Name of the collaboration", "As it should stand on the report."),
    "organisation": ("Organisation it is assessed for", "Leave it empty if there is none."),
}


@dataclass(frozen=True)
class Line:
    """One row of the sheet “survey”.

    Attributes:
        type: Type, such as “select_one stage”.
        name: Name of the row: a fact, or what else it stands for.
        texts: Where in the questionnaire the text of a column stands.
        fixed: Texts of other columns; they are ours, and not the questionnaire’s.
    """

    type: str
    name: str = ""
    texts: dict[str, Path_] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    """One row of the sheet “choices”."""

    fact: str
    value: str
    label: str


def lines(questionnaire: Questionnaire, vocabulary: Vocabulary) -> Iterator[Line]:
    """Yield the rows of “survey”, in order."""
    version = f"{questionnaire.questionnaire} {questionnaire.version}".replace("'", "")
    yield Line("note", "title", {"label": ("title",)})
    yield Line("note", "about", {"label": ("about",)})
    for name, (label, hint) in OWN_QUESTIONS.items():
        yield Line("text", name, fixed={"label": label, "hint": hint, "required": "no"})
    yield Line("today", "date")
    yield Line("calculate", "questionnaire", fixed={"calculation": f"'{version}'"})
    builder = _Questions(questionnaire, vocabulary)
    for number, section in enumerate(questionnaire.sections):
        place: Path_ = ("sections", number)
        yield Line("begin_group", section.id, {"label": (*place, "title")})
        yield Line("note", f"{section.id}_intro", {"label": (*place, "intro")})
        for at, question in enumerate(questionnaire.questions):
            if question.section == section.id:
                yield from builder.question(question, ("questions", at))
        yield Line("end_group")


def options(questionnaire: Questionnaire, vocabulary: Vocabulary) -> Iterator[Option]:
    """Yield the rows of “choices”, in order."""
    for question in questionnaire.questions:
        for fact in question.sets:
            definition = vocabulary.by_name[fact]
            if definition.kind == "whole number":
                continue
            for value in definition.values:
                yield Option(fact, value.value, value.label)
            yield Option(fact, UNKNOWN, DONT_KNOW)
            if question.may_not_apply:
                yield Option(fact, NOT_APPLICABLE, DOES_NOT_APPLY)


class _Questions:
    """Makes rows of questions."""

    def __init__(self, questionnaire: Questionnaire, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.expressions = Expressions(vocabulary, questionnaire.question_of())

    def question(self, question: Question, place: Path_) -> Iterator[Line]:
        texts: dict[str, Path_] = {
            "label": (*place, "wording"),
            "hint": (*place, "help"),
            "guidance_hint": (*place, "why"),
        }
        relevant, note = self.relevant(question.id, question.show_if)
        yield from note
        if not question.rows:
            definition = self.vocabulary.by_name[question.facts[0]]
            fixed = {**relevant, **_rules(definition, question)}
            yield Line(_type(definition), definition.fact, texts, fixed)
            return
        appearance = {"appearance": "field-list"}
        yield Line("begin_group", question.id, {"label": texts.pop("label")}, {**relevant, **appearance})
        # A group shows no hint, so a note of its own says how to answer.
        help_ = {"label": texts["hint"], "guidance_hint": texts["guidance_hint"]}
        yield Line("note", f"{question.id}_help", help_)
        for number, row in enumerate(question.rows):
            definition = self.vocabulary.by_name[row.fact]
            relevant, note = self.relevant(row.fact, row.show_if)
            yield from note
            fixed = {**relevant, **_rules(definition, question)}
            label: dict[str, Path_] = {"label": (*place, "rows", number, "label")}
            yield Line(_type(definition), row.fact, label, fixed)
        yield Line("end_group")

    def relevant(self, name: str, condition: Condition | None) -> tuple[dict[str, str], list[Line]]:
        """Return when to show a row; where a form cannot say so, a note that tells the reader instead."""
        if condition is None:
            return {}, []
        try:
            found = self.expressions.relevant(condition)
        except NotExpressible:
            label = (
                f"Answer the next question only if: {condition}. This form cannot tell, so it always asks."
            )
            return {}, [Line("note", f"{name}_condition", fixed={"label": label})]
        return ({"relevant": found} if found else {}), []


def _type(definition: FactDefinition) -> str:
    if definition.kind == "whole number":
        return "integer"
    return f"select_{'multiple' if definition.kind == 'any of' else 'one'} {definition.fact}"


def _rules(definition: FactDefinition, question: Question) -> dict[str, str]:
    """Return what a form lets people answer."""
    rules = {"required": "no"}
    if definition.kind == "whole number":
        least = definition.minimum or 0
        rules["constraint"] = f". >= {least} and . <= {MOST_COUNTED}"
        rules["constraint_message"] = f"Write a whole number, {least} or more. Leave it empty if not known."
    if definition.kind == "any of":
        labels = {value: each.label for value, each in definition.by_value.items()}
        labels |= {UNKNOWN: DONT_KNOW} | ({NOT_APPLICABLE: DOES_NOT_APPLY} if question.may_not_apply else {})
        alone = [value for value in ALONE if value in labels]
        both = " or ".join(f"selected(., '{value}')" for value in alone)
        rules["constraint"] = f"count-selected(.) <= 1 or not({both})"
        named = " or ".join(f"“{labels[value]}”" for value in alone)
        rules["constraint_message"] = f"Tick {named} alone, or untick it."
    return rules
