"""What is known to be in place, and how to protect it."""

from collections.abc import Iterator

from advisor.advice.wording import in_words, verdict_reasons
from advisor.engine.inference import Inference
from advisor.model.advice import KeepText, RecommendationText, Statement
from advisor.model.condition import Value
from advisor.model.knowledge import TABLE_IDS, KnowledgeBase
from advisor.model.result import SourceReference, Strength

OPEN = ("act", "balance", "compensate")
KINDS = ("direct", "given", "absence")
"""What partners do, circumstances, and troubles that are not there, in the order of praise."""


def strengths(inference: Inference, knowledge: KnowledgeBase) -> tuple[Strength, ...]:
    """Return a strength for each recommendation of which a statement is kept and worth naming.

    The recommendation’s own words are used only where nothing else of it is open. Otherwise each kept
    statement speaks for itself, so that no more is praised than is known. What partners do comes first, then
    circumstances, then troubles that are not there. Among what partners do, strengths that are whole come
    first, then those that the action table names, then those that more links carry.
    """

    def place(strength: Strength) -> tuple[int, bool, bool, int]:
        named = [knowledge.advice.by_id[one] for one in strength.statements]
        text = knowledge.advice.recommendation_of[named[0].id]
        return (
            min(KINDS.index(each.strength) for each in named),
            not _whole(text, strength.statements, inference),
            not any(each.id in TABLE_IDS for each in named),
            -len({link for each in named for link in each.links}),
        )

    return tuple(sorted(_kept(inference, knowledge), key=place))


def _kept(inference: Inference, knowledge: KnowledgeBase) -> Iterator[Strength]:
    for text in knowledge.advice.recommendations:
        kept = tuple(one for one in text.statements if _named(one, inference, knowledge))
        if not kept:
            continue
        answers: dict[str, Value] = {}
        references: dict[SourceReference, None] = {}
        for one in kept:
            answers |= verdict_reasons(inference, knowledge, one).answers
            references |= dict.fromkeys(knowledge.advice.by_id[one].source)
        if _whole(text, kept, inference):
            title, protect = _words(text.keep, inference)
        else:
            # A statement that takes over another’s verdict has nothing to add to it.
            named = [knowledge.advice.by_id[one] for one in kept]
            speaking = [each for each in named if each.follows not in kept]
            title = "; ".join(_phrase(each, inference) for each in speaking)
            protect = " ".join(each.protect for each in speaking)
        yield Strength(
            statements=kept,
            recommendation=text.id,
            facts=answers,
            reasons=in_words(answers, knowledge),
            title=title,
            text=protect,
            sources=tuple(references),
            pack=knowledge.pack_of("recommendations", text.id),
        )


def _named(statement: str, inference: Inference, knowledge: KnowledgeBase) -> bool:
    """Return whether a statement is kept, and what it says is worth naming as a strength."""
    found = knowledge.advice.by_id[statement]
    worth = found.strength_when is None or inference.holds(found.strength_when)
    return inference.verdict(statement) == "keep" and found.strength in KINDS and worth


def _phrase(statement: Statement, inference: Inference) -> str:
    """Return a strength in the first phrase that fits the answers."""
    fitting = (each.says for each in statement.kept_as if inference.holds(each.when))
    return next(fitting, statement.kept)


def _words(keep: KeepText, inference: Inference) -> tuple[str, str]:
    """Return title and text of a whole strength, in the first wording that fits the answers."""
    for variant in keep.variants:
        if inference.holds(variant.when):
            return variant.title, variant.text or keep.text
    return keep.title, keep.text


def _whole(text: RecommendationText, named: tuple[str, ...], inference: Inference) -> bool:
    """Return whether nothing is open: of further statements, only what calls for something counts.

    Where the action table has statements in the recommendation, one of them must be named as kept, and all
    that are kept must be worth naming.
    """
    verdicts = {one: inference.verdict(one) for one in text.statements}
    table = [one for one in text.statements if one in TABLE_IDS]
    calling = any(verdict in OPEN for verdict in verdicts.values())
    unknown = any(verdicts[one] == "find_out" for one in table)
    all_named = all(one in named for one, verdict in verdicts.items() if verdict == "keep")
    rests = not table or any(one in named for one in table)
    return not calling and not unknown and all_named and rests
