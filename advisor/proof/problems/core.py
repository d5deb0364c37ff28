"""Checks what only the rules of the two papers must keep to: their sources, groups and numbers."""

import re
from collections import Counter
from collections.abc import Collection, Iterator

from advisor.content.references import Key
from advisor.model.advice import Statement
from advisor.model.knowledge import TABLE_IDS, KnowledgeBase
from advisor.model.result import SourceReference
from advisor.proof.problems.finding import Finding, found
from advisor.proof.problems.reading import Read

OUTSIDE = "outside the sources"
"""The kind of a paper that texts may name and that no rule of the two papers may rest on."""

FURTHER = "X"


def check_core(read: Read, pack: Collection[str] = ()) -> Iterator[Finding]:
    """Yield rules of the core pack that rest on other papers, or stand in a wrong group, place or number.

    Args:
        read: What was read.
        pack: Files of the pack that was read beside the rules; they keep to their own prefix and sources.
    """
    core = {key for key, (document, _) in read.places.items() if document.name not in pack}
    yield from _sources(read, core)
    twice = {problem.rule for problem in read.problems if problem.code == "duplicate-id"}
    statements = [
        each
        for each in read.knowledge.advice.statements
        if ("statements", each.id) in read.places and each.id not in twice
    ]
    own = [each for each in statements if ("statements", each.id) in core]
    yield from _numbers(read, own)
    yield from _clusters(read, own)
    yield from _positions(read, statements)


def _cited(knowledge: KnowledgeBase) -> Iterator[tuple[Key, str, tuple[SourceReference, ...]]]:
    """Yield every item that cites papers, with the key under which it does."""
    yield from ((("mechanisms", each.id), "sources", each.sources) for each in knowledge.mechanisms)
    yield from ((("types", each.type), "source", each.source) for each in knowledge.types)
    yield from ((("links", each.id), "source", each.source) for each in knowledge.web.links)
    yield from (
        (("mechanism_links", each.id), "source", each.source) for each in knowledge.web.mechanism_links
    )
    advice = knowledge.advice
    yield from ((("statements", each.id), "source", each.source) for each in advice.statements)
    yield from ((("conditions", each.id), "source", each.source) for each in advice.start_conditions)


def _sources(read: Read, core: Collection[Key]) -> Iterator[Finding]:
    papers = read.knowledge.source
    for key, name, references in _cited(read.knowledge):
        for number, reference in enumerate(references):
            paper = papers.get(reference.paper)
            if key not in core or paper is None:
                continue
            if paper.kind == OUTSIDE or ("sources", paper.id) not in core:
                place = read.place(key, (name, number, "paper"))
                yield found("foreign-source", place, paper=paper.id)


def _numbers(read: Read, statements: list[Statement]) -> Iterator[Finding]:
    taken = [each.id[1:] for each in statements if re.fullmatch(rf"{FURTHER}\d+", each.id)]
    following = max(map(int, taken), default=0) + 1
    for each in statements:
        if each.id not in TABLE_IDS and not re.fullmatch(rf"{FURTHER}[1-9]\d*", each.id):
            remedy = f"write {FURTHER} and a number not yet used, such as {FURTHER}{following}"
            yield found("misnumbered-id", read.place(("statements", each.id), ("id",)), remedy, id=each.id)


def _clusters(read: Read, statements: list[Statement]) -> Iterator[Finding]:
    """Yield statements in a group of their own making; a group is what most statements of one letter name."""
    named: dict[str, Counter[str]] = {}
    for each in statements:
        if each.id in TABLE_IDS or each.id.startswith(FURTHER):
            named.setdefault(each.id[0], Counter())[each.cluster] += 1
    usual = {letter: counts.most_common(1)[0][0] for letter, counts in named.items()}
    for each in statements:
        known = [usual[each.id[0]]] if each.id in TABLE_IDS else [usual.get(FURTHER, ""), *usual.values()]
        if each.cluster not in known:
            place = read.place(("statements", each.id), ("cluster",))
            yield found("unknown-cluster", place, f"write “{known[0]}”", cluster=each.cluster)


def _positions(read: Read, statements: list[Statement]) -> Iterator[Finding]:
    first: dict[tuple[str, int], str] = {}
    highest = {
        cluster: max(each.position for each in statements if each.cluster == cluster)
        for cluster in {each.cluster for each in statements}
    }
    for each in statements:
        other = first.setdefault((each.cluster, each.position), each.id)
        if other != each.id:
            place = read.place(("statements", each.id), ("position",))
            yield found(
                "duplicate-position",
                place,
                f"give it another, such as {highest[each.cluster] + 1}",
                position=each.position,
                other=other,
            )
