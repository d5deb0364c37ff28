"""How far an assessment is: section by section, and question by question for the page that checks answers."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from advisor.interview.interview import Asked, Interview
from advisor.model.asking import answered_unasked
from advisor.model.questionnaire import Question, Section
from advisor.web.assessment.question_form import Field, QuestionForm, form_of
from advisor.web.assessment.wording import words
from advisor.web.collaborations.answers import Answering


@dataclass(frozen=True)
class Task:
    """One section of the task list.

    Attributes:
        section: The section.
        title: Its heading.
        intro: What it is about.
        settled: How many of its questions have an answer.
        asked: How many of them come up, by the answers so far.
        first: The number of its first question without an answer, else of its first question.
    """

    section: Section
    title: Markup
    intro: Markup
    settled: int
    asked: int
    first: str

    @property
    def is_complete(self) -> bool:
        """Whether nothing in it is left."""
        return self.settled == self.asked

    @property
    def status(self) -> str:
        """How far it is, in words."""
        if self.is_complete:
            return _("Completed")
        if not self.settled:
            return _("Not started")
        return _("%(settled)s of %(asked)s answered") % {"settled": self.settled, "asked": self.asked}


@dataclass(frozen=True)
class Checked:
    """One question on the page that checks answers."""

    question: Question
    wording: Markup
    form: QuestionForm

    @property
    def is_settled(self) -> bool:
        """Whether it has an answer throughout, be it “don’t know”."""
        return all(one.given for one in self.form.fields)

    @property
    def rows(self) -> tuple[Field, ...]:
        """Its answers, one a row where it has several."""
        return self.form.fields


def tasks(found: Answering) -> list[Task]:
    """Return the sections in which something is asked, by the answers so far."""
    interview = found.interview
    by_section: dict[str, list[Asked]] = {}
    for pair in interview.path():
        by_section.setdefault(pair[0].section, []).append(pair)
    return [
        _task(section, by_section[section.id], interview)
        for section in interview.questionnaire.sections
        if section.id in by_section
    ]


def _task(section: Section, asked: list[Asked], interview: Interview) -> Task:
    left = [question.id for question, facts in asked if not all(map(interview.settled, facts))]
    first = left[0] if left else asked[0][0].id
    settled = len(asked) - len(left)
    return Task(section, words(section, "title"), words(section, "intro"), settled, len(asked), first)


def checked(found: Answering) -> list[tuple[Markup, list[Checked]]]:
    """Return the questions asked, with their answers, under the headings of their sections."""
    path = found.interview.path()
    return [
        (
            words(section, "title"),
            [_checked(found, question, facts) for question, facts in path if question.section == section.id],
        )
        for section in found.interview.questionnaire.sections
        if any(question.section == section.id for question, _ in path)
    ]


def kept_unasked(found: Answering) -> list[Checked]:
    """Return the answered questions that no longer come up; of a grid the rows that do not."""
    interview = found.interview
    facts = answered_unasked(interview.questionnaire, interview.vocabulary, found.case.answers)
    of = interview.questionnaire.question_of()
    by_question = {of[fact].id: of[fact] for fact in facts}
    return [
        _checked(found, question, tuple(fact for fact in question.sets if fact in facts))
        for question in by_question.values()
    ]


def _checked(found: Answering, question: Question, facts: tuple[str, ...]) -> Checked:
    form = form_of(found.interview, question, facts)
    shown = tuple(one for one in form.fields if one.name in facts)
    return Checked(question, words(question, "wording"), QuestionForm(question, shown))
