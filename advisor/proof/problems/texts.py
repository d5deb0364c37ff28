"""Finds gaps in texts, titles that are alike, verbs too strong, and sources that lead nowhere."""

import re
from collections.abc import Collection, Iterator

from advisor.content.references import Key
from advisor.content.yaml_reader import Path_
from advisor.proof.problems.finding import Finding, found
from advisor.proof.problems.reading import Read
from advisor.proof.problems.rules import QUESTIONS
from advisor.proof.problems.style import Openings
from advisor.proof.problems.words import Text

OWN = "own experience"
"""The kind of a source in a pack that has neither DOI nor URL; reports say so beside it."""
LEVELS = ("low", "mixed", "high", "unknown")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_LINK = re.compile(r"https?://[^\s/]+\.\S+")
_GAP = re.compile(r"(?i)todo|tbc|tbd|xxx|lorem ipsum|\.\.\.|…")


def check_gaps(read: Read, texts: list[Text]) -> Iterator[Finding]:
    """Yield texts that are empty or only promised, and levels without a sentence."""
    for text in texts:
        if not text.text or _GAP.fullmatch(text.text.rstrip(".")):
            yield found("missing-text", text.place(), name=f"“{text.key}”")
    for mechanism in read.knowledge.mechanisms:
        for level in LEVELS:
            if level not in mechanism.reads:
                place = read.place(("mechanisms", mechanism.id), ("reads",))
                yield found("missing-text", place, name=f"the level “{level}”")


def check_titles(read: Read) -> Iterator[Finding]:
    """Yield titles and names that two things share."""
    for group in _titles(read):
        seen: dict[str, Key] = {}
        for key, at, title in group:
            first = seen.setdefault(" ".join(title.lower().split()), key)
            if first != key:
                yield found("duplicate-title", read.place(key, at), title=title, other=first[1])


def _titles(read: Read) -> Iterator[list[tuple[Key, Path_, str]]]:
    knowledge = read.knowledge
    yield [(("facts", each.fact), ("name",), each.name) for each in knowledge.vocabulary.facts]
    yield [(("types", each.type), ("name",), each.name) for each in knowledge.types]
    yield [(("mechanisms", each.id), ("name",), each.name) for each in knowledge.mechanisms]
    yield [(("contexts", each.id), ("name",), each.name) for each in knowledge.contexts]
    yield [(("statements", each.id), ("title",), each.title) for each in knowledge.advice.statements]
    yield [
        (("recommendations", text.id), ("variants", number, "title"), variant.title)
        for text in knowledge.advice.recommendations
        for number, variant in enumerate(text.variants)
    ]
    yield [(("conditions", each.id), ("title",), each.title) for each in knowledge.advice.start_conditions]
    questions = {each.id: each for form in read.questionnaires.values() for each in form.questions}
    yield [((QUESTIONS, each.id), ("wording",), each.wording) for each in questions.values()]


def check_verbs(read: Read, openings: Openings) -> Iterator[Finding]:
    """Yield orders that the papers do not carry."""
    for text in read.knowledge.advice.recommendations:
        for number, variant in enumerate(text.variants):
            weight = variant.weight or text.weight
            if weight == "direct":
                continue
            begin: tuple[str, ...] = getattr(openings, weight)
            if not variant.title.startswith(begin):
                place = read.place(("recommendations", text.id), ("variants", number, "title"))
                remedy = f"begin it with {' or '.join(f'“{one}”' for one in begin)}"
                yield found("strong-verb", place, remedy, title=variant.title, weight=weight)


def check_sources(read: Read, pack: Collection[str] = ()) -> Iterator[Finding]:
    """Yield sources that nobody could find, and references that do not say where.

    Args:
        read: What was read.
        pack: Files of the pack that was read beside the rules; it may rest on its authors’ own experience.
    """
    for source in read.knowledge.sources:
        key = ("sources", source.id)
        if source.kind == OWN and key in read.places and read.places[key][0].name in pack:
            continue
        for name, pattern, expected in (("doi", _DOI, "10.1371/…"), ("url", _LINK, "https://…")):
            written = getattr(source, name)
            if not pattern.fullmatch(written):
                remedy = f"write the whole of it, beginning {expected}"
                yield found("unresolvable-source", read.place(key, (name,)), remedy, found=written)
    for document in read.documents:
        for path, text in document.texts():
            if path and path[-1] == "where" and not str(text or "").strip():
                missing = "the reference does not say where in the paper"
                place = document.problem(path, missing, rule=_owner(document.data, path))
                yield found("missing-citation", place, "add the place in the paper")


def _owner(data: object, path: Path_) -> str:
    item = data[path[0]][path[1]]  # type: ignore[index]
    return next((str(item[key]) for key in ("id", "fact", "type") if key in item), "")
