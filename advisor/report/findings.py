"""What is in place, what is fixed, what is open, and how feelings compare with answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import OpenQuestion, Result
from advisor.report.at_work import AtWork, Tone
from advisor.report.cards import Card, named_statements, told
from advisor.report.texts import Texts

MOST_OPEN = 12
MOST_MORE = 10
"""So many further questions stand on paper; the rest are counted, and the web page has them all."""
MOST_ASKED = 6
MOST_DECIDED = 2
"""So many statements that an answer decides are named; more are counted."""
MOST_WHY = 230
SHORT_TOLD = 130


@dataclass(frozen=True)
class StrengthView:
    """Something in place, and how to protect it."""

    title: str
    text: str
    told: str
    statements: str


@dataclass(frozen=True)
class Fixed:
    """A condition that nobody can remove, and the advice that offsets it."""

    number: int
    if_: str
    title: str
    because: str


@dataclass(frozen=True)
class Open:
    """An open question, the rows of a grid together.

    Attributes:
        decides: What its answer decides, by the titles of the statements.
        span: How many rows, from this one, share the same reason; none where it is told in a row above.
    """

    question: str
    parts: tuple[str, ...]
    why: str
    decides: str
    span: int = 1


@dataclass(frozen=True)
class Asked:
    """A question for a meeting of the partners."""

    question: str
    number: int


@dataclass(frozen=True)
class Questions:
    """What to find out, and what to talk about.

    Attributes:
        open: The questions whose answers decide most advice, with what hangs on them.
        more: Further open questions, the rows of a grid together whatever hangs on each.
        count: Answers that are not known and decide advice; the rows of a grid count one each.
        also: The answers that are not known either, though no advice hangs on them, in one sentence.
    """

    open: tuple[Open, ...]
    more: tuple[Open, ...]
    count: int
    also: str
    discuss: tuple[Asked, ...]
    discuss_further: tuple[Asked, ...]

    @property
    def more_on_paper(self) -> tuple[Open, ...]:
        """The further questions that stand on paper."""
        return self.more[:MOST_MORE]

    @property
    def rest(self) -> int:
        """How many answers the other further questions ask for; each row of a grid counts."""
        return sum(max(1, len(each.parts)) for each in self.more[MOST_MORE:])


@dataclass(frozen=True)
class StatedRow:
    """A feeling beside what the other answers suggest."""

    name: str
    stated: str
    level: str
    word: str
    tone: Tone
    says: str


def strengths(result: Result, knowledge: KnowledgeBase, words: Texts) -> tuple[StrengthView, ...]:
    """Return what is known to be in place."""
    return tuple(
        StrengthView(
            words.titled(each.title, each.pack),
            each.text,
            told(each.reasons, words, knowledge, SHORT_TOLD),
            named_statements(each.statements, words),
        )
        for each in result.strengths
    )


def fixed_conditions(advice: Sequence[Card]) -> tuple[Fixed, ...]:
    """Return the conditions that can only be offset, with the advice that does so."""
    return tuple(
        Fixed(card.number, card.if_, card.labelled, card.because)
        for card in advice
        if card.verdict == "compensate"
    )


def questions(result: Result, advice: Sequence[Card], knowledge: KnowledgeBase, words: Texts) -> Questions:
    """Return the open questions, the rows of a grid together, and what to discuss."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[OpenQuestion]] = {}
    for each in result.find_out:
        groups.setdefault((_wording(each), each.why, each.statements), []).append(each)
    opened = [_open(group, knowledge, words) for group in groups.values()]
    first = [Asked(one, card.number) for card in advice if card.is_priority for one in card.discuss]
    later = [Asked(one, card.number) for card in advice if not card.is_priority for one in card.discuss[:1]]
    return Questions(
        open=_reasons_told_once(opened[:MOST_OPEN]),
        more=_grids_together(opened[MOST_OPEN:]),
        count=len(result.find_out),
        also=_also(result, knowledge, words),
        discuss=tuple(first),
        discuss_further=tuple(later[:MOST_ASKED]),
    )


def _reasons_told_once(opened: list[Open]) -> tuple[Open, ...]:
    """Return questions with those of one reason together, in the order of the first of them."""
    sharing: dict[str, list[Open]] = {}
    for each in opened:
        sharing.setdefault(each.why, []).append(each)
    return tuple(
        replace(each, span=0 if place else len(together))
        for together in sharing.values()
        for place, each in enumerate(together)
    )


def _grids_together(opened: Sequence[Open]) -> tuple[Open, ...]:
    """Return questions with all rows of one grid together, in the order of the first of them."""
    asked: dict[str, Open] = {}
    for each in opened:
        first = asked.get(each.question)
        asked[each.question] = replace(first, parts=(*first.parts, *each.parts)) if first else each
    return tuple(asked.values())


def _also(result: Result, knowledge: KnowledgeBase, words: Texts) -> str:
    names = [knowledge.vocabulary.by_name[fact].name for fact in result.also_unknown]
    key = "find_out.also" if result.find_out else "find_out.only"
    return words.say(key, list="; ".join(names)) if names else ""


def _wording(each: OpenQuestion) -> str:
    """Return a question without the row of the grid that it is about."""
    return each.question.removesuffix(f" ({each.part})") if each.part else each.question


def _open(group: list[OpenQuestion], knowledge: KnowledgeBase, words: Texts) -> Open:
    first = group[0]
    titles = [knowledge.advice.by_id[one].title for one in first.statements]
    more = words.count("find_out.decides_more", max(0, len(titles) - MOST_DECIDED))
    return Open(
        question=words.titled(_wording(first), first.pack),
        parts=tuple(each.part for each in group if each.part),
        why=shortened(first.why),
        decides=" ".join(part for part in ("; ".join(titles[:MOST_DECIDED]), more) if part),
    )


def shortened(text: str) -> str:
    """Return the first sentences of a text, as many as fit; at least one.

    >>> shortened("One. Two.")
    'One. Two.'
    """
    sentences = re.split(r"(?<=[.?!]) ", text)
    kept = [
        one
        for place, one in enumerate(sentences)
        if not place or len(" ".join(sentences[: place + 1])) <= MOST_WHY
    ]
    return " ".join(kept)


def stated_rows(case: AtWork) -> tuple[StatedRow, ...]:
    """Return each stated feeling beside the inferred level."""
    words = case.texts
    return tuple(
        StatedRow(
            case.knowledge.mechanism[one].name,
            words.say(f"stated.{each.stated}"),
            each.inferred,
            words.say(f"levels.{each.inferred}"),
            case.tone(one),
            each.says,
        )
        for one, each in case.result.stated_and_inferred.items()
    )
