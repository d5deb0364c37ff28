"""Reads the graph from a knowledge base and a questionnaire."""

from collections.abc import Iterator
from dataclasses import replace

from advisor.model.advice import RecommendationText
from advisor.model.evidence import Link
from advisor.model.knowledge import KnowledgeBase
from advisor.model.questionnaire import Questionnaire
from advisor.report.graph.data import Edge, Gatherer, Graph, Node, NodeKind, lines, said
from advisor.report.texts import texts

LIST_OF: dict[NodeKind, str] = {
    "question": "questions",
    "fact": "facts",
    "derived": "derived",
    "context": "contexts",
    "mechanism": "mechanisms",
    "statement": "statements",
    "recommendation": "recommendations",
    "start": "conditions",
    "contradiction": "contradictions",
}
"""List of the knowledge base that each kind of node stands in."""


def read_graph(knowledge: KnowledgeBase, questionnaire: Questionnaire) -> Graph:
    """Return the graph of a knowledge base, with the questions that feed it."""
    nodes = [
        replace(each, pack=knowledge.pack_of(LIST_OF[each.kind], each.id))
        for found in (_questions(questionnaire), _facts(knowledge), _evidence(knowledge), _advice(knowledge))
        for each in found
    ]
    gathered = Gatherer()
    _link_questions(questionnaire, gathered)
    _link_facts(knowledge, gathered)
    _link_web(knowledge, gathered)
    _link_advice(knowledge, gathered)
    known = {each.key for each in nodes}
    edges = (edge for edge in gathered.found.values() if edge.from_ in known and edge.to in known)
    return Graph(tuple(nodes), tuple(edges))


def _questions(questionnaire: Questionnaire) -> Iterator[Node]:
    for each in questionnaire.questions:
        asked_if = (("asked if", said(each.show_if)),) if each.show_if is not None else ()
        yield Node("question", each.id, each.wording, asked_if)


def _facts(knowledge: KnowledgeBase) -> Iterator[Node]:
    for fact in knowledge.vocabulary.facts:
        values = ", ".join(one.value for one in fact.values) or f"{fact.minimum or 0} or more"
        yield Node("fact", fact.fact, fact.name, ((fact.kind, values),))
    for derived in knowledge.vocabulary.derived:
        rule = lines((case.value, case.when) for case in derived.cases)
        if derived.count is not None:
            rule = (("counts", ", ".join(derived.count.of)),)
        yield Node("derived", derived.fact, derived.meaning.rstrip("."), rule)


def _evidence(knowledge: KnowledgeBase) -> Iterator[Node]:
    for each in knowledge.contexts:
        states = (("present", each.holds), ("partly", each.partly), ("absent", each.absent))
        yield Node("context", each.id, each.name, lines(states))
    for one in knowledge.mechanisms:
        yield Node("mechanism", one.id, one.name)


def _advice(knowledge: KnowledgeBase) -> Iterator[Node]:
    advice = knowledge.advice
    for each in advice.statements:
        rule = lines(each.verdicts.in_order()) if each.verdicts is not None else (("as", each.follows or ""),)
        yield Node("statement", each.id, each.title, rule)
    for text in advice.recommendations:
        rule = tuple((one.verdict, said(one.when) or "otherwise") for one in text.variants)
        yield Node("recommendation", text.id, text.variants[-1].title, rule)
    for start in advice.start_conditions:
        rule = lines((("met", start.met), ("not met", start.not_met)))
        yield Node("start", start.id, start.title, rule)
    for pair in advice.contradictions:
        yield Node("contradiction", pair.id, pair.says, lines((("found", pair.when),)))


def _link_questions(questionnaire: Questionnaire, gathered: Gatherer) -> None:
    for each in questionnaire.questions:
        key = f"question:{each.id}"
        for fact in each.sets:
            gathered.add(Edge(key, f"fact:{fact}", "asks"))
        gathered.rests(key, each.show_if, "asked", "opens")
        for row in each.rows:
            gathered.rests(key, row.show_if, f"row {row.fact} asked", "opens")


