"""Cases that show which wording of a recommendation stands in which situation, and whether it presses.

They lie in rules/pinned/wordings.yaml.

They are read here alone: advice is made without them.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from pydantic import Field

from advisor.content.answer_values import AnswerError, read_answer
from advisor.content.validate import validate_item
from advisor.content.yaml_reader import Document, Path_, read_yaml
from advisor.engine.compile import CRITICAL, PRESSING, RECOMMENDATION
from advisor.errors import ContentRefused, Problem
from advisor.model.base import Model
from advisor.model.condition import Subject, Value
from advisor.model.knowledge import KnowledgeBase

PINNED = "pinned"
"""Folder of the cases that a search found, below the rules."""
FILE = f"{PINNED}/wordings.yaml"
LIST = "wordings"
OTHER = ("keep", "find_out", "not_applicable")


class Wording(Model):
    """A case, and what stands in its report."""

    given: dict[str, object] = Field(description="Answers, by fact; every other fact is unknown.")
    told: dict[str, str] = Field(
        default_factory=dict,
        description="For each recommendation the title that stands there; or keep, find_out, not_applicable.",
    )
    pressing: dict[str, str] = Field(default_factory=dict, description="Whether it presses: yes or no.")
    critical: dict[str, str] = Field(default_factory=dict, description="Whether it is critical: yes or no.")


def read_wordings(
    folder: Path, knowledge: KnowledgeBase
) -> Iterator[tuple[dict[str, Value], list[tuple[Subject, str | None]]]]:
    """Yield the answers of each case with the value of each recommendation that it speaks of.

    Raises:
        ContentRefused: The file is at fault.
    """
    path = folder / FILE
    if not path.is_file():
        return
    document = read_yaml(path, f"{folder.name}/{FILE}")
    listed = document.data.get(LIST) if isinstance(document.data, dict) else None
    if not isinstance(listed, list):
        raise ContentRefused([document.problem((), f"needs a list named “{LIST}”")])
    problems: list[Problem] = []
    read = [_read(document, number, data, knowledge, problems) for number, data in enumerate(listed)]
    if problems:
        raise ContentRefused(problems)
    yield from read


def _read(
    document: Document, number: int, data: object, knowledge: KnowledgeBase, problems: list[Problem]
) -> tuple[dict[str, Value], list[tuple[Subject, str | None]]]:
    written, found = validate_item(Wording, data, document, (LIST, number), ())
    problems += found
    given: dict[str, Value] = {}
    told: list[tuple[Subject, str | None]] = []
    if written is None:
        return given, told
    for fact, value in written.given.items():
        definition = knowledge.vocabulary.by_name.get(fact)
        try:
            answer = read_answer(definition, value) if definition else None
        except AnswerError:
            answer = None
        if answer is None:
            problems.append(document.problem((LIST, number, "given", fact), f"{fact} has no such answer"))
        else:
            given[fact] = answer
    texts = {each.id: each for each in knowledge.advice.recommendations}
    for name, title in written.told.items():
        variants = texts[name].variants if name in texts else ()
        places = [f"{each.verdict}:{place}" for place, each in enumerate(variants) if each.title == title]
        if title in OTHER and name in texts:
            places = [title]
        if not places:
            text = f"{name} has no wording with the title “{title}”"
            problems.append(document.problem((LIST, number, "told", name), text))
        else:
            told.append((Subject(RECOMMENDATION, name), places[0]))
    for kind, named in ((PRESSING, written.pressing), (CRITICAL, written.critical)):
        told += _yes_or_no(kind, named, texts, document, (LIST, number, kind), problems)
    return given, told


def _yes_or_no(  # noqa: PLR0913, PLR0917 - what is read, and where it stands
    kind: str,
    named: dict[str, str],
    texts: Collection[str],
    document: Document,
    path: Path_,
    problems: list[Problem],
) -> Iterator[tuple[Subject, str | None]]:
    for name, value in named.items():
        if name not in texts or value not in ("yes", "no"):
            text = f"“{name}: {value}” says nothing: write the id of a recommendation, with yes or no"
            problems.append(document.problem((*path, name), text))
        else:
            yield Subject(kind, name), "yes" if value == "yes" else None
