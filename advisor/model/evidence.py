"""What the papers say: sources, studies, mechanisms, contexts and the links between them."""

from collections.abc import Callable
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from advisor.model.base import Model
from advisor.model.condition import Condition
from advisor.model.grammar import Written
from advisor.model.result import LevelName, Sign, SourceReference
from advisor.model.vocabulary import Changeable

Support = Literal["limited", "moderate", "significant"]


class Source(Model):
    """One paper in the register of sources."""

    id: str = Field(description="Id that references use, such as S1.")
    short: str = Field(description="Authors and year.")
    citation: str = Field(description="Full citation.")
    doi: str = Field(default="", description="Digital object identifier; none for own experience in a pack.")
    url: str = Field(default="", description="Link to it; none for own experience in a pack.")
    kind: str = Field(description="What kind of study it is; in a pack it may be “own experience”.")
    what: str = Field(description="What it holds that is used here.")
    licence: str | None = Field(default=None, description="Licence, where known.")


class Study(Model):
    """One of the case studies behind S2."""

    id: str = Field(description="Id of the study.")
    study: str = Field(description="Authors and year.")
    country: str = Field(description="Country or countries.")
    partnership_type: str = Field(description="Type of partnership as the paper names it.")
    sector: str = Field(description="Sector.")
    methods: str = Field(description="How it was studied.")
    family: str = Field(description="Family of partnership types it belongs to.")
    also: str | None = Field(default=None, description="Second family, where its type names two.")

    def family_in(self, families: tuple[str, ...]) -> str | None:
        """Return which of its families is among some, the main one first; none where neither is."""
        return next((one for one in (self.family, self.also) if one in families), None)


class CollaborationType(Model):
    """One type of collaboration that can be answered, and its place in the papers."""

    type: str = Field(description="Value of the fact ioc_type.")
    name: str = Field(description="Name for readers.")
    family: str | None = Field(description="Family in the papers; none where they have none.")
    named: Literal["yes", "no"] = Field(description="Whether the papers themselves study that kind.")
    integration: str | None = Field(
        description="How tightly it usually joins partners: ours, from the spectrum."
    )
    papers_say: str = Field(description="What the papers say of it, in our words.")
    study_families: tuple[str, ...] = Field(default=(), description="Families of studies that are nearest.")
    source: tuple[SourceReference, ...] = Field(default=(), description="Places in the papers.")


class SetBy(Model):
    """A question that asks a mechanism outright."""

    fact: str = Field(description="The fact.")
    levels: dict[str, LevelName] = Field(description="Level for each of its values.")


class Words(Model):
    """A circumstance as it stands in one way."""

    when: Written | None = Field(default=None, description="The answers it is true of; none: all.")
    says: str = Field(description="It in a short phrase.")


class Reading(Model):
    """What a level says in one situation."""

    when: Written = Field(description="Situation, such as the level of another mechanism.")
    says: str = Field(description="One or two plain sentences: what the level rests on there.")


class Mechanism(Model):
    """One thing that happens between partners, through which circumstances have their effect."""

    id: str = Field(description="Id.")
    name: str = Field(description="Name for readers.")
    plain: str = Field(description="The same in everyday words.")
    definition: str = Field(description="What it is.")
    kind: str = Field(description="Kind, as S2 classes it.")
    support: Support | None = Field(description="Support in the interviews of S1; none where not rated.")
    high_is: Literal["good", "bad"] = Field(description="Whether a high level is good news.")
    reads: dict[LevelName, str] = Field(description="One plain sentence for each level.")
    reads_when: dict[LevelName, tuple[Reading, ...]] = Field(
        default={}, description="What a level says instead in some situations; the first that fits is used."
    )
    set_by: SetBy | None = Field(default=None, description="The question that asks it outright.")
    sources: tuple[SourceReference, ...] = Field(description="Places in the papers.")

    def reading(self, level: LevelName, holds: Callable[[Condition], bool]) -> str | None:
        """Return what a level says in a case’s own situation; none where its usual sentence serves."""
        return next((each.says for each in self.reads_when.get(level, ()) if holds(each.when)), None)


