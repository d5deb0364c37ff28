"""Checks that everything in the knowledge base that names something else names something that is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from advisor.content.nearest import nearest
from advisor.model.advice import RecommendationText, Statement, VerdictLines
from advisor.model.condition import NOT_APPLICABLE, Atom, Condition, Kind, Operator, atoms
from advisor.model.knowledge import TABLE_IDS, KnowledgeBase
from advisor.model.result import SourceReference
from advisor.model.vocabulary import ALONE, MOST_TICKS, FactDefinition

Key = tuple[str, str]


@dataclass(frozen=True)
class Wrong:
    """One thing wrong with an item.

    Attributes:
        text: What is wrong and what to do.
        code: Kind of problem.
        word: What stands in the file at fault, a name or a whole condition; empty where something is missing.
        name: The name that is not there, where one is not.
        at: Where in the item it stands, where there is no word to look for.
    """

    text: str
    code: str
    word: str = ""
    name: str = ""
    at: tuple[str | int, ...] = ()


Fault = tuple[Key, Wrong]
LEVELS = ("low", "mixed", "high")
VERDICTS = ("act", "compensate", "balance", "keep", "find_out", "not_applicable")
NOUNS = {
    Kind.FACT.value: "fact",
    Kind.DERIVED.value: "derived fact",
    Kind.LEVEL.value: "mechanism",
    Kind.VERDICT.value: "statement",
    Kind.CONTEXT.value: "context",
}
STATES = ("present", "absent", "partly")
CODES = {"fact": "unknown-fact", "derived fact": "unknown-fact", "source": "unresolvable-source"}


def check_references(knowledge: KnowledgeBase) -> Iterator[Fault]:
    """Yield every fault, as the list and id of the item and what is wrong with it."""
    names = _Names(knowledge)
    yield from _vocabulary(knowledge, names)
    yield from _evidence(knowledge, names)
    yield from _statements(knowledge, names)
    yield from _recommendations(knowledge, names)
    yield from _together(knowledge)


class _Names:
    """What can be named, by kind."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        derived = knowledge.vocabulary.derived
        self.values: dict[str, dict[str, tuple[str, ...] | None]] = {
            Kind.FACT.value: {each.fact: tuple(each.by_value) or None for each in knowledge.vocabulary.facts},
            Kind.DERIVED.value: {
                each.fact: tuple(case.value for case in each.cases) or None for each in derived
            },
            Kind.LEVEL.value: {each.id: LEVELS for each in knowledge.mechanisms},
            Kind.VERDICT.value: {each.id: VERDICTS for each in knowledge.advice.statements},
            Kind.CONTEXT.value: {each.id: STATES for each in knowledge.contexts},
        }
        self.papers = set(knowledge.source)
        self.kinds = {each.fact: each.kind for each in knowledge.vocabulary.facts}

    def condition(self, condition: Condition) -> Iterator[Wrong]:
        """Yield what is wrong with a condition."""
        for atom in atoms(condition):
            yield from self.atom(atom)

    def atom(self, atom: Atom) -> Iterator[Wrong]:
        known = self.values[atom.subject.kind]
        if atom.subject.id not in known:
            yield unknown(NOUNS[atom.subject.kind], atom.subject.id, known, str(atom))
            return
        allowed = known[atom.subject.id]
        if atom.operator in (Operator.AT_LEAST, Operator.AT_MOST):
            if allowed is not None:
                yield _misused(atom, f"{atom.subject} is no number; use “is” or “is one of”")
        elif allowed is None:
            if any(value != NOT_APPLICABLE for value in atom.values):
                yield _misused(atom, f"{atom.subject} is a number; use “at least” or “at most”")
        else:
            extra = (NOT_APPLICABLE,) if atom.subject.kind == Kind.FACT.value else ()
            for value in atom.values:
                if value not in (*allowed, *extra):
                    yield unknown(f"value of {atom.subject}", value, allowed, str(atom))
        ticks = self.kinds.get(atom.subject.id) == "any of" and atom.subject.kind == Kind.FACT.value
        if ticks and atom.operator in (Operator.IS, Operator.IS_ONE_OF) and NOT_APPLICABLE not in atom.values:
            yield _misused(atom, "several answers can be ticked; use “includes”")
        if atom.operator is Operator.INCLUDES and not ticks and allowed is not None:
            yield _misused(atom, "only one answer can be given; use “is” or “is one of”")

    def sources(self, references: tuple[SourceReference, ...]) -> Iterator[Wrong]:
        """Yield what is wrong with references to papers."""
        if not references:
            yield Wrong("cites no source; add the paper and the place in it", "missing-citation")
        for reference in references:
            if reference.paper not in self.papers:
                yield unknown("source", reference.paper, self.papers)


