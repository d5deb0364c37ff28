"""The annex: every finding, every answer, the studies and the papers."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from advisor.model.evidence import Source
from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import Result, StatementVerdict, StudyLikeThis
from advisor.report.texts import Texts

MOST_STUDIES = 5
_LETTERED = re.compile(r"(.+ \(\d{4})([a-z])\)")
ORDER = ("act", "balance", "compensate", "keep", "find_out", "not_asked", "not_applicable")


@dataclass(frozen=True)
class FindingGroup:
    """The statements that end in one finding: id and title of each."""

    verdict: str
    word: str
    statements: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Findings:
    """All findings, those alike together, with their message."""

    caption: str
    groups: tuple[FindingGroup, ...]


@dataclass(frozen=True)
class Annex:
    """What stands at the end."""

    findings: Findings
    further: str
    not_applicable: tuple[str, ...]
    answers: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    answer_count: int
    answers_not_applicable: tuple[str, ...]
    studies: tuple[StudyLikeThis, ...]
    study_count: str
    sources: tuple[tuple[Source, str], ...]
    packs: tuple[str, ...]


def annex(result: Result, knowledge: KnowledgeBase, words: Texts) -> Annex:
    """Return what stands at the end of the report."""
    statements = knowledge.advice.by_id
    everything = {**result.statements, **result.further_statements}
    names = knowledge.vocabulary.by_name
    further = result.further_statements
    asked = {each.fact for each in result.find_out} | set(result.also_unknown)

    def named(verdicts: Mapping[str, StatementVerdict]) -> dict[str, str]:
        return {one: _finding(each, asked) for one, each in verdicts.items()}

    return Annex(
        findings=_findings(named(result.statements), knowledge, words),
        further=_counts(named({one: each for one, each in further.items() if each.pack is None}), words),
        packs=tuple(
            words.say("findings.pack", title=pack, counts=_counts(named(of_pack), words))
            for pack in dict.fromkeys(each.pack for each in further.values() if each.pack)
            for of_pack in [{one: each for one, each in further.items() if each.pack == pack}]
        ),
        not_applicable=tuple(
            statements[one].title for one, each in everything.items() if each.verdict == "not_applicable"
        ),
        answers=_answers(result),
        answer_count=len(result.answers),
        answers_not_applicable=tuple(
            names[one].name for one in result.answers_not_applicable if one in names
        ),
        studies=_alike_together(result.studies)[:MOST_STUDIES],
        study_count=result.study_count.says if result.study_count else "",
        sources=tuple(
            (each, words.from_pack(knowledge.pack_of("sources", each.id))) for each in knowledge.sources
        ),
    )


def _alike_together(studies: Sequence[StudyLikeThis]) -> tuple[StudyLikeThis, ...]:
    """Return studies with those in one row of which nothing but author and year differs."""
    rows: dict[tuple[str, ...], list[StudyLikeThis]] = {}
    for each in studies:
        rows.setdefault((each.country, each.partnership_type, each.methods, each.why), []).append(each)
    return tuple(
        some[0].model_copy(update={"study": together([each.study for each in some])})
        for some in rows.values()
    )


def together(studies: Sequence[str]) -> str:
    """Return studies as one list; those of the same authors and year are named once, with their letters.

    >>> together(["Network (2020d)", "Network (2020a)", "Bray (2013)"])
    'Network (2020a, d); Bray (2013)'
    """
    found: dict[str, list[str]] = {}
    for each in studies:
        lettered = _LETTERED.fullmatch(each)
        found.setdefault(lettered[1] if lettered else each, []).append(lettered[2] if lettered else "")
    return "; ".join(
        f"{name}{', '.join(sorted(letters))})" if letters[0] else name for name, letters in found.items()
    )


def _answers(result: Result) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the answers under the headings of the questionnaire."""
    parts: dict[str, list[tuple[str, str]]] = {}
    for each in result.answers:
        parts.setdefault(each.section, []).append((each.name, each.label))
    return tuple((heading, tuple(answers)) for heading, answers in parts.items())


def _finding(verdict: StatementVerdict, asked: AbstractSet[str]) -> str:
    """Return the name of a finding; what nobody was asked for is open, but nothing to find out."""
    waits = verdict.verdict == "find_out" and asked.isdisjoint(verdict.needs)
    return "not_asked" if waits else verdict.verdict


def _findings(verdicts: Mapping[str, str], knowledge: KnowledgeBase, words: Texts) -> Findings:
    groups = []
    for verdict in ORDER:
        alike = [one for one, each in verdicts.items() if each == verdict]
        if alike:
            titles = tuple((one, knowledge.advice.by_id[one].title) for one in alike)
            groups.append(FindingGroup(verdict, words.say(f"verdicts.{verdict}"), titles))
    return Findings(words.say("findings.caption", counts=_counts(verdicts, words)), tuple(groups))


def _counts(verdicts: Mapping[str, str], words: Texts) -> str:
    counted = Counter(verdicts.values())
    return ", ".join(
        f"{counted[verdict]} {words.say(f'verdicts.{verdict}').lower()}"
        for verdict in ORDER
        if counted[verdict]
    )
