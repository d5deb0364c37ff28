"""What changed since an earlier report, as a part of this one: short, and each change with its answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import Result
from advisor.report.at_work import capital_first
from advisor.report.differing import Group, InWords
from advisor.report.explained.compare import lead, notes, title
from advisor.report.explained.page import explained_words
from advisor.report.texts import Texts

SHOWN = (
    *("new", "in_place", "ask_first", "gone", "moved", "left", "carries"),
    *("levels", "start", "strengths", "lost"),
)
MOST = 6
"""So many of each sort are told; more are counted, and the command “compare” tells them all."""
MOST_ANSWERS = 12


@dataclass(frozen=True)
class ChangedGroup:
    """Things of one sort that differ.

    Attributes:
        heading: What sort.
        items: Each in words, with why.
        more: How many more there are, in words; empty where all are told.
    """

    heading: str
    items: tuple[tuple[str, str], ...]
    more: str


@dataclass(frozen=True)
class ChangedView:
    """What changed since an earlier report.

    Attributes:
        heading: Since when.
        lead: How much, in a sentence or two.
        notes: What to know before reading.
        groups: What differs.
        further: What else differs, in words.
        answers_heading: Heading of the answers behind it.
        answer_heads: Headings of their columns.
        answers: The answers behind it: name, before, now.
        more_answers: How many more answers there are, in words.
    """

    heading: str
    lead: str
    notes: tuple[str, ...]
    groups: tuple[ChangedGroup, ...]
    further: tuple[str, ...]
    answers_heading: str
    answer_heads: tuple[str, ...]
    answers: tuple[tuple[str, str, str], ...]
    more_answers: str


def changed(result: Result, knowledge: KnowledgeBase) -> ChangedView | None:
    """Return what changed since an earlier report; none where none was named."""
    found = result.changes
    if found is None:
        return None
    words = explained_words("compare")
    told = InWords(found.differences, found.answers, knowledge, words, found.rules)
    answers = told.telling()
    return ChangedView(
        heading=title(found, words, "title_part"),
        lead=lead(found, told, words),
        notes=notes(found, words),
        groups=tuple(_group(one, words) for one in map(_shown, told.groups) if one.items),
        further=tuple(_further(told, words)),
        answers_heading=words.say("answers.heading"),
        answer_heads=tuple(words.labels_at("answers.heads")),
        answers=tuple(
            (capital_first(one.name), told.label(one.was_label), told.label(one.now_label))
            for one in answers[:MOST_ANSWERS]
        ),
        more_answers=words.count("more", max(0, len(answers) - MOST_ANSWERS)),
    )


def _shown(group: Group) -> Group:
    """Return what of a sort is told one by one: all, nothing, or of other wordings those on page one."""
    if group.id == "worded":
        first = tuple(item for item in group.items if item.difference.now_priority)
        return Group(group.id, group.heading, first)
    return group if group.id in SHOWN else Group(group.id, group.heading, ())


def _group(group: Group, words: Texts) -> ChangedGroup:
    items = tuple((item.text, item.why) for item in group.items[:MOST])
    return ChangedGroup(group.heading, items, words.count("more", max(0, len(group.items) - MOST)))


def _further(told: InWords, words: Texts) -> Iterator[str]:
    """Yield what is only counted."""
    groups = (*told.groups, *told.questions())
    counts = {group.id: sum(item.many for item in group.items) for group in groups}
    told_already = sum(len(_shown(group).items) for group in told.groups if group.id == "worded")
    counts["worded"] = counts.get("worded", 0) - told_already
    for name in ("worded", "answered", "questions", "asked"):
        if counts.get(name):
            yield words.count(f"part.{name}", counts[name])
    if told.further:
        yield words.count("more_moved", told.further)
