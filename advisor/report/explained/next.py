"""What to answer next as a page: stop or go on, the next questions, and what hangs on them."""

import shlex
from collections.abc import Iterable, Iterator

from advisor.model.explanations.next import Advice, AnswerTried, Hanging, NextQuestion, Stop, WhatNext
from advisor.report.explained.page import Line, Page, Section, explained_words, made_with
from advisor.report.texts import Texts, texts

MOST_IN_A_SENTENCE = 2
MOST_LISTED = 3


def next_page(found: WhatNext, file: str | None = None) -> Page:
    """Return the page of what to answer next.

    Args:
        found: What was found.
        file: Name of the answers file, for the command that writes the report; none: nobody types one.
    """
    words = explained_words("next")
    return Page(
        title=words.say("title"),
        name=found.case,
        lead=tuple(_lead(found, file, words)),
        sections=tuple(_sections(found, words)),
        made=made_with(found.versions),
    )


def _lead(found: WhatNext, file: str | None, words: Texts) -> Iterator[str]:
    yield " ".join(_going_on(found, words))
    if found.found_out is not None:
        which = "found_out_alone" if found.found_out_alone and found.left else "found_out"
        says = words.say(f"{which}.{finding(found.found_out)}")
        yield f"{_counted('unknown', found.unknown, found.unknown_answers, words)} {says}"
    if not found.next and (found.left or found.unknown):
        yield " ".join([words.say("no_change"), *_grounds(found, words)])
    if file is not None:
        yield words.say("draft", file=shlex.quote(file))


def _grounds(found: WhatNext, words: Texts) -> Iterator[str]:
    if found.find_out:
        yield words.count("grounds", found.find_out)


def _counted(key: str, questions: int, answers: int, words: Texts) -> str:
    """Return how many questions, with how many answers where rows of a grid make them more."""
    if answers == questions:
        return words.count(key, questions)
    which = "one" if questions == 1 else "many"
    return words.say(f"{key}_rows.{which}", count=questions, answers=answers)


def _going_on(found: WhatNext, words: Texts) -> Iterator[str]:
    if not found.left:
        yield words.say("stop.all_put")
        return
    proved = found.stop.order == "proved"
    yield words.say(f"stop.{finding(found.stop)}")
    yield _counted("left", found.left, found.left_answers, words)
    if not proved:
        every = found.matter == found.left
        key = "it" if found.left == 1 else "all"
        yield words.say(f"matter.{key}") if every else words.count("matter", found.matter)
    elif any(not one.dont_know for one in found.next):
        yield words.say("further")


def finding(stop: Stop) -> str:
    """Return the name of the words for what was found: proved, worded, members, refuted or open."""
    if stop.order == "proved" and stop.words != "proved":
        return "worded"
    if stop.order != "proved" and stop.members == "proved":
        return "members"
    return stop.order


def _sections(found: WhatNext, words: Texts) -> Iterator[Section]:
    for place, question in enumerate(found.next, start=1):
        yield _question(place, question, words)
    told = [found.stop, *([found.found_out] if found.found_out is not None else [])]
    shown = any(one.moves for one in found.next)
    for stop in told:
        if stop.witness and not shown:
            says = words.join(_clause(one, words) for one in stop.witness)
            yield Section(
                heading=words.say("witness.heading"),
                says=(words.say("witness.says", says=says),),
                lines=_numbered(stop.witness_priorities),
            )
            break
    none = () if found.priorities else (words.say("now.none"),)
    yield Section(heading=words.say("now.heading"), says=none, lines=_numbered(found.priorities))
    if found.left or found.unknown:
        yield Section(
            heading=words.say("how.heading"),
            lines=tuple(Line(words.say(f"how.{one}")) for one in ("one", "stop", "counted", "no_odds")),
        )


def _numbered(advice: Iterable[Advice]) -> tuple[Line, ...]:
    return tuple(
        Line(texts().titled(one.title, one.pack), mark=f"{place}.")
        for place, one in enumerate(advice, start=1)
    )


def _question(place: int, question: NextQuestion, words: Texts) -> Section:
    says = [words.say("where", id=question.id, section=question.section)]
    if question.dont_know:
        says.append(words.say("again"))
    if question.priorities:
        says.append(words.count("effect.priorities", question.priorities))
    elif question.moves:
        says.append(words.say("effect.order"))
    elif question.recommendations:
        says.append(words.count("effect.recommendations", question.recommendations))
    return Section(
        heading=words.say("question", place=place, wording=texts().titled(question.wording, question.pack)),
        says=(" ".join(says),),
        lines=tuple(_hanging(one, words) for one in question.hangs),
        note=words.count("more", question.more) if question.more else "",
    )


def _hanging(hanging: Hanging, words: Texts) -> Line:
    *others, last = [_clause(one, words) for one in hanging.answers]
    effects = tuple(_effects(hanging, words))
    if len(others) < MOST_IN_A_SENTENCE:
        says = words.say("or", first=others[0], last=last) if others else last
        key = "if_example" if any(one.example for one in hanging.answers) else "if"
        return Line(words.say(key, says=says), under=effects)
    more = len(hanging.answers) - MOST_LISTED
    if more > 1:
        others, last = others[:MOST_LISTED], words.count("any_more", more)
    listed = words.say("or", first="; ".join(others), last=last)
    return Line(words.say("if_any", list=listed), under=effects)


def _effects(hanging: Hanging, words: Texts) -> Iterator[Line]:
    gone = {one.id for one in hanging.goes_out}
    first = {one.id for one in hanging.in_first}
    groups = (
        ("in_first", "+", hanging.in_first),
        ("moves_down", "–", tuple(one for one in hanging.out_of_first if one.id not in gone)),
        ("goes_out", "–", hanging.goes_out),
        ("comes_in", "+", tuple(one for one in hanging.comes_in if one.id not in first)),
        ("reworded", "", tuple(one for one in hanging.reworded if one.id not in first)),
        ("changes", "", tuple(one for one in hanging.changes if one.id not in first)),
    )
    for key, mark, advice in groups:
        if advice:
            listed = words.join(
                texts().titled(words.say("quoted", title=one.title), one.pack) for one in advice
            )
            yield Line(words.say(key, list=listed), mark=mark)
    if hanging.reordered:
        yield Line(words.say("reordered"))


def _clause(answer: AnswerTried, words: Texts) -> str:
    return words.say(f"sense.{answer.sense}", says=answer.says, name=answer.name)
