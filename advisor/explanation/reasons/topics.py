"""What can be explained, and which of it a name means."""

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from advisor.engine.compile import RECOMMENDATION
from advisor.errors import CommandError
from advisor.model.condition import Kind, Subject
from advisor.model.explanations.why import Topic
from advisor.model.knowledge import KnowledgeBase

SUBJECT_KIND = {
    "statement": Kind.VERDICT.value,
    "recommendation": RECOMMENDATION,
    "mechanism": Kind.LEVEL.value,
    "circumstance": Kind.CONTEXT.value,
    "derived": Kind.DERIVED.value,
}


PREFIX = {
    "statement": "verdict of",
    "recommendation": "recommendation",
    "mechanism": "level of",
    "circumstance": "context",
    "derived": "fact",
}
"""What stands before an id, so that nothing else is meant."""
LIST = {
    "statement": "statements",
    "recommendation": "recommendations",
    "mechanism": "mechanisms",
    "circumstance": "contexts",
    "derived": "derived",
}
"""List of the knowledge base that each kind stands in."""


def subject_of(topic: Topic) -> Subject:
    """Return the subject that rules decide."""
    return Subject(SUBJECT_KIND[topic.kind], topic.id)


def every_topic(knowledge: KnowledgeBase) -> list[Topic]:
    """Return everything that can be explained, each to be asked for by its id where that is plain."""
    found = list(_topics(knowledge))
    times = Counter(each.id.lower() for each in found)
    return [
        each.model_copy(
            update={
                "ask": each.id if times[each.id.lower()] == 1 else each.ask,
                "pack": knowledge.pack_of(LIST[each.kind], each.id),
            }
        )
        for each in found
    ]


def _topics(knowledge: KnowledgeBase) -> Iterator[Topic]:
    for statement in knowledge.advice.statements:
        yield Topic(kind="statement", id=statement.id, name=statement.title, ask=statement.id)
    for text in knowledge.advice.recommendations:
        name = knowledge.advice.by_id[text.statements[0]].title
        yield Topic(kind="recommendation", id=text.id, name=name, ask=_ask("recommendation", text.id))
    for mechanism in knowledge.mechanisms:
        yield Topic(
            kind="mechanism", id=mechanism.id, name=mechanism.name, ask=_ask("mechanism", mechanism.id)
        )
    for derived in knowledge.vocabulary.derived:
        name = derived.meaning.rstrip(".")
        yield Topic(kind="derived", id=derived.fact, name=name, ask=_ask("derived", derived.fact))
    for context in knowledge.contexts:
        yield Topic(
            kind="circumstance", id=context.id, name=context.name, ask=_ask("circumstance", context.id)
        )


def topic_of(name: str, knowledge: KnowledgeBase) -> Topic:
    """Return the one thing that a name means.

    Raises:
        CommandError: It means nothing here, or more than one thing; the message names what was meant.
    """
    wanted = _plain(name)
    topics = every_topic(knowledge)
    exact = [each for each in topics if each.id.lower() == name.strip().lower()]
    if len(exact) == 1:
        return exact[0]
    for names in (_asked, lambda each: {_plain(each.id)}, lambda each: {_plain(each.name)}):
        found = [each for each in topics if wanted in names(each)]
        if len(found) == 1:
            return found[0]
        if found:
            ways = " or ".join(f"“{each.ask}”" for each in found)
            raise CommandError(f"“{name}” names more than one thing. Ask for {ways}.")
    raise CommandError(_unknown(name, wanted, topics, knowledge))


def _unknown(name: str, wanted: str, topics: list[Topic], knowledge: KnowledgeBase) -> str:
    if wanted in knowledge.vocabulary.by_name:
        about = knowledge.vocabulary.by_name[wanted].name
        return f"“{name}” is an answer ({about}), and not a conclusion. Ask for what follows from it."
    by_plain = {plain: each.ask for each in topics for plain in (_plain(each.name), _plain(each.id))}
    near = get_close_matches(wanted, by_plain, n=1, cutoff=0.55)
    hint = f" Did you mean “{by_plain[near[0]]}”?" if near else ""
    return f"Nothing here is called “{name}”.{hint} Leave it out to see what can be explained."


def _ask(kind: str, name: str) -> str:
    return f"{PREFIX[kind]} {name}"


def _asked(topic: Topic) -> set[str]:
    prefixes = {SUBJECT_KIND[topic.kind], topic.kind, PREFIX[topic.kind]}
    return {_plain(f"{prefix} {topic.id}") for prefix in prefixes}


def _plain(name: str) -> str:
    return "_".join(name.strip().lower().replace("-", "_").split())
