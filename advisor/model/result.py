"""The result of an assessment: what other programs read as JSON and what every report is written from.

Names and shapes follow the contract ``advisor/result/1``: fields may be added, never renamed.
Sets of names that are keyed by id (statements, mechanisms) hold every id, always.
"""

from typing import Literal

from pydantic import Field

from advisor.model.base import Model
from advisor.model.causal_web import NamedOutcome, StrongestChain
from advisor.model.explanations.changes import Comparison

SCHEMA = "advisor/result/1"

Verdict = Literal["act", "compensate", "balance", "keep", "find_out", "not_applicable"]
LevelName = Literal["low", "mixed", "high", "unknown"]
Sign = Literal["+", "-", "+/-"]
Due = Literal["now", "overdue", "later"]
Tier = Literal["first", "next", "later"]
Answer = str | int | tuple[str, ...]


class SourceReference(Model):
    """A place in a paper."""

    paper: str = Field(description="Id of the paper in the register of sources, such as S1.")
    where: str = Field(description="Table or heading, and the position in it.")


class CaseSummary(Model):
    """Which collaboration this is, and how complete its answers are."""

    name: str = Field(description="Name of the collaboration.")
    organisation: str | None = Field(default=None, description="Organisation for which it was assessed.")
    respondent: str | None = Field(default=None, description="Who answered.")
    date: str | None = Field(default=None, description="Date of the answers, as given.")
    story: str | None = Field(default=None, description="Free-text notes of the answers file.")
    answered: int = Field(description="Facts with a known value.")
    unknown: int = Field(description="Facts asked or askable whose value is not known.")
    not_applicable: int = Field(description="Facts answered as “does not apply”.")
    notes: tuple[str, ...] = Field(
        default=(), description="Warnings on the answers: contradictions, and answers to questions not asked."
    )
    contradictions: tuple[str, ...] = Field(
        default=(), description="Those of the notes on answers that can hardly be true together."
    )
    completeness: str = Field(default="", description="One plain sentence on how complete the answers are.")


class KnowledgeBaseVersion(Model):
    """Which rules were used."""

    date: str = Field(description="Date of the knowledge base, year-month-day.")
    hash: str = Field(description="First twelve characters of the hash of its content.")


class PackVersion(Model):
    """A pack that was used: a named body of evidence, versioned apart."""

    id: str = Field(description="Id of the pack; core is the two papers.")
    title: str = Field(description="Title of the pack.")
    what: str = Field(description="What it holds and what it rests on.")
    behind: str = Field(description="Who stands behind it.")
    date: str = Field(description="Date of its content, year-month-day.")
    hash: str = Field(description="First twelve characters of the hash of its content.")
    sources: tuple[str, ...] = Field(default=(), description="Ids of the sources that it brings.")


class Versions(Model):
    """What made this result."""

    software: str = Field(description="Version of the software.")
    knowledge_base: KnowledgeBaseVersion = Field(description="Version of the rules and texts.")
    questionnaire: str = Field(description="Questionnaire and its version, or “not stated”.")
    packs: tuple[PackVersion, ...] = Field(
        default=(), description="Packs used beside the core pack, which is the knowledge base itself."
    )


class AnswerGiven(Model):
    """One known answer, in words."""

    fact: str = Field(description="Name of the fact.")
    value: Answer = Field(description="Value of the fact.")
    name: str = Field(description="Short name of the fact, for tables.")
    label: str = Field(description="The answer as the questionnaire words it.")
    says: str = Field(description="The answer as a clause that completes “You told us that …”.")
    section: str = Field(default="", description="Heading of the part of the questionnaire that asks it.")


class Reason(Model):
    """One known fact behind a conclusion."""

    fact: str = Field(description="Name of the fact.")
    value: Answer = Field(description="Its value; “unknown” where the absence of an answer was used.")
    says: str = Field(default="", description="The fact as a clause that completes “You told us that …”.")


class Influence(Model):
    """One vote on a mechanism: from a circumstance of the case, or from another mechanism."""

    link: str = Field(description="Id of the link, or “from→to” between mechanisms.")
    links: tuple[str, ...] = Field(default=(), description="All links that state this effect.")
    sign: Sign = Field(description="Direction of this vote on the mechanism.")
    from_: str = Field(alias="from", description="Id of the context or mechanism it comes from.")
    kind: Literal["context", "mechanism", "answer"] = Field(
        default="context", description="Where the vote comes from; answer: the question asks it outright."
    )
    facts: dict[str, Answer] = Field(default_factory=dict, description="Answers behind it.")
    says: str = Field(default="", description="The effect in one plain sentence.")
    critical: bool = Field(default=False, description="Whether it outweighs the rest.")


