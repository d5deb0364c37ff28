"""A sound order of firing.

experta's own strategy looks for a cancelled activation only next to the place where its key would stand.
When several activations share a key it misses some, and a rule that needs the absence of a fact fires
although the fact was derived. This strategy searches the whole run of equal keys, and its order does not
depend on hashing.
"""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable
from operator import itemgetter

from advisor.engine.library import Activation, Agenda, Strategy

_NUMBER = itemgetter("__factid__")


def firing_key(activation: Activation) -> tuple[int, list[int], str]:
    """Return the place of an activation: salience, then newest facts, then name of the rule."""
    facts = sorted(map(_NUMBER, activation.facts), reverse=True)
    return (activation.rule.salience, facts, activation.rule.__name__)


class SoundStrategy(Strategy):  # type: ignore[misc]
    """Removes every cancelled activation, and orders by salience, facts and rule name."""

    def _update_agenda(
        self, agenda: Agenda, added: Collection[Activation], removed: Iterable[Activation]
    ) -> None:
        waiting = agenda.activations
        if not waiting and len(added) == 1:
            # One that is alone needs no place until another comes.
            waiting += added
            return
        for activation in waiting[:1]:
            activation.key = activation.key or firing_key(activation)
        for activation in removed if waiting else ():
            activation.key = activation.key or firing_key(activation)
            place = bisect_left(waiting, activation)
            while place < len(waiting) and waiting[place].key == activation.key:
                if waiting[place] == activation:
                    del waiting[place]
                else:
                    place += 1
        for activation in added:
            activation.key = firing_key(activation)
            insort(waiting, activation)