def _phrases(written: object) -> object:
    """Return one phrase, which is true of every way, as a list like the others."""
    return [{"says": written}] if isinstance(written, str) else written


Phrases = Annotated[
    tuple[Words, ...], BeforeValidator(_phrases, json_schema_input_type=str | tuple[Words, ...])
]


class StateWords(Model):
    """A circumstance in words, for each state; those phrases are used whose ``when`` is true."""

    holds: Phrases = Field(default=(), description="Where it holds; none: its name.")
    absent: Phrases = Field(default=(), description="Where it is known not to hold.")
    partly: Phrases = Field(default=(), description="Where it is known to hold in part.")


class Context(Model):
    """One circumstance of a collaboration that acts on mechanisms."""

    id: str = Field(description="Id.")
    name: str = Field(description="Plain label.")
    words: StateWords = Field(default=StateWords(), description="It in words where it is at work.")
    changeable: Changeable = Field(description="Whether the partners can change it.")
    holds: Written = Field(description="When it is known to hold.")
    partly: Written | None = Field(default=None, description="When it is known to hold in part.")
    absent: Written | None = Field(default=None, description="When it is known not to hold.")
    one_sided: bool = Field(default=False, description="Whether its absence says nothing.")
    note: str | None = Field(default=None, description="What of this is ours.")


class Link(Model):
    """One context-mechanism-outcome configuration of the papers, in our encoding."""

    id: str = Field(description="Id of the row.")
    contexts: tuple[str, ...] = Field(description="Contexts that hold together.")
    mechanism: str = Field(description="Mechanism acted on.")
    sign: Sign = Field(description="Effect on the mechanism.")
    outcome: str = Field(description="Mechanism or outcome reached through it.")
    outcome_sign: Sign = Field(description="Net effect on the outcome.")
    phase: Literal["early", "middle", "any"] = Field(description="When the papers place it.")
    applies_if: Written | None = Field(default=None, description="Kind of collaboration it applies to.")
    critical: bool = Field(default=False, description="Whether the papers call it critical.")
    says: str = Field(description="The effect in one plain sentence.")
    source: tuple[SourceReference, ...] = Field(description="Places in the papers.")
    note: str | None = Field(default=None, description="How it was read.")


class MechanismLink(Model):
    """An effect of one mechanism on another."""

    from_: str = Field(alias="from", description="Source mechanism.")
    to: str = Field(description="Target mechanism.")
    sign: Literal["+", "-"] = Field(description="Direction of the effect.")
    says: str = Field(description="The effect in one plain sentence.")
    source: tuple[SourceReference, ...] = Field(description="Places in the papers.")
    cut: bool = Field(default=False, description="Whether inference cuts a feedback loop here.")
    applies_if: Written | None = Field(default=None, description="When it acts.")
    note: str | None = Field(default=None, description="How it was read.")

    @property
    def id(self) -> str:
        """Name of the link, “from→to”."""
        return f"{self.from_}→{self.to}"


class Loop(Model):
    """A feedback loop, cut in inference and shown to readers as a loop."""

    path: tuple[str, ...] = Field(description="Mechanisms in order, the first repeated at the end.")
    says: str = Field(description="The loop in plain words.")


class Web(Model):
    """The causal web: links from contexts, links between mechanisms, loops and worked chains."""

    links: tuple[Link, ...] = Field(description="Rows from contexts to mechanisms.")
    mechanism_links: tuple[MechanismLink, ...] = Field(description="Links between mechanisms.")
    loops: tuple[Loop, ...] = Field(description="Feedback loops.")
    chains: tuple[tuple[str, ...], ...] = Field(description="Worked chains of the papers, as examples.")

    @cached_property
    def by_id(self) -> dict[str, Link]:
        """Rows by id."""
        return {each.id: each for each in self.links}