def unknown_name(what: str, name: str, known: object) -> str:
    """Return the message for a name that is not there, with the nearest one that is."""
    names = sorted(str(one) for one in known)  # type: ignore[attr-defined]
    meant = nearest(name, names)
    hint = f"did you mean “{meant}”?" if meant else f"known: {', '.join(names[:12])}"
    return f"“{name}” is no {what}; {hint}"


def unknown(what: str, name: str, known: object, word: str = "") -> Wrong:
    """Return what is wrong with a name that is not there.

    Args:
        what: What it should be the name of.
        name: The name.
        known: The names that are there.
        word: What stands in the file, where it is more than the name.
    """
    code = CODES.get(what, "unknown-value" if what.startswith("value of ") else "unknown-id")
    return Wrong(unknown_name(what, name, known), code, word or name, name)


def _misused(atom: Atom, text: str) -> Wrong:
    return Wrong(f"“{atom}”: {text}", "wrong-comparison", str(atom))


def _named(key: Key, names: tuple[str, ...], known: object, what: str) -> Iterator[Fault]:
    for name in names:
        if name not in known:  # type: ignore[operator]
            yield key, unknown(what, name, known)


def _vocabulary(knowledge: KnowledgeBase, names: _Names) -> Iterator[Fault]:
    for fact in knowledge.vocabulary.facts:
        yield from ((("facts", fact.fact), wrong) for wrong in _fact(fact))
    for derived in knowledge.vocabulary.derived:
        key = ("derived", derived.fact)
        if derived.fact in knowledge.vocabulary.by_name:
            taken = f"{derived.fact} is already a base fact; choose another name"
            yield key, Wrong(taken, "duplicate-id", derived.fact)
        if bool(derived.cases) == (derived.count is not None):
            yield key, Wrong("needs either cases or a count", "missing-part")
        for case in derived.cases:
            yield from ((key, text) for text in names.condition(case.when))
        if derived.count:
            yield from _named(key, derived.count.of, knowledge.vocabulary.by_name, "fact")


def _fact(fact: FactDefinition) -> Iterator[Wrong]:
    ticks = [one for one in fact.by_value if one != ALONE]
    if fact.kind == "any of" and len(ticks) > MOST_TICKS:
        many = f"has {len(ticks)} values to tick; at most {MOST_TICKS} beside “{ALONE}” can be told apart:"
        yield Wrong(f"{many} split it into two facts", "too-many-values")
    idle = [one.value for one in fact.values if one.lever == "no"]
    if fact.lever == "no" and fact.changeable == "no":
        yield Wrong("is fixed, so it is no lever anyway; leave “lever” out", "needless-lever", "lever")
    elif idle and (fact.lever == "no" or fact.changeable == "no"):
        yield Wrong("is no lever as a whole; leave “lever” out of its values", "needless-lever", "lever")
    elif fact.values and len(idle) == len(fact.values):
        text = "leaves no value to aim at; write “lever: no” once, on the fact"
        yield Wrong(text, "needless-lever", "lever")


