"""The page that says what changed between two assessments, and why."""

from collections.abc import Iterator

from advisor.model.explanations.changes import Comparison
from advisor.model.knowledge import KnowledgeBase
from advisor.report.at_work import capital_first
from advisor.report.dates import in_full
from advisor.report.differing import Group, InWords
from advisor.report.explained.page import Line, Page, Section, Table, explained_words
from advisor.report.given import given
from advisor.report.texts import Texts, texts

MOST_DETAILS = 4
DATE = 30
"""Longest date: people may type anything there."""
ADVICE = ("new", "in_place", "ask_first", "gone", "moved", "left", "worded")


def comparison_page(found: Comparison, knowledge: KnowledgeBase) -> Page:
    """Return the page of a comparison."""
    words = explained_words("compare")
    told = InWords(found.differences, found.answers, knowledge, words, found.rules)
    return Page(
        title=title(found, words, "title"),
        name=given(found.new.name),
        lead=(lead(found, told, words), *notes(found, words)),
        sections=(
            *group_sections(told, words),
            *_answers(found, told, words),
            *_rules(found, told, words),
            *findings(told, words),
        ),
        made=_made(found),
    )


def title(found: Comparison, words: Texts, undated: str) -> str:
    """Return since when things changed, or that it was with the rules alone."""
    if not found.answers and found.rules:
        return words.say("title_rules")
    since = given(found.old.date, DATE)
    return words.say("title_since", date=in_full(since, texts())) if since else words.say(undated)


def lead(found: Comparison, told: InWords, words: Texts) -> str:
    """Return in a sentence or two how much differs."""
    changed = words.count("answers_changed", len(found.answers))
    if found.old.rules_hash != found.new.rules_hash:
        rules = words.count("rules_changed", len(found.rules))
        changed = words.say("and", first=changed, second=rules)
    counted = told.counted()
    if not counted:
        name = "same_advice" if found.answers or found.rules else "same"
        return words.say(f"lead.{name}", answers=changed)
    return words.say("lead.differs", answers=changed, differences=counted[0].upper() + counted[1:])


def notes(found: Comparison, words: Texts) -> tuple[str, ...]:
    """Return what to know before reading."""
    parts = {
        "other_collaboration": (given(found.old.name), given(found.new.name)),
        "older_second": (given(found.old.date, DATE), given(found.new.date, DATE)),
        "rules_of_the_day": (found.old.rules_date, found.new.rules_date),
    }
    return tuple(
        words.say(
            f"notes.{name}",
            old=parts.get(name, ("",))[0],
            new=parts.get(name, ("", ""))[-1],
            date=in_full(found.old.rules_date, texts()),
        )
        for name in found.notes
    )


def _answers(found: Comparison, told: InWords, words: Texts) -> Iterator[Section]:
    if not found.answers:
        return
    silent = told.silent()
    rows = tuple(
        (capital_first(one.name), told.label(one.was_label), told.label(one.now_label))
        for one in told.telling()
    )
    yield Section(
        words.say("answers.heading"),
        table=Table(words.say("answers.caption"), tuple(words.labels_at("answers.heads")), rows)
        if rows
        else None,
        note=words.say("answers.silent", list=told.join(silent)) if silent else "",
    )


def _rules(found: Comparison, told: InWords, words: Texts) -> Iterator[Section]:
    if not found.rules:
        return
    lines = tuple(
        Line(
            words.say(
                "rules.row" if one.id else "rules.row_settings",
                what=words.say(f"rules.{one.what}"),
                list=words.say(f"rules.lists.{one.list}"),
                id=one.id,
                title=told.rule(f"{one.list}/{one.id}".rstrip("/")),
            ),
            under=tuple(Line(detail) for detail in one.details[:MOST_DETAILS]),
        )
        for one in found.rules
        if one.feeds
    )
    silent = sum(not one.feeds for one in found.rules)
    said = words.count("rules.silent", silent) if silent else ""
    if lines:
        yield Section(words.say("rules.heading"), lines=lines, note=said)
    else:
        yield Section(words.say("rules.heading"), says=(said,))


def group_sections(told: InWords, words: Texts, *, reasons: bool = False) -> Iterator[Section]:
    """Yield things of each sort that differ, each with why.

    Args:
        told: What differs.
        words: The words of the page.
        reasons: Whether to say what new advice rests on.
    """
    last = [group.id for group in told.groups if group.id in ADVICE][-1:]
    for group in told.groups:
        further = words.count("more_moved", told.further) if group.id in last else ""
        yield _section(group, words, further, reasons=reasons and group.id == "new")
    if told.further and not last:
        yield Section(words.say("groups.order"), says=(words.count("more_moved", told.further),))
    for group in told.questions():
        yield _section(group, words)


def _section(group: Group, words: Texts, note: str = "", *, reasons: bool = False) -> Section:
    lines = (
        Line(item.text, under=tuple(_under(item.why, item.difference.reasons if reasons else (), words)))
        for item in group.items
    )
    return Section(group.heading, lines=tuple(lines), note=note)


def _under(why: str, reasons: tuple[str, ...], words: Texts) -> Iterator[Line]:
    if why:
        yield Line(why)
    if reasons:
        yield Line(words.say("reasons", list="; ".join(reasons)))


def findings(told: InWords, words: Texts) -> Iterator[Section]:
    """Yield every finding that changed, as a table."""
    rows = told.findings()
    if rows:
        heads = tuple(words.labels_at("verdict_heads"))
        yield Section(words.say("groups.verdicts"), table=Table("", heads, rows))


def _made(found: Comparison) -> str:
    shared = explained_words("shared")
    sides = {
        (one.rules_date, one.rules_hash): shared.say(
            "made", software=found.software, date=one.rules_date, hash=one.rules_hash
        )
        for one in (found.old, found.new)
    }
    return " → ".join(sides.values())
