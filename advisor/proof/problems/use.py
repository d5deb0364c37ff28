"""Finds facts that nobody asks for or no rule uses, and questions that change nothing."""

from collections.abc import Iterator

from advisor.model.condition import Kind, atoms
from advisor.model.knowledge import KnowledgeBase
from advisor.proof.problems.finding import Finding, found
from advisor.proof.problems.reading import Read
from advisor.proof.problems.rules import QUESTIONS, rules_of

READ_BY_THE_PROGRAM = {"phase", "driver", "integration_in_effect", "formality_fit", "before_planning"}
"""Derived facts that the report shows or that order the advice; see advisor/advice."""
STATED, SIDE = "stated_", "side_"


def check_use(read: Read) -> Iterator[Finding]:
    """Yield facts and questions without use, and facts without a question."""
    if not read.whole:
        return
    vocabulary = read.knowledge.vocabulary
    used = used_facts(read.knowledge)
    for name in (*vocabulary.by_name, *vocabulary.derived_by_name):
        if name not in used:
            kind = "facts" if name in vocabulary.by_name else "derived"
            yield found("unused-fact", read.place((kind, name)), fact=name)
    if not read.questionnaires:
        return
    asked = {fact for form in read.questionnaires.values() for each in form.questions for fact in each.sets}
    for name in vocabulary.by_name:
        if name not in asked:
            yield found("never-asked", read.place(("facts", name)), fact=name)
    questions = {each.id: each for form in read.questionnaires.values() for each in form.questions}
    for question in questions.values():
        if not used & set(question.sets):
            yield found("idle-question", read.place((QUESTIONS, question.id)), question=question.id)


def used_facts(knowledge: KnowledgeBase) -> set[str]:
    """Return the facts, answered or derived, that something said to readers may hang on."""
    sides = {each.id.removeprefix(SIDE) for each in knowledge.phrases if each.id.startswith(SIDE)}
    used = READ_BY_THE_PROGRAM | sides
    # What people say of trust or faith outright stands in the report beside what their answers suggest.
    used |= {f"{STATED}{each.id}" for each in knowledge.mechanisms}
    used |= {each.set_by.fact for each in knowledge.mechanisms if each.set_by}
    rests_on: dict[str, set[str]] = {}
    for rule in rules_of(knowledge):
        facts = {
            atom.subject.id
            for atom in atoms(rule.condition)
            if atom.subject.kind in (Kind.FACT.value, Kind.DERIVED.value)
        }
        if rule.key[0] == "derived":
            rests_on.setdefault(rule.key[1], set()).update(facts)
        else:
            used |= facts
    for derived in knowledge.vocabulary.derived:
        if derived.count:
            rests_on[derived.fact] = set(derived.count.of)
    waiting = list(used)
    while waiting:
        new = rests_on.get(waiting.pop(), set()) - used
        used |= new
        waiting += new
    return used
