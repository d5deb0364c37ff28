"""One explanation: why, why not, what carries it; and the list of what can be explained."""

from typing import cast

from advisor.engine.compile import RECOMMENDATION
from advisor.engine.inference import Inference
from advisor.engine.votes import pairs_of
from advisor.explanation.reasons.clauses import Clauses
from advisor.explanation.reasons.topics import every_topic, subject_of
from advisor.explanation.reasons.why import why
from advisor.explanation.reasons.why_not import Tried, goals_of, is_expected, why_not
from advisor.model.condition import Subject, Value
from advisor.model.explanations.why import (
    Carrier,
    Explainable,
    Explainables,
    Explanation,
    Topic,
)
from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import Result, Sign

LISTED = ("driver", "formality_fit", "phase")


def explain(  # noqa: PLR0913 - what is known of the case, and what is wanted of it
    topic: Topic,
    result: Result,
    case: Tried,
    knowledge: KnowledgeBase,
    *,
    otherwise: bool = False,
    deep: bool = False,
) -> Explanation:
    """Return why something was concluded, and why it was not otherwise.

    Args:
        topic: What to explain.
        result: What follows for the case.
        case: The case with what is needed to try others beside it.
        knowledge: The knowledge base.
        otherwise: Whether to say why not otherwise even where nobody would ask.
        deep: Whether levels that bear on another level are opened too.
    """
    subject = subject_of(topic)
    ordered = {each.id: each for each in result.recommendations}
    place = ordered.get(topic.id) if topic.kind == "recommendation" else None
    asked = otherwise or is_expected(subject, case.inference)
    answers = tuple(
        why_not(subject, goals, case) for goals in (goals_of(subject, case.inference) if asked else ())
    )
    value = case.inference.values.get(subject)
    return Explanation(
        case=result.case.name,
        versions=result.versions,
        topic=topic,
        value=None if value is None else str(value),
        why=why(subject, case.inference, knowledge, deep=deep),
        why_not=answers,
        carried_by=_carriers(topic, case.inference, knowledge),
        order=place.order if place else None,
        order_reasons=place.order_reasons if place else (),
    )


def explainables(result: Result, inference: Inference, knowledge: KnowledgeBase) -> Explainables:
    """Return what one asks about first: the priorities, the levels, what carries it and its formality."""
    topics = {(each.kind, each.id): each for each in every_topic(knowledge)}
    found = [
        topics["recommendation", each.id].model_copy(update={"name": each.title})
        for each in result.recommendations
        if each.priority is not None
    ]
    found += [topics["mechanism", each.id] for each in knowledge.mechanisms]
    found += [topics["derived", name] for name in LISTED if ("derived", name) in topics]
    rows = []
    clauses = Clauses(knowledge)
    for topic in found:
        value: Value | None = inference.values.get(subject_of(topic))
        known = None if value is None else str(value)
        says = clauses.value(subject_of(topic), value) if topic.kind == "derived" and value else topic.name
        rows.append(Explainable(topic=topic, value=known, says=says))
    return Explainables(case=result.case.name, versions=result.versions, topics=tuple(rows))


def _carriers(topic: Topic, inference: Inference, knowledge: KnowledgeBase) -> tuple[Carrier, ...]:
    """Return the links that carry a statement, or the statements of a recommendation."""
    advice = knowledge.advice
    if topic.kind == "statement":
        statements = [topic.id]
    elif topic.kind == "recommendation":
        text = next(each for each in advice.recommendations if each.id == topic.id)
        calling = [
            one for one in text.statements if inference.verdict(one) in ("act", "balance", "compensate")
        ]
        statements = (
            calling if ":" in str(inference.value(RECOMMENDATION, text.id)) else list(text.statements)
        )
    else:
        return ()
    votes = {row.id: vote for vote, pair in pairs_of(knowledge).items() for row in pair.rows}
    links = dict.fromkeys(link for one in statements for link in advice.by_id[one].links)
    return tuple(_carrier(link, votes, inference, knowledge) for link in links)


def _carrier(link: str, votes: dict[str, Subject], inference: Inference, knowledge: KnowledgeBase) -> Carrier:
    row = knowledge.web.by_id[link]
    applies = row.applies_if is None or inference.holds(row.applies_if)
    sign = inference.values.get(votes[link]) if link in votes and applies else None
    return Carrier(
        link=link,
        mechanism=row.mechanism,
        says=row.says,
        at_work=cast("Sign | None", sign),
        sources=row.source,
        pack=knowledge.pack_of("links", link),
    )
