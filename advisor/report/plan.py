"""What to do when: the steps of the priorities by day, and the plan to fill in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from advisor.model.advice import By
from advisor.report.cards import Card
from advisor.report.texts import Texts

PERIODS: dict[str, tuple[str, ...]] = {
    "30": ("30 days",),
    "60": ("60 days",),
    "90": ("90 days",),
    "signing": ("before signing", "before go-live"),
    "later": ("6 months", "ongoing"),
}
"""When each period’s steps are due, in the words of the knowledge base."""
ORDER = get_args(By)
ONGOING = "ongoing"


@dataclass(frozen=True)
class Task:
    """A step, and the recommendation that it belongs to."""

    text: str
    number: int


@dataclass(frozen=True)
class Period:
    """The steps due in one period."""

    heading: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class PlanRow:
    """One line of the plan; what is empty is for the reader to fill in."""

    number: int
    action: str
    who: str
    by: str
    measure: str


def periods(priorities: Sequence[Card], texts: Texts) -> tuple[Period, ...]:
    """Return the steps of the priorities by period; an empty period of the first 90 days is kept."""
    found = []
    for name, due in PERIODS.items():
        tasks = tuple(
            Task(step.text, card.number) for card in priorities for step in card.steps if step.due in due
        )
        if tasks or name in ("30", "60", "90"):
            found.append(Period(texts.say(f"days.{name}"), tasks))
    return tuple(found)


def plan_rows(priorities: Sequence[Card]) -> tuple[PlanRow, ...]:
    """Return the priorities as lines of the plan."""
    rows = []
    for card in priorities:
        dated = [step for step in card.steps if step.due != ONGOING] or list(card.steps)
        rows.append(
            PlanRow(
                number=card.number,
                action=card.labelled,
                who=card.steps[0].who if card.steps else "",
                by=max(dated, key=lambda step: ORDER.index(step.due)).by if dated else "",
                measure=card.measure,
            )
        )
    return tuple(rows)
