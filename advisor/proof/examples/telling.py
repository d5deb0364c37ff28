"""What the examples do not show yet, in words: where the rule stands, what to write, and in which file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advisor.content.references import Key
from advisor.content.yaml_reader import Document, Path_
from advisor.model.condition import Kind, Value
from advisor.model.vocabulary import Vocabulary
from advisor.proof.examples.example import Line
from advisor.proof.examples.reading import ENDING
from advisor.proof.examples.running import Ran

if TYPE_CHECKING:
    from advisor.proof.examples.covering import Part, Verdicts

DECIDING = {
    "fires": "that fire the line, and would not if the condition failed",
    "misses": "that no earlier line catches, and that would fire this one if the condition held",
}
"""Which answers show that a condition decides, each way."""

Places = Mapping[Key, tuple[Document, Path_]]


@dataclass(frozen=True)
class Beside:
    """Where rules stand, and so where their examples belong.

    Attributes:
        places: File and path of each rule; where it is not known, gaps are named without it.
    """

    places: Places = field(default_factory=dict)

    def statements_in(self, names: Iterable[str]) -> set[str]:
        """Return the statements beside which some files of examples lie."""
        rules = {name.removesuffix(ENDING) + ".yaml" for name in names}
        return {
            name
            for (kind, name), (document, _) in self.places.items()
            if kind == "statements" and document.name in rules
        }

    def unfired(self, line: Line) -> str:
        """Return that no example fires a line."""
        write = f"“given:” with answers that make it so and “expect: {{{line.statement}: {line.verdict}}}”"
        return f"{self._place(line)}no example fires {line}{self._remedy(line, 'it works as meant', write)}"

    def unmissed(self, line: Line) -> str:
        """Return that no example nearly misses a line."""
        write = (
            "the answers of one that fires it with one changed, so that it is not reached,"
            f" and “near_miss: {line}”"
        )
        remedy = self._remedy(line, "it stops where it should", write)
        return f"{self._place(line)}no example nearly misses {line}{remedy}"

    def undecided(self, part: "Part", way: str) -> str:
        """Return that no example shows a condition to decide, be it that the line fires or that it misses."""
        return (
            f"{self._place(part.line)}no example {way} {part.line} by “{part.atom}” alone (condition"
            f" {part.number}){self._remedy(part.line, 'it matters', 'answers ' + DECIDING[way])}"
        )

    def _at(self, line: Line) -> tuple[str, int]:
        document, path = self.places["statements", line.statement]
        problem = document.problem((*path, "verdicts", line.verdict), "")
        return problem.file, problem.line

    def _place(self, line: Line) -> str:
        if ("statements", line.statement) not in self.places:
            return ""
        file, number = self._at(line)
        return f"{file}:{number}: "

    def _remedy(self, line: Line, what: str, write: str) -> str:
        if ("statements", line.statement) not in self.places:
            return ""
        file = self._at(line)[0].removesuffix(".yaml") + ENDING
        return f" – nobody can see that {what} – add one to {file}: {write}"


def misses_astray(ran: Ran, line: Line, verdicts: "Verdicts", vocabulary: Vocabulary) -> str:
    """Return that the line is reached though an example calls itself a near miss, and what would miss it."""
    why = list(_turning(ran, line, verdicts, vocabulary))
    because = f", as {why[0][0]}" if why else ""
    change = f"let {' or '.join(dict.fromkeys(other for _, other in why))}" if why else "change one answer"
    return (
        f"{ran.example.place}: no near miss of {line}: these answers reach it{because}"
        f" – a near miss just fails to – {change}, or take “near_miss” out"
    )


def _turning(ran: Ran, line: Line, verdicts: "Verdicts", vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield the answers by each of which alone a line stands, and an answer with which it would not."""
    for part in verdicts.deciding(line, ran.value_of):
        atom = part.atom
        fact = vocabulary.by_name.get(atom.subject.id) if atom.subject.kind == Kind.FACT.value else None
        now = ran.value_of(atom.subject)
        shown = f"{atom.subject} is {_words(now)}"
        if fact is None or fact.kind != "one of":
            yield shown, f"“{atom}” be otherwise"
            continue
        other = next(one for one in (*fact.by_value, None) if atom.holds(one) is not atom.holds(now))
        yield shown, f"{fact.fact} be {_words(other)}"


def far_from(ran: Ran, line: Line, fired: Sequence[Ran]) -> str:
    """Return that an example is more than one answer away from each that fires a line, and the nearest."""
    start = f"{ran.example.place}: no near miss of {line}: "
    if not fired:
        return f"{start}no example fires it – nothing to miss by one answer – write one that fires it first"
    apart, nearest = min(((_apart(ran, other), other) for other in fired), key=lambda each: len(each[0]))
    if not apart:
        return f"{start}the answers are those of {nearest.example.place}, which fires it – change one answer"
    differ = "; ".join(
        f"{fact} is {_words(ran.example.given.get(fact))} here and"
        f" {_words(nearest.example.given.get(fact))} there"
        for fact in apart
    )
    return (
        f"{start}no example that fires it is one answer away – the nearest, {nearest.example.place},"
        f" differs in {len(apart)}: {differ} – keep one of these differences"
    )


def _apart(one: Ran, other: Ran) -> list[str]:
    mine, theirs = one.example.given, other.example.given
    return [fact for fact in dict.fromkeys((*mine, *theirs)) if mine.get(fact) != theirs.get(fact)]


def _words(value: Value | None) -> str:
    return "unknown" if value is None else ", ".join(value) if isinstance(value, tuple) else str(value)
