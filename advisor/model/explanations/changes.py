"""What changed between two assessments: each difference with the answers and the rules that made it."""

from typing import Literal

from pydantic import Field

from advisor.model.base import Model

SCHEMA = "advisor/compare/1"

Kind = Literal[
    "phase",
    "driver",
    "formality",
    "recommendation",
    "place",
    "strength",
    "question",
    "level",
    "verdict",
]
What = Literal["appears", "vanishes", "changes", "moves"]
Note = Literal[
    "other_collaboration",
    "older_second",
    "answers_left_out",
    "rules_of_the_day",
    "rules_not_here",
    "rules_cannot_run",
]
Value = str | int | tuple[str, ...]


class AnswerChanged(Model):
    """One answer that is not what it was."""

    fact: str = Field(description="Name of the fact.")
    name: str = Field(description="Short name of the fact.")
    was: Value | None = Field(description="Its value before; none: unknown.")
    now: Value | None = Field(description="Its value now; none: unknown.")
    was_label: str = Field(description="The value before, as people read it.")
    now_label: str = Field(description="The value now, as people read it.")
    changeable: Literal["yes", "partly", "no"] = Field(
        description="Whether the partners can change it; no: a fixed condition."
    )
    feeds: bool = Field(default=True, description="Whether any difference is put down to it.")


class RuleChanged(Model):
    """One rule that is not what it was."""

    what: Literal["added", "changed", "retired"] = Field(description="What became of it.")
    list: str = Field(description="The list it stands in, such as statements.")
    id: str = Field(description="Its id.")
    title: str = Field(description="What readers know it by; may be empty.")
    parts: tuple[str, ...] = Field(
        default=(), description="What of it changed: condition, effect, source, wording."
    )
    details: tuple[str, ...] = Field(default=(), description="What its parts said and say now.")
    feeds: bool = Field(default=True, description="Whether any difference is put down to it.")


class Difference(Model):
    """One thing that is different, and why."""

    kind: Kind = Field(description="What it is.")
    id: str = Field(description="Id of the statement, mechanism, recommendation or fact; empty for the rest.")
    what: What = Field(description="What became of it.")
    title: str = Field(description="It in words, as the new assessment says it, or else the old one.")
    part: str | None = Field(
        default=None, description="Row of a grid that a question is about; none: a question of its own."
    )
    pack: str | None = Field(
        default=None, description="Title of the pack it comes from; none: the core pack, the two papers."
    )
    was: str | None = Field(default=None, description="What it was; none where it was not there.")
    now: str | None = Field(default=None, description="What it is now; none where it is not there.")
    was_order: int | None = Field(default=None, description="Place of a recommendation before.")
    now_order: int | None = Field(default=None, description="Place of a recommendation now.")
    was_priority: int | None = Field(default=None, description="Its place on page one before.")
    now_priority: int | None = Field(default=None, description="Its place on page one now.")
    shifted: bool = Field(
        default=False, description="A move that only others made, by coming, going or moving past."
    )
    answers: tuple[str, ...] = Field(
        default=(),
        description="Changed answers that together bring it about; none of them can be left out.",
    )
    rules: tuple[str, ...] = Field(
        default=(), description="Changed rules, as list/id, that bring it about once the answers are changed."
    )
    one_of_rules: bool = Field(
        default=False, description="Whether it is one or more of these rules, and which was not tried."
    )
    reasons: tuple[str, ...] = Field(
        default=(), description="Answers behind the new conclusion, as clauses after “You told us that …”."
    )


class Assessed(Model):
    """One of the two assessments."""

    name: str = Field(description="Name of the collaboration.")
    date: str | None = Field(default=None, description="Date of the answers.")
    rules_date: str = Field(description="Date of the rules.")
    rules_hash: str = Field(description="Hash of the rules, first twelve characters.")


class Comparison(Model):
    """Everything that differs between an earlier assessment and a later one."""

    schema_: str = Field(default=SCHEMA, alias="schema", description="Name and number of this shape.")
    software: str = Field(description="Version of the software.")
    old: Assessed = Field(description="The earlier assessment.")
    new: Assessed = Field(description="The later assessment.")
    notes: tuple[Note, ...] = Field(default=(), description="What to know before reading it.")
    answers: tuple[AnswerChanged, ...] = Field(default=(), description="Answers that changed.")
    rules: tuple[RuleChanged, ...] = Field(default=(), description="Rules that changed.")
    differences: tuple[Difference, ...] = Field(default=(), description="What differs, and why.")
