"""Packs: named bodies of evidence. The core pack is the two papers; others are added by name."""

from pydantic import Field

from advisor.model.base import Model
from advisor.model.questionnaire import Question, Section

CORE = "core"
"""Id of the pack that is always there."""


class PackHead(Model):
    """What stands in ``pack.yaml``: which pack it is, and who answers for it."""

    id: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60, description="Id, for --pack.")
    title: str = Field(min_length=1, max_length=80, description="Title, shown beside all it brings.")
    what: str = Field(min_length=1, description="What it holds and what it rests on.")
    date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="Date of its content, year-month-day.")
    behind: str = Field(min_length=1, description="Who stands behind it.")
    prefix: str = Field(
        pattern=r"^[A-Z]{2,6}$", description="Capitals that ids of its statements and questions begin with."
    )


class PackQuestions(Model):
    """What stands in ``questions.yaml`` of a pack: questions that the full questionnaire asks too."""

    after: str = Field(description="Section of the full questionnaire after which they are asked.")
    sections: tuple[Section, ...] = Field(description="Sections of the pack.")
    questions: tuple[Question, ...] = Field(description="Questions in the order of asking.")


class Pack(Model):
    """A pack in use."""

    head: PackHead = Field(description="Which pack it is.")
    hash: str = Field(description="Hash of its content, first twelve characters.")
    questions: PackQuestions | None = Field(default=None, description="Questions that it brings.")
    brings: dict[str, tuple[str, ...]] = Field(description="Ids of what it brings, by list.")
