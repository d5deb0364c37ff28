"""The report on one page: what helps, what to do first, how things stand, how complete the answers are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from advisor.model.result import Result
from advisor.report.at_work import AtWork, capital_first, lower_first
from advisor.report.cards import STAGE, Card
from advisor.report.given import STORY, given
from advisor.report.levels import LevelRow, level_row
from advisor.report.texts import Texts
from advisor.report.tiers import counted

MOST_STRENGTHS = 4
MOST_QUESTIONS = 5
"""Priorities and first questions on page one, together."""
MOST_NOTES = 2
MOST_BECAUSE = 4
MOST_IN_LINE = 2
"""How many pieces of advice page one names just below the priorities."""
MOST_AGAINST, FEW_AGAINST = 4, 3
"""So many areas against the partners are named on page one; of more the first few are."""
CARRYING = ("trust", "faith", "confidence")
SHOWN_LEVELS = (*CARRYING, "risk_tolerance")
DRIVERS = {"trust": ("trust",), "confidence": ("confidence",), "both": ("trust", "confidence"), "unknown": ()}
"""What mainly carries a collaboration, as mechanisms."""


@dataclass(frozen=True)
class Priority:
    """A priority in one line: what, who begins, by when."""

    number: int
    title: str
    starts: str
    after: str
    critical: bool


@dataclass(frozen=True)
class Shares:
    """How the questions divide: counts, and parts of a hundred for the bar."""

    answered: int
    unknown: int
    not_applicable: int
    bar: tuple[float, float, float]


@dataclass(frozen=True)
class Summary:
    """What page one says."""

    lead: str
    strengths: tuple[str, ...]
    more_strengths: str
    no_strengths: str
    priorities: tuple[Priority, ...]
    side_by_side: str
    in_line: tuple[Card, ...]
    no_priorities: str
    first_questions: tuple[str, ...]
    levels: tuple[LevelRow, ...]
    driver: str
    driver_says: str
    driver_now: str
    formality: str
    formality_says: str
    formality_because: str
    formality_assumed: str
    completeness: tuple[str, ...]
    shares: Shares
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """A condition for going ahead."""

    title: str
    state: Literal["met", "not_met", "unknown"]
    word: str
    says: str


@dataclass(frozen=True)
class Start:
    """The conditions for going ahead, those that are not met first."""

    conditions: tuple[Condition, ...]
    caption: str


def summary(case: AtWork, advice: Sequence[Card]) -> Summary:
    """Return what page one says."""
    priorities = [card for card in advice if card.is_priority]
    result, words = case.result, case.texts
    known = result.case
    formality = result.formality
    sides = {"firm": formality.firm, "light": formality.light}
    first = tuple(dict.fromkeys(words.titled(each.question, each.pack) for each in result.find_out))
    empty = "summary.all_well" if result.strengths and not result.find_out else "summary.no_priorities"
    return Summary(
        lead=_lead(case),
        strengths=tuple(words.titled(each.title, each.pack) for each in result.strengths[:MOST_STRENGTHS]),
        more_strengths=words.count("summary.more_strengths", max(0, len(result.strengths) - MOST_STRENGTHS)),
        no_strengths=words.say(
            f"summary.{'no_strengths' if known.unknown > known.answered else 'no_strengths_known'}"
        ),
        priorities=tuple(_priority(card, words) for card in priorities),
        side_by_side=_side_by_side(priorities, words),
        in_line=tuple(card for card in advice if not card.is_priority)[:MOST_IN_LINE],
        no_priorities=words.say(empty),
        first_questions=first[: MOST_QUESTIONS - len(priorities)],
        levels=tuple(level_row(case, one) for one in SHOWN_LEVELS),
        driver=words.say(f"driver.{result.driver}"),
        driver_says=words.first_sentence(f"driver_{result.driver}", **sides),
        driver_now=_driver_now(case),
        formality=words.say(f"formality.{formality_text(result)}"),
        formality_says=words.first_sentence(f"formality_{formality_text(result)}", **sides),
        formality_because=words.say("formality.because", reasons=words.join(formality.because[:MOST_BECAUSE]))
        if formality.because
        else "",
        formality_assumed=_assumed(case),
        completeness=_completeness(result, words),
        shares=_shares(known.answered, known.unknown, known.not_applicable),
        notes=tuple(
            words.say("summary.check", note=given(note, STORY)) for note in known.contradictions[:MOST_NOTES]
        ),
    )


def formality_text(result: Result) -> str:
    """Return the name of the text on formality.

    Where nothing is written, nothing can be said to fit. Where the kind of collaboration points one way only,
    it is how the paperwork feels that points the other.
    """
    fit = result.formality.fit
    unwritten = any(each.fact == "agreement" and each.value == "none" for each in result.answers)
    if unwritten and fit in ("right", "too_loose"):
        return f"{fit}_unwritten"
    return "two_sided_felt" if fit == "two_sided" and result.driver != "both" else fit


def _assumed(case: AtWork) -> str:
    """Return in words what was assumed: the result names it as “fact: value, from …”."""
    facts = case.knowledge.vocabulary.by_name
    named = []
    for one in case.result.formality.assumed:
        fact, _, rest = one.partition(": ")
        value = rest.partition(",")[0]
        known = fact in facts and value in facts[fact].by_value
        named.append(f"{facts[fact].name}: {facts[fact].label(value).lower()}" if known else one)
    return case.texts.say("formality.assumed", assumed=case.texts.join(named)) if named else ""


def _side_by_side(priorities: Sequence[Card], words: Texts) -> str:
    """Return that the numbers are importance and no sequence, unless one priority waits for another."""
    if len(priorities) < 2:  # noqa: PLR2004 - one alone has no order
        return ""
    linked = any(card.after for card in priorities)
    return words.say("summary.side_by_side_but" if linked else "summary.side_by_side")


def _completeness(result: Result, words: Texts) -> tuple[str, ...]:
    """Return how complete the answers are, and how many of those not known could change the advice."""
    known = result.case
    deciding = len(result.find_out)
    key = "none" if not deciding else "all" if deciding == known.unknown else "some"
    which = "one" if (deciding if key == "some" else known.unknown) == 1 else "many"
    return (
        known.completeness,
        *([words.say(f"complete.{key}.{which}", count=deciding)] if known.unknown else []),
        *([words.count("complete.not_applicable", known.not_applicable)] if known.not_applicable else []),
    )


def _lead(case: AtWork) -> str:
    result, words = case.result, case.texts
    standing = [_standing(case, level) for level in ("high", "low")]
    parts = (
        _phase(result, words),
        *standing,
        _against(case, "lead_against" if standing[-1] else "lead_against_alone"),
        words.count("summary.lead_strengths", len(result.strengths)),
        counted(result.recommendations, words),
        words.count("summary.lead_open", len(result.find_out)),
    )
    return " ".join(part for part in parts if part)


def _phase(result: Result, words: Texts) -> str:
    """Return where the collaboration is in its life: by its stage where that is known."""
    stage = next((each.value for each in result.answers if each.fact == STAGE), None)
    return words.say(f"stages.{stage}" if stage else f"phases.{result.phase}")


def _standing(case: AtWork, level: str) -> str:
    """Return which of the beliefs that carry a collaboration stand at a level; nothing where none does."""
    names = [
        case.texts.say(f"carrying.{one}") for one in CARRYING if case.result.mechanisms[one].level == level
    ]
    if not names:
        return ""
    count = "one" if len(names) == 1 else "many"
    listed = capital_first(case.texts.join(names))
    return case.texts.say(f"summary.lead_levels.{level}.{count}", names=listed)


def _driver_now(case: AtWork) -> str:
    """Return how what mainly carries this kind of collaboration stands in this case."""
    alike: dict[str, list[str]] = {}
    for one in DRIVERS[case.result.driver]:
        alike.setdefault(case.result.mechanisms[one].level, []).append(lower_first(case.name(one)))
    return " ".join(
        case.texts.say(
            f"summary.driver_now.{level}.{'one' if len(names) == 1 else 'many'}", names=case.texts.join(names)
        )
        for level, names in alike.items()
    )


def _against(case: AtWork, label: str) -> str:
    """Return which areas besides those beliefs stand against the partners; of many the first few."""
    names = [
        lower_first(case.name(each.id))
        for each in case.knowledge.mechanisms
        if each.id not in CARRYING and case.tone(each.id) == "bad"
    ]
    if not names:
        return ""
    which = "one" if len(names) == 1 else "few" if len(names) <= MOST_AGAINST else "many"
    shown = names if which != "many" else names[:FEW_AGAINST]
    return case.texts.say(f"summary.{label}.{which}", count=len(names), names="; ".join(shown))


def _priority(card: Card, words: Texts) -> Priority:
    step = card.first_step
    starts = words.say("summary.starts", who=lower_first(step.who), by=step.by) if step else ""
    return Priority(card.number, card.labelled, starts, card.after_short, card.critical)


def _shares(answered: int, unknown: int, not_applicable: int) -> Shares:
    total = max(1, answered + unknown + not_applicable)
    known, open_ = round(100 * answered / total, 1), round(100 * unknown / total, 1)
    return Shares(answered, unknown, not_applicable, (known, open_, round(100 - known - open_, 1)))


def start(result: Result, words: Texts) -> Start | None:
    """Return the conditions for going ahead, for somebody still considering; else none."""
    if not result.stop_or_go:
        return None
    order = {"not_met": 0, "unknown": 1, "met": 2}
    counted = Counter(each.state for each in result.stop_or_go)
    conditions = tuple(
        Condition(
            each.title,
            each.state,
            words.say(f"start.{each.state}"),
            each.says if each.state == "not_met" else words.say(f"start.{each.state}_says"),
        )
        for each in sorted(result.stop_or_go, key=lambda each: order[each.state])
    )
    counts = words.counts("start.counts", counted)
    return Start(conditions, words.say("start.caption", counts=counts, all=len(conditions)))
