"""One problem as an author reads it: where, which rule, which kind, what, why it matters, what to do."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from advisor.content.nearest import nearest
from advisor.content.yaml_reader import read_yaml
from advisor.errors import Problem
from advisor.model.base import Model
from advisor.proof.problems.sentences import instead_of

Severity = Literal["error", "warning", "note"]
SEVERITIES: dict[str, Severity] = {
    "wrong advice": "error",
    "lost advice": "error",
    "hard to read": "warning",
    "untidy": "note",
}

KINDS = {
    "integer": "a whole number",
    "number": "a number",
    "string": "a text",
    "boolean": "true or false",
    "dictionary": "names with values",
    "tuple": "a list",
    "list": "a list",
}
_EXPECTED = re.compile(
    r"(?P<name>[\w.]+: )?Input should be (?P<expected>.*?) \(found (?P<given>.*)\)", re.DOTALL
)
_REFUSED = re.compile(r"“(.*)” is not a condition", re.DOTALL)
_DASH = re.compile(r" – (?![^“]*”)")
"""A dash between what is wrong, why and what to do; those inside quotation marks are the authors’ own."""
_NOTHING = "it is empty"
_QUOTED = re.compile(r"'([^']*)'")


class Code(Model):
    """One kind of problem."""

    code: str = Field(description="Name.")
    consequence: Literal["wrong advice", "lost advice", "hard to read", "untidy"] = Field(
        description="What it leads to; the severity follows from it."
    )
    what: str = Field(default="{}", description="What is wrong, with braces for what the check found.")
    why: str = Field(description="Why it matters.")
    remedy: str = Field(description="What to do, where the check knows nothing better.")

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return SEVERITIES[self.consequence]


@cache
def codes() -> dict[str, Code]:
    """Return every kind of problem by name."""
    data = read_yaml(Path(__file__).with_name("codes.yaml"), "codes.yaml").data
    listed = [Code.model_validate(one) for one in data["codes"]]  # type: ignore[index]
    return {one.code: one for one in listed}


@dataclass(frozen=True, order=True)
class Finding:
    """One problem.

    Attributes:
        file: File as the reader knows it.
        line: Line, from 1; 0 where the whole file is meant.
        column: Column, from 1; 0 where the whole line is meant.
        rule: Id of what is at fault; empty where there is none.
        code: Kind.
        what: What is wrong.
        why: Why it matters.
        remedy: What to do instead.
    """

    file: str
    line: int
    column: int
    rule: str
    code: str
    what: str
    why: str
    remedy: str

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return codes()[self.code].severity

    def __str__(self) -> str:
        """Return the problem in one line."""
        place = ":".join(str(one) for one in (self.file, self.line, self.column) if one)
        named = f"{self.rule} {self.code}" if self.rule else self.code
        return f"{place}: {named}: {self.what} – {self.why} – {self.remedy}"

    def as_data(self) -> dict[str, str | int]:
        """Return the problem for programs."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "rule": self.rule,
            "code": self.code,
            "severity": self.severity,
            "consequence": codes()[self.code].consequence,
            "what": self.what,
            "why": self.why,
            "remedy": self.remedy,
        }


def found(code: str, place: Problem, remedy: str = "", **parts: object) -> Finding:
    """Return a problem whose words stand in the list of codes.

    Args:
        code: Kind.
        place: Where, and of which rule; a text in it stands in place of the words in the list.
        remedy: What to do, where that is better known here.
        parts: What the words are filled in with.
    """
    kind = codes()[code]
    what = place.text or kind.what.format(**parts)
    return Finding(
        place.file, place.line, place.column, place.rule, code, what, kind.why, remedy or kind.remedy
    )


def from_problem(problem: Problem) -> Finding:
    """Return a problem that loading found, with why it matters and what to do."""
    code = problem.code or "wrong-kind"
    kind = codes()[code]
    text, remedy, why = problem.text, "", kind.why
    if code == "bad-condition":
        text = text.partition(": write a sentence")[0].replace("None is not a condition", _NOTHING)
        refused = _REFUSED.search(text)
        remedy = instead_of(refused[1]) if refused else ""
    elif code == "wrong-kind":
        text, remedy = plain_words(text)
    parts = _DASH.split(text)
    if len(parts) > 1 and not remedy:
        text, why, *more = parts
        why, remedy = (why, more[-1]) if more else (kind.why, why)
    elif not remedy:
        text, _, remedy = text.partition("; ")
    remedy = remedy.replace("known: ", "write one of ", 1) if remedy.startswith("known: ") else remedy
    place = (problem.file, problem.line, problem.column, problem.rule)
    return Finding(*place, code, text, why, remedy or kind.remedy)


def plain_words(text: str) -> tuple[str, str]:
    """Return what is wrong with a value in plain words, and what to do; as it was where there are none.

    >>> plain_words("phase: Input should be 'before' or 'any' (found 'befor')")
    ('phase: “befor” is none of its values', 'write one of before, any (did you mean “before”?)')
    >>> plain_words("position: Input should be a valid integer (found 'last')")
    ('position: “last” is not a whole number', 'write a whole number')
    >>> plain_words("title: Input should be a valid string (found None)")
    ('title: it is empty', 'write a text')
    """
    found = _EXPECTED.fullmatch(text)
    if found is None:
        return text, ""
    name, expected, given = found["name"] or "", found["expected"], found["given"].strip("'")
    shown = f"“{given}” is" if found["given"] != "None" else ""
    if expected.startswith("'"):
        allowed = _QUOTED.findall(expected)
        meant = nearest(given, allowed)
        hint = f" (did you mean “{meant}”?)" if meant else ""
        what = f"{name}{shown} none of its values" if shown else f"{name}{_NOTHING}"
        return what, f"write one of {', '.join(allowed)}{hint}"
    kind = next((plain for sign, plain in KINDS.items() if sign in expected), None)
    what = f"{name}{shown} not {kind}" if shown else f"{name}{_NOTHING}"
    return (text, "") if kind is None else (what, f"write {kind}")
