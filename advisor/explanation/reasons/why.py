"""Why: the chain from answers through links and circumstances to a conclusion, as a tree.

Only what the conclusion rests on is in it: of what rules offer, the branches that hold. What would have
decided otherwise, had it been shown, stands beside it.
"""

from collections.abc import Iterable
from typing import cast

from advisor.advice.circumstances import circumstances
from advisor.advice.wording import in_words
from advisor.engine.beneath import beneath
from advisor.engine.compile import RECOMMENDATION
from advisor.engine.inference import Inference
from advisor.engine.program import ANSWERED, Counted, Decision, Levelled
from advisor.engine.undecided import Outlook
from advisor.engine.votes import VOTE
from advisor.explanation.reasons.clauses import Clauses, literal_truth, ways_of
from advisor.explanation.reasons.topics import LIST
from advisor.explanation.reasons.votes import Ballots, standing
from advisor.model.condition import (
    NOT_APPLICABLE,
    UNKNOWN,
    All,
    Any,
    Atom,
    Condition,
    Kind,
    Not,
    Operator,
    Subject,
    Truth,
    Value,
    atoms,
    supporting_atoms,
    truth,
)
from advisor.model.explanations.why import Ground, GroundKind, Unless
from advisor.model.knowledge import KnowledgeBase
from advisor.model.vocabulary import listed

GROUND_KINDS: dict[str, GroundKind] = {
    Kind.VERDICT.value: "statement",
    RECOMMENDATION: "recommendation",
    Kind.CONTEXT.value: "circumstance",
    Kind.DERIVED.value: "derived",
}


def why(subject: Subject, inference: Inference, knowledge: KnowledgeBase, *, deep: bool = False) -> Ground:
    """Return why a subject has its value, or why it has none.

    Args:
        subject: A verdict, recommendation, level, circumstance or derived fact.
        inference: What follows for the case.
        knowledge: The knowledge base.
        deep: Whether levels that bear on another level are opened too, each once.
    """
    return numbered(Grounds(inference, knowledge, deep=deep).of(subject, opened=True))