def _evidence(knowledge: KnowledgeBase, names: _Names) -> Iterator[Fault]:
    for mechanism in knowledge.mechanisms:
        key = ("mechanisms", mechanism.id)
        yield from ((key, text) for text in names.sources(mechanism.sources))
        if mechanism.set_by:
            fact = mechanism.set_by.fact
            yield from _named(key, (fact,), knowledge.vocabulary.by_name, "fact")
            values = names.values[Kind.FACT.value].get(fact) or ()
            yield from _named(key, tuple(mechanism.set_by.levels), values, f"value of {fact}")
        for readings in mechanism.reads_when.values():
            yield from ((key, text) for each in readings for text in names.condition(each.when))
    for context in knowledge.contexts:
        phrases = (*context.words.holds, *context.words.partly, *context.words.absent)
        conditions = (context.holds, context.partly, context.absent, *(each.when for each in phrases))
        for condition in conditions:
            if condition is not None:
                yield from ((("contexts", context.id), text) for text in names.condition(condition))
    families = {study.family for study in knowledge.studies}
    for kind in knowledge.types:
        yield from _named(("types", kind.type), kind.study_families, families, "family of studies")
    yield from _links(knowledge, names)
    yield from _ways(knowledge)


def _links(knowledge: KnowledgeBase, names: _Names) -> Iterator[Fault]:
    for link in knowledge.web.links:
        key = ("links", link.id)
        yield from _named(key, link.contexts, knowledge.context, "context")
        yield from _named(key, (link.mechanism, link.outcome), knowledge.mechanism, "mechanism")
        yield from ((key, text) for text in names.sources(link.source))
        if link.applies_if:
            yield from ((key, text) for text in names.condition(link.applies_if))
    for between in knowledge.web.mechanism_links:
        key = ("mechanism_links", between.id)
        yield from _named(key, (between.from_, between.to), knowledge.mechanism, "mechanism")
        yield from ((key, text) for text in names.sources(between.source))
        if between.applies_if:
            yield from ((key, text) for text in names.condition(between.applies_if))


def _ways(knowledge: KnowledgeBase) -> Iterator[Fault]:
    """Yield the faults of loops and chains, whose steps are mechanisms; a chain may begin at a context."""
    for loop in knowledge.web.loops:
        yield from _named(("loops", "→".join(loop.path)), loop.path, knowledge.mechanism, "mechanism")
    for chain in knowledge.web.chains:
        key = ("chains", "→".join(chain))
        yield from _named(
            key, chain[:1], {**knowledge.context, **knowledge.mechanism}, "context or mechanism"
        )
        yield from _named(key, chain[1:], knowledge.mechanism, "mechanism")


def _statements(knowledge: KnowledgeBase, names: _Names) -> Iterator[Fault]:
    for missing in sorted(set(TABLE_IDS) - set(knowledge.advice.by_id)):
        text = f"statement {missing} of the action table is missing"
        yield ("statements", missing), Wrong(text, "missing-part")
    for statement in knowledge.advice.statements:
        key = ("statements", statement.id)
        yield from _named(key, statement.links, knowledge.web.by_id, "link")
        yield from _named(
            key, tuple(each.id for each in statement.mechanisms), knowledge.mechanism, "mechanism"
        )
        yield from ((key, text) for text in names.sources(statement.source))
        if bool(statement.verdicts) == bool(statement.follows):
            yield key, Wrong("needs either verdicts or follows", "missing-part")
        if statement.follows:
            yield from _named(key, (statement.follows,), knowledge.advice.by_id, "statement")
            followed = knowledge.advice.by_id.get(statement.follows)
            if followed and followed.follows:
                text = f"follows {followed.id}, which follows {followed.follows}; name the last one"
                yield key, Wrong(text, "circle", at=("follows",))
        if statement.verdicts:
            for _, line in statement.verdicts.in_order():
                yield from ((key, text) for text in names.condition(line))
        for condition in _situations(statement):
            yield from ((key, text) for text in names.condition(condition))
        if statement.id not in knowledge.advice.recommendation_of:
            text = (
                f"no recommendation carries {statement.id} – it would follow, and nothing would tell the"
                f" reader – write a recommendation for it, or add {statement.id} to “statements” of one that"
                " fits"
            )
            yield key, Wrong(text, "missing-part")


