"""What is known to be in place, and how to protect it."""

from collections.abc import Iterator

from advisor.advice.wording import in_words, verdict_reasons
from advisor.engine.inference import Inference
from advisor.model.condition import Value
from advisor.model.knowledge import TABLE_IDS, KnowledgeBase
from advisor.model.result import SourceReference, Strength

OPEN = ("act", "balance", "compensate")


def strengths(inference: Inference, knowledge: KnowledgeBase) -> tuple[Strength, ...]:
    """Return a strength for each recommendation of which a statement is kept.

    The recommendation’s own words are used only where nothing else of it is open. Otherwise each kept
    statement speaks for itself, so that no more is praised than is known. Strengths that are whole come
    first, then those that the action table names, then those that more links carry.
    """

    def place(strength: Strength) -> tuple[bool, bool, int]:
        links = {link for one in strength.statements for link in knowledge.advice.by_id[one].links}
        in_table = any(one in TABLE_IDS for one in strength.statements)
        return not _whole(strength.recommendation, inference, knowledge), not in_table, -len(links)

    return tuple(sorted(_kept(inference, knowledge), key=place))


def _kept(inference: Inference, knowledge: KnowledgeBase) -> Iterator[Strength]:
    for text in knowledge.advice.recommendations:
        kept = tuple(one for one in text.statements if inference.verdict(one) == "keep")
        if not kept:
            continue
        whole = _whole(text.id, inference, knowledge)
        answers: dict[str, Value] = {}
        references: dict[SourceReference, None] = {}
        for one in kept:
            answers |= verdict_reasons(inference, knowledge, one).answers
            references |= dict.fromkeys(knowledge.advice.by_id[one].source)
        titles = "; ".join(knowledge.advice.by_id[one].kept for one in kept)
        yield Strength(
            statements=kept,
            recommendation=text.id,
            facts=answers,
            reasons=in_words(answers, knowledge),
            title=text.keep.title if whole else titles,
            text=text.keep.text if whole else knowledge.phrase("partly_kept"),
            sources=tuple(references),
        )


def _whole(recommendation: str, inference: Inference, knowledge: KnowledgeBase) -> bool:
    """Return whether nothing is open: of further statements, only what calls for something counts.

    Where the action table has statements in the recommendation, one of them must be kept.
    """
    (text,) = (each for each in knowledge.advice.recommendations if each.id == recommendation)
    verdicts = {one: inference.verdict(one) for one in text.statements}
    table = [verdict for one, verdict in verdicts.items() if one in TABLE_IDS]
    calling = any(verdict in OPEN for verdict in verdicts.values())
    return not calling and "find_out" not in table and ("keep" in table or not table)
