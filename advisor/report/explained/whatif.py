"""The page that says what would change if some answers were others, and why."""

from collections.abc import Iterator

from advisor.model.explanations.what_if import WhatIf
from advisor.model.knowledge import KnowledgeBase
from advisor.report.differing import InWords
from advisor.report.explained.compare import findings, group_sections
from advisor.report.explained.page import Line, Page, Section, explained_words, made_with
from advisor.report.given import given
from advisor.report.texts import Texts


def what_if_page(found: WhatIf, knowledge: KnowledgeBase) -> Page:
    """Return the page of a what-if."""
    words = explained_words("whatif")
    told = InWords(found.differences, found.changes, knowledge, words)
    return Page(
        title=words.say("title"),
        name=given(found.name),
        lead=(_lead(found, told, words),),
        sections=(
            *_set(found, told, words),
            *group_sections(told, words, reasons=True),
            *findings(told, words),
        ),
        made=made_with(found.versions),
    )


def _lead(found: WhatIf, told: InWords, words: Texts) -> str:
    counted = told.counted()
    if not counted:
        return words.say(f"lead.{'same_advice' if found.changes else 'same'}")
    return words.say("lead.differs", differences=counted)


def _set(found: WhatIf, told: InWords, words: Texts) -> Iterator[Section]:
    notes = []
    if found.already:
        same = [f"{one.name} {told.label(one.now_label)}" for one in found.already]
        notes.append(words.say("set.already", list=words.join(same)))
    silent = told.silent()
    if silent and len(found.changes) > 1 and told.counted():
        notes.append(words.say("answers.silent", list=told.join(silent)))
    lines = tuple(Line(told.answer(one.fact)) for one in found.changes)
    if lines:
        yield Section(words.say("set.heading"), lines=lines, note=" ".join(notes))
    else:
        yield Section(words.say("set.heading"), says=tuple(notes))
    warnings = list(found.contradictions)
    names = {one.fact: one.name for one in found.changes}
    for key, facts in (("fixed", found.fixed), ("partly", found.partly)):
        if facts:
            warnings.append(words.say(f"set.{key}", list=told.join([names[one] for one in facts])))
    if warnings:
        says = (words.say("set.contradicts"),) if found.contradictions else ()
        yield Section(words.say("set.before"), says=says, lines=tuple(map(Line, warnings)))
