"""Each difference attributed to the changed answers that bring it about."""

from collections.abc import Iterable, Mapping, Sequence

from advisor.explanation.changes.body import Body
from advisor.explanation.changes.differences import Key
from advisor.explanation.changes.smallest import MOST_PAIRED, smallest_sets
from advisor.explanation.changes.trials import SLOW, AnswerTrials
from advisor.explanation.variants import Change
from advisor.model.condition import Value

FEW_PAIRED = 8
"""As many changes are tried two by two where each trial is slow."""


def attributed_to_answers(
    old: Mapping[str, Value], changes: Sequence[Change], keys: Sequence[Key], body: Body
) -> dict[Key, tuple[str, ...]]:
    """Return for each difference the changed facts that bring it about, none of which can be left out.

    Args:
        old: The old answers.
        changes: All changes that lead to the new ones.
        keys: What differs between the two.
        body: The rules.

    Raises:
        AssertionError: All changes together do not bring a difference about, which is a fault of ours.
    """
    if len(changes) == 1:
        # Two cases that are alike but for one answer differ by that answer.
        return dict.fromkeys(keys, (changes[0][0],))
    trials = AnswerTrials(body.variants.of(old), changes, keys, body)
    changed = [fact for fact, _ in changes]
    resting = {key: body.grounds.facts(key) for key in keys}
    found = smallest_sets(
        {key: [fact for fact in changed if fact in resting[key]] for key in keys},
        trials.brings,
        likely={key: key[1] for key in keys if key[0] == "question" and key[1] in changed},
        paired=lambda key: FEW_PAIRED if key[0] in SLOW else MOST_PAIRED,
    )
    unexplained = [key for key, few in found.items() if few is None]
    if unexplained:
        raise AssertionError(f"the changed answers do not explain {_named(unexplained)}")
    return {key: few for key, few in found.items() if few is not None}


def _named(keys: Iterable[Key]) -> str:
    return ", ".join(" ".join(key).strip() for key in keys)


def changes_between(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """Return the facts whose answers differ between two cases, those of the new one first."""
    return [fact for fact in dict.fromkeys((*new, *old)) if old.get(fact) != new.get(fact)]
