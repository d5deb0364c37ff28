"""Says in words when a question is asked, for questionnaires on paper and answers files."""

from advisor.model.condition import All, Any, Atom, Condition, Kind, Not, Operator, atoms
from advisor.model.questionnaire import Questionnaire
from advisor.model.vocabulary import Vocabulary


class ConditionWords:
    """Puts conditions into words.

    On paper each fact goes by the number of its question. In an answers file it goes by its own name and its
    values as they are typed, because a number cannot be typed there.
    """

    def __init__(
        self, questionnaire: Questionnaire, vocabulary: Vocabulary, *, as_typed: bool = False
    ) -> None:
        self.vocabulary = vocabulary
        self.as_typed = as_typed
        self.number = {fact: question.id for fact, question in questionnaire.question_of().items()}
        self.in_grids = {row.fact for question in questionnaire.questions for row in question.rows}

    def say(self, condition: Condition) -> str:
        """Return a condition as a clause that completes “Answer if …”."""
        return self._say(condition, negated=False, depth=0)

    def _say(self, condition: Condition, *, negated: bool, depth: int) -> str:
        match condition:
            case Atom():
                return self._atom(condition, negated=negated)
            case Not(part):
                return self._say(part, negated=not negated, depth=depth)
            case All(parts) | Any(parts):
                said = [self._say(part, negated=negated, depth=depth + 1) for part in parts]
                return _joined(said, all_of=isinstance(condition, All) != negated, depth=depth)

    def _atom(self, atom: Atom, *, negated: bool) -> str:
        clause = self._said_outright(atom)
        if clause is not None and not negated:
            return clause
        subject = self._subject(atom)
        no = " not" if negated else ""
        match atom.operator:
            case Operator.IS_KNOWN | Operator.IS_UNKNOWN:
                known = (atom.operator is Operator.IS_KNOWN) != negated
                return f"you {'know' if known else 'don’t know'} {subject}"
            case Operator.AT_LEAST:
                return f"{subject} is{no} {atom.number} or more"
            case Operator.AT_MOST:
                return f"{subject} is{no} {atom.number} or fewer"
            case Operator.INCLUDES:
                return f"{subject} {'does not include' if negated else 'includes'} {self._labels(atom)}"
            case _:
                return f"{subject} is{no} {self._labels(atom)}"

    def _said_outright(self, atom: Atom) -> str | None:
        """Return the clause that the vocabulary has for a derived fact, where it has one."""
        if atom.subject.kind != Kind.DERIVED.value or atom.operator is not Operator.IS:
            return None
        return self.vocabulary.derived_by_name[atom.subject.id].says.get(atom.values[0])

    def _subject(self, atom: Atom) -> str:
        """Return the number of the question; what it is about, where a number alone would not tell."""
        name = atom.subject.id
        if atom.subject.kind == Kind.DERIVED.value:
            behind = [fact for fact in self._facts_behind(name) if fact in self.number]
            numbers = sorted({fact if self.as_typed else self.number[fact] for fact in behind})
            meaning = self.vocabulary.derived_by_name[name].meaning.partition(";")[0].rstrip(".")
            return f"{meaning[:1].lower()}{meaning[1:]} ({' and '.join(numbers)})"
        if self.as_typed:
            return name
        if name in self.number and name not in self.in_grids:
            return self.number[name]
        words = self.vocabulary.by_name[name].name
        return f"{self.number[name]} ({words})" if name in self.number else words

    def _facts_behind(self, derived: str) -> list[str]:
        fact = self.vocabulary.derived_by_name[derived]
        if fact.count is not None:
            return list(fact.count.of)
        found: list[str] = []
        for case in fact.cases:
            for atom in atoms(case.when):
                if atom.subject.kind == Kind.DERIVED.value:
                    found += self._facts_behind(atom.subject.id)
                else:
                    found.append(atom.subject.id)
        return found

    def _labels(self, atom: Atom) -> str:
        labels = [value if self.as_typed else f"“{self._label(atom, value)}”" for value in atom.values]
        return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} or {labels[-1]}"

    def _label(self, atom: Atom, value: str) -> str:
        facts = [atom.subject.id]
        if atom.subject.kind == Kind.DERIVED.value:
            facts = self._facts_behind(atom.subject.id)
        for fact in facts:
            known = self.vocabulary.by_name[fact].by_value.get(value)
            if known is not None:
                return known.label
        return value.replace("_", " ")


def _joined(said: list[str], *, all_of: bool, depth: int) -> str:
    """Join clauses so that it stays plain what belongs together."""
    if depth > 1:
        return f"({(' and ' if all_of else ' or ').join(said)})"
    if all_of:
        return ", and ".join(said)
    return "; or ".join(said) if depth == 0 else f"either {', or '.join(said)}"
