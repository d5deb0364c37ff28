"""The strongest chain as a picture with its message, and the same in words."""

from dataclasses import dataclass

from advisor.advice.wording import in_words
from advisor.model.causal_web import StrongestChain
from advisor.report.at_work import AtWork, lower_first
from advisor.report.pictures.chain import ChainPicture, chain_picture

MOST_TOLD = 3
"""Answers, and chains of equal strength, that are told at most."""


@dataclass(frozen=True)
class ChainStep:
    """One step of the chain in words."""

    heading: str
    fed: str
    onward: str


@dataclass(frozen=True)
class ChainView:
    """The picture, its message, what it shows to those who cannot see it, and the list that says the same."""

    picture: ChainPicture
    caption: str
    alt: str
    begins: str
    steps: tuple[ChainStep, ...]
    ties: str
    rule: str
    stops: str


def chain_view(case: AtWork) -> ChainView | None:
    """Return the chain of a case; none where nothing is known to act."""
    picture = chain_picture(case)
    if picture is None:
        return None
    words = case.texts
    harm = picture.effect == "harms"
    names = [lower_first(case.name(one)) for one in picture.steps]
    steps = []
    for place, one in enumerate(picture.steps):
        level = words.say(f"levels.{case.result.mechanisms[one].level}")
        fed = picture.feeding[one]
        onward = names[place + 1] if place + 1 < len(names) else ""
        steps.append(
            ChainStep(
                words.say("chain.step", name=case.name(one), level=lower_first(level)),
                words.say("chain.harmed_by" if harm else "chain.helped_by", list=case.listed(fed))
                if fed
                else "",
                words.say("chain.onward_harm" if harm else "chain.onward_help", next=onward)
                if onward
                else "",
            )
        )
    return ChainView(
        picture,
        words.say("chain.harm_caption" if harm else "chain.help_caption", first=names[0], last=names[-1]),
        words.say("chain.alt", count=len(names), steps=", ".join(names)),
        _begins(case, picture.chain),
        tuple(steps),
        _ties(case, picture.chain),
        words.say("chain.rule" if harm else "chain.rule_help"),
        "" if harm else _stops(case),
    )


def named(case: AtWork, areas: tuple[str, ...]) -> str:
    """Return a chain by the names of its areas."""
    return f" {case.texts.say('chain.arrow')} ".join(lower_first(case.name(one)) for one in areas)


def _begins(case: AtWork, chain: StrongestChain) -> str:
    """Return the answers that a chain begins with, the first few in words."""
    words = case.texts
    clauses = [one.says for one in in_words(chain.answers, case.knowledge)]
    told = words.say("chain.begins", list=words.join(clauses[:MOST_TOLD]))
    more = words.count("chain.begins_more", max(0, len(clauses) - MOST_TOLD))
    return " ".join(part for part in (told, more) if part)


def _ties(case: AtWork, chain: StrongestChain) -> str:
    words = case.texts
    shown = "; ".join(named(case, areas) for areas in chain.ties[:MOST_TOLD])
    return words.say("chain.ties", count=len(chain.ties), list=shown) if chain.ties else ""


def _stops(case: AtWork) -> str:
    """Return where what is against the partners ends, where it makes no chain; empty where nothing is."""
    chain = case.result.strongest_chain
    if chain is None:
        return ""
    area, beyond = lower_first(case.name(chain.areas[0])), beyond_named(case)
    if beyond:
        return case.texts.say("chain.stops_on", area=area, list=beyond)
    return case.texts.say("chain.stops", area=area)


def beyond_named(case: AtWork) -> str:
    """Return by name what the end of the strongest chain against the partners weighs on in turn."""
    return case.texts.join(lower_first(case.name(one)) for one in case.beyond_chain)
