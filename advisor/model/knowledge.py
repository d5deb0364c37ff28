"""The knowledge base as a whole: everything that rules, reasons and texts are made from."""

from functools import cached_property

from pydantic import Field

from advisor.model.advice import Advice
from advisor.model.base import Model
from advisor.model.evidence import CollaborationType, Context, Mechanism, Source, Study, Web
from advisor.model.pack import CORE, Pack
from advisor.model.vocabulary import Vocabulary

TABLE_CLUSTERS = {"L": 5, "T": 7, "R": 1, "F": 8, "M": 3, "C": 2, "K": 3, "P": 3, "U": 3}
TABLE_IDS = tuple(
    f"{letter}{place}" for letter, many in TABLE_CLUSTERS.items() for place in range(1, many + 1)
)
"""Ids of the 35 statements of S1’s action table, in its order: a fixed contract."""


class Thresholds(Model):
    """Numbers of our own on which results turn."""

    clear_majority: int = Field(description="High or low where influences stand at this many to one or more.")
    least_known: int = Field(description="Unknown where fewer than one in this many sources are known.")
    least_carried: int = Field(
        description="Unknown where only levels of other mechanisms are known, and fewer than this many."
    )
    priorities: int = Field(description="How many recommendations carry a priority on page one.")


class Settings(Model):
    """The head of the knowledge base."""

    id: str = Field(default=CORE, description="Id of this pack: core.")
    date: str = Field(description="Date of the content, year-month-day.")
    title: str = Field(description="Title of the knowledge base.")
    settings: Thresholds = Field(description="Numbers of our own.")


class Phrase(Model):
    """A short phrase that the advice fills in."""

    id: str = Field(description="Id.")
    says: str = Field(description="The phrase, with {names} where the program fills in.")


class KnowledgeBase(Model):
    """Everything known, of one version."""

    date: str = Field(description="Date of the content, year-month-day.")
    title: str = Field(description="Title of the knowledge base.")
    settings: Thresholds = Field(description="Numbers of our own.")
    hash: str = Field(description="Hash of the content, first twelve characters.")
    vocabulary: Vocabulary = Field(description="Facts.")
    sources: tuple[Source, ...] = Field(description="Register of sources.")
    studies: tuple[Study, ...] = Field(description="Case studies of S2.")
    types: tuple[CollaborationType, ...] = Field(description="Types of collaboration.")
    mechanisms: tuple[Mechanism, ...] = Field(description="Mechanisms.")
    contexts: tuple[Context, ...] = Field(description="Contexts.")
    web: Web = Field(description="The causal web.")
    advice: Advice = Field(description="Statements and recommendations.")
    phrases: tuple[Phrase, ...] = Field(description="Phrases that the advice fills in.")
    packs: tuple[Pack, ...] = Field(default=(), description="Packs in use beside the core pack.")

    @cached_property
    def mechanism(self) -> dict[str, Mechanism]:
        """Mechanisms by id."""
        return {each.id: each for each in self.mechanisms}

    @cached_property
    def context(self) -> dict[str, Context]:
        """Contexts by id."""
        return {each.id: each for each in self.contexts}

    @cached_property
    def source(self) -> dict[str, Source]:
        """Sources by id."""
        return {each.id: each for each in self.sources}

    def phrase(self, name: str, /, **parts: object) -> str:
        """Return a phrase with its parts filled in."""
        return self._phrases[name].format(**parts)

    @cached_property
    def _phrases(self) -> dict[str, str]:
        return {each.id: each.says for each in self.phrases}

    @cached_property
    def type_named(self) -> dict[str, CollaborationType]:
        """Types by value of the fact ioc_type."""
        return {each.type: each for each in self.types}

    def pack_of(self, kind: str, name: str) -> str | None:
        """Return the title of the pack that an item comes from; none for the core pack.

        Args:
            kind: List that the item stands in, such as ``statements``.
            name: Id of the item.
        """
        return self._pack_titles.get((kind, name))

    @cached_property
    def _pack_titles(self) -> dict[tuple[str, str], str]:
        return {
            (kind, name): pack.head.title
            for pack in self.packs
            for kind, names in pack.brings.items()
            for name in names
        }