class MechanismLevel(Model):
    """How a mechanism stands in this case: ordinal, and ours."""

    level: LevelName = Field(description="Level of the mechanism.")
    because: tuple[Influence, ...] = Field(default=(), description="Votes that made the level.")
    support: Literal["limited", "moderate", "significant"] | None = Field(
        default=None, description="Support for the mechanism in the interviews of S1."
    )
    sources_known: int = Field(default=0, description="Sources of the mechanism whose state is known.")
    sources: int = Field(default=0, description="Sources of the mechanism that apply to this case.")
    rests_on: str | None = Field(
        default=None,
        description="What the level rests on here, where that matters; none: its usual sentence serves.",
    )


class StatementVerdict(Model):
    """What follows for one action statement."""

    verdict: Verdict = Field(description="The verdict.")
    because: tuple[Reason, ...] = Field(default=(), description="Facts that decided it.")
    needs: tuple[str, ...] = Field(default=(), description="Facts that would decide a find_out.")
    recommendation: str | None = Field(default=None, description="Id of the recommendation that carries it.")
    notes: tuple[str, ...] = Field(default=(), description="What the papers are silent on in this case.")
    pack: str | None = Field(
        default=None, description="Title of the pack it comes from; none: the core pack, the two papers."
    )


class Step(Model):
    """One practical step of a recommendation."""

    who: str = Field(description="Who acts.")
    do: str = Field(description="What they do, completing the sentence begun by who.")
    by: str = Field(description="By when, in words.")


class Side(Model):
    """One side of evidence that pulls both ways."""

    title: str = Field(description="The side in a few words.")
    text: str = Field(description="What speaks for it.")


class Beside(Model):
    """An earlier recommendation of this case that seems to say the contrary, and how the two fit together."""

    recommendation: str = Field(description="Id of the earlier recommendation.")
    title: str = Field(description="Its title.")
    says: str = Field(description="How to do both; our reading.")
    pack: str | None = Field(
        default=None, description="Title of the pack that says so; none: the core pack, the two papers."
    )


class Recommendation(Model):
    """What the reader is told to do, why, and on what evidence."""

    id: str = Field(description="Id of the recommendation.")
    title: str = Field(description="The recommendation in words, starting with a verb.")
    verdict: Verdict = Field(description="Verdict of its strongest statement: act, balance or compensate.")
    priority: int | None = Field(default=None, description="1 to 5 on page one; none for the rest.")
    order: int = Field(description="Place in the order of all recommendations, from 1.")
    tier: Tier = Field(description="Whether it comes first, with a priority, or next, or can wait.")
    phase: Literal["before", "starting", "delivering", "any"] = Field(description="When it is best done.")
    due: Due = Field(default="now", description="When it is due, seen from the present phase.")
    statements: tuple[str, ...] = Field(description="All statements merged into it.")
    active: tuple[str, ...] = Field(description="Those of them that call for it in this case.")
    links: tuple[str, ...] = Field(description="Links that carry those statements.")
    facts: dict[str, Answer] = Field(description="Answers that led to it.")
    reasons: tuple[Reason, ...] = Field(default=(), description="The same answers in words.")
    if_: str = Field(alias="if", description="The situation, completing “If …”.")
    then: str = Field(description="What to do, completing “then …”.")
    because: str = Field(description="Why it works, completing “because …”.")
    sources: tuple[SourceReference, ...] = Field(description="Places in the papers.")
    requires: tuple[str, ...] = Field(default=(), description="Recommendations of this case to do first.")
    beside: tuple[Beside, ...] = Field(
        default=(), description="Earlier recommendations of this case that it seems to contradict."
    )
    critical: bool = Field(default=False, description="Whether the papers call it critical here.")
    weight: Literal["direct", "limited", "hypothesis"] = Field(description="How far the papers carry it.")
    support: tuple[str, ...] = Field(
        default=(), description="Interview support of each mechanism it works through, in words."
    )
    works_through: tuple[str, ...] = Field(default=(), description="Mechanisms it works through.")
    reaches: tuple[str, ...] = Field(
        default=(), description="Mechanisms now low or mixed that it reaches along the web."
    )
    pressing: bool = Field(default=False, description="Whether the answers tell of a serious degree of it.")
    order_reasons: tuple[str, ...] = Field(default=(), description="Why it stands where it does, in words.")
    steps: tuple[Step, ...] = Field(default=(), description="Two to four practical steps.")
    sides: tuple[Side, ...] = Field(default=(), description="Two sides where the evidence pulls both ways.")
    lean: str | None = Field(default=None, description="Our own lean between the sides, labelled as ours.")
    measure: str = Field(description="How one would know that it works.")
    barrier: str = Field(description="A likely barrier.")
    remedy: str = Field(description="What helps against it.")
    discuss: tuple[str, ...] = Field(default=(), description="Questions for a meeting of the partners.")
    caution: str | None = Field(default=None, description="Limits and contrary evidence.")
    pack: str | None = Field(
        default=None, description="Title of the pack it comes from; none: the core pack, the two papers."
    )


