"""A body of rules that can be run: on cases as a whole, and on their variants."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from advisor.advice.assess import assess
from advisor.content.rule_items import Item, Key
from advisor.engine.columns.codes import fact_codes
from advisor.engine.inference import Inferrer
from advisor.explanation.changes.grounds import Grounds
from advisor.explanation.variants import Variants
from advisor.model.case import Case
from advisor.model.condition import Value
from advisor.model.knowledge import KnowledgeBase
from advisor.model.questionnaire import Questionnaire
from advisor.model.result import Result
from advisor.model.vocabulary import Vocabulary


@dataclass(frozen=True)
class Body:
    """Rules, with the questionnaire that goes with them.

    Attributes:
        knowledge: The rules.
        questionnaire: The full questionnaire.
        inferrer: Runs cases.
        items: Each rule as it is written, where what changed is to be told.
        compiled: Gives the rules over columns, where they are compiled already.
    """

    knowledge: KnowledgeBase
    questionnaire: Questionnaire
    inferrer: Inferrer
    items: Mapping[Key, Item] = field(default_factory=dict)
    compiled: Callable[[], Variants] | None = None

    def assess(self, case: Case) -> Result:
        """Return what follows for a case."""
        # Comparing asks for the same few cases again and again.
        key = case.model_dump_json()
        found = self._results.get(key)
        if found is None:
            inference = self.inferrer.infer(case.answers)
            found = self._results[key] = assess(case, inference, self.knowledge, self.questionnaire)
        return found

    def forget(self) -> None:
        """Let go of all results: they are kept for one comparison, and are as private as the answers."""
        self._results.clear()

    @cached_property
    def _results(self) -> dict[str, Result]:
        return {}

    @cached_property
    def variants(self) -> Variants:
        """The rules over columns."""
        return self.compiled() if self.compiled else Variants(self.inferrer.program)

    @cached_property
    def grounds(self) -> Grounds:
        """What each thing that can differ rests on."""
        return Grounds(self.inferrer.program, self.questionnaire)

    @property
    def version(self) -> tuple[str, ...]:
        """What tells these rules from others: the hashes of all packs."""
        return (self.knowledge.hash, *sorted(pack.hash for pack in self.knowledge.packs))

    def title(self, kind: str, name: str) -> str | None:
        """Return the name that readers know a verdict or a level by; none where it is not here."""
        if kind == "verdict":
            found = self.knowledge.advice.by_id.get(name)
            return None if found is None else found.title
        mechanism = self.knowledge.mechanism.get(name)
        return None if mechanism is None else mechanism.name


def fitting(answers: Mapping[str, Value], vocabulary: Vocabulary) -> dict[str, Value]:
    """Return the answers that a vocabulary knows; others are left out, and so unknown."""
    return {fact: value for fact, value in answers.items() if _fits(fact, value, vocabulary)}


def _fits(fact: str, value: Value, vocabulary: Vocabulary) -> bool:
    definition = vocabulary.by_name.get(fact)
    if definition is None:
        return False
    try:
        fact_codes(definition).encode(value)
    except ValueError:
        return False
    return True
