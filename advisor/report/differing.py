"""What differs between two assessments, in words: for the pages that compare and for a part of the report."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from advisor.model.explanations.changes import AnswerChanged, Difference, RuleChanged
from advisor.model.knowledge import KnowledgeBase
from advisor.report.at_work import capital_first
from advisor.report.texts import Texts, texts

CALLING = ("act", "balance", "compensate")
HEIGHT = ("low", "mixed", "high")
AT_START = ("initial_trust", "initial_faith")
"""Levels of the start: later answers change what is said of it, and not how it was."""
MOST_NAMED = 4
"""So many answers or rules are named for one difference; of more the first few are, and all are counted."""
FEW_NAMED = 3


@dataclass(frozen=True)
class Item:
    """One thing that differs, and why; the rows of a grid that differ alike are one.

    Attributes:
        many: How many differences it tells.
    """

    text: str
    why: str
    difference: Difference
    many: int = 1


@dataclass(frozen=True)
class Group:
    """Things of one sort that differ."""

    id: str
    heading: str
    items: tuple[Item, ...]


class InWords:
    """Differences put into words.

    Attributes:
        groups: What differs, sorted for readers; findings that advice or levels show already are left out.
        further: How many pieces of advice changed their places below page one, or only because others did.
    """

    def __init__(
        self,
        differences: Sequence[Difference],
        answers: Sequence[AnswerChanged],
        knowledge: KnowledgeBase,
        words: Texts,
        rules: Sequence[RuleChanged] = (),
    ) -> None:
        """Sort differences and put them into words."""
        self._words, self._report, self._knowledge = words, texts(), knowledge
        self._answers = {one.fact: one for one in answers}
        self._rules = {f"{one.list}/{one.id}".rstrip("/"): one for one in rules}
        self._by_kind: dict[str, list[Difference]] = {}
        for each in differences:
            self._by_kind.setdefault(each.kind, []).append(each)
        self._praised = {each.id for each in self._of("strength") if each.what == "appears"}
        self._verdicts = {each.id: each for each in self._of("verdict")}
        self._statements = {each.id: each.statements for each in knowledge.advice.recommendations}
        self.groups = tuple(group for group in self._groups() if group.items)
        moved = [each for each in self._of("place") if not _is_notable(each)]
        self.further = len(moved)
        self._told = {fact for each in differences if each not in moved for fact in each.answers}

    def _of(self, kind: str) -> list[Difference]:
        return self._by_kind.get(kind, [])

    def _groups(self) -> Iterator[Group]:
        advice = self._of("recommendation")
        gone = [each for each in advice if each.what == "vanishes"]
        now = {each.id: self._became(each.id) for each in gone}
        done = [each for each in gone if now[each.id] == "keep"]
        yield self._group("new", [each for each in advice if each.what == "appears"], self._new)
        yield self._group("in_place", done, self._titled)
        waiting = [each for each in gone if now[each.id] == "find_out"]
        yield self._group("ask_first", waiting, self._waits)
        yield self._group("gone", [each for each in gone if not now[each.id]], self._titled)
        places = [each for each in self._of("place") if _is_notable(each)]
        yield self._group("moved", [each for each in places if each.now_priority], self._moved)
        yield self._group("left", [each for each in places if not each.now_priority], self._moved)
        yield self._group("worded", [each for each in advice if each.what == "changes"], self._worded)
        yield self._group(
            "carries", [*self._of("driver"), *self._of("formality"), *self._of("phase")], self._single
        )
        levels = self._of("level")
        yield self._group("levels", [each for each in levels if each.id not in AT_START], self._level)
        yield self._group("start", [each for each in levels if each.id in AT_START], self._of_start)
        praised = [each for each in self._of("strength") if each.id not in now or now[each.id] != "keep"]
        yield self._group("strengths", [each for each in praised if each.what != "vanishes"], self._titled)
        called = {each.id for each in advice if each.what == "appears"}
        lost = [each for each in praised if each.what == "vanishes" and each.id not in called]
        yield self._group("lost", lost, self._titled)

    def questions(self) -> tuple[Group, ...]:
        """Return questions: those answered, those that decide nothing any more, and those that newly do."""
        closed = [each for each in self._of("question") if each.what == "vanishes"]
        opened = [each for each in self._of("question") if each.what == "appears"]
        answered = [each for each in closed if each.id in self._answers]
        undeciding = [each for each in closed if each.id not in self._answers]
        some = (("answered", answered), ("questions", undeciding), ("asked", opened))
        return tuple(self._asked(name, each) for name, each in some if each)

    def _asked(self, name: str, some: Sequence[Difference]) -> Group:
        """Return questions as a group, the rows of a grid that differ alike as one item."""
        grids: dict[tuple[str, str, str], list[Difference]] = {}
        for each in some:
            why = "" if name == "answered" else self._why(each)
            grids.setdefault((_stem(each), why, "" if each.part else each.id), []).append(each)
        items = []
        for (stem, why, _), rows in grids.items():
            parts = [row.part for row in rows if row.part]
            text = self._words.say("item.rows", question=stem, rows="; ".join(parts)) if parts else stem
            items.append(Item(self._report.titled(text, rows[0].pack), why, rows[0], len(rows)))
        return Group(name, self._words.say(f"groups.{name}"), tuple(items))

    def findings(self) -> tuple[tuple[str, str, str], ...]:
        """Return every verdict that changed: the finding, its verdict before, and now."""
        return tuple(
            (self._titled(each), self._verdict(each.was), self._verdict(each.now))
            for each in self._of("verdict")
        )

    def counted(self) -> str:
        """Return what differs in counts, as part of a sentence; empty where nothing does."""
        sizes = {group.id: len(group.items) for group in self.groups}
        gone = sum(sizes.get(name, 0) for name in ("in_place", "gone", "ask_first"))
        counts = {"new": sizes.get("new", 0), "gone": gone}
        counts |= {name: sizes.get(name, 0) for name in ("moved", "left", "levels")}
        if not any(counts.values()):
            counts["other"] = sum(len(each) for each in self._by_kind.values())
        said = [self._words.count(f"counted.{name}", many) for name, many in counts.items() if many]
        return self._words.join(said) if said else ""

    def silent(self) -> tuple[str, ...]:
        """Return the names of changed answers on which nothing rests that is told."""
        return tuple(one.name for fact, one in self._answers.items() if fact not in self._told)

    def telling(self) -> tuple[AnswerChanged, ...]:
        """Return the other changed answers."""
        return tuple(one for fact, one in self._answers.items() if fact in self._told)

    def answer(self, fact: str) -> str:
        """Return what became of an answer."""
        one = self._answers[fact]
        return self._words.say(
            "answers.row",
            name=capital_first(one.name),
            was=self.label(one.was_label),
            now=self.label(one.now_label),
        )

    def label(self, label: str) -> str:
        """Return an answer between quotation marks, or in words where there is none."""
        if not label:
            return self._words.say("answers.unknown")
        if label == "not_applicable":
            return self._words.say("answers.not_applicable")
        return self._words.say("answers.quoted", label=label)

    def join(self, names: Sequence[str]) -> str:
        """Return names as one list, between quotation marks where one of them holds an “and” of its own."""
        if len(names) > 1 and any(self._words.say("joint") in one for one in names):
            names = [self._words.say("answers.quoted", label=one) for one in names]
        return self._words.join(names)

    def rule(self, name: str) -> str:
        """Return the name of a rule."""
        one = self._rules.get(name)
        if one is None or not one.id:
            return self._words.say("rules.settings")
        derived = self._knowledge.vocabulary.derived_by_name.get(one.id)
        meaning = derived.meaning.rstrip(".") if derived is not None and one.list == "derived" else ""
        return self._words.say("answers.quoted", label=one.title or meaning or one.id)

    def _group(self, name: str, some: Sequence[Difference], text: Callable[[Difference], str]) -> Group:
        items = tuple(Item(text(each), self._why(each), each) for each in some)
        return Group(name, self._words.say(f"groups.{name}"), items)

    def _became(self, recommendation: str) -> str:
        """Return what became of advice that is no longer given: keep, find_out, or neither."""
        verdicts = (self._verdicts.get(one) for one in self._statements.get(recommendation, ()))
        now = {each.now for each in verdicts if each is not None and each.was in CALLING}
        return (
            "keep"
            if recommendation in self._praised or now == {"keep"}
            else "find_out"
            if "find_out" in now
            else ""
        )

    def _new(self, each: Difference) -> str:
        title = self._titled(each)
        if each.now_priority:
            return self._words.say("item.new_first", title=title, place=each.now_priority)
        return self._words.say("item.new", title=title, place=each.now_order)

    def _titled(self, each: Difference) -> str:
        return self._report.titled(each.title, each.pack)

    def _waits(self, each: Difference) -> str:
        return self._words.say("item.waits", title=self._titled(each))

    def _moved(self, each: Difference) -> str:
        title = self._titled(each)
        if each.now_priority and each.was_priority:
            return self._words.say("item.within", title=title, place=each.now_priority, was=each.was_priority)
        if each.now_priority:
            return self._words.say("item.onto", title=title, place=each.now_priority, was=each.was_order)
        return self._words.say("item.off", title=title, place=each.now_order, was=each.was_priority)

    def _worded(self, each: Difference) -> str:
        title = self._titled(each)
        return title if each.was == each.now else self._words.say("item.worded", title=title, was=each.was)

    def _single(self, each: Difference) -> str:
        kinds = {"driver": "driver", "formality": "formality", "phase": "phases"}
        was, now = (self._report.say(f"{kinds[each.kind]}.{value}") for value in (each.was, each.now))
        return self._words.say(f"item.{each.kind}", was=was, now=now)

    def _levels(self, each: Difference) -> tuple[str, str]:
        was, now = (
            self._report.say(f"levels.{value}").lower() if value else self._words.say("item.absent")
            for value in (each.was, each.now)
        )
        return was, now

    def _of_start(self, each: Difference) -> str:
        was, now = self._levels(each)
        return self._words.say("item.start", name=each.title, was=was, now=now)

    def _level(self, each: Difference) -> str:
        was, now = self._levels(each)
        said = self._words.say("item.level", name=each.title, was=was, now=now)
        if each.was not in HEIGHT or each.now not in HEIGHT or each.id not in self._knowledge.mechanism:
            return said
        up = HEIGHT.index(each.now) > HEIGHT.index(each.was)
        better = up == (self._knowledge.mechanism[each.id].high_is == "good")
        return said + self._words.say(f"item.{'better' if better else 'worse'}")

    def _verdict(self, verdict: str | None) -> str:
        return self._report.say(f"verdicts.{verdict}") if verdict else self._words.say("item.absent")

    def _why(self, each: Difference) -> str:
        if each.shifted:
            return self._words.say("why.shifted")
        parts = []
        if each.answers:
            names = [self._answers[one].name if one in self._answers else one for one in each.answers]
            parts.append(self._named(names, "one", "many", "most"))
        if each.rules:
            names = [self.rule(one) for one in each.rules]
            if each.one_of_rules:
                parts.append(self._named(names, "one_of", "one_of", "one_of_many"))
            else:
                parts.append(self._named(names, "rule", "rules", "one_of_many"))
        return " ".join(parts)

    def _named(self, names: list[str], one: str, many: str, most: str) -> str:
        if len(names) > MOST_NAMED:
            return self._words.say(f"why.{most}", count=len(names), names=self.join(names[:FEW_NAMED]))
        return self._words.say(f"why.{one if len(names) == 1 else many}", names=self.join(names))


def _stem(each: Difference) -> str:
    """Return a question without the row of the grid that it is about."""
    return each.title.removesuffix(f" ({each.part})") if each.part else each.title


def _is_notable(each: Difference) -> bool:
    """Return whether a move is told: on or off page one, or on it where it is no mere shift."""
    onto = (each.was_priority is None) != (each.now_priority is None)
    return onto or (each.now_priority is not None and not each.shifted)