class Grounds:
    """Builds the tree for one case; what was unfolded once is referred to after that."""

    def __init__(self, inference: Inference, knowledge: KnowledgeBase, *, deep: bool) -> None:
        """Start with nothing unfolded."""
        self.inference = inference
        self.knowledge = knowledge
        self.deep = deep
        self.clauses = Clauses(knowledge)
        self.ballots = Ballots(inference, knowledge)
        self._states = circumstances(inference, knowledge)
        self._unfolded: set[Subject] = set()

    def of(self, subject: Subject, *, opened: bool = False) -> Ground:
        """Return the node of a subject with what it rests on."""
        if subject.kind == ANSWERED:
            return self.leaf(subject.id)
        if subject in self._unfolded:
            return self._node(subject, see=str(subject))
        if subject.kind == Kind.LEVEL.value and not (opened or self.deep):
            return self._node(subject, folded=True)
        self._unfolded.add(subject)
        step = self.inference.program.by_subject[subject]
        if isinstance(step, Levelled):
            return self._node(
                subject, under=self._votes(step), tally=standing(step, self.inference, self.ballots)
            )
        if isinstance(step, Counted):
            return self._node(subject, under=self._counted(step, every=False))
        under, unless = self.decided(step)
        return self._node(subject, under=tuple(under), unless=tuple(unless))

    def leaf(self, fact: str) -> Ground:
        """Return an answer, or the absence of one."""
        value = self.inference.value(ANSWERED, fact)
        given = {} if value is None else {fact: value}
        (said,) = in_words(given, self.knowledge, () if given else (fact,))
        name = self.knowledge.vocabulary.by_name[fact].name
        kind: GroundKind = "absence" if value is None else "answer"
        return Ground(kind=kind, id=fact, name=name, value=value, says=said.says)

    def decided(self, step: Decision) -> tuple[list[Ground], list[Unless]]:
        """Return what a decision rests on, and what would have decided otherwise."""
        values = self.inference.values
        for place, (value, condition) in enumerate(step.cases):
            if value == values.get(step.subject) and self.inference.holds(condition):
                unless = list(self._unless(step, place, condition))
                return self._ordered(step, condition), unless
        return self._waiting(step), []

    def _ordered(self, step: Decision, condition: Condition) -> list[Ground]:
        """Return the grounds of a line; those that open a gate come last, in a group of their own."""
        gated = (
            step.statement is not None and isinstance(condition, All) and step.cases[0][1] is not condition
        )
        if not gated or not isinstance(condition, All) or not isinstance(condition.parts[0], Not):
            return self.holding(condition, Truth.TRUE)
        gate, *line = condition.parts
        grounds = self.holding(line[0], Truth.TRUE)
        had = {leaf.id for each in grounds for leaf in each.leaves()}
        opening = [each for each in self.holding(gate, Truth.TRUE) if each.under or each.id not in had]
        return [*grounds, Ground(kind="applies", under=tuple(opening))] if opening else grounds

    def holding(self, condition: Condition, wanted: Truth) -> list[Ground]:
        """Return the grounds on which a condition is true (or false), and no others."""
        match condition:
            case Atom(subject, operator):
                step = self.inference.program.by_subject.get(subject)
                if isinstance(step, Counted) and (operator is Operator.AT_MOST) == (wanted is Truth.TRUE):
                    return [self._node(subject, under=self._counted(step, every=True))]
                return [self.of(subject)]
            case Not(part):
                return self.holding(part, ~wanted)
            case All(parts) | Any(parts):
                held = [part for part in parts if truth(part, self.inference.values.get) is wanted]
                found = [_once(self.holding(part, wanted)) for part in held]
                if isinstance(condition, All) == (wanted is Truth.TRUE) or len(found) == 1:
                    return _once(one for each in found for one in each)
                return _either(found)

    def _node(self, subject: Subject, **more: object) -> Ground:
        value = self.inference.values.get(subject)
        if subject.kind == VOTE:
            return self.ballots.link(subject, cast("tuple[Ground, ...]", more.get("under", ())))
        if subject.kind == Kind.LEVEL.value:
            known = self.knowledge.mechanism[subject.id]
            level = self.inference.level(subject.id)
            about: dict[str, object] = {
                "kind": "mechanism",
                "name": known.name,
                "value": level,
                "says": known.reading(level, self.inference.holds) or known.reads[level],  # type: ignore[arg-type,index]
                "sources": known.sources,
            }
        else:
            about = {
                "kind": GROUND_KINDS[subject.kind],
                "value": value,
                "name": self._name(subject),
                "says": self._says(subject, value),
                "sources": self._sources(subject),
            }
        about["pack"] = self.knowledge.pack_of(LIST[str(about["kind"])], subject.id)
        return Ground.model_validate({"id": subject.id, **about, **more})

    def _name(self, subject: Subject) -> str:
        if subject.kind == RECOMMENDATION:
            return self._says(subject, None)
        return self.clauses.name(subject)

    def _says(self, subject: Subject, value: Value | None) -> str:
        if subject.kind == Kind.CONTEXT.value:
            state = self._states.get(subject.id)
            first, *more = state.says if state else (self.knowledge.context[subject.id].name,)
            return listed([first, *(one[:1].lower() + one[1:] for one in more)])
        if subject.kind == Kind.DERIVED.value:
            return "" if value is None else self.clauses.value(subject, value)
        if subject.kind == Kind.VERDICT.value:
            return self.knowledge.advice.by_id[subject.id].title
        text = next(each for each in self.knowledge.advice.recommendations if each.id == subject.id)
        place = str(value).partition(":")[2]
        return (
            text.variants[int(place)].title
            if place
            else self.knowledge.advice.by_id[text.statements[0]].title
        )

    def _sources(self, subject: Subject) -> object:
        if subject.kind == Kind.VERDICT.value:
            return self.knowledge.advice.by_id[subject.id].source
        return ()

    def _votes(self, step: Levelled) -> tuple[Ground, ...]:
        """Return the votes that made a level: a critical harm or an answer where one settles it alone."""
        cast_ = [source for source in step.sources if self.ballots.counts(source)]
        harms = [one for one in cast_ if one.critical and self.inference.values.get(one.vote) == "-"]
        set_by = step.mechanism.set_by
        if not harms and set_by is not None:
            value = self.inference.value(ANSWERED, set_by.fact)
            if str(value) in set_by.levels:
                return (self.leaf(set_by.fact),)
        chosen = harms or cast_
        votes = tuple(self.of(source.vote) for source in chosen)
        if self.inference.level(step.mechanism.id) == UNKNOWN:
            leaves, _ = beneath([source.vote for source in step.sources], self.inference.program)
            unknown = [one.id for one in leaves if self.inference.values.get(one) is None]
            return (*votes, *(self.leaf(fact) for fact in unknown))
        return votes

    def _counted(self, step: Counted, *, every: bool) -> tuple[Ground, ...]:
        """Return the answers that are counted; every one where it matters that there are no more."""
        values = {fact: self.inference.value(ANSWERED, fact) for fact in step.of}
        counted = [
            fact
            for fact, one in values.items()
            if one is not None and (not step.values or one in step.values)
        ]
        return tuple(self.leaf(fact) for fact in (values if every or not counted else counted))

    def _waiting(self, step: Decision) -> list[Ground]:
        """Return what is not known and would decide; where nothing would, the answers that leave it open."""
        if step.statement is not None and self.inference.verdict(step.statement) != NOT_APPLICABLE:
            facts: Iterable[str] = self.inference.needs(step.statement)
        else:
            look = Outlook(self.inference.program.by_subject, self.inference.values.get)
            facts = look.of_any(condition for _, condition in step.cases).facts
        if not facts:
            closed = [line for _, line in step.cases if truth(line, self.inference.values.get) is Truth.FALSE]
            grounds = _once(one for line in closed for one in self.holding(line, Truth.FALSE))
            if grounds:
                return grounds
            leaves, _ = beneath([step.subject], self.inference.program, free=(Kind.LEVEL.value,))
            facts = [one.id for one in leaves if one.kind == ANSWERED]
        return [self.leaf(fact) for fact in facts]

    def _unless(self, step: Decision, place: int, decided: Condition) -> Iterable[Unless]:
        """Yield the earlier lines that what decided does not rule out by itself."""
        value_of = self.inference.values.get
        known = {atom.subject for atom in supporting_atoms(decided, value_of)}
        for value, line in step.cases[:place]:
            if value == step.cases[place][0] or _settled(line, known, value_of) is Truth.FALSE:
                continue
            if all(atom.values == (NOT_APPLICABLE,) for atom in atoms(line)):
                continue
            if truth(line, value_of) is Truth.FALSE:
                before = set(self._unfolded)
                self._unfolded = set()
                under = self.holding(line, Truth.FALSE)
                self._unfolded = before
                leaves = (leaf for each in under for leaf in each.leaves())
                yield Unless(value=value, state="ruled_out", answers=tuple(_once(leaves)))
                continue
            ways = self._open_ways(line)
            missing = dict.fromkeys(one for way in ways.values() for one in way)
            yield Unless(value=value, state="not_shown", says=tuple(ways), facts=tuple(missing))

    def _open_ways(self, line: Condition) -> dict[str, list[str]]:
        """Return what would make a line true, a clause for each way that is not closed, and what it lacks."""
        found: dict[str, list[str]] = {}
        for way in ways_of(line):
            truths = [(one, literal_truth(one, self.inference.values.get)) for one in way]
            never = any(atom.values == (NOT_APPLICABLE,) for atom, _ in way)
            if not never and all(state is not Truth.FALSE for _, state in truths):
                missing = [one for one, state in truths if state is Truth.UNKNOWN]
                lacking = [atom.subject.id for atom, _ in missing]
                found.setdefault(listed([self.clauses.of(one) for one in missing]), []).extend(lacking)
        return found


