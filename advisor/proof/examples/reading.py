"""Reads the examples beside the rules, and says of every fault where it stands."""

from collections.abc import Collection, Iterable
from pathlib import Path

from advisor.content.answer_values import AnswerError, read_answer
from advisor.content.nearest import nearest
from advisor.content.rule_folder import is_apart
from advisor.content.validate import validate_item
from advisor.content.yaml_reader import Document, Path_, read_yaml
from advisor.errors import ContentRefused, InputRefused, Problem
from advisor.model.condition import NOT_APPLICABLE, UNKNOWN, Kind, Value
from advisor.model.knowledge import KnowledgeBase
from advisor.proof.examples.example import Example, Expected, Line, WrittenExample
from advisor.proof.examples.subjects import expectable

ENDING = ".examples.yaml"
LIST = "examples"
ALWAYS_THERE = ("find_out", NOT_APPLICABLE)
"""Verdicts that need no line."""


def example_files(folder: Path) -> list[Path]:
    """Return the files of examples below a folder of rules, in order; those of packs are their own."""
    found = (path for path in folder.rglob(f"*{ENDING}") if not is_apart(path, folder))
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def read_examples(
    folder: Path, knowledge: KnowledgeBase, files: Collection[Path] | None = None, shown: str | None = None
) -> tuple[Example, ...]:
    """Return the examples below a folder of rules, or of a pack: all, or those of some files.

    Args:
        folder: The folder.
        knowledge: The knowledge base that was loaded from it; with a pack, that with the pack in use.
        files: The files that are wanted; all where none are named.
        shown: How messages name the folder; by its own name where nothing else is said.

    Raises:
        ContentRefused: A file of examples is at fault; holds every problem of every file.
    """
    reader = _Reader(knowledge)
    for path in example_files(folder):
        if files is not None and path.resolve() not in files:
            continue
        try:
            name = f"{shown or folder.name}/{path.relative_to(folder).as_posix()}"
            reader.read(read_yaml(path, name))
        except InputRefused as error:
            reader.problems += error.problems
    if reader.problems:
        raise ContentRefused(reader.problems)
    return tuple(reader.examples)


class _Reader:
    """Collects the examples of all files, and the problems on the way."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.facts = knowledge.vocabulary.by_name
        self.advice = knowledge.advice
        self.subjects = expectable(knowledge)
        self.lines = {
            str(Line(each.id, verdict)): Line(each.id, verdict)
            for each in knowledge.advice.statements
            if each.verdicts is not None
            for verdict, _ in each.verdicts.in_order()
        }
        self.examples: list[Example] = []
        self.problems: list[Problem] = []
        self.sentences: dict[str, str] = {}

    def read(self, document: Document) -> None:
        data = document.data
        if not isinstance(data, dict) or not isinstance(data.get(LIST), list):
            text = f"needs a list named “{LIST}”: begin it with the line “{LIST}:”"
            self.complain(document, (), text, "wrong-kind")
            return
        for name in data:
            if name != LIST:
                text = f"“{name}” is not a list of this file – only “{LIST}” is read – take it out"
                self.complain(document, (name,), text, "unknown-key", at_key=True)
        for number, one in enumerate(data[LIST]):
            self.read_one(document, (LIST, number), one)

    def complain(
        self, document: Document, path: Path_, text: str, code: str, *, at_key: bool = False
    ) -> None:
        self.problems.append(document.problem(path, text, at_key=at_key, code=code))

    def read_one(self, document: Document, path: Path_, data: object) -> None:
        written, found = validate_item(WrittenExample, data, document, path, ())
        self.problems += found
        if written is None:
            return
        line, _ = document.places[path]
        example = Example(
            sentence=written.example,
            given=self.given(document, (*path, "given"), written.given),
            expect=self.expected(document, (*path, "expect"), written.expect),
            expect_not=self.ruled_out(document, (*path, "expect_not"), written.expect_not),
            near_misses=self.near_misses(document, (*path, "near_miss"), written.near_miss),
            file=document.name,
            line=line,
        )
        if not written.expect and not written.expect_not:
            text = "the example expects nothing – it proves nothing – add “expect:” with what must follow"
            self.complain(document, path, text, "missing-part")
        earlier = self.sentences.setdefault(example.sentence, example.place)
        if earlier != example.place:
            text = (
                f"the sentence stands twice, first in {earlier} – nobody can tell the two apart – reword one"
            )
            self.complain(document, (*path, "example"), text, "duplicate-id")
        self.examples.append(example)

    def given(self, document: Document, path: Path_, written: dict[str, object]) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for fact, value in written.items():
            definition = self.facts.get(fact)
            if definition is None:
                text = f"“{fact}” is not a fact that is answered – no rule would read it"
                self.complain(
                    document, (*path, fact), text + _hint(fact, self.facts), "unknown-fact", at_key=True
                )
                continue
            try:
                answer = read_answer(definition, value)
            except AnswerError as refused:
                for _, fault in refused.faults:
                    self.complain(document, (*path, fact), fault, "unknown-value")
                continue
            if answer is not None:
                found[fact] = answer
        return found

    def expected(self, document: Document, path: Path_, written: dict[str, object]) -> tuple[Expected, ...]:
        found: list[Expected] = []
        for name, value in written.items():
            if name not in self.subjects:
                text = f"“{name}” is nothing that is concluded – nothing could be compared"
                text += _hint(name, self.subjects)
                self.complain(document, (*path, name), text, "unknown-id", at_key=True)
                continue
            subject, values = self.subjects[name]
            counted = values is None and (str(value).isdigit() or value == UNKNOWN)
            if counted or (values is not None and str(value) in values):
                found.append(Expected(written=name, subject=subject, value=str(value)))
            else:
                allowed = "a whole number, or unknown" if values is None else ", ".join(values)
                text = f"{name} is never “{value}” – the example could not pass – write one of: {allowed}"
                self.complain(document, (*path, name), text, "unknown-value")
        return tuple(found)

    def ruled_out(self, document: Document, path: Path_, written: dict[str, object]) -> tuple[Expected, ...]:
        """Return what must not follow; what no line leads to could not follow anyhow, so that is refused."""
        found = self.expected(document, path, written)
        for one in found:
            statement = self.advice.by_id.get(one.subject.id)
            if one.subject.kind != Kind.VERDICT.value or statement is None:
                continue
            own = self.advice.by_id.get(statement.follows or statement.id, statement)
            lines = dict(own.verdicts.in_order()) if own.verdicts is not None else {}
            possible = dict.fromkeys((*lines, *ALWAYS_THERE))
            if one.value not in possible:
                text = (
                    f"{one.written} has no line for “{one.value}” – what can never follow proves nothing"
                    f" – rule out one of: {', '.join(possible)}"
                )
                self.complain(document, (*path, one.written), text, "unknown-value")
        return found

    def near_misses(self, document: Document, path: Path_, written: tuple[str, ...]) -> tuple[Line, ...]:
        for one in written:
            if one not in self.lines:
                own = [name for name, line in self.lines.items() if line.statement == one.split(" ")[0]]
                known = f"known: {', '.join(own)}" if own else "write for example “T3 act”"
                text = f"“{one}” is no verdict line – nothing could be missed – {known}"
                self.complain(document, path, text, "unknown-id")
        return tuple(self.lines[one] for one in written if one in self.lines)


def _hint(name: str, known: Iterable[str]) -> str:
    meant = nearest(name, known)
    return f" – did you mean “{meant}”?" if meant else ""
