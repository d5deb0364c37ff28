"""Each difference between two versions of the rules attributed to the changed rules that bring it about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from advisor.advice.assess import assess
from advisor.content.rule_items import Key as RuleKey
from advisor.engine.columns.evaluator import Columns
from advisor.engine.compile import CRITICAL, PRESSING, RECOMMENDATION, compile_program
from advisor.engine.inference import Inference
from advisor.engine.program import ANSWERED
from advisor.engine.votes import VOTE, pairs_of
from advisor.explanation.changes.body import Body, fitting
from advisor.explanation.changes.differences import Key, Told, told
from advisor.explanation.changes.mixed_rules import REST, changed_rules, holds_together, mixed
from advisor.explanation.changes.smallest import smallest_sets
from advisor.model.case import Case
from advisor.model.condition import Kind, Subject

MOST_TOGETHER = 5
"""Among more changed rules than this the ones that matter are not sought: they are named as one of these."""
MOST_TRIALS = 16
"""As many mixed bodies of rules are tried, a tenth of a second each."""

LIST_OF = {
    ANSWERED: "facts",
    Kind.DERIVED.value: "derived",
    Kind.CONTEXT.value: "contexts",
    Kind.LEVEL.value: "mechanisms",
    Kind.VERDICT.value: "statements",
    RECOMMENDATION: "recommendations",
    CRITICAL: "recommendations",
    PRESSING: "recommendations",
}
"""The list in which the rule behind each kind of conclusion stands; votes come from links."""


@dataclass(frozen=True)
class ToRules:
    """The rules that a difference is put down to.

    Attributes:
        rules: The rules.
        one_of: Whether it is one or more of them, and which was not tried.
    """

    rules: tuple[RuleKey, ...]
    one_of: bool = False


def attributed_to_rules(old: Body, new: Body, case: Case, keys: Sequence[Key]) -> dict[Key, ToRules]:
    """Return for each difference between two bodies of rules the changed rules that bring it about.

    Args:
        old: The earlier rules.
        new: The later rules.
        case: The case, the same for both.
        keys: What differs.

    Raises:
        AssertionError: No changed rule lies beneath a difference, which is a fault of ours.
    """
    if not keys:
        return {}
    trials = RuleTrials(old, new, case)
    beneath = [_RuleGrounds(body) for body in (old, new)]
    found = {}
    for key in keys:
        below = beneath[0].rules(key) | beneath[1].rules(key)
        possible = [one for one in trials.changed if one in below]
        if not possible:
            raise AssertionError(f"no changed rule explains {' '.join(key)}")
        found[key] = _narrowed(key, possible, trials)
    return found


def _narrowed(key: Key, possible: list[RuleKey], trials: "RuleTrials") -> ToRules:
    """Return which of some changed rules bring a difference about, as far as trials go."""
    if len(possible) == 1:
        return ToRules(tuple(possible))
    if len(possible) <= MOST_TOGETHER:
        try:
            few = smallest_sets({key: possible}, trials.brings)[key]
        except EnoughTried:
            few = None
        if few is not None:
            return ToRules(few)
    return ToRules(tuple(possible), one_of=True)


class EnoughTried(Exception):
    """No more mixed bodies of rules are tried."""


class RuleTrials:
    """Two bodies of rules, and mixtures of them, run on one case.

    Attributes:
        changed: The rules that differ.
    """

    def __init__(self, old: Body, new: Body, case: Case, most: int = MOST_TRIALS) -> None:
        """Prepare to try changed rules on a case."""
        self._old, self._new, self._case, self._most = old, new, case, most
        self.changed = list(changed_rules(old.knowledge, new.knowledge))
        if REST not in self.changed and old.questionnaire != new.questionnaire:
            self.changed.append(REST)
        self._told: dict[frozenset[RuleKey], Told | None] = {}
        self._target = told(new.assess(case))

    def brings(self, requests: Sequence[tuple[Key, frozenset[RuleKey]]]) -> list[bool]:
        """Return of each set of changed rules whether it alone makes a thing what the new rules make it.

        Raises:
            EnoughTried: As many mixtures were tried as may be.
        """
        tried = ((key, self.told_with(rules)) for key, rules in requests)
        return [said is not None and said.get(key) == self._target.get(key) for key, said in tried]

    def told_with(self, rules: frozenset[RuleKey]) -> Told | None:
        """Return what follows with some new rules in the old ones; none where they do not fit together."""
        if rules not in self._told:
            if len(self._told) >= self._most:
                raise EnoughTried
            self._told[rules] = self._run(rules)
        return self._told[rules]

    def _run(self, rules: frozenset[RuleKey]) -> Told | None:
        if len(rules) == len(self.changed):
            return self._target
        knowledge = mixed(self._old.knowledge, self._new.knowledge, rules)
        if not holds_together(knowledge):
            return None
        columns = Columns(compile_program(knowledge))
        answers = fitting(self._case.answers, knowledge.vocabulary)
        given = {Subject(ANSWERED, fact): value for fact, value in answers.items()}
        found = columns.evaluate(columns.table([answers])).case(0)
        case = self._case.model_copy(update={"answers": answers})
        asks = (self._new if REST in rules else self._old).questionnaire
        return told(assess(case, Inference(columns.program, {**given, **found}, ()), knowledge, asks))


class _RuleGrounds:
    """The rules that lie beneath what can differ, in one body of rules."""

    def __init__(self, body: Body) -> None:
        self._grounds = body.grounds
        self._by_id = body.knowledge.advice.by_id
        pairs = pairs_of(body.knowledge)
        self._links = {subject: [("links", row.id) for row in pair.rows] for subject, pair in pairs.items()}

    def rules(self, key: Key) -> set[RuleKey]:
        """Return the rules, and always the rest, which lies beneath everything."""
        kind, name = key
        found: set[RuleKey] = {REST}
        for subject in self._grounds.beneath(key):
            found.update(self._behind(subject))
        if kind in ("recommendation", "strength"):
            found.add(("recommendations", name))
        if kind == "question":
            found.add(("facts", name))
        return found

    def _behind(self, subject: Subject) -> Iterator[RuleKey]:
        if subject.kind == VOTE:
            yield from self._links.get(subject, [("mechanism_links", subject.id)])
        elif subject.kind in LIST_OF:
            yield LIST_OF[subject.kind], subject.id
        # A statement that follows another is decided by that one’s lines.
        statement = self._by_id.get(subject.id) if subject.kind == Kind.VERDICT.value else None
        while statement is not None and statement.follows:
            yield "statements", statement.follows
            statement = self._by_id.get(statement.follows)
