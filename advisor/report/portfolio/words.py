"""Words for numbers that may be published, and for what is counted."""

from collections.abc import Sequence
from functools import cache

from advisor.content.folders import content_folder
from advisor.model.condition import Value
from advisor.model.knowledge import KnowledgeBase
from advisor.portfolio.disclosure import size
from advisor.portfolio.model import Shown
from advisor.report.at_work import lower_first
from advisor.report.texts import Texts

MOST_VALUES = 2
MOST_PHRASES = 2


@cache
def words() -> Texts:
    """Return the words of the portfolio report."""
    return Texts(content_folder("report_templates") / "portfolio")


def number(shown: Shown) -> str:
    """Return a number for a table."""
    return f"{shown:,}" if isinstance(shown, int) else words().say(f"numbers.{shown}")


def about(shown: Shown) -> str:
    """Return a number for a sentence."""
    if isinstance(shown, int):
        return words().say("numbers.about", count=number(shown))
    return words().say("numbers.few_words" if shown == "fewer_than_5" else "numbers.not_shown")


def about_of(shown: Shown, of: Shown) -> str:
    """Return “about so many of about so many”, or that it is most of them or all."""
    if not size(of):
        return about(shown)
    if size(shown) >= size(of):
        return words().say("numbers.most_or_all", of=number(of))
    return words().say("numbers.about_of_about", count=number(shown), of=number(of))


def obstacle_names(stands: Sequence[tuple[str, str]], knowledge: KnowledgeBase) -> tuple[str, ...]:
    """Return circumstances as they stand, each told from the others of a list.

    Two may read alike, such as cultures that are not understood and understood cultures that are missing.
    Then what is missing is named as that.
    """
    names = [obstacle_name(*each, knowledge) for each in stands]
    keys = {"absent": "phrase.not_so", "partly": "phrase.partly_so"}
    return tuple(
        words().say(keys[state], name=lower_first(knowledge.context[context].name))
        if names.count(name) > 1 and state in keys
        else name
        for name, (context, state) in zip(names, stands, strict=True)
    )


def obstacle_name(context: str, state: str, knowledge: KnowledgeBase) -> str:
    """Return a circumstance as it stands, in words that hold for all who have it."""
    found = knowledge.context[context]
    phrases = {"present": found.words.holds, "partly": found.words.partly, "absent": found.words.absent}
    said = phrases[state]
    if len(said) == 1:
        return said[0].says
    if state == "present" or not said:
        return found.name
    if len(said) > MOST_PHRASES:
        return words().say("phrase.not_so", name=lower_first(found.name))
    either = words().say("phrase.or")
    first, *more = [one.says for one in said]
    return f" {either} ".join([first, *(lower_first(one) for one in more)])


def topic(recommendation: str, knowledge: KnowledgeBase) -> str:
    """Return what a recommendation is about, whatever a collaboration’s situation: all its statements."""
    text = next(one for one in knowledge.advice.recommendations if one.id == recommendation)
    first, *more = [knowledge.advice.by_id[one].title for one in text.statements]
    return "; ".join([first, *map(lower_first, more)])


def worded(recommendation: str, wording: int | None, knowledge: KnowledgeBase) -> str:
    """Return a recommendation as most of those read it for whom it comes first, or else what it is about."""
    text = next(one for one in knowledge.advice.recommendations if one.id == recommendation)
    title = "" if wording is None else text.variants[wording].title
    return title if title and "{" not in title else topic(recommendation, knowledge)


def values(fact: str, to: Sequence[Value], knowledge: KnowledgeBase) -> str:
    """Return the answers that a change leads to: any of them."""
    say = words()
    definition = knowledge.vocabulary.by_name[fact]
    quoted = [say.say("actions.value", says=definition.clause(one)) for one in to]
    either = say.labels_at("actions.or")
    found = str(either).join(quoted[:MOST_VALUES])
    more = len(quoted) - MOST_VALUES
    return found + (say.count("actions.others", more) if more > 0 else "")
