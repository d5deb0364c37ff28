"""Finds rules that never lead to anything, that say the opposite of one another, or that go in circles."""

from collections.abc import Collection, Iterator
from graphlib import CycleError, TopologicalSorter

from advisor.content.references import Key
from advisor.model.condition import All, Any, Atom, Condition, Kind, Not, Subject, atoms
from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import Verdict
from advisor.proof.problems.finding import Finding, found
from advisor.proof.problems.reading import Read
from advisor.proof.problems.rules import QUESTIONS, Rule, rules_of, rules_of_questions
from advisor.proof.problems.search import BUDGETS, GaveUp, Goal, Search

SHOWN = 120
MOST_CIRCLES = 20
LISTS = {
    Kind.FACT.value: "facts",
    Kind.DERIVED.value: "derived",
    Kind.CONTEXT.value: "contexts",
    Kind.VERDICT.value: "statements",
    Kind.LEVEL.value: "mechanisms",
}
OPPOSITES: tuple[tuple[Verdict, Verdict], ...] = (("act", "keep"), ("keep", "act"))


def check_logic(read: Read, search: Search, files: Collection[str] | None = None) -> Iterator[Finding]:
    """Yield rules that can never be true or never be reached, and advice to remove what is fixed.

    Args:
        read: What was read.
        search: Looks for cases.
        files: Files whose rules are wanted; none: all.
    """
    rules = [*rules_of(read.knowledge)]
    for form in read.questionnaires.values():
        if any((QUESTIONS, question.id) in read.places for question in form.questions):
            rules += [*rules_of_questions(form)]
            break
    rules = [
        rule
        for rule in rules
        if rule.key in read.places
        and rule.key not in read.at_fault
        and (files is None or read.places[rule.key][0].name in files)
    ]
    for rule in rules:
        yield from _reachable(read, rule, search)
    yield from _fixed(read, rules, search)


def _reachable(read: Read, rule: Rule, search: Search) -> Iterator[Finding]:
    """Yield what keeps a rule from ever deciding anything."""
    wanted = [Goal(rule.condition), *rule.besides]
    place, words = read.place(rule.key, rule.at), _shown(rule.condition)
    try:
        if search.possible([*wanted, *rule.hidden_by()]):
            return
        if not search.possible(wanted):
            yield found("dead-rule", place, condition=words)
            return
        yield _covered(rule, wanted, search, read)
    except GaveUp:
        yield found("undecided", place, condition=words, steps=f"{sum(BUDGETS):,}")


def _covered(rule: Rule, wanted: list[Goal], search: Search, read: Read) -> Finding:
    """Return that earlier lines hide a rule, and which does where one alone is enough."""
    alone = [
        name
        for number, (name, _) in enumerate(rule.before)
        if not search.possible([*wanted, rule.hidden_by()[number]])
    ]
    earlier = f"“{alone[0]}”" if alone else "one of the lines above it"
    remedy = f"put it before {earlier}, narrow that line, or take this one out"
    place = read.place(rule.key, rule.at)
    return found("covered-rule", place, remedy, condition=_shown(rule.condition), earlier=earlier)


def _fixed(read: Read, rules: list[Rule], search: Search) -> Iterator[Finding]:
    """Yield verdicts of “act” that follow although everything the partners can change is unknown."""
    definitions = read.knowledge.vocabulary.by_name
    fixed = frozenset(name for name, each in definitions.items() if each.changeable == "no")
    for rule in rules:
        if rule.key[0] != "statements" or rule.at != ("verdicts", "act"):
            continue
        try:
            follows = search.possible([Goal(rule.condition), *rule.besides], only=fixed)
        except GaveUp:
            continue
        if follows:
            sentences = search.space.sentences([rule.condition])
            facts = sorted({atom.subject.id for atom in sentences if atom.subject.id in fixed})
            yield found(
                "fixed-context", read.place(rule.key, rule.at), facts=" and ".join(facts) or "nothing"
            )


