"""Reads changes to answers as somebody types them on a command line: ``fact=value``."""

from collections.abc import Sequence

from advisor.content.answer_values import AnswerError, read_answer, short
from advisor.content.nearest import nearest
from advisor.errors import CommandError
from advisor.model.condition import Value
from advisor.model.vocabulary import FactDefinition, Vocabulary


def read_changes(written: Sequence[str], vocabulary: Vocabulary) -> dict[str, Value | None]:
    """Return the facts that are to change with their new values; none: unknown.

    Args:
        written: Each as “fact=value”; several ticks as “fact=one,two”.
        vocabulary: All facts.

    Raises:
        CommandError: One of them names no fact or no value, or two of them contradict each other.
    """
    found: dict[str, Value | None] = {}
    for one in written:
        fact, value = _read(one, vocabulary)
        if fact in found and found[fact] != value:
            raise CommandError(f"“{fact}” is set twice, to different values. Keep one of the two.")
        found[fact] = value
    return found


def _read(one: str, vocabulary: Vocabulary) -> tuple[str, Value | None]:
    name, equals, value = one.partition("=")
    fact = name.strip()
    if not equals or not fact:
        example = "such as --set quick_wins=yes"
        raise CommandError(f"“{short(one)}” does not say what to set: write fact=value, {example}.")
    definition = vocabulary.by_name.get(fact)
    if definition is None:
        raise CommandError(_no_such_fact(fact, vocabulary))
    try:
        return fact, read_answer(definition, _split(value.strip(), definition))
    except AnswerError as error:
        raise CommandError(f"{error}.") from error


def _split(value: str, definition: FactDefinition) -> object:
    """Return what was typed, several ticks as a list."""
    if not value:
        raise AnswerError(f"{definition.fact} has no value – write one after “=”, or unknown")
    bare = value.removeprefix("[").removesuffix("]")
    if definition.kind == "any of" and ("," in value or bare != value):
        return [each.strip() for each in bare.split(",") if each.strip()]
    return value


def _no_such_fact(fact: str, vocabulary: Vocabulary) -> str:
    if fact in vocabulary.derived_by_name:
        means = vocabulary.derived_by_name[fact].meaning
        return f"“{fact}” is not an answer but follows from answers ({means.rstrip('.')}). Set those instead."
    by_name = {each.name: each.fact for each in vocabulary.facts}
    meant = nearest(fact, vocabulary.by_name)
    named = nearest(fact.replace("_", " "), by_name)
    meant = meant or (by_name[named] if named else None)
    if meant is None:
        return f"There is no fact “{short(fact)}”. “advisor questionnaire --format answers” lists them all."
    definition = vocabulary.by_name[meant]
    values = ", ".join(definition.by_value) or "a whole number"
    return (
        f"There is no fact “{short(fact)}”. Did you mean “{meant}” ({definition.name})? Its values: {values}."
    )
