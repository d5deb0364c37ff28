"""Explanations of one result as pages, worked out once for the same answers."""

from dataclasses import dataclass, replace
from functools import lru_cache

from advisor.model.case import Case
from advisor.model.explanations.why import Ground
from advisor.report.explained.explain import explanation_page
from advisor.report.explained.explain_not import why_not_sections
from advisor.report.explained.page import Page, Section, explained_words
from advisor.web.advice import advisor
from advisor.web.result.topics import behind

MOST_KEPT = 128


@dataclass(frozen=True)
class Explained:
    """A page, and what one may ask about next: address and name of each."""

    page: Page
    further: tuple[tuple[str, str], ...]


def explained(case: Case, topic: str, *, otherwise: bool) -> Explained:
    """Return why something follows from a case, or why nothing else does.

    Args:
        case: The answers.
        topic: What to explain, as addresses name it; raises CommandError where there is no such thing.
        otherwise: Whether to say only why nothing else was concluded.
    """
    return _explained(case.model_dump_json(), topic, otherwise=otherwise)


@lru_cache(maxsize=MOST_KEPT)
def _explained(case: str, topic: str, *, otherwise: bool) -> Explained:
    knowledge = advisor().knowledge
    found = advisor().explain(Case.model_validate_json(case), topic, otherwise=otherwise)
    whole = explanation_page(found, knowledge)
    if otherwise:
        return Explained(replace(whole, sections=tuple(why_not_sections(found, knowledge))), ())
    sections = tuple(_without_commands(one, found.why) for one in whole.sections)
    return Explained(replace(whole, sections=sections), behind(found.why))


def _without_commands(section: Section, why: Ground) -> Section:
    """Return a section without the note on what to type in a terminal: here, links lead on."""
    folded = {one.id for one in why.every() if one.folded}
    words = explained_words("explain")
    notes = {words.say("folded", ask=f"level of {each}") for each in folded}
    return replace(section, note="") if section.note in notes else section
