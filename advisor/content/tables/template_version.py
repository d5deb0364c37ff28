"""The version that a template carries: what it was made for, and whether that fits what reads it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from advisor.content.answer_values import short
from advisor.content.tables.headings import VERSION, Heading
from advisor.content.tables.table import CellProblem, Stream
from advisor.errors import InputRefused
from advisor.model.knowledge import KnowledgeBase
from advisor.model.questionnaire import Questionnaire

FORM = "1"
_WRITTEN = re.compile(
    rf"{VERSION} (?P<form>\d{{1,4}}): (?P<name>\w+) (?P<date>[\d-]{{4,20}});"
    r" knowledge base (?P<rules>[\d-]{4,20} \w{4,64})(?:; packs (?P<packs>[a-z0-9, -]{1,400}))?"
)
_NAMED = 8
AGAIN = "make a new one with “advisor template -o answers.xlsx” and copy the answers over"


@dataclass(frozen=True)
class TemplateVersion:
    """What a template is made for.

    Attributes:
        questionnaire: Name of the questionnaire.
        date: Date of its wording.
        rules: Date and hash of the knowledge base.
        packs: Ids of the packs in use.
        facts: Facts that have columns.
    """

    questionnaire: str
    date: str
    rules: str
    packs: tuple[str, ...]
    facts: tuple[str, ...]

    def __str__(self) -> str:
        """Return the version as a heading of the template says it."""
        packs = f"; packs {', '.join(self.packs)}" if self.packs else ""
        return f"{VERSION} {FORM}: {self.questionnaire} {self.date}; knowledge base {self.rules}{packs}"


def template_version(knowledge: KnowledgeBase, questionnaire: Questionnaire) -> TemplateVersion:
    """Return what a template made now is made for."""
    return TemplateVersion(
        questionnaire.questionnaire,
        questionnaire.version,
        f"{knowledge.date} {knowledge.hash}",
        tuple(pack.head.id for pack in knowledge.packs),
        tuple(fact for question in questionnaire.questions for fact in question.sets),
    )


def made_for_in(written: str) -> str | None:
    """Return name and date of the questionnaire that a template was made for; none where it does not say."""
    found = _WRITTEN.fullmatch(written)
    return f"{found['name']} {found['date']}" if found else None


def check_version(
    stream: Stream, written: str, now: TemplateVersion, headings: Sequence[Heading]
) -> list[CellProblem]:
    """Return what to tell of a template that is older; none where it is of this version.

    Raises:
        InputRefused: It was made for something else.
    """
    if written == str(now):
        return []
    found = _WRITTEN.fullmatch(written)
    if found is None or found["form"] != FORM:
        _refuse(stream, f"has a version that is not known, “{short(written)}” – it may be misread – {AGAIN}")
    if found["name"] != now.questionnaire:
        _refuse(
            stream,
            f"is a template for the {found['name']} questionnaire, not for the {now.questionnaire} one –"
            f" its columns may mean something else – {AGAIN}",
        )
    missing = [one for one in (found["packs"] or "").split(", ") if one and one not in now.packs]
    if missing:
        options = " ".join(f"--pack {one}" for one in missing)
        _refuse(
            stream,
            f"is a template for packs that are not in use ({', '.join(missing)}) –"
            f" their answers would be lost – add {options}",
        )
    dates = (found["date"], found["rules"].split()[0])
    if dates[0] > now.date or dates[1] > now.rules.split()[0]:
        _refuse(
            stream,
            f"is a template of {max(dates)}, newer than the questions and rules here ({now.date} and"
            f" {now.rules.split()[0]}) – its columns may mean something else –"
            f" update this program, or {AGAIN}",
        )
    return [stream.problem(0, 0, _changed(found["date"], found["rules"], now, headings))]


def _changed(date: str, rules: str, now: TemplateVersion, headings: Sequence[Heading]) -> str:
    there = {one.name for one in headings}
    added = [fact for fact in now.facts if fact not in there]
    gone = [one.text for one in headings if one.kind == "not read"]
    changes = []
    if added:
        changes.append(f"not in it: {_listed(added)}")
    if gone:
        changes.append(f"no longer read: {_listed(gone)}")
    told = "; ".join(changes) or "its columns are those of today"
    made = f"is a template of {date}, made with the rules of {rules}"
    today = f"today’s are of {now.date} and {now.rules}"
    return f"{made}; {today} – {told} – check these, or {AGAIN}" if changes else f"{made}; {today} – {told}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")


def _refuse(stream: Stream, text: str) -> NoReturn:
    raise InputRefused([stream.problem(0, 0, text)])
