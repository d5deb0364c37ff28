"""What may be advised: statements with their verdicts, recommendations, checks before starting."""

from functools import cached_property
from itertools import product
from typing import Literal

from pydantic import Field

from advisor.model.base import Model
from advisor.model.condition import Condition
from advisor.model.grammar import Written
from advisor.model.result import Side, Sign, SourceReference, Verdict

ORDERED_VERDICTS: tuple[Verdict, ...] = ("not_applicable", "balance", "act", "compensate", "keep")
Phase = Literal["before", "starting", "delivering", "any"]
Weight = Literal["direct", "limited", "hypothesis"]
StrengthKind = Literal["direct", "given", "absence", "none"]
By = Literal["30 days", "60 days", "90 days", "6 months", "before signing", "before go-live", "ongoing"]


class VerdictLines(Model):
    """When each verdict follows. Where none is true the verdict is find_out."""

    not_applicable: Written | None = Field(default=None, description="A gate: not for this kind or stage.")
    balance: Written | None = Field(default=None, description="The evidence pulls both ways.")
    act: Written | None = Field(default=None, description="Something changeable is missing or harmful.")
    compensate: Written | None = Field(default=None, description="A known risk that cannot be removed.")
    keep: Written | None = Field(default=None, description="Known to be in place.")

    def in_order(self) -> list[tuple[Verdict, Condition]]:
        """Return the lines that are there, in order of precedence."""
        lines = [(verdict, getattr(self, verdict)) for verdict in ORDERED_VERDICTS]
        return [(verdict, line) for verdict, line in lines if line is not None]


class Effect(Model):
    """A mechanism that a statement works through, and in which direction."""

    id: str = Field(description="Id of the mechanism.")
    sign: Sign = Field(description="Direction.")


class Silence(Model):
    """Answers on which the papers say nothing."""

    when: Written = Field(description="When it applies.")
    says: str = Field(description="What to tell the reader.")


class Kept(Model):
    """A strength in a phrase, for one situation."""

    when: Written = Field(description="Situation.")
    says: str = Field(description="The strength in a phrase.")


class Statement(Model):
    """An if/then/because statement of the papers, with the verdicts that follow from answers."""

    id: str = Field(description="Id, never re-used.")
    cluster: str = Field(description="Group in the paper’s table; “Further advice from the papers” for X….")
    position: int = Field(description="Place in the group, a number of its own.")
    title: str = Field(description="Short noun phrase.")
    if_: str = Field(alias="if", description="Condition in our words.")
    then: str = Field(description="Outcome in our words.")
    because: str = Field(description="Reason in our words.")
    kept: str = Field(description="The strength in a phrase, true wherever the verdict is keep.")
    kept_as: tuple[Kept, ...] = Field(
        default=(), description="The strength in one situation; the first that fits is used."
    )
    protect: str = Field(description="How to protect this strength, true wherever the verdict is keep.")
    strength: StrengthKind = Field(
        default="direct",
        description="direct: what partners do; given: a circumstance; absence: a trouble that is not there; "
        "none: never named as a strength.",
    )
    strength_when: Written | None = Field(
        default=None, description="Where a kept statement is named as a strength; none: everywhere."
    )
    polarity: Literal["do", "risk", "adjust"] = Field(
        description="do where it asks for something, risk where it warns, adjust where it sets a measure."
    )
    mechanisms: tuple[Effect, ...] = Field(
        description="Mechanisms that the source itself names, such as [{id: trust, sign: '+'}]."
    )
    links: tuple[str, ...] = Field(description="Ids of the links that carry it; [] where none does.")
    source: tuple[SourceReference, ...] = Field(
        description="Places in the papers, such as [{paper: S1, where: page 11}]."
    )
    ours: str | None = Field(default=None, description="What of the reading is ours.")
    verdicts: VerdictLines | None = Field(default=None, description="When each verdict follows.")
    follows: str | None = Field(default=None, description="Statement whose verdict this one shares.")
    silent: tuple[Silence, ...] = Field(default=(), description="Answers on which the papers are silent.")


class StepText(Model):
    """One practical step."""

    who: str = Field(description="Who acts.")
    do: str = Field(description="What they do, completing the sentence begun by who.")
    by: By = Field(description="By when.")


class Sides(Model):
    """Both sides of evidence that pulls both ways."""

    for_: Side = Field(alias="for", description="What speaks for it.")
    against: Side = Field(description="What speaks against it.")


