"""The annex: every finding, every answer, the studies and the papers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from advisor.model.evidence import Source
from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import Result, StatementVerdict, StudyLikeThis, Verdict
from advisor.report.texts import Texts

Item = TypeVar("Item")
MOST_STUDIES = 5
ORDER: tuple[Verdict, ...] = ("act", "balance", "compensate", "keep", "find_out", "not_applicable")


@dataclass(frozen=True)
class Finding:
    """The finding on one statement."""

    id: str
    title: str
    verdict: str
    word: str


@dataclass(frozen=True)
class FindingTable:
    """Findings two to a row, with their message."""

    caption: str
    rows: tuple[tuple[Finding, ...], ...]


@dataclass(frozen=True)
class Annex:
    """What stands at the end."""

    findings: FindingTable
    further: str
    not_applicable: tuple[str, ...]
    answers: tuple[tuple[tuple[str, str], ...], ...]
    answer_count: int
    answers_not_applicable: tuple[str, ...]
    studies: tuple[StudyLikeThis, ...]
    study_count: str
    sources: tuple[Source, ...]


def annex(result: Result, knowledge: KnowledgeBase, words: Texts) -> Annex:
    """Return what stands at the end of the report."""
    statements = knowledge.advice.by_id
    everything = {**result.statements, **result.further_statements}
    names = knowledge.vocabulary.by_name
    return Annex(
        findings=_table(result.statements, "findings.caption", knowledge, words),
        further=_counts(result.further_statements, words),
        not_applicable=tuple(
            statements[one].title for one, each in everything.items() if each.verdict == "not_applicable"
        ),
        answers=tuple(paired([(each.name, each.label) for each in result.answers])),
        answer_count=len(result.answers),
        answers_not_applicable=tuple(
            names[one].name for one in result.answers_not_applicable if one in names
        ),
        studies=result.studies[:MOST_STUDIES],
        study_count=result.study_count.says if result.study_count else "",
        sources=knowledge.sources,
    )


def _table(
    verdicts: Mapping[str, StatementVerdict], caption: str, knowledge: KnowledgeBase, words: Texts
) -> FindingTable:
    found = [
        Finding(one, knowledge.advice.by_id[one].title, each.verdict, words.say(f"verdicts.{each.verdict}"))
        for one, each in verdicts.items()
    ]
    return FindingTable(words.say(caption, counts=_counts(verdicts, words)), tuple(paired(found)))


def _counts(verdicts: Mapping[str, StatementVerdict], words: Texts) -> str:
    counted = Counter(each.verdict for each in verdicts.values())
    return ", ".join(
        f"{counted[verdict]} {words.say(f'verdicts.{verdict}').lower()}"
        for verdict in ORDER
        if counted[verdict]
    )


def paired(items: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    """Yield items two to a row, reading across.

    >>> list(paired("abc"))
    [('a', 'b'), ('c',)]
    """
    for place in range(0, len(items), 2):
        yield tuple(items[place : place + 2])
