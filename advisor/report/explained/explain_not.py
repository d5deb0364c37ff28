"""The part of a page that says why another conclusion was not drawn, and what would bring it about."""

from collections.abc import Iterator

from advisor.model.condition import NOT_APPLICABLE
from advisor.model.explanations.why import Explanation, Flip, Needed, OtherAnswer, WhyNot
from advisor.model.knowledge import KnowledgeBase
from advisor.report.at_work import capital_first
from advisor.report.explained.page import Line, Section, explained_words

MOST_FLIPS = 6


def why_not_sections(found: Explanation, knowledge: KnowledgeBase) -> Iterator[Section]:
    """Yield the sections on each conclusion that was looked for."""
    for answer in found.why_not:
        yield _Missed(found, answer, knowledge).section()


class _Missed:
    """One conclusion that was not drawn, in words."""

    def __init__(self, found: Explanation, answer: WhyNot, knowledge: KnowledgeBase) -> None:
        self.found = found
        self.answer = answer
        self.knowledge = knowledge
        self.words = explained_words("explain")

    def section(self) -> Section:
        """Return the section."""
        says = [self._reach()]
        if self.answer.overruled_by is not None:
            value = self._value(self.answer.overruled_by)
            says.append(self.words.say("overruled", value=value))
        return Section(
            self._heading(),
            says=tuple(says),
            lines=(*self._ways(), *self._flips()),
            note=self.words.say("confirmed") if self.answer.flips else "",
        )

    def _heading(self) -> str:
        goals = self.answer.goals
        if self.found.topic.kind == "recommendation":
            return self.words.say("why_not.called")
        if goals == ("act",):
            return self.words.say("why_not.act")
        return self.words.say("why_not.other", value=self._value(goals[0]) if goals else "")

    def _reach(self) -> str:
        answer = self.answer
        tried = f"{answer.tried:,}" if answer.tried is not None else ""
        key: str = answer.reach
        if key == "more" and answer.tried is not None:
            key = "more_all"
        elif key == "fixed" and answer.tried is None:
            # Not every combination was tried, so nothing is called impossible.
            key = "fixed_so_far"
        return self.words.say(f"reach.{key}", searched=answer.searched, tried=tried)

    def _value(self, value: str) -> str:
        derived = self.knowledge.vocabulary.derived_by_name.get(self.found.topic.id)
        if self.found.topic.kind == "derived" and derived is not None:
            return derived.says.get(value, value.replace("_", " "))
        known: dict[str, str] = self.words.labels_at("short")
        return known.get(value.partition(":")[0], value)

    def _ways(self) -> Iterator[Line]:
        ways = [tuple(dict.fromkeys(self._part(one) for one in way.needed)) for way in self.answer.ways]
        ways = list(dict.fromkeys(ways))
        if len(ways) == 1:
            yield Line(self.words.say("nearest.one"), "", ways[0])
        elif ways:
            under = tuple(Line(self.words.say("way"), "", way) if len(way) > 1 else way[0] for way in ways)
            yield Line(self.words.say("nearest.many"), "", under)

    def _part(self, part: Needed) -> Line:
        say = self.words.say
        key: str = part.state
        if part.state == "unknown" and part.now:
            key = "unknown_skipped"
        elif part.state == "otherwise" and part.now and part.says.endswith(part.now):
            key = "yet"
        elif part.state == "otherwise" and not part.now:
            key = "otherwise_plain"
        text = say(key, says=part.says, now=part.now)
        if part.fixed and part.state == "otherwise":
            text = say("fixed_part", text=text)
        return Line(capital_first(text), say(f"marks.{part.state}"))

    def _flips(self) -> Iterator[Line]:
        shown = [self._flip(one) for one in self.answer.flips[:MOST_FLIPS]]
        if shown:
            further = self.answer.further + len(self.answer.flips) - len(shown)
            more = [Line(self.words.count("more_flips", further))] if further else []
            yield Line(self.words.say("flips"), "", (*shown, *more))

    def _flip(self, flip: Flip) -> Line:
        parts = [self._other(one) for one in flip.answers]
        if len(parts) == 1:
            return Line(self._with_value(parts[0], flip))
        text = self.words.say("flip.together", count=len(parts))
        return Line(self._with_value(text, flip), "", tuple(Line(one) for one in parts))

    def _with_value(self, text: str, flip: Flip) -> str:
        if len(self.answer.goals) == 1:
            return text
        return self.words.say("flip.gives", text=text, value=self._value(flip.gives))

    def _other(self, other: OtherAnswer) -> str:
        say = self.words.say
        if other.now is None:
            return say("flip.unknown", name=other.name, says=other.to_says)
        if other.to == (None,):
            return say("flip.open", name=other.name, now=other.now_says)
        key = "skipped" if other.now == NOT_APPLICABLE else "known"
        hands = str(self.words.labels_at(f"flip.hands.{other.changeable}"))
        return say(f"flip.{key}", says=other.to_says, now=other.now_says, hands=hands)
