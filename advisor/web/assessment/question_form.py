"""The form of one question, built from the questionnaire: what it shows, and what was given in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from advisor.content.answer_values import AnswerError, read_answer
from advisor.interview.interview import Interview
from advisor.model.case import Case
from advisor.model.condition import NOT_APPLICABLE, UNKNOWN, Value
from advisor.model.limits import MOST_COUNTED
from advisor.model.questionnaire import Question, Questionnaire
from advisor.model.vocabulary import ALONE, FactDefinition
from advisor.web.assessment.wording import option_words, words

KINDS = {"one of": "radios", "any of": "checkboxes", "whole number": "number"}


@dataclass(frozen=True)
class Option:
    """One answer on offer."""

    value: str
    label: Markup


@dataclass(frozen=True)
class Field:
    """One fact to answer: all of a question, or one row of a grid.

    Attributes:
        definition: The fact.
        legend: What is asked.
        options: The answers; none for a number.
        apart: What is no answer of the fact’s own: “does not apply” where it is offered, and “don’t know”.
        is_required: Whether the fact comes up now; else an earlier answer is shown and may be changed.
        given: What is chosen or typed, as the form writes it.
        error: What is wrong with that; empty where nothing is.
    """

    definition: FactDefinition
    legend: Markup
    options: tuple[Option, ...]
    apart: tuple[Option, ...]
    is_required: bool = True
    given: tuple[str, ...] = ()
    error: str = ""

    @property
    def name(self) -> str:
        """Name of its inputs."""
        return self.definition.fact

    @property
    def kind(self) -> str:
        """Which inputs it has: radios, checkboxes or a number."""
        return KINDS[self.definition.kind]

    @property
    def stands_alone(self) -> str:
        """The tick that excludes all others; empty where there is none."""
        return ALONE if self.kind == "checkboxes" and ALONE in self.definition.by_value else ""

    @property
    def in_words(self) -> list[Markup]:
        """What is given, as people read it; nothing where nothing is."""
        labels = {option.value: option.label for option in (*self.options, *self.apart)}
        return [labels.get(one, escape(one)) for one in self.given]

    @property
    def typed(self) -> str:
        """What stands in the box of a number."""
        apart = {option.value for option in self.apart}
        return next((one for one in self.given if one not in apart), "")

    def read(self) -> Value | None:
        """Return what was given; none for “don’t know”.

        Raises:
            AnswerError: It is no answer. The message says what to do instead.
        """
        if not self.given:
            raise AnswerError(self._missing())
        if NOT_APPLICABLE in self.given and all(option.value != NOT_APPLICABLE for option in self.apart):
            raise AnswerError(self._wrong())
        try:
            return read_answer(self.definition, list(self.given))
        except AnswerError:
            # The reader of files speaks of facts and values; here people see labels.
            raise AnswerError(self._wrong()) from None

    def _missing(self) -> str:
        texts = {
            "radios": _("Choose an answer, or “Don’t know”"),
            "checkboxes": _("Tick all that apply, or “Don’t know”"),
            "number": _("Enter a number, or choose “Don’t know”"),
        }
        return texts[self.kind]

    def _wrong(self) -> str:
        texts = {
            "radios": _("Choose one of the answers that are shown"),
            "checkboxes": _("Tick answers that can be true together: the last ones stand alone"),
            "number": _("Enter one whole number from %(least)s to %(most)s, or only “Don’t know”")
            % {"least": self.definition.minimum or 0, "most": f"{MOST_COUNTED:,}"},
        }
        return texts[self.kind]


@dataclass(frozen=True)
class QuestionForm:
    """The form of one question.

    Attributes:
        question: The question.
        fields: What it asks for.
        read: The answers that could be read from it, by fact; none is “don’t know”.
    """

    question: Question
    fields: tuple[Field, ...]
    read: dict[str, Value | None] = field(default_factory=dict)

    @property
    def is_grid(self) -> bool:
        """Whether it has rows."""
        return bool(self.question.rows)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is wrong, by the name of the field, with its row in a grid."""
        wrong = [one for one in self.fields if one.error]
        if not self.is_grid:
            return [(one.name, one.error) for one in wrong]
        return [(one.name, f"{one.legend.striptags()}: {one.error}") for one in wrong]

    def filled(self, posted: Mapping[str, Sequence[str]], *, partly: bool = False) -> "QuestionForm":
        """Return the form with what was sent, each field read.

        Args:
            posted: The values sent, by name.
            partly: Whether fields may be left out: somebody stops here and goes on another time.
        """
        fields, read = [], {}
        for one in self.fields:
            given = tuple(value.strip() for value in posted.get(one.name, ()) if value.strip())
            filled = replace(one, given=given)
            if given or (one.is_required and not partly):
                try:
                    read[one.name] = filled.read()
                except AnswerError as refused:
                    filled = replace(filled, error=str(refused))
            fields.append(filled)
        return QuestionForm(self.question, tuple(fields), read)


def form_of(
    interview: Interview, question: Question, asked: Collection[str], sent: Collection[str] = ()
) -> QuestionForm:
    """Return the form of a question with the answers so far.

    Args:
        interview: The answers, and the questionnaire.
        question: The question.
        asked: Its facts that come up now. Other facts of it are shown where they are answered.
        sent: Facts that somebody just answered. They may have come up when the page was shown.
    """
    case, facts = interview.saved.case, interview.vocabulary.by_name
    legends = {row.fact: words(row, "label") for row in question.rows}
    fields = [
        _field(
            interview.questionnaire, question, facts[fact], legends.get(fact) or words(question, "wording")
        )
        for fact in question.sets
    ]
    shown = [
        replace(one, given=_given(one.name, case), is_required=one.name in asked)
        for one in fields
        if one.name in asked or one.name in sent or _given(one.name, case)
    ]
    return QuestionForm(question, tuple(shown))


def _field(
    questionnaire: Questionnaire, question: Question, definition: FactDefinition, legend: Markup
) -> Field:
    apart = [Option(NOT_APPLICABLE, escape(_("Does not apply")))] if question.may_not_apply else []
    labels = {one.value: option_words(questionnaire, definition.fact, one) for one in definition.values}
    return Field(
        definition,
        legend,
        tuple(Option(value, label) for value, label in labels.items()),
        (*apart, Option(UNKNOWN, escape(_("Don’t know")))),
    )


def _given(fact: str, case: Case) -> tuple[str, ...]:
    """Return an answer as the form writes it."""
    if fact in case.asked_unknown:
        return (UNKNOWN,)
    value = case.answers.get(fact)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (str(value),)