class Strength(Model):
    """Something known to be in place."""

    statements: tuple[str, ...] = Field(description="Statements that are kept.")
    recommendation: str = Field(description="Recommendation that would otherwise carry them.")
    facts: dict[str, Answer] = Field(description="Answers that show it.")
    reasons: tuple[Reason, ...] = Field(default=(), description="The same answers in words.")
    title: str = Field(description="The strength in a few words.")
    text: str = Field(description="How to protect it.")
    sources: tuple[SourceReference, ...] = Field(default=(), description="Places in the papers.")
    pack: str | None = Field(
        default=None, description="Title of the pack it comes from; none: the core pack, the two papers."
    )


class OpenQuestion(Model):
    """An unknown fact on which advice hangs."""

    fact: str = Field(description="Name of the fact.")
    statements: tuple[str, ...] = Field(description="Statements that hang on it.")
    recommendations: tuple[str, ...] = Field(default=(), description="Recommendations that hang on it.")
    question: str = Field(default="", description="The question that asks it.")
    part: str = Field(default="", description="The row that asks it, where the question is a grid.")
    why: str = Field(default="", description="What hangs on the answer, in words.")
    pack: str | None = Field(
        default=None, description="Title of the pack it comes from; none: the core pack, the two papers."
    )


class StudyLikeThis(Model):
    """A study of the evidence base that is near this case."""

    id: str = Field(description="Id of the study.")
    why: str = Field(description="In what it is near.")
    study: str = Field(default="", description="Authors and year.")
    country: str = Field(default="", description="Country.")
    partnership_type: str = Field(default="", description="Type of partnership studied.")
    sector: str = Field(default="", description="Sector.")
    methods: str = Field(default="", description="How it was studied.")


class StudyCount(Model):
    """How much evidence there is for this kind of collaboration."""

    family: str = Field(description="Family of the collaboration type, in words.")
    in_family: int = Field(description="Studies in that family.")
    total: int = Field(description="Studies in the evidence base.")
    says: str = Field(description="The count as an honest sentence.")


class Formality(Model):
    """Whether the formality of the agreement fits the collaboration."""

    fit: Literal["too_loose", "right", "too_tight", "two_sided", "unknown"] = Field(description="The fit.")
    because: tuple[str, ...] = Field(default=(), description="What it follows from, in words.")
    assumed: tuple[str, ...] = Field(default=(), description="Facts assumed from the type.")
    firm: str = Field(default="", description="What in this case calls for firmer terms, in words.")
    light: str = Field(default="", description="What in this case calls for lighter terms, in words.")


class StatedAndInferred(Model):
    """A stated level beside the inferred one; the stated one never changes the inferred one."""

    stated: Literal["agree", "unsure", "disagree"] = Field(description="Answer to the temperature check.")
    inferred: LevelName = Field(description="Level that follows from the other answers.")
    agrees: bool | None = Field(description="Whether they agree; none where the inferred level is unknown.")
    says: str = Field(description="The difference in one plain sentence.")


