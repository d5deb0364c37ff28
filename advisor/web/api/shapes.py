"""What calls send and get beside the models of the product itself."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from advisor.model.limits import LONGEST, MOST_COUNTED
from advisor.model.questionnaire import Questionnaire
from advisor.model.vocabulary import FactDefinition
from advisor.web.advice import advisor
from advisor.web.collaborations.models import Assessment, Collaboration
from advisor.web.reports.models import Form, Report, State

MOST_FACTS = 200
MOST_ITEMS = 60
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST["name"])]
Word = Annotated[str, StringConstraints(max_length=100)]
Count = Annotated[int, Field(ge=0, le=MOST_COUNTED)]
Given = Word | Count | Annotated[list[Word], Field(max_length=MOST_ITEMS)] | None
Answers = Annotated[dict[Word, Given], Field(max_length=MOST_FACTS)]
"""Answers by fact; “unknown” or null is “don’t know”, “not_applicable” is “does not apply”."""


class Closed(Schema):
    """What a call sends: unknown keys are refused, so that a slip does not pass for an answer."""

    model_config = ConfigDict(extra="forbid")


def _like(**body: Any) -> ConfigDict:
    """Return what shows a body to copy in the description."""
    return ConfigDict(json_schema_extra={"examples": [body]})


class AnswersFile(Closed):
    """An answers file, as the command line reads it."""

    model_config = _like(name="Northshire", answers={"stage": "established", "quick_wins": "no"})

    name: Name = Field(default="Unnamed collaboration", description="Name of the collaboration.")
    answers: Answers = Field(description="Answers by fact; null or “unknown” is “don’t know”.")


class NewCollaboration(Closed):
    """A collaboration to begin."""

    model_config = _like(name="Northshire", questionnaire="rapid", answers={"stage": "established"})

    name: Name = Field(description="Name of the collaboration.")
    questionnaire: Literal["rapid", "full"] = Field(default="full", description="Which questions.")
    answers: Answers = Field(default_factory=dict, description="Answers that are known already.")


class MoreAnswers(Closed):
    """Answers to save."""

    model_config = _like(answers={"quick_wins": "no", "ioc_type": None}, version=1)

    answers: Answers = Field(description="Answers by fact; facts that are left out stay as they are.")
    version: int | None = Field(
        default=None,
        description="The version that was read: refused with 409 where it is not the present one.",
    )


class Questions(Questionnaire):
    """A questionnaire, with what can be answered."""

    fact_values: tuple[FactDefinition, ...] = Field(
        description="The facts that the questions set, each with the values that it can take."
    )

    @classmethod
    def of(cls, asked: Questionnaire) -> "Questions":
        """Return a questionnaire in this shape."""
        facts = advisor().knowledge.vocabulary.by_name
        sets = tuple(facts[fact] for question in asked.questions for fact in question.sets)
        return cls.model_construct(**dict(asked), fact_values=sets)


class Changes(Closed):
    """Other answers to try."""

    model_config = _like(changes={"quick_wins": "yes"})

    changes: Answers = Field(min_length=1, description="Other answers by fact; null is unknown.")


class WantedReport(Closed):
    """A report to make."""

    model_config = _like(form="pdf")

    form: Literal["pdf", "html", "json"] = Field(description="What it shall be.")


class AssessmentShape(Schema):
    """One assessment of a collaboration."""

    id: UUID = Field(description="Its id.")
    number: int = Field(description="Its number, from 1.")
    questionnaire: str = Field(description="Which questions: rapid or full.")
    version: int = Field(description="How often it was changed, from 1.")
    changed: datetime = Field(description="When it was changed last.")

    @classmethod
    def of(cls, assessment: Assessment) -> "AssessmentShape":
        """Return an assessment in this shape."""
        return cls(**{name: getattr(assessment, name) for name in cls.model_fields})


class CollaborationShape(Schema):
    """One collaboration."""

    id: UUID = Field(description="Its id.")
    name: str = Field(description="Its name.")
    organisation: str = Field(description="Name of the organisation that keeps it.")
    assessments: list[AssessmentShape] = Field(description="Its assessments, the latest first.")

    @classmethod
    def of(cls, collaboration: Collaboration) -> "CollaborationShape":
        """Return a collaboration in this shape."""
        return cls(
            id=collaboration.pk,
            name=collaboration.name,
            organisation=collaboration.organisation.name,
            assessments=[AssessmentShape.of(one) for one in collaboration.assessments.all()],
        )


class AnswersShape(AssessmentShape):
    """The answers of an assessment."""

    answers: dict[str, str | int | list[str]] = Field(description="Known answers by fact.")
    asked_unknown: list[str] = Field(description="Facts answered with “don’t know”.")


class ReportShape(Schema):
    """One report."""

    id: UUID = Field(description="Its id.")
    form: Form = Field(description="What it is.")
    state: State = Field(description="How far it is.")
    problem: str = Field(description="Why it could not be made; empty where it could.")

    @classmethod
    def of(cls, report: Report) -> "ReportShape":
        """Return a report in this shape."""
        return cls(id=report.pk, form=Form(report.form), state=State(report.state), problem=report.problem)
