"""The board paper: one page of plain text that a chief executive can paste."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from advisor.content.folders import content_folder
from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import Result
from advisor.report.at_work import at_work, capital_first, lower_first
from advisor.report.cards import Card
from advisor.report.findings import Open
from advisor.report.plan import PlanRow
from advisor.report.summary import CARRYING
from advisor.report.texts import Texts, texts
from advisor.report.view import ReportView, present

MOST_STRENGTHS, MOST_AGAINST, MOST_LISTED, MOST_QUESTIONS = 3, 4, 3, 3
"""So many are named; of more the first few are, and all are counted."""
UNDER = "   "
"""What stands before a line that belongs to the one above."""


@dataclass(frozen=True)
class Part:
    """A part of the paper: a heading over lines."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class BoardPaper:
    """The paper.

    Attributes:
        title: What it is about.
        about: For whom, and of which day.
        parts: Its parts in order.
        made: What made it: report, software and rules.
    """

    title: str
    about: str
    parts: tuple[Part, ...]
    made: str


def board_paper_text(result: Result, knowledge: KnowledgeBase) -> str:
    """Return the board paper of a result as plain text; each sentence stays on one line."""
    template = _templates().get_template("paper.txt.j2")
    return template.render(paper=board_paper(result, knowledge, present(result, knowledge)))


def board_paper(result: Result, knowledge: KnowledgeBase, view: ReportView) -> BoardPaper:
    """Return the board paper of a result.

    Args:
        result: What follows for a case.
        knowledge: The rules it follows from.
        view: What its report shows.
    """
    return _Writer(result, knowledge, view).paper()


@cache
def _words() -> Texts:
    return Texts(content_folder("report_templates") / "board_paper")


