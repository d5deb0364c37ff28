"""What a change of rules does to reports: the example cases under the old rules and under the new ones."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from advisor.content.answers_file import read_answers
from advisor.content.knowledge_files import load_knowledge
from advisor.content.pack_questions import with_packs
from advisor.content.packs import PackFolder
from advisor.content.questionnaire_files import load_questionnaires
from advisor.engine.inference import Inferrer
from advisor.errors import ContentRefused, InputRefused
from advisor.explanation.changes.body import Body
from advisor.explanation.changes.differences import differences
from advisor.model.explanations.changes import Difference
from advisor.model.result import Result

NOT_THERE = "not there"


def load_body(rules: Path, questionnaires: Path, packs: Sequence[PackFolder] = ()) -> Body:
    """Load rules with their questionnaires and packs; raises ContentRefused where they do not load."""
    loaded = load_knowledge(rules, packs)
    knowledge = loaded.knowledge
    full = load_questionnaires(questionnaires, knowledge.vocabulary)["full"]
    return Body(knowledge, with_packs(full, knowledge, loaded.question_files), Inferrer(knowledge))


def _result(answers: Path, body: Body) -> Result:
    return body.assess(read_answers(answers, body.knowledge.vocabulary))


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
            before, after = _result(path, old), _result(path, new)
        except InputRefused as error:
            found.append(Effect(path.name, "", refused=_first(error)))
            continue
        lines = tuple(map(_line, differences(before, after)))
        if lines:
            found.append(Effect(path.name, after.case.name, lines))
    return found


def _first(error: InputRefused) -> str:
    what = (
        "other rules know other facts" if not isinstance(error, ContentRefused) else "the rules do not load"
    )
    return f"{what}: {error.problems[0]}"


def _line(each: Difference) -> str:
    """Return a difference as people who write rules read it."""
    named = f"{each.kind} {each.id}".rstrip()
    if each.kind == "recommendation" and each.what == "appears":
        return f"{named} appears, in place {each.now_order}: {each.title}"
    if each.kind == "recommendation" and each.what == "vanishes":
        return f"{named} vanishes from place {each.was_order}: {each.title}"
    if each.kind == "recommendation":
        return f"{named} is now worded: {each.title}"
    if each.kind == "place":
        return f"recommendation {each.id} moves from place {each.was_order} to {each.now_order}"
    if each.kind in ("level", "verdict"):
        named = f"{each.kind} of {each.id}"
    return f"{named}: {each.was or NOT_THERE} → {each.now or NOT_THERE}"
