"""Which single change would help most collaborations: every change tried in every case, over columns.

A change helps a collaboration where it alone improves trust, faith or confidence by the stated order of
levers and worsens none of the three: a better level counts first, then fewer harms that the papers call
critical, then fewer influences against, then more in favour. As with the levers of one case,
only what can be changed at least in part is tried, and only where the answer is known and would be asked.
Never tried are an answer that asks the mechanism outright, a value that by itself does harm or calls for
advice, and a change that sets answers against one another. The kind of collaboration is no lever either.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from advisor.advice.order import RANK
from advisor.engine.beneath import beneath, named
from advisor.engine.columns.codes import UNKNOWN_CODE, Column, Mask
from advisor.engine.columns.evaluator import Conclusions
from advisor.engine.columns.table import Table
from advisor.engine.compile import CONTRADICTION
from advisor.engine.program import ANSWERED, Levelled
from advisor.engine.votes import OPPOSITE, pairs_of
from advisor.explanation.levers.search import MANY, against, counted
from advisor.explanation.variants import Variants
from advisor.model.condition import Condition, Subject, Value
from advisor.model.knowledge import KnowledgeBase
from advisor.portfolio.alike import CARRYING
from advisor.portfolio.block import Block, Counts, many
from advisor.portfolio.standing import level_of, verdict_of

ALONE: tuple[dict[str, Value | None], ...] = ({}, {"stage": "first_delivery"})
"""Where a value is looked at by itself."""
GATED: tuple[dict[str, Value | None], ...] = (
    {"stage": "first_delivery", "leadership_stability": "several_changes"},
    {"stage": "first_delivery", "power": "uneven_careful"},
)
"""Where it is looked at if it tells nothing there: such questions are asked only after another answer."""


@dataclass(frozen=True)
class Lever:
    """One fact, the values it may change to, and what must be worked out anew when it changes.

    Attributes:
        values: Those that are good in themselves: none of them alone does harm or calls for advice.
        speaks: Those of them that alone speak in favour.
        targets: Mechanisms on which it counts.
        again: Conclusions that rest on it.
        given: What these read besides.
    """

    fact: str
    values: tuple[Value, ...]
    speaks: frozenset[Value]
    targets: tuple[str, ...]
    again: tuple[Subject, ...]
    given: tuple[Subject, ...]


class Actions:
    """Tries every single change."""

    conditions: Sequence[Condition] = ()

    def __init__(self, variants: Variants) -> None:
        """Prepare the changes of a program."""
        self._columns = variants.columns
        self._program = variants.columns.program
        self._knowledge: KnowledgeBase = self._program.knowledge
        self._steps = {one: cast("Levelled", self._program.by_subject[level_of(one)]) for one in CARRYING}
        self._contradictions = [one for one in self._program.by_subject if one.kind == CONTRADICTION]
        ends = [level_of(one) for one in CARRYING]
        _, found = beneath([*ends, *self._contradictions], self._program)
        self._all = tuple(found)
        self._moving = {one: {leaf.id for leaf in beneath([one], self._program)[0]} for one in found}
        self._pairs = pairs_of(self._knowledge)
        self.levers = tuple(self._levers(variants))

    @property
    def subjects(self) -> Sequence[Subject]:
        """All that the three levels and the contradictions rest on."""
        return self._all

    def _levers(self, variants: Variants) -> Iterator[Lever]:
        outright = {one: self._outright(one) for one in CARRYING}
        for fact in self._knowledge.vocabulary.facts:
            name = fact.fact
            targets = tuple(
                one for one in CARRYING if name not in outright[one] and name in self._moving[level_of(one)]
            )
            if fact.changeable == "no" or fact.lever == "no" or not targets:
                continue
            again = tuple(one for one in self._all if name in self._moving[one])
            reads = {read for one in again for read in named(self._program.by_subject[one])}
            given = tuple(one for one in sorted(reads) if one not in again and one != Subject(ANSWERED, name))
            worth = [one for one in variants.worth_trying[name] if fact.aims_at(one, None)]
            values, speaks = self._good(name, worth)
            yield Lever(name, values, speaks, targets, again, given)

    def _good(self, fact: str, values: Sequence[Value]) -> tuple[tuple[Value, ...], frozenset[Value]]:
        """Return the values that are good in themselves, and those that speak in favour.

        One is not good that by itself brings an influence which does harm or pulls both ways, or a statement
        that calls for something.
        """
        bad, good = set[Value](), set[Value]()
        for base in (*ALONE, *GATED):
            if base in GATED and (bad or good):
                break
            cases = [base, *({**base, fact: value} for value in values)]
            verdicts = [verdict_of(each.id) for each in self._knowledge.advice.statements]
            found = self._columns.evaluate(self._columns.table(cases), [*self._pairs, *verdicts])
            for subject in found.columns:
                before, *after = found.values(subject)
                for value, now in zip(values, after, strict=True):
                    if now == before or now is None:
                        continue
                    if subject in self._pairs:
                        (good if now == self._favour(subject) else bad).add(value)
                    elif now == "keep":
                        good.add(value)
                    elif now in RANK:
                        bad.add(value)
        return tuple(one for one in values if one not in bad), frozenset(good)

    def _favour(self, vote: Subject) -> str:
        """Return the sign with which a vote speaks in favour."""
        mechanism = self._knowledge.mechanism[self._pairs[vote].mechanism]
        return "+" if mechanism.high_is == "good" else "-"

    def _outright(self, target: str) -> set[str]:
        """Return the facts that set the level of a mechanism, or of one that feeds it, outright."""
        feeding = {target}
        links = [link for link in self._knowledge.web.mechanism_links if not link.cut]
        while more := {link.from_ for link in links if link.to in feeding} - feeding:
            feeding |= more
        return {each.set_by.fact for each in self._knowledge.mechanisms if each.set_by and each.id in feeding}

    def count(self, block: Block) -> Counts:
        """Return where each change applies and where it helps."""
        found: Counts = Counter()
        present = {one: self._keys(one, block.found) for one in CARRYING}
        for lever in self.levers:
            self._try(lever, block, present, found)
        return found

    def _try(
        self, lever: Lever, block: Block, present: dict[str, npt.NDArray[np.int64]], found: Counts
    ) -> None:
        codes = self._columns.codebook[Subject(ANSWERED, lever.fact)]
        column = block.answer(lever.fact)
        may = block.known(lever.fact) & block.asked.get(lever.fact, np.zeros(block.length, np.bool_))
        for value in lever.values:
            rows = np.flatnonzero(may & (column != codes.encode(value)))
            found["applies", lever.fact, value] += len(rows)
            if not len(rows):
                continue
            after = self._after(lever, codes.encode(value), rows, block)
            helped = np.zeros(len(rows), np.bool_)
            worse = self._contradicted(lever, after, rows, block)
            better = {}
            for target in CARRYING:
                was = present[target][rows]
                now = self._keys(target, after)
                worse |= (now < was) | (against(now) > against(was))
                better[target] = (now > was) if target in lever.targets else np.zeros(len(rows), np.bool_)
                helped |= better[target]
            helped &= ~worse
            found["helps", lever.fact, value] += many(helped)
            for target in CARRYING:
                found["helps", lever.fact, value, target] += many(helped & better[target])
            self._turned(lever, value, after, block, rows[helped], np.flatnonzero(helped), found)

    def _after(self, lever: Lever, code: int, rows: npt.NDArray[np.intp], block: Block) -> Conclusions:
        """Return what follows in some cases with one answer changed; only what rests on it is worked out."""
        columns: dict[Subject, Column] = {}
        for subject in lever.given:
            source = block.table.columns if subject.kind == ANSWERED else block.found.columns
            if subject in source:
                columns[subject] = source[subject][rows]
        changed = Subject(ANSWERED, lever.fact)
        columns[changed] = np.full(len(rows), code, self._columns.codebook[changed].dtype)
        found = self._columns.evaluate(Table(len(rows), columns), lever.again)
        rest = [one for one in self._needed() if one not in found.columns]
        same = {one: block.found[one][rows] for one in rest}
        return Conclusions(len(rows), {**found.columns, **same}, self._columns.codebook)

    def _needed(self) -> Iterator[Subject]:
        for step in self._steps.values():
            yield step.subject
            yield from (source.vote for source in step.sources)

    def _contradicted(
        self, lever: Lever, after: Conclusions, rows: npt.NDArray[np.intp], block: Block
    ) -> Mask:
        found = np.zeros(len(rows), np.bool_)
        for one in self._contradictions:
            if one in after.columns and one in lever.again:
                found |= (after[one] != UNKNOWN_CODE) & (block.found[one][rows] == UNKNOWN_CODE)
        return found

    def _turned(  # noqa: PLR0913, PLR0917 - the variant, and where it stands among the cases
        self,
        lever: Lever,
        value: Value,
        after: Conclusions,
        block: Block,
        rows: npt.NDArray[np.intp],
        places: npt.NDArray[np.intp],
        found: Counts,
    ) -> None:
        """Count the influences of circumstances that turn for the better in the cases it helps."""
        for vote in lever.again:
            pair = self._pairs.get(vote)
            if pair is None:
                continue
            good = self._favour(vote)
            bad = OPPOSITE[good]
            before, now = block.found[vote][rows], after[vote][places]
            by_value = self._columns.codebook[vote].by_value
            turned = (now != before) & (
                (now == by_value.get(good, UNKNOWN_CODE)) | (before == by_value.get(bad, UNKNOWN_CODE))
            )
            number = many(turned)
            if number:
                found["turns", lever.fact, value, pair.rows[0].id] += number

    def _keys(self, target: str, found: Conclusions) -> npt.NDArray[np.int64]:
        """Return outcomes of a mechanism as numbers that sort as the order of levers has it."""
        step = self._steps[target]
        votes = [source.vote for source in step.sources]
        critical = [source.vote for source in step.sources if source.critical]
        codes = found.codebook[step.subject]
        keys = np.zeros(found.length, np.int64)
        keys[found[step.subject] == codes.encode("mixed")] = 1
        keys[found[step.subject] == codes.encode("high")] = 2
        for subjects, sign, better in ((critical, "-", False), (votes, "-", False), (votes, "+", True)):
            count = counted(subjects, sign, found)
            keys = keys * MANY + (count if better else MANY - 1 - count)
        return keys