def check_pairs(read: Read) -> Iterator[Finding]:
    """Yield statements whose lines are the same, or lie crosswise."""
    lines = {
        each.id: {verdict: _plain(line) for verdict, line in each.verdicts.in_order()}
        for each in read.knowledge.advice.statements
        if each.verdicts is not None and ("statements", each.id) not in read.at_fault
    }
    names = list(lines)
    for number, name in enumerate(names):
        for other in names[:number]:
            carried = read.knowledge.advice.recommendation_of
            if lines[name] == lines[other]:
                # Two statements of the papers that one recommendation carries are told to the reader as one.
                if carried.get(name) is carried.get(other) is not None:
                    continue
                place = read.place(("statements", name), ("verdicts",))
                yield found("same-rule", place, other=other)
                continue
            for verdict, opposite in OPPOSITES:
                line = lines[name].get(verdict)
                if line is not None and line == lines[other].get(opposite):
                    place = read.place(("statements", name), ("verdicts", verdict))
                    parts = {"verdict": f"“{verdict}”", "opposite": f"“{opposite}”", "other": other}
                    yield found("contradicting-rules", place, **parts)


def _plain(condition: Condition) -> object:
    """Return a condition in a form that is the same however its parts are ordered."""
    match condition:
        case Atom():
            return (
                condition.subject,
                condition.operator.value,
                frozenset(condition.values),
                condition.number,
            )
        case Not(part):
            return ("not", _plain(part))
        case All(parts) | Any(parts):
            return (type(condition).__name__, frozenset(map(_plain, parts)))


def _shown(condition: Condition) -> str:
    text = (
        str(condition).removeprefix("(").removesuffix(")")
        if isinstance(condition, All | Any)
        else str(condition)
    )
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


# ── Circles ──────────────────────────────────────────────────────────────────────────────────────


def check_circles(read: Read) -> Iterator[Finding]:
    """Yield rules that rest on themselves, whether through “not” or not: each circle once."""
    graph = _rests_on(read.knowledge)
    for _ in range(MOST_CIRCLES):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle: list[Subject] = list(reversed(error.args[1]))
            start = min(range(len(circle) - 1), key=lambda place: str(circle[place]))
            circle = [*circle[start:-1], *circle[: start + 1]]
            key: Key = (LISTS[circle[0].kind], circle[0].id)
            way = " rests on ".join(map(str, circle))
            yield found("circle", read.place(key), circle=way)
            graph[circle[0]] = set()
        else:
            return


def _rests_on(knowledge: KnowledgeBase) -> dict[Subject, set[Subject]]:
    """Return what each subject rests on."""
    graph: dict[Subject, set[Subject]] = {}
    owners = {"derived": Kind.DERIVED, "contexts": Kind.CONTEXT, "statements": Kind.VERDICT}
    for rule in rules_of(knowledge):
        kind = owners.get(rule.key[0])
        if kind is not None and rule.at[0] in ("cases", "holds", "absent", "partly", "verdicts"):
            own = Subject(kind.value, rule.key[1])
            graph.setdefault(own, set()).update(atom.subject for atom in atoms(rule.condition))
    for statement in knowledge.advice.statements:
        if statement.follows:
            own = Subject(Kind.VERDICT.value, statement.id)
            graph.setdefault(own, set()).add(Subject(Kind.VERDICT.value, statement.follows))
    for link in knowledge.web.links:
        level = graph.setdefault(Subject(Kind.LEVEL.value, link.mechanism), set())
        level.update(Subject(Kind.CONTEXT.value, one) for one in link.contexts)
        level.update(atom.subject for atom in (atoms(link.applies_if) if link.applies_if else ()))
    for between in knowledge.web.mechanism_links:
        if not between.cut:
            level = graph.setdefault(Subject(Kind.LEVEL.value, between.to), set())
            level.add(Subject(Kind.LEVEL.value, between.from_))
            level.update(atom.subject for atom in (atoms(between.applies_if) if between.applies_if else ()))
    return {one: {other for other in rests if other in graph} for one, rests in graph.items()}
