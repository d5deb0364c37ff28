"""One card for each recommendation: what to do, why, on what evidence, and how one would know."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal, get_args

from advisor.model.advice import By
from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import Reason, Recommendation, Result, Side, SourceReference
from advisor.report.at_work import lower_first
from advisor.report.texts import Texts

Size = Literal["full", "brief", "short", "row"]
LEFT_OUT: dict[Size, tuple[str, ...]] = {
    "full": ("start", "evidence"),
    "brief": ("start", "discuss", "evidence"),
    "short": ("steps", "know", "barrier", "discuss"),
    "row": (),
}
"""What a card leaves out, by its size."""
ALWAYS_LAST = ("discuss", "caution", "evidence")
AFTER_STEPS = (("know", "barrier", *ALWAYS_LAST), ("barrier", *ALWAYS_LAST), ALWAYS_LAST)
"""What may follow the steps, the best order first."""
COLUMNS: dict[Size, int] = {"full": 2, "brief": 2, "short": 3, "row": 1}
OFFSET, PADDED = 45, 25
"""Letters that the fixed words and the spacing of a piece count for, when columns are balanced."""
LONGEST_TOLD = 240
"""Letters of answers that a card repeats; further answers are counted."""
STAGE = "stage"
"""A reason that nearly every piece of advice has: it stands last, and short lists leave it out."""
OTHERS = 2
"""So many other reasons, and a short list says nothing of the stage."""
LONGEST_REFERENCE = 90
"""Characters of a reference that is kept on one line; a longer one may break."""


def _cuts(names: tuple[str, ...], columns: int) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Yield every way to cut names into columns without changing their order."""
    if columns == 1:
        yield (names,)
        return
    for at in range(len(names) + 1):
        for rest in _cuts(names[at:], columns - 1):
            yield (names[:at], *rest)


@dataclass(frozen=True)
class StepView:
    """One step: what, by whom, by when; due is the time in the knowledge base’s own short words."""

    text: str
    who: str
    by: str
    due: str


@dataclass(frozen=True)
class Reference:
    """A place in a paper, kept on one line where it fits one."""

    text: str
    whole: bool


@dataclass(frozen=True)
class BesideView:
    """How a recommendation fits with earlier ones that it seems to contradict; the label names them."""

    label: str
    says: str


@dataclass(frozen=True)
class Card:
    """One recommendation as the report shows it."""

    id: str
    number: int
    title: str
    kind: str
    verdict: str
    rank: str
    is_priority: bool
    critical: bool
    best_done: str
    why_here: tuple[str, ...]
    if_: str
    then: str
    because: str
    told: str
    told_short: str
    steps: tuple[StepView, ...]
    measure: str
    barrier: str
    remedy: str
    discuss: tuple[str, ...]
    after: str
    after_short: str
    beside: tuple[BesideView, ...]
    sides: tuple[Side, ...]
    lean: str
    weight: str
    statements: str
    references: tuple[Reference, ...]
    papers: str
    support: str
    caution: str
    pack: str
    labelled: str

    def columns(self, size: Size) -> tuple[tuple[str, ...], ...]:
        """Return the names of the card’s pieces in columns of about the same length, in reading order."""
        pieces = {
            "offset": OFFSET if self.verdict == "compensate" else 0,
            "lean": len(self.lean),
            "why": len(self.if_) + len(self.then) + len(self.because),
            "beside": sum(len(each.label) + len(each.says) + PADDED for each in self.beside),
            "told": len(self.told) and len(self.told) + PADDED,
            "know": len(self.measure) and len(self.measure) + PADDED,
            "barrier": len(self.barrier) + len(self.remedy) + PADDED,
            "start": len(self.steps[0].text) + PADDED if self.steps else 0,
            "steps": sum(len(step.text) + len(step.by) + PADDED for step in self.steps),
            "discuss": len(self.discuss[0]) + PADDED if self.discuss else 0,
            "caution": len(self.caution) and len(self.caution) + PADDED,
            "evidence": sum(len(one.text) + 2 for one in self.references)
            + len(self.support)
            + len(self.weight),
        }
        names = [name for name, length in pieces.items() if length and name not in LEFT_OUT[size]]
        # Steps may come before or after how one would know: whichever fills the columns better.
        orders = [
            [name for name in names if name not in after] + [name for name in names if name in after]
            for after in AFTER_STEPS
        ]
        cuts = [cut for order in orders for cut in _cuts(tuple(order), COLUMNS[size])]
        return min(cuts, key=lambda cut: max(sum(pieces[name] for name in column) for column in cut))

    @property
    def first_step(self) -> StepView | None:
        """The step to begin with."""
        return self.steps[0] if self.steps else None