def _situations(statement: Statement) -> Iterator[Condition]:
    """Yield the situations that a statement names beside its verdicts."""
    yield from (silence.when for silence in statement.silent)
    yield from (kept.when for kept in statement.kept_as)
    if statement.strength_when is not None:
        yield statement.strength_when


def _recommendations(knowledge: KnowledgeBase, names: _Names) -> Iterator[Fault]:
    known = {each.id for each in knowledge.advice.recommendations}
    carried: dict[str, str] = {}
    for text in knowledge.advice.recommendations:
        key = ("recommendations", text.id)
        yield from _named(key, text.statements, knowledge.advice.by_id, "statement")
        yield from _named(key, text.requires, known, "recommendation")
        for one in text.statements:
            if one in carried:
                taken = f"{one} is already carried by {carried[one]}; a statement has one recommendation"
                yield key, Wrong(taken, "duplicate-id", one)
            carried[one] = text.id
        worded = [each.when for each in text.variants] + [each.when for each in text.keep.variants]
        for condition in (text.critical_when, text.pressing_when, *worded):
            if condition is not None:
                yield from ((key, fault) for fault in names.condition(condition))
        yield from ((key, fault) for fault in _variants(knowledge, text))
    for start in knowledge.advice.start_conditions:
        key = ("conditions", start.id)
        for condition in (start.met, start.not_met):
            yield from ((key, fault) for fault in names.condition(condition))
        yield from ((key, fault) for fault in names.sources(start.source))
    for contradiction in knowledge.advice.contradictions:
        key = ("contradictions", contradiction.id)
        yield from ((key, fault) for fault in names.condition(contradiction.when))


def _together(knowledge: KnowledgeBase) -> Iterator[Fault]:
    """Yield titles that no wording has, and pairs of which two items speak."""
    titles = {each.title for text in knowledge.advice.recommendations for each in text.variants}
    told: dict[frozenset[str], str] = {}
    for each in knowledge.advice.together:
        key = ("together", each.id)
        for title in (*each.one, *each.other):
            if title not in titles:
                meant = nearest(title, titles)
                hint = f"did you mean “{meant}”?" if meant else "copy a title as it stands under “variants”"
                text = f"“{title}” is the title of no wording; {hint}"
                yield key, Wrong(text, "unknown-id", title, title)
        for one, other in product(each.one, each.other):
            first = told.setdefault(frozenset((one, other)), each.id)
            if first != each.id:
                text = f"“{one}” beside “{other}” stands in {first} already; say once how they fit"
                yield key, Wrong(text, "duplicate-id", one)


def _variants(knowledge: KnowledgeBase, text: RecommendationText) -> Iterator[Wrong]:
    """Yield what is wrong with wordings: those of each verdict end with one for every other situation."""
    for verdict in ("act", "balance", "compensate"):
        wordings = [each for each in text.variants if each.verdict == verdict]
        possible = any(getattr(_lines(knowledge, one), verdict, None) is not None for one in text.statements)
        if possible and all(each.when is not None for each in wordings):
            missing = f"the verdict {verdict} can occur, but no wording for it stands without “when”; add one"
            yield Wrong(missing, "missing-part")
        if any(each.when is None for each in wordings[:-1]):
            hidden = f"a wording for {verdict} without “when” hides those after it; put it last"
            yield Wrong(hidden, "covered-rule")
    if any(each.verdict == "balance" and each.sides is None for each in text.variants):
        yield Wrong("a wording for balance needs both sides", "missing-part")


def _lines(knowledge: KnowledgeBase, statement: str) -> VerdictLines | None:
    """Return the lines of a statement, or of the one that it follows; none where it is at fault."""
    found = knowledge.advice.by_id.get(statement)
    if found is not None and found.verdicts is None:
        found = knowledge.advice.by_id.get(found.follows or "")
    return found.verdicts if found else None
