"""What is known to be in place, and how to protect it."""

from collections.abc import Iterator

from advisor.advice.wording import in_words, verdict_reasons
from advisor.engine.inference import Inference
from advisor.model.condition import Value
from advisor.model.knowledge import TABLE_IDS, KnowledgeBase
from advisor.model.result import SourceReference, Strength

OPEN = ("act", "balance", "compensate")


def strengths(inference: Inference, knowledge: KnowledgeBase) -> Iterator[Strength]:
    """Yield a strength for each recommendation of which a statement is kept.

    The recommendation’s own words are used only where nothing else of it is open; otherwise the titles of the
    kept statements are, so that no more is praised than is known.
    """
    for text in knowledge.advice.recommendations:
        kept = tuple(one for one in text.statements if inference.verdict(one) == "keep")
        if not kept:
            continue
        whole = not any(_open(one, inference) for one in text.statements)
        answers: dict[str, Value] = {}
        references: dict[SourceReference, None] = {}
        for one in kept:
            answers |= verdict_reasons(inference, knowledge, one).answers
            references |= dict.fromkeys(knowledge.advice.by_id[one].source)
        titles = "; ".join(knowledge.advice.by_id[one].title for one in kept)
        yield Strength(
            statements=kept,
            recommendation=text.id,
            facts=answers,
            reasons=in_words(answers, knowledge),
            title=text.keep.title if whole else titles,
            text=text.keep.text if whole else knowledge.phrase("partly_kept"),
            sources=tuple(references),
        )


def _open(statement: str, inference: Inference) -> bool:
    """Return whether a statement leaves something open; further ones only where they call for something."""
    verdict = inference.verdict(statement)
    return verdict in OPEN or (verdict == "find_out" and statement in TABLE_IDS)
