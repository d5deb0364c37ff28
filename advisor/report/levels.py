"""Where things stand: each area with its level in words, and what pushes it."""

from collections import Counter
from dataclasses import dataclass

from advisor.report.at_work import AtWork, Effect, Tone, lower_first

GROUPS: dict[str, tuple[str, ...]] = {
    "carries": ("trust", "faith", "confidence", "risk_tolerance"),
    "trust": (
        "initial_trust",
        "communication",
        "vision_sharedness",
        "cultural_integration",
        "conflict",
        "conflict_resolution",
        "internal_conflict",
    ),
    "faith": (
        "initial_faith",
        "progress",
        "vision_clarity",
        "legitimacy",
        "perceived_capacity",
        "task_complexity",
    ),
    "leads": ("collaborative_behaviour", "synergy", "collaborative_inertia", "ultimate_outcomes"),
}
"""The areas in the order of reading. One that is missing here would be left out: a test sees to that."""
MOST_NAMED = 2
SHOWN: dict[Tone, tuple[Effect, ...]] = {
    "good": ("helps",),
    "mixed": ("helps", "harms", "mixed"),
    "bad": ("harms",),
    "unknown": ("helps", "harms"),
}
"""Which pushes are named beside a level: those that explain it; “mixed” only where a side has none."""
SIDES = ("helps", "harms")


@dataclass(frozen=True)
class LevelRow:
    """One area.

    Attributes:
        reads: What its level says.
        rests: The same where it is of this case’s own situation, and to be read with the level; else empty.
    """

    id: str
    name: str
    plain: str
    level: str
    word: str
    tone: Tone
    title: str
    reads: str
    rests: str
    note: str
    pushes: tuple[str, ...]


@dataclass(frozen=True)
class LevelGroup:
    """Areas that belong together."""

    heading: str
    rows: tuple[LevelRow, ...]


@dataclass(frozen=True)
class Levels:
    """All areas: those with a known level in groups, the names of the others."""

    groups: tuple[LevelGroup, ...]
    unknown: tuple[str, ...]
    caption: str


def levels(case: AtWork) -> Levels:
    """Return where things stand in a case."""
    groups = []
    unknown = []
    tones: Counter[Tone] = Counter()
    for heading, members in GROUPS.items():
        rows = [level_row(case, one) for one in members]
        known = [row for row in rows if row.level != "unknown"]
        unknown += [lower_first(row.name) for row in rows if row.level == "unknown"]
        tones.update(row.tone for row in known)
        if known:
            groups.append(LevelGroup(case.texts.say(f"groups.{heading}"), tuple(known)))
    known_count = sum(tones.values())
    caption = (
        case.texts.say(
            "picture.levels_caption", known=known_count, counts=case.texts.counts("picture.counts", tones)
        )
        if known_count
        else case.texts.say("picture.levels_none")
    )
    return Levels(tuple(groups), tuple(unknown), caption)


def level_row(case: AtWork, mechanism: str) -> LevelRow:
    """Return one area as the report shows it."""
    known = case.knowledge.mechanism[mechanism]
    level = case.result.mechanisms[mechanism].level
    word = case.texts.say(f"levels.{level}")
    return LevelRow(
        id=mechanism,
        name=known.name,
        plain=known.plain,
        level=level,
        word=word,
        tone=case.tone(mechanism),
        title=case.texts.say("picture.strip_title", name=known.name, level=lower_first(word)),
        reads=case.reading(mechanism),
        rests=case.result.mechanisms[mechanism].rests_on or "",
        note=case.texts.say("picture.bad_end") if known.high_is == "bad" else "",
        pushes=tuple(_pushes(case, mechanism)),
    )


def _pushes(case: AtWork, mechanism: str) -> list[str]:
    critical = [
        one.from_ for one in case.result.mechanisms[mechanism].because if one.critical and one.sign == "-"
    ]
    if critical:
        return [case.texts.say("picture.harms", list=case.listed(critical, on=(mechanism, "harms")))]
    answered = [one.says for one in case.result.mechanisms[mechanism].because if one.kind == "answer"]
    if answered:
        return [case.texts.say("picture.answered", says=answered[0])]
    sentences: list[str] = []
    for effect in SHOWN[case.tone(mechanism)]:
        if effect == "mixed" and len(sentences) == len(SIDES):
            break
        acting = case.contexts_on(mechanism, effect) or case.mechanisms_on(mechanism, effect)
        if acting:
            listed = case.listed(acting, MOST_NAMED, on=(mechanism, effect))
            sentences.append(case.texts.say(f"picture.{effect}", list=listed))
    return sentences