@cache
def _templates() -> Environment:
    # Plain text: nothing is escaped, and what users typed only ever fills the template.
    return Environment(
        loader=FileSystemLoader(content_folder("report_templates") / "board_paper"),
        autoescape=False,  # noqa: S701
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


class _Writer:
    """Writes the paper of one result."""

    def __init__(self, result: Result, knowledge: KnowledgeBase, view: ReportView) -> None:
        self.result, self.knowledge, self.view = result, knowledge, view
        self.words, self.report = _words(), texts()
        self.case = at_work(result, knowledge, self.report)

    def paper(self) -> BoardPaper:
        """Return the paper; a part without lines is left out."""
        identity = self.view.identity
        about = [self.words.say("for", organisation=identity.organisation)] if identity.organisation else []
        if identity.date:
            about.append(self.report.say("document.dated", date=identity.date))
        written = {
            "asked": self._asked(),
            "standing": self._standing(),
            "first": self._first(),
            "risks": self._risks(),
            "unknown": self._unknown(),
            "source": self._source(),
        }
        parts = ((name, tuple(lines)) for name, lines in written.items())
        return BoardPaper(
            title=self.words.say("title", name=identity.name),
            about=" · ".join(about),
            parts=tuple(Part(self.words.say(f"headings.{name}"), lines) for name, lines in parts if lines),
            made=identity.made,
        )

    def _standing(self) -> Iterator[str]:
        words = self.words
        stage = next((each.value for each in self.result.answers if each.fact == "stage"), None)
        summary = self.view.summary
        yield " ".join(
            (
                words.say(f"stages.{stage}" if stage else "stage_unknown"),
                *self._levels(),
                words.say(f"driver.{self.result.driver}"),
                words.say("formality", formality=lower_first(summary.formality)),
            )
        )
        named = summary.strengths[:MOST_STRENGTHS]
        if not named:
            yield words.say("no_strengths")
            return
        listed = "; ".join((named[0], *map(lower_first, named[1:])))
        more = words.count("more_strengths", len(self.result.strengths) - len(named))
        yield " ".join(part for part in (words.say("strengths", list=lower_first(listed)), more) if part)

    def _levels(self) -> Iterator[str]:
        """Yield how what carries a collaboration stands, what stands alike in one sentence."""
        alike: dict[str, list[str]] = {}
        for one in CARRYING:
            alike.setdefault(self.result.mechanisms[one].level, []).append(self.report.say(f"carrying.{one}"))
        for level, names in alike.items():
            which = "one" if len(names) == 1 else "many"
            yield self.words.say(f"levels.{level}.{which}", names=capital_first(self.words.join(names)))

    def _first(self) -> Iterator[str]:
        for row, card in zip(self.view.plan, self.view.priorities, strict=True):
            yield self.words.say("priority", number=row.number, title=row.action)
            critical = self.report.say("summary.critical") if card.critical else ""
            why = self.words.say("why", because=card.because)
            told = (self._leads(row, card), why, critical, card.weight)
            yield UNDER + " ".join(part for part in told if part)
        if not self.view.plan:
            yield self.words.say("no_priorities")

    def _leads(self, row: PlanRow, card: Card) -> str:
        """Return who begins by when, and by when it is done; nothing where there are no steps."""
        if not card.first_step:
            return ""
        first = card.first_step.by
        leads = "leads_once" if first == row.by else "leads"
        return self.words.say(leads, who=lower_first(row.who), first=first, last=row.by)

    def _risks(self) -> Iterator[str]:
        lines = list(self._known_risks())
        yield from lines or [self.words.say("no_risks")]

    def _known_risks(self) -> Iterator[str]:
        words = self.words
        against = [
            lower_first(self.case.name(each.id))
            for each in self.knowledge.mechanisms
            if each.id not in CARRYING and self.case.tone(each.id) == "bad"
        ]
        if len(against) > MOST_AGAINST:
            yield words.say("against.most", count=len(against), names="; ".join(against[:MOST_LISTED]))
        elif against:
            which = "one" if len(against) == 1 else "many"
            yield words.say(f"against.{which}", count=len(against), names="; ".join(against))
        fixed = [lower_first(each.title) for each in self.view.fixed]
        yield from self._counted("fixed", fixed)
        start = self.view.start
        missing = (
            [lower_first(each.title) for each in start.conditions if each.state == "not_met"] if start else []
        )
        yield from self._counted("conditions", missing)
        yield from self.view.summary.notes

    def _counted(self, key: str, names: list[str]) -> Iterator[str]:
        if names:
            which = "one" if len(names) == 1 else "many" if len(names) <= MOST_LISTED else "most"
            listed = "; ".join(names[:MOST_LISTED])
            yield self.words.say(f"{key}.{which}", count=len(names), list=listed)

    def _unknown(self) -> Iterator[str]:
        counted = self.words.count("open", len(self.result.find_out))
        if not self.result.find_out:
            yield counted
        else:
            yield f"{counted} {self.words.say('questions')}"
            for each in self.view.questions.open[:MOST_QUESTIONS]:
                yield f"- {_asked(each)}"

    def _asked(self) -> Iterator[str]:
        words = self.words
        yield words.say("purpose")
        asks = []
        if self.view.start and any(each.state != "met" for each in self.view.start.conditions):
            asks.append(words.say("ask.conditions"))
        if self.view.priorities:
            count = len(self.view.priorities)
            asks.append(words.say(f"ask.agree.{'one' if count == 1 else 'many'}", count=count))
        if self.result.strengths:
            asks.append(words.say("ask.protect"))
        if self.result.find_out:
            asks.append(words.say("ask.unknown"))
        asks.append(words.say("ask.review"))
        for place, ask in enumerate(asks, start=1):
            yield f"{place}. {ask}"

    def _source(self) -> Iterator[str]:
        words = self.words
        packs = [words.say("source.packs")] if self.view.packs else []
        not_known = [words.say("never_no")] if self.result.case.unknown else []
        yield " ".join([words.say("source.core"), *packs, self.result.case.completeness, *not_known])
        yield words.say("source.limits")


def _asked(each: Open) -> str:
    return f"{each.question} ({'; '.join(each.parts[:MOST_LISTED])})" if each.parts else each.question
