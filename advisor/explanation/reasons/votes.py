"""Votes on a mechanism as nodes of an explanation, and how they stand."""

from advisor.engine.inference import Inference
from advisor.engine.program import Levelled, Source
from advisor.engine.votes import OPPOSITE, pairs_of
from advisor.model.condition import Subject, Truth, truth
from advisor.model.explanations.why import Effect, Ground, Tally
from advisor.model.knowledge import KnowledgeBase


def standing(step: Levelled, inference: Inference, ballots: "Ballots") -> Tally:
    """Return how the votes on a mechanism stand, as its level counts them."""
    applying = [source for source in step.sources if _applies(source, inference)]
    votes = [inference.values.get(source.vote) for source in applying]
    harmed = any(one.critical and inference.values.get(one.vote) == "-" for one in applying)
    set_by = step.mechanism.set_by
    answered = set_by is not None and str(inference.value("fact", set_by.fact)) in set_by.levels
    unknown = inference.level(step.mechanism.id) == "unknown"
    decided = "harm" if harmed else "answer" if answered else "too_few" if unknown else "votes"
    return Tally.model_validate(
        {
            "up": votes.count("+"),
            "down": votes.count("-"),
            "both": votes.count("+/-"),
            "known": sum(one is not None for one in votes),
            "sources": len(applying),
            "decided_by": decided,
            "packs": tuple(
                dict.fromkeys(pack for one in applying if (pack := ballots.pack(one.vote)) is not None)
            ),
        }
    )


def _applies(source: Source, inference: Inference) -> bool:
    return source.applies is None or truth(source.applies, inference.values.get) is not Truth.FALSE


class Ballots:
    """Puts votes into nodes."""

    def __init__(self, inference: Inference, knowledge: KnowledgeBase) -> None:
        """Look up what votes there may be."""
        self.inference = inference
        self.knowledge = knowledge
        self._pairs = pairs_of(knowledge)
        self._between = {link.id: link for link in knowledge.web.mechanism_links}

    def counts(self, source: Source) -> bool:
        """Return whether a source casts a vote here."""
        return self.inference.values.get(source.vote) is not None and _applies(source, self.inference)

    def pack(self, vote: Subject) -> str | None:
        """Return the title of the pack that alone states a vote; none where the papers do."""
        pair = self._pairs.get(vote)
        if pair is None:
            return self.knowledge.pack_of("mechanism_links", vote.id)
        packs = [self.knowledge.pack_of("links", row.id) for row in pair.rows]
        return packs[0] if all(packs) else None

    def link(self, vote: Subject, under: tuple[Ground, ...]) -> Ground:
        """Return the node of a vote."""
        sign = str(self.inference.values.get(vote))
        pair = self._pairs.get(vote)
        if pair is None:
            between = self._between[vote.id]
            return Ground(
                kind="link",
                id=vote.id,
                links=(between.id,),
                value=sign,
                says=between.says,
                effect=self._effect(between.to, sign),
                turned=sign == OPPOSITE[between.sign],
                sources=between.source,
                pack=self.pack(vote),
                under=under,
            )
        rows = [row for row in pair.rows if row.applies_if is None or self.inference.holds(row.applies_if)]
        return Ground(
            kind="link",
            id=vote.id,
            links=tuple(row.id for row in rows),
            value=sign,
            says=rows[0].says,
            effect=self._effect(pair.mechanism, sign),
            critical=any(row.critical for row in rows),
            turned=sign == OPPOSITE.get(pair.sign or ""),
            sources=tuple(dict.fromkeys(one for row in rows for one in row.source)),
            pack=self.pack(vote),
            under=under,
        )

    def _effect(self, mechanism: str, sign: str) -> Effect:
        good = "+" if self.knowledge.mechanism[mechanism].high_is == "good" else "-"
        return "mixed" if sign == "+/-" else "helps" if sign == good else "harms"
