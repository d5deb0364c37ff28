"""The knowledge base as a whole: everything that rules, reasons and texts are made from."""

from functools import cached_property

from pydantic import Field

from advisor.model.advice import Advice
from advisor.model.base import Model
from advisor.model.evidence import CollaborationType, Context, Mechanism, Source, Study, Web
from advisor.model.vocabulary import Vocabulary

TABLE_IDS = (
    "L1 L2 L3 L4 L5 T1 T2 T3 T4 T5 T6 T7 R1 F1 F2 F3 F4 F5 F6 F7 F8 M1 M2 M3 C1 C2 K1 K2 K3 P1 P2 P3 U1 U2 U3"
).split()
"""Ids of the 35 statements of S1’s action table, in its order: a fixed contract."""


class Thresholds(Model):
    """Numbers of our own on which results turn."""

    clear_majority: int = Field(description="High or low where influences stand at this many to one or more.")
    least_known: int = Field(description="Unknown where fewer than one in this many sources are known.")
    priorities: int = Field(description="How many recommendations carry a priority on page one.")


class Settings(Model):
    """The head of the knowledge base."""

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
