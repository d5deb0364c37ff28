"""What a change of rules does to reports: the example cases under the old rules and under the new ones."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from advisor.advice.assess import assess
from advisor.content.answers_file import read_answers
from advisor.content.knowledge_files import load_knowledge
from advisor.content.questionnaire_files import load_questionnaires
from advisor.engine.inference import Inferrer
from advisor.errors import ContentRefused, InputRefused
from advisor.model.knowledge import KnowledgeBase
from advisor.model.questionnaire import Questionnaire
from advisor.model.result import Result


@dataclass(frozen=True)
class Body:
    """Rules that can be run, with the questionnaire that goes with them."""

    knowledge: KnowledgeBase
    questionnaire: Questionnaire
    inferrer: Inferrer

    @classmethod
    def load(cls, rules: Path, questionnaires: Path) -> "Body":
        """Load rules with their questionnaires; raises ContentRefused where they do not load."""
        knowledge = load_knowledge(rules).knowledge
        full = load_questionnaires(questionnaires, knowledge.vocabulary)["full"]
        return cls(knowledge, full, Inferrer(knowledge))

    def result(self, answers: Path) -> Result:
        """Return what follows from an answers file."""
        case = read_answers(answers, self.knowledge.vocabulary)
        return assess(case, self.inferrer.infer(case.answers), self.knowledge, self.questionnaire)


@dataclass(frozen=True)
class Effect:
    """What becomes different in the report on one example.

    Attributes:
        file: The answers file.
        name: The collaboration.
        lines: What differs, one line each.
        refused: Why it could not be compared; empty where it could.
    """

    file: str
    name: str
    lines: tuple[str, ...] = field(default=())
    refused: str = ""

    def __str__(self) -> str:
        """Return the differences as people read them."""
        if self.refused:
            return f"{self.file}: cannot be compared – {self.refused}"
        return "\n".join((f"{self.file} ({self.name})", *(f"    {line}" for line in self.lines)))


def effects(old: Body, new: Body, examples: Path) -> list[Effect]:
    """Return what differs in each example whose report changes."""
    found = []
    for path in sorted(examples.glob("*.yaml")):
        try:
            before, after = old.result(path), new.result(path)
        except InputRefused as error:
            found.append(Effect(path.name, "", refused=_first(error)))
            continue
        lines = tuple(_differences(before, after))
        if lines:
            found.append(Effect(path.name, after.case.name, lines))
    return found


def _first(error: InputRefused) -> str:
    what = (
        "other rules know other facts" if not isinstance(error, ContentRefused) else "the rules do not load"
    )
    return f"{what}: {error.problems[0]}"


def _differences(before: Result, after: Result) -> Iterator[str]:
    verdicts = (before.statements | before.further_statements, after.statements | after.further_statements)
    yield from _moved(
        {name: one.verdict for name, one in verdicts[0].items()},
        {name: one.verdict for name, one in verdicts[1].items()},
        "verdict of ",
    )
    yield from _moved(
        {name: one.level for name, one in before.mechanisms.items()},
        {name: one.level for name, one in after.mechanisms.items()},
        "level of ",
    )
    yield from _moved({"driver": before.driver}, {"driver": after.driver})
    yield from _moved({"formality": before.formality.fit}, {"formality": after.formality.fit})
    old = {one.id: one for one in before.recommendations}
    new = {one.id: one for one in after.recommendations}
    for name, one in new.items():
        if name not in old:
            yield f"recommendation {name} appears, in place {one.order}: {one.title}"
        elif old[name].order != one.order:
            yield f"recommendation {name} moves from place {old[name].order} to {one.order}"
        if name in old and old[name].title != one.title:
            yield f"recommendation {name} is now worded: {one.title}"
    for name, one in old.items():
        if name not in new:
            yield f"recommendation {name} vanishes from place {one.order}: {one.title}"


def _moved(before: dict[str, str], after: dict[str, str], what: str = "") -> Iterator[str]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, "not there"), after.get(name, "not there")
        if old != new:
            yield f"{what}{name}: {old} → {new}"
