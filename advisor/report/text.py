"""The report as plain text for the terminal: what matters, in two to four screens."""

from collections.abc import Iterator
from textwrap import wrap

from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import Result, Tier
from advisor.report.cards import Card
from advisor.report.changed import ChangedView
from advisor.report.findings import Open
from advisor.report.texts import Texts, texts
from advisor.report.view import ReportView, present

NARROWEST = 40
MOST_QUESTIONS = 3
MOST_PARTS = 3
"""So many rows of a grid are named; more are counted."""
MOST_REASONS = 2
MOST_FURTHER: dict[Tier, int] = {"next": 8, "later": 3}


def render_text(result: Result, knowledge: KnowledgeBase, width: int = 80, *, whole: bool = False) -> str:
    """Return the report as plain text, no line longer than the width.

    Args:
        result: What follows for a case.
        knowledge: The knowledge base it follows from.
        width: The longest line.
        whole: Whether to list all advice and all open questions; a terminal shows the first of each.
    """
    view, words = present(result, knowledge), texts()
    room = max(NARROWEST, width)
    lines: list[str] = []
    for part in _parts(view, words, whole=whole):
        heading, *items = part
        if lines:
            lines.append("")
        lines += [*wrap(heading, room), "─" * min(room, max(len(line) for line in wrap(heading, room)))]
        for item in items:
            lines += _wrapped(item, room)
    return "\n".join(lines) + "\n"


def _wrapped(item: str, room: int) -> list[str]:
    """Wrap an item; what goes on below its first line stands under its text, not under its mark."""
    mark, _, text = item.rpartition("\t")
    return wrap(text, room, initial_indent=mark, subsequent_indent=" " * len(mark)) or [""]


def _parts(view: ReportView, words: Texts, *, whole: bool) -> Iterator[list[str]]:
    """Yield the parts: a heading, then items; a tab ends the mark of an item."""
    page = view.summary
    yield [view.identity.name, page.lead, " ".join(page.completeness), *page.notes]
    strengths = [f"  + \t{title}" for title in page.strengths]
    more = [each.title for each in view.strengths[len(page.strengths) :]]
    others = [f"    \t{words.say('terminal.strengths', list=words.join(more))}"] if more else []
    yield [words.say("summary.strengths"), *(strengths or [page.no_strengths]), *others]
    if view.start:
        states = [f"  {each.word}: \t{each.title}" for each in view.start.conditions]
        yield [words.say("sections.start"), view.start.caption, *states]
    if view.priorities:
        yield [
            words.say("summary.priorities"),
            *(line for card in view.priorities for line in _priority(card, words)),
            f"{page.side_by_side} {words.say('summary.order')}".strip(),
        ]
    else:
        yield [words.say("summary.priorities"), page.no_priorities]
    levels = [f"    \t{row.name}: {row.word.lower()}. {row.reads}" for row in page.levels]
    yield [
        words.say("summary.state"),
        *levels,
        f"{words.say('summary.driver')}: {page.driver.lower()}. {page.driver_says}",
        f"{words.say('summary.formality')} {page.formality}. {page.formality_says}",
        *([view.web.chain] if view.chain and view.chain.picture.effect == "harms" else []),
        words.say("summary.state_note"),
    ]
    if view.changed:
        yield _changed(view.changed)
    yield from _find_out(view, words, whole=whole)
    yield from _further(view, words, whole=whole)
    yield [
        words.say("sections.basis"),
        words.say("document.packs_too" if view.packs else "document.papers_only"),
        *view.packs,
        words.paragraph("not_advice"),
        words.say("terminal.full"),
        view.identity.made,
    ]


def _changed(since: ChangedView) -> list[str]:
    """Return what changed since an earlier report, each change with its answer."""
    lines = [since.heading, since.lead, *since.notes]
    for group in since.groups:
        lines.append(f"{group.heading}:")
        for text, why in group.items:
            lines += [f"  – \t{text}", *([f"    \t{why}"] if why else [])]
        lines += [f"    \t{group.more}"] if group.more else []
    return [*lines, *([" ".join(since.further)] if since.further else [])]


def _priority(card: Card, words: Texts) -> Iterator[str]:
    yield f"  {card.number}. \t{card.labelled} ({card.kind.lower()}, {card.best_done})"
    yield f"     \t{card.told}"
    if card.first_step:
        yield f"     \t{words.say('card.start')}: {card.first_step.text}, {card.first_step.by}."
    yield from _beside(card, "     \t")
    if card.why_here:
        yield f"     \t{words.say('card.why_here')}: {' '.join(card.why_here[:MOST_REASONS])}"


def _titled(card: Card, *, whole: bool) -> Iterator[str]:
    yield f"{card.number:>4}. \t{card.labelled}"
    if whole:
        yield from _beside(card, "      \t")


def _beside(card: Card, mark: str) -> Iterator[str]:
    """Yield how advice fits with earlier advice that it seems to contradict."""
    for each in card.beside:
        yield f"{mark}{each.label}: {each.says}"


def _find_out(view: ReportView, words: Texts, *, whole: bool) -> Iterator[list[str]]:
    asked = view.questions
    also = [asked.also] if asked.also else []
    shown = (*asked.open, *asked.more) if whole else asked.open[:MOST_QUESTIONS]
    hidden = asked.count - sum(max(1, len(each.parts)) for each in shown)
    if shown or also:
        yield [
            words.say("sections.find_out"),
            *(f"  ? \t{_question(each, words, whole=whole)}" for each in shown),
            *([words.say("terminal.open", count=hidden)] if hidden else []),
            *also,
        ]


def _question(each: Open, words: Texts, *, whole: bool) -> str:
    count = len(each.parts)
    parts = (
        "; ".join(each.parts) if whole or count <= MOST_PARTS else words.say("terminal.parts", count=count)
    )
    return f"{each.question} ({parts})" if each.parts else each.question


def _further(view: ReportView, words: Texts, *, whole: bool) -> Iterator[list[str]]:
    rule = [words.say("tiers.rule")]
    for tier in view.tiers:
        if tier.id == "first":
            continue
        shown = tier.cards if whole else tier.cards[: MOST_FURTHER[tier.id]]
        hidden = len(tier.cards) - len(shown)
        yield [
            tier.heading,
            *(line for card in shown for line in _titled(card, whole=whole)),
            *([words.say("terminal.more", count=hidden)] if hidden else []),
            *rule,
        ]
        rule = []