class Variant(Model):
    """A wording of a recommendation for one situation."""

    verdict: Literal["act", "balance", "compensate"] = Field(description="Verdict it is for.")
    when: Written | None = Field(default=None, description="Situation; none: every other one.")
    title: str = Field(description="The recommendation, starting with a verb.")
    if_: str = Field(alias="if", description="This reader’s situation, completing “If …”.")
    then: str = Field(description="What to do, completing “then …”.")
    because: str | None = Field(default=None, description="Why, where it differs from the recommendation’s.")
    measure: str | None = Field(default=None, description="The measure, where it differs.")
    barrier: str | None = Field(default=None, description="The barrier, where it differs.")
    remedy: str | None = Field(default=None, description="What helps, where it differs.")
    discuss: tuple[str, ...] | None = Field(default=None, description="The questions, where they differ.")
    caution: str | None = Field(default=None, description="The limits, where they differ.")
    weight: Weight | None = Field(default=None, description="The weight, where it differs.")
    phase: Phase | None = Field(default=None, description="When it is best done, where it differs.")
    steps: tuple[StepText, ...] = Field(default=(), description="Two to four practical steps.")
    sides: Sides | None = Field(default=None, description="Both sides, for balance.")
    lean: str | None = Field(default=None, description="Our lean, labelled as ours.")


class KeepVariant(Model):
    """What is said of a strength in one situation."""

    when: Written = Field(description="Situation.")
    title: str = Field(description="The strength in a few words.")
    text: str | None = Field(default=None, description="How to protect it, where it differs.")


class KeepText(Model):
    """What is said where the advice is already followed."""

    title: str = Field(description="The strength in a few words.")
    text: str = Field(description="How to protect it.")
    variants: tuple[KeepVariant, ...] = Field(
        default=(), description="Words for one situation; the first that fits is used."
    )


class RecommendationText(Model):
    """A recommendation with its wordings; overlapping statements are merged into one."""

    id: str = Field(description="Id.")
    statements: tuple[str, ...] = Field(description="Statements merged into it.")
    phase: Phase = Field(description="When it is best done.")
    requires: tuple[str, ...] = Field(default=(), description="Recommendations to do first.")
    weight: Weight = Field(description="How far the papers carry it.")
    critical_when: Written | None = Field(default=None, description="When the papers call it critical.")
    pressing_when: Written | None = Field(
        default=None, description="When the answers tell of a serious degree of what it deals with; ours."
    )
    carries: bool = Field(
        default=False,
        description="Whether it sets what mainly carries the collaboration: trust or confidence.",
    )
    last: bool = Field(default=False, description="Whether it always comes last.")
    variants: tuple[Variant, ...] = Field(description="Wordings; the first that fits is used.")
    because: str = Field(description="Why it works, completing “because …”.")
    measure: str = Field(description="How one would know.")
    barrier: str = Field(description="A likely barrier.")
    remedy: str = Field(description="What helps against it.")
    discuss: tuple[str, ...] = Field(description="Questions for a meeting of the partners.")
    keep: KeepText = Field(description="What is said where it is in place.")
    find_out: str = Field(description="What hangs on the answer where it is unknown.")
    caution: str | None = Field(default=None, description="Limits and contrary evidence.")


class Together(Model):
    """Wordings that seem to contradict one another and may stand in one report, with how they fit."""

    id: str = Field(description="Id.")
    one: tuple[str, ...] = Field(min_length=1, description="Titles of wordings on the one side.")
    other: tuple[str, ...] = Field(min_length=1, description="Titles of wordings on the other side.")
    says: str = Field(description="How to do both, whichever of the two the reader comes upon later.")


class StartCondition(Model):
    """A condition for going ahead, for somebody still considering."""

    id: str = Field(description="Id.")
    title: str = Field(description="The condition in words.")
    met: Written = Field(description="When it is met.")
    not_met: Written = Field(description="When it is known not to be met.")
    says: str = Field(description="What it means where it is not met.")
    source: tuple[SourceReference, ...] = Field(description="Places in the papers.")


class Contradiction(Model):
    """Answers that can hardly be true together."""

    id: str = Field(description="Id.")
    when: Written = Field(description="The answers.")
    says: str = Field(description="What to ask the reader to check.")


class Advice(Model):
    """All statements and what is said on them."""

    statements: tuple[Statement, ...] = Field(description="Statements, those of the paper’s table first.")
    recommendations: tuple[RecommendationText, ...] = Field(description="Recommendations.")
    together: tuple[Together, ...] = Field(
        default=(), description="How wordings that seem to contradict one another fit together."
    )
    start_conditions: tuple[StartCondition, ...] = Field(description="Conditions for going ahead.")
    contradictions: tuple[Contradiction, ...] = Field(description="Answers that do not go together.")

    @cached_property
    def by_id(self) -> dict[str, Statement]:
        """Statements by id."""
        return {each.id: each for each in self.statements}

    @cached_property
    def recommendation_of(self) -> dict[str, RecommendationText]:
        """The recommendation that carries each statement."""
        return {one: each for each in self.recommendations for one in each.statements}

    @cached_property
    def together_with(self) -> dict[str, dict[str, Together]]:
        """How a wording fits with others, by its title and then by theirs."""
        found: dict[str, dict[str, Together]] = {}
        for each in self.together:
            for one, other in product(each.one, each.other):
                found.setdefault(one, {})[other] = found.setdefault(other, {})[one] = each
        return found