def _settled(condition: Condition, known: set[Subject], value_of: object) -> Truth:
    """Return the truth of a condition as far as some subjects settle it, whatever the others are."""
    match condition:
        case Atom():
            if condition.subject not in known:
                return Truth.UNKNOWN
            return condition.holds(value_of(condition.subject))  # type: ignore[operator]
        case Not(part):
            return ~_settled(part, known, value_of)
        case All(parts):
            return min((_settled(part, known, value_of) for part in parts), key=lambda each: each.value)
        case Any(parts):
            return max((_settled(part, known, value_of) for part in parts), key=lambda each: each.value)


def _once(grounds: Iterable[Ground]) -> list[Ground]:
    """Return nodes, each once; where one stands unfolded, a reference to it is left out."""
    found: dict[tuple[str, str], Ground] = {}
    for each in grounds:
        key = (each.kind, each.id or repr(each))
        if key not in found or (found[key].see and not each.see):
            found[key] = each
    return list(found.values())


def _either(found: list[list[Ground]]) -> list[Ground]:
    """Return ways of which each is enough, as one node."""
    ways = [one[0] if len(one) == 1 else Ground(kind="together", under=tuple(one)) for one in found if one]
    ways = _once(ways)
    return ways if len(ways) == 1 else [Ground(kind="either", under=tuple(ways))]


def numbered(root: Ground) -> Ground:
    """Return a tree with the number of each node, and references by number."""
    places: dict[str, str] = {}

    def place(ground: Ground, number: str) -> Ground:
        if not ground.see and ground.under:
            places.setdefault(f"{ground.kind} {ground.id}", number)
        under = tuple(
            place(each, f"{number}.{count}" if number else str(count))
            for count, each in enumerate(ground.under, start=1)
        )
        return ground.model_copy(update={"number": number, "under": under})

    def refer(ground: Ground) -> Ground:
        see = places.get(f"{ground.kind} {ground.id}") if ground.see else None
        return ground.model_copy(update={"see": see, "under": tuple(map(refer, ground.under))})

    return refer(place(root, ""))
