"""Finds verdicts of “act” that rest on an answer being away: unknown, or not applicable.

What a line says aloud is found here, through derived facts, circumstances and other verdicts too.
That nothing else brings it about is for the proof by search.
Exceptions are content, each with its reason: exceptions.yaml beside the rules, or in a pack.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from advisor.content.nearest import nearest
from advisor.content.references import Key
from advisor.content.validate import validate_item
from advisor.content.yaml_reader import Document, Path_, read_yaml
from advisor.errors import InputRefused, Problem
from advisor.model.base import Model
from advisor.model.condition import NOT_APPLICABLE, UNKNOWN, All, Any, Atom, Condition, Kind, Not, Operator
from advisor.model.knowledge import KnowledgeBase
from advisor.proof.problems.finding import Finding, found
from advisor.proof.problems.reading import Read

FILE = "exceptions.yaml"
LIST = "exceptions"
CODES = {UNKNOWN: "acts-on-unknown", NOT_APPLICABLE: "acts-on-not-applicable"}
LINE: Path_ = ("verdicts", "act")
STATES = {"present": "holds", "absent": "absent", "partly": "partly"}


class Away(Model):
    """Statements that may say “act” while an answer is away, and why that is right."""

    statements: tuple[str, ...] = Field(description="Ids of the statements.")
    fact: str = Field(description="The answer, or the fact that follows from answers, that may be away.")
    because: str = Field(description="Why “act” is right all the same.")


@dataclass(frozen=True)
class Exceptions:
    """Statements that may say “act” while an answer is away.

    Attributes:
        pairs: Statement and fact, each with the reason.
        places: File and path of each.
        problems: What is wrong with the files.
    """

    pairs: Mapping[tuple[str, str], str]
    places: Mapping[tuple[str, str], tuple[Document, Path_]]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Resting:
    """A line that says “act” because an answer is away.

    Attributes:
        statement: The statement.
        fact: What is away.
        how: unknown, or not_applicable.
        at: Path in the statement of the sentence that brings it about.
    """

    statement: str
    fact: str
    how: str
    at: Path_


def check_away(read: Read, exceptions: Exceptions) -> Iterator[Finding]:
    """Yield lines that say “act” because an answer is away, where no exception is declared."""
    for one in undeclared(read.knowledge, exceptions):
        key: Key = ("statements", one.statement)
        if key not in read.at_fault:
            yield found(CODES[one.how], read.place(key, one.at), fact=one.fact)


def undeclared(knowledge: KnowledgeBase, exceptions: Exceptions) -> list[Resting]:
    """Return what no exception declares: the first sentence for each statement, fact, and way to be away."""
    told: dict[tuple[str, str, str], Resting] = {}
    for one in resting(knowledge):
        if (one.statement, one.fact) not in exceptions.pairs:
            told.setdefault((one.statement, one.fact, one.how), one)
    return list(told.values())


def read_exceptions(knowledge: KnowledgeBase, folders: Mapping[Path, str]) -> Exceptions:
    """Return what folders of rules and packs declare, with what is wrong in it.

    Args:
        knowledge: The rules that it speaks of.
        folders: The folders, each with its name in messages.
    """
    pairs: dict[tuple[str, str], str] = {}
    places: dict[tuple[str, str], tuple[Document, Path_]] = {}
    problems: list[Problem] = []
    for folder, shown in folders.items():
        if not (folder / FILE).is_file():
            continue
        try:
            document = read_yaml(folder / FILE, f"{shown}/{FILE}")
        except InputRefused as error:
            problems += error.problems
            continue
        listed = document.data.get(LIST) if isinstance(document.data, dict) else None
        if not isinstance(listed, list):
            problems.append(document.problem((), f"needs a list named “{LIST}”", code="wrong-kind"))
        for number, data in enumerate(listed if isinstance(listed, list) else ()):
            away, wrong = validate_item(Away, data, document, (LIST, number), ())
            problems += wrong or _strange(away, knowledge, document, (LIST, number))
            for statement in away.statements if away else ():
                pairs[statement, away.fact] = away.because  # type: ignore[union-attr]
                places[statement, away.fact] = (document, (LIST, number))  # type: ignore[union-attr]
    return Exceptions(pairs, places, tuple(problems))


def _strange(
    away: Away | None, knowledge: KnowledgeBase, document: Document, path: Path_
) -> Iterator[Problem]:
    """Yield names in an exception that nothing bears."""
    if away is None:
        return
    vocabulary = knowledge.vocabulary
    named = [("statements", number, one) for number, one in enumerate(away.statements)]
    for name, number, one in named:
        if one not in knowledge.advice.by_id:
            meant = nearest(one, knowledge.advice.by_id)
            hint = f"; did you mean “{meant}”?" if meant else ""
            text = f"“{one}” is no statement{hint}"
            yield document.problem((*path, name, number), text, code="unknown-id")
    known = (*vocabulary.by_name, *vocabulary.derived_by_name)
    if away.fact not in known:
        meant = nearest(away.fact, known)
        hint = f"; did you mean “{meant}”?" if meant else ""
        yield document.problem((*path, "fact"), f"“{away.fact}” is no fact{hint}", code="unknown-fact")


# ── What a line rests on ─────────────────────────────────────────────────────────────────────────


def resting(knowledge: KnowledgeBase) -> Iterator[Resting]:
    """Yield each way in which a line of “act” says aloud that an answer is away."""
    walk = _Walk(knowledge)
    for statement in knowledge.advice.statements:
        if statement.verdicts is not None and statement.verdicts.act is not None:
            for at, fact, how in walk.of(statement.verdicts.act, wanted=True, at=LINE):
                yield Resting(statement.id, fact, how, at)


class _Walk:
    """Follows a condition down to the answers, as far as they can make it true."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.contexts = {each.id: each for each in knowledge.contexts}
        self.within: set[tuple[str, bool]] = set()

    def of(self, condition: Condition, *, wanted: bool, at: Path_) -> Iterator[tuple[Path_, str, str]]:
        """Yield the path, the fact, and how it is away, for each sentence that helps to the truth wanted."""
        match condition:
            case Not(part):
                yield from self.of(part, wanted=not wanted, at=(*at, "not"))
            case All(parts) | Any(parts):
                name = "all" if isinstance(condition, All) else "any"
                for number, part in enumerate(parts):
                    yield from self.of(part, wanted=wanted, at=(*at, name, number))
            case Atom(subject, operator, values):
                sought = Operator.IS_UNKNOWN if wanted else Operator.IS_KNOWN
                if operator is sought:
                    yield at, str(subject), UNKNOWN
                elif wanted and NOT_APPLICABLE in values and subject.kind == Kind.FACT.value:
                    yield at, str(subject), NOT_APPLICABLE
                else:
                    for _, fact, how in self._below(condition, wanted=wanted):
                        yield at, fact, how

    def _below(self, atom: Atom, *, wanted: bool) -> Iterator[tuple[Path_, str, str]]:
        """Yield what the lines behind a conclusion rest on: those that give the truth wanted."""
        here = (str(atom), wanted)
        if here in self.within or atom.operator is Operator.IS_UNKNOWN:
            return
        self.within.add(here)
        for value, condition in self._lines(atom):
            known = atom.operator is Operator.IS_KNOWN
            if known or (value in atom.values) == wanted:
                yield from self.of(condition, wanted=True, at=())
        self.within.discard(here)

    def _lines(self, atom: Atom) -> Iterator[tuple[str, Condition]]:
        name, advice = atom.subject.id, self.knowledge.advice
        match Kind(atom.subject.kind):
            case Kind.DERIVED if name in self.knowledge.vocabulary.derived_by_name:
                derived = self.knowledge.vocabulary.derived_by_name[name]
                yield from ((each.value, each.when) for each in derived.cases)
            case Kind.CONTEXT if name in self.contexts:
                context = self.contexts[name]
                states = ((state, getattr(context, field)) for state, field in STATES.items())
                yield from ((state, line) for state, line in states if line is not None)
            case Kind.VERDICT if name in advice.by_id:
                statement = advice.by_id.get(advice.by_id[name].follows or name)
                if statement is not None and statement.verdicts is not None:
                    yield from statement.verdicts.in_order()
            case _:
                return
