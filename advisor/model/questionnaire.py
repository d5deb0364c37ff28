"""Questionnaires: questions that set facts, in the order of asking."""

from collections.abc import Callable, Iterator
from typing import Annotated

from pydantic import Field, model_validator

from advisor.model.base import Model
from advisor.model.condition import Subject, Truth, Value, truth
from advisor.model.grammar import Written

Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A language as forms write it: “cy” for Welsh."""


class LabelTexts(Model):
    """A label in another language."""

    label: str | None = Field(default=None, description="Wording.")


class SectionTexts(Model):
    """A section in another language."""

    title: str | None = Field(default=None, description="Heading.")
    intro: str | None = Field(default=None, description="One sentence on what it is about.")


class QuestionTexts(Model):
    """A question in another language."""

    wording: str | None = Field(default=None, description="The question.")
    help: str | None = Field(default=None, description="How to answer.")
    why: str | None = Field(default=None, description="Why it is asked.")


class QuestionnaireTexts(Model):
    """What stands at the head of a questionnaire, in another language."""

    title: str | None = Field(default=None, description="Title.")
    about: str | None = Field(default=None, description="What it is for.")


class Section(Model):
    """A part of the questionnaire."""

    id: str = Field(description="Letter.")
    title: str = Field(description="Heading.")
    intro: str = Field(description="One sentence on what it is about.")
    translations: dict[Language, SectionTexts] | None = Field(
        default=None, description="Its texts in other languages."
    )


class Row(Model):
    """One row of a grid."""

    fact: str = Field(description="Fact it sets.")
    label: str = Field(description="Wording of the row.")
    show_if: Written | None = Field(default=None, description="When the row is asked.")
    translations: dict[Language, LabelTexts] | None = Field(
        default=None, description="Its wording in other languages."
    )


class Question(Model):
    """One question: it sets one fact, or one a row."""

    id: str = Field(description="Number, such as A3.")
    section: str = Field(description="Section it stands in.")
    wording: str = Field(description="The question.")
    help: str = Field(description="How to answer.")
    why: str = Field(description="Why it is asked.")
    show_if: Written | None = Field(default=None, description="When it is asked; none: always.")
    may_not_apply: bool = Field(default=False, description="Whether “does not apply” is offered.")
    facts: tuple[str, ...] = Field(default=(), description="The one fact it sets.")
    rows: tuple[Row, ...] = Field(default=(), description="Rows of a grid.")
    translations: dict[Language, QuestionTexts] | None = Field(
        default=None, description="Its texts in other languages."
    )

    @model_validator(mode="after")
    def _one_or_the_other(self) -> "Question":
        if bool(self.facts) == bool(self.rows) or len(self.facts) > 1:
            raise ValueError("a question has either one fact or rows")
        return self

    @property
    def sets(self) -> tuple[str, ...]:
        """Names of the facts it sets."""
        return self.facts or tuple(row.fact for row in self.rows)

    def asked_facts(self, value_of: Callable[[Subject], Value | None]) -> Iterator[str]:
        """Yield the facts that would be asked now: a condition not known to fail does not hide them."""
        if self.show_if is not None and truth(self.show_if, value_of) is Truth.FALSE:
            return
        yield from self.facts
        for row in self.rows:
            if row.show_if is None or truth(row.show_if, value_of) is not Truth.FALSE:
                yield row.fact


class Questionnaire(Model):
    """A questionnaire, whole."""

    questionnaire: str = Field(description="Name: full or rapid.")
    title: str = Field(description="Title.")
    version: str = Field(description="Date of its wording.")
    minutes: int = Field(description="About how long it takes.")
    about: str = Field(description="What it is for and what happens to the answers.")
    sections: tuple[Section, ...] = Field(description="Sections.")
    questions: tuple[Question, ...] = Field(description="Questions in the order of asking.")
    languages: dict[Language, str] | None = Field(
        default=None, description="Name of each language that there are translations in, such as cy: Cymraeg."
    )
    translations: dict[Language, QuestionnaireTexts] | None = Field(
        default=None, description="Title and introduction in other languages."
    )
    options: dict[str, dict[str, dict[Language, str]]] | None = Field(
        default=None, description="Labels of answers in other languages: by fact, then value, then language."
    )

    def question_of(self) -> dict[str, Question]:
        """Return the question that sets each fact."""
        return {fact: question for question in self.questions for fact in question.sets}
