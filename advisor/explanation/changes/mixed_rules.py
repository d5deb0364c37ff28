"""Two versions of a knowledge base mixed: the old one with some changed rules of the new one put in."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

from advisor.content.references import check_references
from advisor.content.rule_items import Key
from advisor.model.advice import Advice
from advisor.model.base import Model
from advisor.model.evidence import Web
from advisor.model.knowledge import KnowledgeBase
from advisor.model.vocabulary import Vocabulary

M = TypeVar("M", bound=Model)
Rules = Sequence[tuple[str, Model]]
"""Rules of one list, each with its id."""

REST: Key = ("settings", "")
"""Stands for all that is no rule of its own: the numbers on which results turn, and the order of rules."""


def lists_of(knowledge: KnowledgeBase) -> dict[str, Rules]:
    """Return the rules of a knowledge base by list, each with its id."""
    vocabulary, web, advice = knowledge.vocabulary, knowledge.web, knowledge.advice
    return {
        "facts": tuple((each.fact, each) for each in vocabulary.facts),
        "derived": tuple((each.fact, each) for each in vocabulary.derived),
        "mechanisms": tuple((each.id, each) for each in knowledge.mechanisms),
        "contexts": tuple((each.id, each) for each in knowledge.contexts),
        "links": tuple((each.id, each) for each in web.links),
        "mechanism_links": tuple((each.id, each) for each in web.mechanism_links),
        "statements": tuple((each.id, each) for each in advice.statements),
        "recommendations": tuple((each.id, each) for each in advice.recommendations),
        "conditions": tuple((each.id, each) for each in advice.start_conditions),
        "contradictions": tuple((each.id, each) for each in advice.contradictions),
    }


def changed_rules(old: KnowledgeBase, new: KnowledgeBase) -> tuple[Key, ...]:
    """Return the rules that differ between two knowledge bases, and the rest where that differs."""
    olds, news = lists_of(old), lists_of(new)
    keys: list[Key] = []
    for name in olds:
        was, now = dict(olds[name]), dict(news[name])
        keys += [(name, one) for one in dict.fromkeys((*now, *was)) if was.get(one) != now.get(one)]
    in_old_order = lists_of(mixed(old, new, keys))
    moved = any([one for one, _ in in_old_order[name]] != [one for one, _ in news[name]] for name in news)
    return (*keys, REST) if moved or old.settings != new.settings else tuple(keys)


def mixed(old: KnowledgeBase, new: KnowledgeBase, put_in: Collection[Key]) -> KnowledgeBase:
    """Return the old knowledge base with some rules of the new one; what is not put in stays as it was.

    Nothing in it is checked: see :func:`holds_together`.
    """
    olds, news = lists_of(old), lists_of(new)
    whole = REST in put_in
    rest = new if whole else old
    lists = {
        name: tuple(_merged(name, olds[name], news[name], put_in, news if whole else olds)) for name in olds
    }
    vocabulary = _other(rest.vocabulary, Vocabulary, facts=lists["facts"], derived=lists["derived"])
    web = _other(rest.web, Web, links=lists["links"], mechanism_links=lists["mechanism_links"])
    advice = _other(
        rest.advice,
        Advice,
        statements=lists["statements"],
        recommendations=lists["recommendations"],
        # Named by title, which a mixture may lack; and how two pieces of advice fit is not compared.
        together=(),
        start_conditions=lists["conditions"],
        contradictions=lists["contradictions"],
    )
    return _other(
        new,
        KnowledgeBase,
        settings=rest.settings,
        vocabulary=vocabulary,
        mechanisms=lists["mechanisms"],
        contexts=lists["contexts"],
        web=web,
        advice=advice,
    )


def holds_together(knowledge: KnowledgeBase) -> bool:
    """Return whether everything that the rules name is there."""
    return not any(True for _ in check_references(knowledge))


def _merged(
    name: str, olds: Rules, news: Rules, put_in: Collection[Key], leading: Mapping[str, Rules]
) -> Iterator[Model]:
    """Yield the rules of a list, in the order of one side; what the other alone has follows its neighbour."""
    was, now = dict(olds), dict(news)
    order = [one for one, _ in leading[name]]
    before = -1
    for one, _ in news if leading[name] is olds else olds:
        if one not in order:
            order.insert(before + 1, one)
        before = order.index(one)
    for one in order:
        item = (now if (name, one) in put_in else was).get(one)
        if item is not None:
            yield item


def _other(model: M, kind: type[M], **fields: object) -> M:
    """Return a model with other fields; its cached properties are left behind, and nothing is validated."""
    values: dict[str, Any] = {name: getattr(model, name) for name in kind.model_fields} | fields
    found = kind.model_construct(None, **values)
    return cast("M", found)
