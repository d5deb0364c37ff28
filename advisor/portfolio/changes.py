"""Which one change would help most collaborations, in numbers that may be published."""

from collections.abc import Sequence

from advisor.engine.beneath import named
from advisor.engine.columns.evaluator import Columns
from advisor.engine.program import ANSWERED, Counted
from advisor.model.condition import Subject, Value
from advisor.portfolio.actions import Lever
from advisor.portfolio.alike import CARRYING
from advisor.portfolio.counting import Tally
from advisor.portfolio.disclosure import (
    FEW,
    WITHHELD,
    published_alone,
    published_share,
    range_of,
    rounded,
    size,
)
from advisor.portfolio.model import Shown, SystemAction
from advisor.portfolio.standing import verdict_of

MOST_LINKS = 2


class PublishedActions:
    """Turns what was counted of changes into what may be published."""

    def __init__(self, tally: Tally, columns: Columns, levers: Sequence[Lever]) -> None:
        """Prepare for a tally.

        Args:
            tally: What was counted.
            columns: The evaluator, for the rules.
            levers: The changes that were tried.
        """
        self._counts = tally.counts
        self._turns = [(key, count) for key, count in tally.counts.items() if key[0] == "turns"]
        self._total = tally.length
        self._columns = columns
        self._knowledge = columns.program.knowledge
        self._levers = levers

    def published(self) -> tuple[SystemAction, ...]:
        """Return the changes that may be shown, those that help most first."""
        found = sorted(
            (one for one in map(self._action, self._levers) if one is not None),
            key=lambda one: -size(one.helps),
        )
        places: dict[Shown, int] = {}
        for place, one in enumerate(found, start=1):
            places.setdefault(one.helps, place)
        return tuple(one.model_copy(update={"place": places[one.helps]}) for one in found)

    def _action(self, lever: Lever) -> SystemAction | None:
        """Return the value of a fact that helps most; where several help as many, all of them."""
        exact = max((self._counts["helps", lever.fact, one] for one in lever.values), default=0)
        # Of values that help as many, those that speak for themselves.
        best = [one for one in lever.values if self._counts["helps", lever.fact, one] == exact]
        to = _smallest([one for one in best if one in lever.speaks] or best)
        if not exact:
            return None
        first, applies = to[0], self._counts["applies", lever.fact, to[0]]
        helped = self._counts["helps", lever.fact, first]
        helps = published_alone(helped, applies)
        if not size(helps) or not size(self._share(helped)):
            return None
        return SystemAction(
            place=0,
            fact=lever.fact,
            to=to,
            partly=self._knowledge.vocabulary.by_name[lever.fact].changeable == "partly",
            helps=helps,
            applies=self._share(applies),
            on=self._on(lever.fact, first, helps),
            statement=self._statement(lever.fact),
            links=self._links(lever.fact, first, helped),
        )

    def _on(self, fact: str, value: Value, helps: Shown) -> dict[str, Shown]:
        """Return on which of the three a change counts: each that it helps, it helps with one of them.

        What the numbers shown cannot hold of them, those too small to show do: then none is shown.
        """
        on = {one: rounded(self._counts["helps", fact, value, one]) for one in CARRYING}
        most = sum(range_of(one, self._total)[1] for one in on.values() if size(one))
        few = FEW in on.values() and range_of(helps, self._total)[0] > most
        return dict.fromkeys(on, WITHHELD) if few else on

    def _statement(self, fact: str) -> str | None:
        """Return the first statement with a recommendation that rests on an answer directly."""
        program = self._columns.program
        for each in self._knowledge.advice.statements:
            about = set(named(program.by_subject[verdict_of(each.id)]))
            counts = (program.by_subject.get(one) for one in about)
            counted = {one for step in counts if isinstance(step, Counted) for one in step.of}
            if Subject(ANSWERED, fact) in about or fact in counted:
                return each.id
        return None

    def _links(self, fact: str, value: Value, helped: int) -> tuple[str, ...]:
        turned = [
            (str(key[3]), count)
            for key, count in self._turns
            if key[1:3] == (fact, value) and 2 * count > helped
        ]
        order = {link.id: place for place, link in enumerate(self._knowledge.web.links)}
        turned.sort(key=lambda one: (-size(rounded(one[1])), order[one[0]]))
        return tuple(one for one, _ in turned[:MOST_LINKS])

    def _share(self, count: int) -> Shown:
        return published_share(count, self._total)


def _smallest(values: Sequence[Value]) -> tuple[Value, ...]:
    """Return values without those that tick more boxes than another and do no more."""
    ticks = [set(one) for one in values if isinstance(one, tuple)]
    return tuple(
        one for one in values if not (isinstance(one, tuple) and any(each < set(one) for each in ticks))
    )
