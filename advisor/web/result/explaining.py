"""Explanations of one result as pages, worked out once for the same answers."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from advisor.model.case import Case
from advisor.model.explanations.why import Explanation
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
    whole = explanation_page(found, knowledge, commands=False)
    if otherwise:
        sections = tuple(why_not_sections(found, knowledge)) or tuple(_of_statements(case, found))
        return Explained(replace(whole, sections=sections), ())
    return Explained(whole, behind(found.why))


def _of_statements(case: str, found: Explanation) -> Iterator[Section]:
    """Yield what would change the statements that call for a piece of advice: with them it goes."""
    say = explained_words("explain").say
    for name in dict.fromkeys(one.id for one in found.why.every() if one.kind == "statement"):
        told = advisor().explain(Case.model_validate_json(case), name, otherwise=True)
        for section in why_not_sections(told, advisor().knowledge):
            yield replace(section, heading=say("why_not.of", name=told.topic.name, heading=section.heading))