def _link_facts(knowledge: KnowledgeBase, gathered: Gatherer) -> None:
    for derived in knowledge.vocabulary.derived:
        key = f"derived:{derived.fact}"
        for case in derived.cases:
            gathered.rests(key, case.when, case.value)
        for fact in derived.count.of if derived.count is not None else ():
            gathered.add(Edge(f"fact:{fact}", key, "decides", when=("counted",)))


def _link_web(knowledge: KnowledgeBase, gathered: Gatherer) -> None:
    for context in knowledge.contexts:
        key = f"context:{context.id}"
        for state, condition in (
            ("present", context.holds),
            ("partly", context.partly),
            ("absent", context.absent),
        ):
            gathered.rests(key, condition, state)
    for mechanism in knowledge.mechanisms:
        if mechanism.set_by is not None:
            levels = ", ".join(f"{value}: {level}" for value, level in mechanism.set_by.levels.items())
            fact, key = f"fact:{mechanism.set_by.fact}", f"mechanism:{mechanism.id}"
            gathered.add(Edge(fact, key, "decides", when=(levels,)))
    for link in knowledge.web.links:
        _link_row(link, knowledge.pack_of("links", link.id), gathered)
    for between in knowledge.web.mechanism_links:
        start, end = f"mechanism:{between.from_}", f"mechanism:{between.to}"
        pack = knowledge.pack_of("mechanism_links", between.id)
        kind, line = ("loop" if between.cut else "acts"), f"{between.sign} {between.says}"
        line = texts().titled(line, pack)
        gathered.add(Edge(start, end, kind, sign=between.sign, when=(line,), pack=pack))  # type: ignore[arg-type]
        gathered.rests(end, between.applies_if, f"{between.id} acts", "words")


def _link_row(link: Link, pack: str | None, gathered: Gatherer) -> None:
    end = f"mechanism:{link.mechanism}"
    together = " and ".join(link.contexts)
    line = f"{link.id} {link.sign} {f'{together} together: ' if len(link.contexts) > 1 else ''}{link.says}"
    for context in link.contexts:
        when = (texts().titled(line, pack),)
        gathered.add(Edge(f"context:{context}", end, "acts", sign=link.sign, when=when, pack=pack))
    gathered.rests(end, link.applies_if, f"{link.id} applies", "words")


def _link_advice(knowledge: KnowledgeBase, gathered: Gatherer) -> None:
    for each in knowledge.advice.statements:
        key = f"statement:{each.id}"
        for verdict, condition in each.verdicts.in_order() if each.verdicts is not None else ():
            gathered.rests(key, condition, verdict)
        if each.follows is not None:
            gathered.add(Edge(f"statement:{each.follows}", key, "decides", when=("the same verdict",)))
        gathered.rests(key, each.strength_when, "named as a strength", "words")
        for silence in each.silent:
            gathered.rests(key, silence.when, "the papers are silent", "words")
        for effect in each.mechanisms:
            gathered.add(Edge(key, f"mechanism:{effect.id}", "works through", sign=effect.sign))
    for text in knowledge.advice.recommendations:
        _link_recommendation(text, gathered)
    for start in knowledge.advice.start_conditions:
        gathered.rests(f"start:{start.id}", start.met, "met")
        gathered.rests(f"start:{start.id}", start.not_met, "not met")
    for pair in knowledge.advice.contradictions:
        gathered.rests(f"contradiction:{pair.id}", pair.when, "found")


def _link_recommendation(text: RecommendationText, gathered: Gatherer) -> None:
    key = f"recommendation:{text.id}"
    for one in text.statements:
        gathered.add(Edge(f"statement:{one}", key, "decides", when=("its verdict",)))
    for variant in text.variants:
        gathered.rests(key, variant.when, f"wording for {variant.verdict}", "words")
    for kept in text.keep.variants:
        gathered.rests(key, kept.when, "wording for keep", "words")
    gathered.rests(key, text.critical_when, "critical", "words")
    gathered.rests(key, text.pressing_when, "pressing", "words")
    for earlier in text.requires:
        gathered.add(Edge(key, f"recommendation:{earlier}", "after"))
