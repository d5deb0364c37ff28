"""How each circumstance stands in a case, in words that are true of the answers given."""

from collections.abc import Iterator
from typing import Literal, cast

from advisor.advice.wording import reasons_of
from advisor.engine.inference import Inference
from advisor.model.condition import Kind
from advisor.model.evidence import Context
from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import Circumstance

State = Literal["present", "partly", "absent"]


def circumstances(inference: Inference, knowledge: KnowledgeBase) -> dict[str, Circumstance]:
    """Return every circumstance whose state is known, in the order of the knowledge base."""
    return dict(_known(inference, knowledge))


def _known(inference: Inference, knowledge: KnowledgeBase) -> Iterator[tuple[str, Circumstance]]:
    for context in knowledge.contexts:
        state = inference.value(Kind.CONTEXT.value, context.id)
        if state is not None:
            yield (
                context.id,
                Circumstance(
                    state=cast("State", state),
                    says=_says(context, str(state), inference),
                    facts=reasons_of(inference, knowledge, Kind.CONTEXT.value, context.id).answers,
                ),
            )


def _says(context: Context, state: str, inference: Inference) -> tuple[str, ...]:
    phrases = {
        "present": context.words.holds,
        "partly": context.words.partly,
        "absent": context.words.absent,
    }[state]
    found = tuple(each.says for each in phrases if each.when is None or inference.holds(each.when))
    # Where a circumstance is one-sided, its absence has no words, because it is never at work.
    return found or (context.name,)
