"""The strongest chain as a picture with its message, and the same in words."""

from dataclasses import dataclass

from advisor.report.at_work import AtWork, lower_first
from advisor.report.pictures.chain import ChainPicture, chain_picture


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
    steps: tuple[ChainStep, ...]


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
        tuple(steps),
    )
