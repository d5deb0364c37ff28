"""Sensitivity as a page: the answers that decide, and what is certain, hangs or is ruled out."""

from collections.abc import Iterable, Sequence

from advisor.model.explanations.sensitivity import (
    Completed,
    Named,
    Other,
    RecommendationOutlook,
    Sensitivity,
    Shift,
    Weight,
)
from advisor.report.at_work import capital_first
from advisor.report.explained.page import Line, Page, Section, explained_words, made_with
from advisor.report.texts import Texts

MOST_ADVICE = 8
MOST_VALUES = 3


def sensitivity_page(found: Sensitivity) -> Page:
    """Return the page of a sensitivity."""
    words = explained_words("sensitivity")
    deciding = [one for one in found.answers if one.effect == "which"]
    lead = [words.count("lead", len(found.answers))]
    if found.answers:
        lead.append(words.count("decides", len(deciding)))
    sections = [_outlook(found, words)]
    if found.answers:
        sections.insert(0, _answers(found, deciding, words))
    return Page(
        title=words.say("title"),
        name=found.case,
        lead=tuple(lead),
        sections=tuple(sections),
        made=made_with(found.versions),
    )


def _answers(found: Sensitivity, deciding: Sequence[Weight], words: Texts) -> Section:
    told = [one for one in deciding if one.told]
    lines = [_answer(one, words) for one in told]
    if len(deciding) > len(told):
        lines.append(Line(words.count("more", len(deciding) - len(told))))
    effects = [one.effect for one in found.answers]
    rest = [words.count(key, count) for key, count in _rest(effects) if count]
    return Section(
        heading=words.say("deciding"),
        says=(words.say("deciding_says"),) if deciding else (),
        lines=tuple(lines),
        note=" ".join(rest),
    )


def _rest(effects: Sequence[str]) -> Iterable[tuple[str, int]]:
    return (("order_only", effects.count("order")), ("steady", effects.count("none")))


def _answer(weight: Weight, words: Texts) -> Line:
    fixed = [Line(words.say("fixed"))] if weight.changeable == "no" else []
    shifts = [_shift(one, words) for one in weight.shifts if one.come or one.go]
    text = words.say("answer", name=capital_first(weight.name), says=weight.says)
    return Line(text, under=(*shifts, *fixed))


def _shift(shift: Shift, words: Texts) -> Line:
    says = [_clause(one, words) for one in shift.to]
    between = words.labels_at("or")
    values = str(between).join(says)
    if len(says) > MOST_VALUES:
        values = words.say("values.more", count=len(says), says=says[0])
    under = [
        words.say(key, list=f"{words.say('between')} ".join(_titles(names, words)))
        for key, names in (("come", shift.come), ("go", shift.go))
        if names
    ]
    if shift.moved:
        under.append(words.say("moved"))
    return Line(words.say("if", values=values), under=tuple(Line(one) for one in under))


def _clause(one: Other | Completed, words: Texts) -> str:
    return words.say(f"sense.{one.sense}", says=one.says)


def _titles(names: Iterable[Named], words: Texts) -> list[str]:
    return [words.say("quoted", title=one.title) for one in names]


def _outlook(found: Sensitivity, words: Texts) -> Section:
    by_finding: dict[str, list[RecommendationOutlook]] = {}
    for one in found.recommendations:
        by_finding.setdefault(one.finding, []).append(one)
    says = " ".join(_open(found, words))
    lines: list[Line] = []
    if found.open:
        lines = [
            _settled("certain", by_finding.get("certain", ()), words),
            *_hanging(by_finding.get("hangs", ()), words),
            *_unsettled(by_finding.get("open", ()), words),
            _settled("ruled_out", by_finding.get("ruled_out", ()), words),
        ]
    return Section(
        heading=words.say("outlook.heading"),
        says=(says,),
        lines=tuple(lines),
        note=words.say("outlook.proof") if found.open else "",
    )


def _open(found: Sensitivity, words: Texts) -> Iterable[str]:
    """Yield how much is not known, counted as in the report, and how much of it bears on advice."""
    many, bearing = len(found.not_known), len(found.bearing)
    if not many:
        yield words.say("outlook.nothing_open")
        return
    yield words.count("outlook.open", many)
    which = "none" if not bearing else "all" if bearing == many else "some"
    yield words.count(f"outlook.bearing.{which}", many if which == "none" else bearing)
    later = len(set(found.open) - set(found.not_known))
    if later:
        yield words.count("outlook.later", later)


def _settled(key: str, listed: Sequence[RecommendationOutlook], words: Texts) -> Line:
    text = words.count(f"outlook.{key}", len(listed))
    if not listed:
        return Line(text)
    text = f"{text} {words.count(f'outlook.{key}_says', len(listed))}"
    return Line(text, under=tuple(_capped([Line(_placed(one, words)) for one in listed], words)))


def _hanging(listed: Sequence[RecommendationOutlook], words: Texts) -> Iterable[Line]:
    if listed:
        under = [
            Line(
                _placed(one, words),
                under=(
                    Line(
                        words.say(
                            f"outlook.{'comes' if one.order is None else 'falls'}",
                            says=words.join(_clause(each, words) for each in one.turning),
                        )
                    ),
                ),
            )
            for one in listed
        ]
        yield Line(words.count("outlook.hangs", len(listed)), under=tuple(_capped(under, words)))


def _unsettled(listed: Sequence[RecommendationOutlook], words: Texts) -> Iterable[Line]:
    if listed:
        under = [Line(_placed(one, words)) for one in listed]
        yield Line(words.count("outlook.open_says", len(listed)), under=tuple(_capped(under, words)))


def _placed(one: RecommendationOutlook, words: Texts) -> str:
    return one.title if one.order is None else words.say("outlook.place", order=one.order, title=one.title)


def _capped(lines: Sequence[Line], words: Texts) -> Iterable[Line]:
    yield from lines[:MOST_ADVICE]
    if len(lines) > MOST_ADVICE:
        yield Line(words.count("outlook.more", len(lines) - MOST_ADVICE))
