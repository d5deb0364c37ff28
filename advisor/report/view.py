"""The presenter: turns a result into everything that a report shows, in words, for page, PDF and text alike.

No template decides anything and no text is written here: words come from the knowledge base, from the
prose that experts edit, and from the answers.
"""

from dataclasses import dataclass
from hashlib import sha256

from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import Result
from advisor.report.annex import Annex, annex
from advisor.report.at_work import at_work
from advisor.report.cards import Card, Size, cards
from advisor.report.chain_words import ChainView, chain_view
from advisor.report.changed import ChangedView, changed
from advisor.report.dates import in_full
from advisor.report.findings import (
    Fixed,
    Questions,
    StatedRow,
    StrengthView,
    fixed_conditions,
    questions,
    stated_rows,
    strengths,
)
from advisor.report.given import STORY, given
from advisor.report.levels import Levels, levels
from advisor.report.plan import Period, PlanRow, periods, plan_rows
from advisor.report.summary import MOST_NOTES, Start, Summary, formality_text, start, summary
from advisor.report.texts import Texts, texts
from advisor.report.tiers import TierView, tiers
from advisor.report.web_words import WebView, web_view

PROFILE = (
    "ioc_type",
    "stage",
    "origin",
    "partner_count",
    "partner_size",
    "sectors",
    "integration",
    "agreement",
    "history",
    "timetable",
    "travel_time",
    "conflict",
)
"""The answers that say what kind of collaboration it is, in order."""


MOST_BRIEF, MOST_SHORT = 9, 18
"""Further advice on paper: up to so many pieces as cards at length, up to so many as short cards; more than
that as rows of a table. A longer report would not be read, and the web page holds every card at length."""
SHORT_NAME = 80
"""Longest name in the footer of a page."""


@dataclass(frozen=True)
class Identity:
    """Which collaboration, which answers, which versions."""

    name: str
    short_name: str
    organisation: str
    respondent: str
    date: str
    questionnaire: str
    report: str
    made: str


@dataclass(frozen=True)
class Profile:
    """The collaboration as it was described."""

    facts: tuple[tuple[str, str], ...]
    story: str
    notes: tuple[str, ...]
    phase: str


@dataclass(frozen=True)
class ReportView:
    """Everything that a report shows."""

    identity: Identity
    driver: str
    formality: str
    firm: str
    light: str
    summary: Summary
    changed: ChangedView | None
    start: Start | None
    profile: Profile
    levels: Levels
    chain: ChainView | None
    stated: tuple[StatedRow, ...]
    cards: tuple[Card, ...]
    tiers: tuple[TierView, ...]
    strengths: tuple[StrengthView, ...]
    fixed: tuple[Fixed, ...]
    periods: tuple[Period, ...]
    plan: tuple[PlanRow, ...]
    questions: Questions
    web: WebView
    annex: Annex
    packs: tuple[str, ...]

    @property
    def priorities(self) -> tuple[Card, ...]:
        """The recommendations that carry a priority."""
        return tuple(card for card in self.cards if card.is_priority)

    @property
    def size_on_paper(self) -> Size:
        """How long each piece of further advice is on paper: the more there are, the shorter."""
        count = len(self.further)
        return "brief" if count <= MOST_BRIEF else "short" if count <= MOST_SHORT else "row"

    @property
    def further(self) -> tuple[Card, ...]:
        """The other recommendations."""
        return tuple(card for card in self.cards if not card.is_priority)


def present(result: Result, knowledge: KnowledgeBase) -> ReportView:
    """Return everything that the report of a result shows."""
    words = texts()
    case = at_work(result, knowledge, words)
    advice = cards(result, knowledge, words)
    priorities = tuple(card for card in advice if card.is_priority)
    return ReportView(
        identity=_identity(result, words),
        driver=result.driver,
        formality=formality_text(result),
        firm=result.formality.firm,
        light=result.formality.light,
        summary=summary(case, advice),
        changed=changed(result, knowledge),
        start=start(result, words),
        profile=_profile(result, words),
        levels=levels(case),
        chain=chain_view(case),
        stated=stated_rows(case),
        cards=advice,
        tiers=tiers(result.recommendations, advice, words),
        strengths=strengths(result, knowledge, words),
        fixed=fixed_conditions(advice),
        periods=periods(priorities, words),
        plan=plan_rows(priorities),
        questions=questions(result, advice, knowledge, words),
        web=web_view(case),
        annex=annex(result, knowledge, words),
        packs=tuple(
            words.say("packs.used", title=each.title, date=each.date, what=each.what, behind=each.behind)
            for each in result.versions.packs
        ),
    )


def report_id(result: Result) -> str:
    """Return a short name of a result: the same result always has the same."""
    return sha256(result.model_dump_json(by_alias=True).encode()).hexdigest()[:10]


def _identity(result: Result, words: Texts) -> Identity:
    case, versions = result.case, result.versions
    report = report_id(result)
    made = words.say(
        "document.footer_made",
        id=report,
        software=versions.software,
        date=versions.knowledge_base.date,
        hash=versions.knowledge_base.hash,
    )
    packs = [words.say("packs.made", id=each.id, date=each.date, hash=each.hash) for each in versions.packs]
    made = " · ".join([made, *packs])
    unnamed = words.say("document.unnamed")
    return Identity(
        name=given(case.name) or unnamed,
        short_name=given(case.name, SHORT_NAME) or unnamed,
        organisation=given(case.organisation),
        respondent=given(case.respondent),
        date=in_full(given(case.date, 30), words),
        questionnaire=given(versions.questionnaire),
        report=report,
        made=made,
    )


def _profile(result: Result, words: Texts) -> Profile:
    answers = {each.fact: each for each in result.answers}
    return Profile(
        facts=tuple((answers[fact].name, answers[fact].label) for fact in PROFILE if fact in answers),
        story=given(result.case.story, STORY),
        # What page one says is not said again.
        notes=tuple(
            given(note, STORY)
            for note in result.case.notes
            if note not in result.case.contradictions[:MOST_NOTES]
        ),
        phase=words.say(f"phases.{result.phase}"),
    )