def cards(result: Result, knowledge: KnowledgeBase, texts: Texts) -> tuple[Card, ...]:
    """Return all recommendations in their order."""
    ordered = sorted(result.recommendations, key=lambda each: each.order)
    numbers = {each.id: each.order for each in ordered}
    priorities = sum(each.priority is not None for each in ordered)
    open_ = {each.fact for each in result.find_out} | set(result.also_unknown)
    return tuple(_card(_asked_only(each, open_), numbers, priorities, knowledge, texts) for each in ordered)


def _asked_only(one: Recommendation, open_: AbstractSet[str]) -> Recommendation:
    """Return a recommendation without the absence of answers that nobody was asked for."""
    reasons = tuple(each for each in one.reasons if each.value != "unknown" or each.fact in open_)
    return one.model_copy(update={"reasons": reasons})


def _card(
    one: Recommendation, numbers: dict[str, int], priorities: int, knowledge: KnowledgeBase, texts: Texts
) -> Card:
    rank = (
        texts.say("card.priority", number=one.priority, count=priorities)
        if one.priority
        else texts.say(f"card.{one.tier}")
    )
    before = [str(number) for number in sorted(numbers[each] for each in one.requires if each in numbers)]
    due = {knowledge.phrase(f"by_{name}"): name for name in get_args(By)}
    return Card(
        id=one.id,
        number=one.order,
        title=one.title,
        kind=texts.say(f"verdicts.{one.verdict}"),
        verdict=one.verdict,
        rank=rank,
        is_priority=one.priority is not None,
        critical=one.critical,
        best_done=_best_done(one, texts),
        # The kind stands on the card already; it is repeated only where nothing else was decisive.
        why_here=tuple(each for each in one.order_reasons if each != knowledge.phrase(f"order_{one.verdict}"))
        or one.order_reasons,
        if_=one.if_,
        then=one.then,
        because=one.because,
        told=told(one.reasons, texts, knowledge),
        told_short=told(one.reasons, texts, knowledge, LONGEST_TOLD // 2),
        steps=tuple(
            StepView(
                texts.say("card.step", who=step.who, do=step.do), step.who, step.by, due.get(step.by, step.by)
            )
            for step in one.steps
        ),
        measure=one.measure,
        barrier=one.barrier,
        remedy=one.remedy,
        discuss=one.discuss,
        after=texts.say("card.after", numbers=texts.join(before)) if before else "",
        after_short=texts.say("card.after_short", numbers=texts.join(before)) if before else "",
        beside=_beside(one, numbers, texts),
        sides=one.sides,
        lean=one.lean or "",
        weight=texts.say(f"card.weights.{one.weight}"),
        statements=named_statements(one.active, texts),
        references=references(one.sources, knowledge),
        papers=texts.join(dict.fromkeys(knowledge.source[each.paper].short for each in one.sources)),
        support=support(one.works_through, knowledge, texts),
        caution=one.caution or "",
        pack=texts.from_pack(one.pack),
        labelled=texts.titled(one.title, one.pack),
    )


def named_statements(ids: Sequence[str], texts: Texts) -> str:
    """Return statements by their ids, as in “statements P1 and P3”."""
    label = texts.say("card.statement" if len(ids) == 1 else "card.statements")
    return f"{label} {texts.join(ids)}"


def _beside(one: Recommendation, numbers: dict[str, int], texts: Texts) -> tuple[BesideView, ...]:
    """Return how a recommendation fits with earlier ones; what fits it with several alike is said once."""
    found: dict[tuple[str, str | None], list[int]] = {}
    for each in one.beside:
        found.setdefault((each.says, each.pack), []).append(numbers[each.recommendation])
    return tuple(
        BesideView(
            texts.titled(texts.say("card.beside", numbers=texts.join(map(str, sorted(named)))), pack), says
        )
        for (says, pack), named in found.items()
    )


def _best_done(one: Recommendation, texts: Texts) -> str:
    """Return when a recommendation is best done, seen from the stage of the reader."""
    if one.tier == "later" and one.due != "later" and one.phase != "any":
        # Its time has come, and yet other advice does more.
        return texts.say("best_done.room")
    if one.due == "overdue":
        return texts.say("best_done.overdue")
    if one.due == "now" and one.phase != "any":
        return texts.say("best_done.now")
    return texts.say(f"best_done.{one.phase}")


def told(
    reasons: Sequence[Reason], texts: Texts, knowledge: KnowledgeBase, longest: int = LONGEST_TOLD
) -> str:
    """Return the answers behind a conclusion as “You told us that …”, and what was not answered apart."""
    reasons = _stage_last(reasons, leave_out=longest < LONGEST_TOLD)
    said = list(dict.fromkeys(each.says for each in reasons if each.value != "unknown" and each.says))
    silent = [knowledge.vocabulary.by_name[each.fact].name for each in reasons if each.value == "unknown"]
    parts = []
    if said:
        shown = [
            one for place, one in enumerate(said) if not place or len(", ".join(said[: place + 1])) <= longest
        ]
        parts.append(texts.say("card.told", reasons=_joined(shown, texts)))
        if len(said) > len(shown):
            parts.append(texts.count("card.told_more", len(said) - len(shown)))
    if silent:
        parts.append(texts.say("card.told_nothing", names=texts.join(silent)))
    return " ".join(parts)


def _joined(clauses: Sequence[str], texts: Texts) -> str:
    """Return clauses as a list; those that hold commas are kept apart by semicolons."""
    return "; ".join(clauses) if any(", " in one for one in clauses) else texts.join(clauses)


def _stage_last(reasons: Sequence[Reason], *, leave_out: bool) -> list[Reason]:
    """Return reasons with the stage at their end; it may be left out where enough others are known."""
    stage = [each for each in reasons if each.fact == STAGE and each.value != "unknown"]
    others = [each for each in reasons if each not in stage]
    known = sum(each.value != "unknown" for each in others)
    return others if leave_out and known >= OTHERS else [*others, *stage]


def support(mechanisms: Sequence[str], knowledge: KnowledgeBase, texts: Texts) -> str:
    """Return the support in interviews for what a recommendation works through, the strongest first."""
    rated: dict[str, list[str]] = {"significant": [], "moderate": [], "limited": [], "none": []}
    for one in mechanisms:
        found = knowledge.mechanism[one]
        rated[found.support or "none"].append(lower_first(found.name))
    parts = [
        texts.say(f"card.rated.{level}", list=texts.join(names)) for level, names in rated.items() if names
    ]
    return texts.say("card.support", list="; ".join(parts)) if parts else ""


def references(sources: Sequence[SourceReference], knowledge: KnowledgeBase) -> tuple[Reference, ...]:
    """Return places in the papers, the paper named once before its places."""
    found = []
    named = ""
    for each in dict.fromkeys(
        (each.paper, each.where) for each in sorted(sources, key=lambda one: one.paper)
    ):
        paper, where = each
        short = knowledge.source[paper].short
        text = where if paper == named else f"{short}: {where}"
        named = paper
        found.append(Reference(text, len(text) <= LONGEST_REFERENCE))
    return tuple(found)