class StopOrGo(Model):
    """A condition for going ahead, for somebody still considering."""

    id: str = Field(description="Id of the condition.")
    title: str = Field(description="The condition in words.")
    state: Literal["met", "not_met", "unknown"] = Field(description="Whether it is met.")
    says: str = Field(description="What it means where it is not met.")
    sources: tuple[SourceReference, ...] = Field(default=(), description="Places in the papers.")
    pack: str | None = Field(
        default=None, description="Title of the pack it comes from; none: the core pack, the two papers."
    )


class Circumstance(Model):
    """How a circumstance that the web knows of stands in this case."""

    state: Literal["present", "partly", "absent"] = Field(description="Whether it is known to hold.")
    says: tuple[str, ...] = Field(description="It in short phrases, true of the answers given.")
    facts: dict[str, Answer] = Field(default_factory=dict, description="Answers that show it.")


class ActiveLink(Model):
    """One lit path of the causal web."""

    from_: str = Field(alias="from", description="Id of the context or mechanism.")
    to: str = Field(description="Id of the mechanism.")
    kind: Literal["context", "mechanism"] = Field(description="What it starts from.")
    effect: Literal["helps", "harms", "mixed"] = Field(
        description="Whether the vote pushes towards the good or the bad side of the target."
    )
    links: tuple[str, ...] = Field(default=(), description="Links that state it.")
    outcomes: tuple[NamedOutcome, ...] = Field(
        default=(), description="What the papers name next for these links; it decides no level."
    )


class Firing(Model):
    """One rule that fired, in order."""

    rule: str = Field(description="Name of the rule.")
    concludes: str = Field(description="What it concluded.")
    answers: dict[str, Answer] = Field(default_factory=dict, description="Answers it rests on.")
    absences: tuple[str, ...] = Field(default=(), description="Facts whose absence it rests on.")
    conclusions: dict[str, str] = Field(default_factory=dict, description="Earlier conclusions it rests on.")


class Result(Model):
    """Everything that follows for one collaboration."""

    schema_: str = Field(default=SCHEMA, alias="schema", description="Name and number of this shape.")
    case: CaseSummary = Field(description="Which collaboration this is.")
    versions: Versions = Field(description="What made this result.")
    phase: Literal["before", "starting", "delivering", "reset", "unknown"] = Field(
        description="Phase of life."
    )
    driver: Literal["trust", "confidence", "both", "unknown"] = Field(
        description="What mainly lets partners take risks with one another in this kind of collaboration."
    )
    formality: Formality = Field(description="Whether the formality fits.")
    mechanisms: dict[str, MechanismLevel] = Field(description="Level of each mechanism.")
    statements: dict[str, StatementVerdict] = Field(description="The 35 statements, always all.")
    further_statements: dict[str, StatementVerdict] = Field(
        default_factory=dict, description="Statements beyond the 35."
    )
    recommendations: tuple[Recommendation, ...] = Field(default=(), description="In order.")
    strengths: tuple[Strength, ...] = Field(default=(), description="What is known to be in place.")
    find_out: tuple[OpenQuestion, ...] = Field(
        default=(), description="Unknown facts that decide advice, those with most advice first."
    )
    also_unknown: tuple[str, ...] = Field(
        default=(), description="Facts asked and not known that decide no advice, in the order of asking."
    )
    stop_or_go: tuple[StopOrGo, ...] = Field(
        default=(), description="Conditions for going ahead; only before partners are agreed."
    )
    studies: tuple[StudyLikeThis, ...] = Field(default=(), description="Nearest studies.")
    study_count: StudyCount | None = Field(default=None, description="How much evidence there is.")
    stated_and_inferred: dict[str, StatedAndInferred] = Field(
        default_factory=dict, description="Temperature check against what follows."
    )
    answers: tuple[AnswerGiven, ...] = Field(default=(), description="The known answers in words.")
    answers_not_applicable: tuple[str, ...] = Field(
        default=(), description="Facts answered as “does not apply”."
    )
    circumstances: dict[str, Circumstance] = Field(
        default_factory=dict, description="How each circumstance stands whose state is known."
    )
    web: tuple[ActiveLink, ...] = Field(default=(), description="Lit paths of the causal web.")
    strongest_chain: StrongestChain | None = Field(
        default=None, description="The strongest chain against the partners; none where nothing harms."
    )
    trace: tuple[Firing, ...] = Field(default=(), description="Rules that fired, in order.")
    changes: Comparison | None = Field(
        default=None,
        description="What changed since an earlier report, and why; only where one was named.",
        exclude_if=lambda found: found is None,
    )
