"""Levers as a page: for each part of working together the few changes that do most."""

from collections.abc import Iterable, Sequence

from advisor.model.explanations.levers import (
    Choice,
    Levers,
    Most,
    Move,
    Pressure,
    Push,
    TargetLevers,
    Way,
)
from advisor.report.at_work import capital_first, lower_first
from advisor.report.explained.page import Line, Page, Section, explained_words, made_with
from advisor.report.texts import texts

MOST_WAYS = 3
MOST_MOVES = 3
MOST_TURNED = 4
MOST_VALUES = 3
NUMBERS = {1: "one", 2: "two", 3: "three"}


def levers_page(levers: Levers) -> Page:
    """Return the page of some levers."""
    words = explained_words("levers")
    packs = words.join(words.say("pack", title=one.title) for one in levers.versions.packs)
    told = ("tried", "order", "changeable", "known", "papers_packs" if packs else "papers")
    return Page(
        title=words.say("title"),
        name=levers.case,
        lead=tuple(_TargetPage(each).short() for each in levers.targets),
        sections=(
            *(_TargetPage(each).section() for each in levers.targets),
            Section(
                heading=words.say("how.heading"),
                lines=tuple(Line(words.say(f"how.{one}", packs=packs)) for one in told),
            ),
        ),
        made=made_with(levers.versions),
    )


class _TargetPage:
    """The levers on one mechanism; each change is told in full once."""

    def __init__(self, target: TargetLevers) -> None:
        self.target = target
        self.words = explained_words("levers")
        self.told: set[tuple[str, str]] = set()
        self.helped: dict[str, set[str]] = {}

    def section(self) -> Section:
        """Return its section."""
        target, words = self.target, self.words
        says = [words.say("now", counts=self._counts(target.present))]
        if target.high_is == "bad":
            says.append(words.say("bad_high"))
        if any(one.mechanism == target.mechanism and one.known for one in target.asked_outright):
            says.append(words.say("set_outright"))
        return Section(
            heading=texts().titled(
                words.say("section", name=target.name, level=self._level(target.present)), target.pack
            ),
            says=tuple(says),
            lines=(*self._changes(), *self._not_known()),
            note=self._outright(),
        )

    def short(self) -> str:
        """Return in a sentence what would help most."""
        target, more = self.target, self._more
        if target.present.level == "unknown":
            key, listed, then = "unknown", "", target.present
        elif self._quiet:
            key, listed, then = "quiet", "", target.present
        elif not more:
            key, listed, then = "none", "", target.present
        else:
            best = more[0]
            then, way = best.pressure or target.present, self._shown(best)[0]
            same = "same" if best.changes == 1 else "same_set"
            key = "moves" if self._moves_level(then) else same
            listed = self.words.join(self._in_short(choice) for choice in way.choices)
        name = lower_first(target.name) if key in ("none", "same", "same_set") else target.name
        now, level = self._level(target.present), self._level(then)
        told = self.words.say(f"short.{key}", name=name, before=now, level=level, list=listed)
        return texts().titled(told, target.pack)

    def _in_short(self, choice: Choice) -> str:
        """Return some changes by the numbers of the advice that helps with them."""
        words = self.words
        named = dict.fromkeys(
            words.say("short.advice", order=move.helps.order, title=move.helps.title)
            if move.helps
            else lower_first(move.name)
            for move in choice.among[:MOST_MOVES]
        )
        hidden = len(choice.among) - MOST_MOVES
        names = [*named, *([words.count("others_of", hidden)] if hidden > 0 else [])]
        if choice.take == len(choice.among):
            return words.join(names)
        if choice.take > 1:
            return words.say("short.some", take=NUMBERS[choice.take], list=words.join(names))
        *first, last = names
        return words.say("short.choices", first=", ".join(first), last=last) if first else last

    @property
    def _quiet(self) -> bool:
        """Whether nothing is known to do harm."""
        return not self.target.present.against and self.target.present.level != "unknown"

    def _moves_level(self, pressure: Pressure) -> bool:
        return pressure.level != self.target.present.level

    @property
    def _more(self) -> list[Most]:
        """What does more than fewer changes: what changes the level first, and of that the fewest changes."""
        more = [one for one in self.target.most if one.more and one.pressure is not None]
        return sorted(more, key=lambda one: one.pressure is None or not self._moves_level(one.pressure))

    def _changes(self) -> Iterable[Line]:
        target, words, more = self.target, self.words, self._more
        if self._quiet:
            yield Line(words.say("no_pressure"))
            return
        if not more:
            yield Line(words.say("no_change.all"))
            return
        for most in more:
            yield Line(self._then(most), under=tuple(self._ways(most)))
        least = min(one.changes for one in more)
        for most in target.most:
            if not most.more:
                number = NUMBERS[most.changes]
                key = f"{number}_alone" if 1 < most.changes < least else number
                yield Line(words.say(f"no_change.{key}"))

    def _not_known(self) -> Iterable[Line]:
        most = self.target.not_known
        if most.pressure is not None and not self._quiet:
            says = self.words.say(
                "not_known.lead",
                level=self._changed(most.pressure),
                counts=self._counts(most.pressure, both=most.both_ways_alike),
            )
            yield Line(says, under=tuple(self._ways(most)))

    def _outright(self) -> str:
        names = [one.name for one in self.target.asked_outright]
        these = self.words.count("these", len(names)) if names else ""
        return self.words.say("outright", list=self.words.join(names), these=these) if names else ""

    # ── How it stands ────────────────────────────────────────────────────────────────────────────

    def _then(self, most: Most) -> str:
        pressure = most.pressure or self.target.present
        key = "then_same" if pressure.level == self.target.present.level else "then"
        return self.words.say(
            key,
            changes=self.words.say(f"changes.{NUMBERS[most.changes]}"),
            name=lower_first(self.target.name),
            level=self._changed(pressure),
            stays=self._level(pressure),
            counts=self._counts(pressure, both=most.both_ways_alike),
        )

    def _level(self, pressure: Pressure) -> str:
        return lower_first(texts().say(f"levels.{pressure.level}"))

    def _changed(self, pressure: Pressure) -> str:
        same = pressure.level == self.target.present.level
        return self.words.say(
            f"level.{'same' if same else 'other'}",
            level=self._level(pressure),
            before=self._level(self.target.present),
        )

    def _counts(self, pressure: Pressure, *, both: bool = True) -> str:
        words = self.words
        parts = [words.count("harm", pressure.against)]
        if pressure.critical:
            parts.append(words.count("critical", pressure.critical))
        if pressure.both_ways and both:
            parts.append(words.count("both", pressure.both_ways))
        return words.join([*parts, words.count("help", pressure.in_favour)])

    # ── What to change ───────────────────────────────────────────────────────────────────────────

    def _ways(self, most: Most) -> Iterable[Line]:
        for place, way in enumerate(self._shown(most)):
            lines = tuple(self._way(way))
            yield from (Line(self.words.say("or"), under=lines),) if place else lines
        hidden = sum(way.many for way in most.ways[MOST_WAYS:])
        if hidden:
            yield Line(self.words.count("more_ways", hidden))

    def _shown(self, most: Most) -> list[Way]:
        """Return some ways that do the same here, those that change a level elsewhere too first."""
        return sorted(most.ways[:MOST_WAYS], key=lambda way: not way.also)

    def _way(self, way: Way) -> Iterable[Line]:
        for place, choice in enumerate(way.choices):
            moves = [*self._moves(choice)]
            part = "also" if place else "first" if len(way.choices) > 1 else "alone"
            yield Line(self._choose(choice, part), under=tuple(moves))
        yield from (Line(one) for one in self._also(way))

    def _choose(self, choice: Choice, part: str) -> str:
        many, take = len(choice.among), choice.take
        key = "some"
        if take == many:
            key = "it" if take == 1 else f"all.{NUMBERS[take]}"
        elif take == 1:
            key = "either" if many == 2 else "one"  # noqa: PLR2004 - both
        return self.words.say(f"choose.{part}.{key}", take=NUMBERS[take])

    def _moves(self, choice: Choice) -> Iterable[Line]:
        for move in choice.among[:MOST_MOVES]:
            yield self._move(move)
        hidden = len(choice.among) - MOST_MOVES
        if hidden > 0:
            yield Line(self.words.count("more_moves", hidden))

    def _move(self, move: Move) -> Line:
        """Return a change: what to do first, the advice that helps, then the answer that it aims at."""
        words = self.words
        most = 1 if isinstance(move.to[0].value, tuple) else MOST_VALUES
        *first, last = [words.say("value", says=one.says) for one in move.to[:most]]
        to = words.say("or_value", first=", ".join(first), last=last) if first else last
        if len(move.to) > most:
            to = words.say("or_others", to=to, others=words.count("others", len(move.to) - most))
        name = texts().titled(capital_first(move.name), move.pack)
        helps = move.helps
        if (move.fact, to) in self.told:
            again = words.say("move_again", name=name, to=to)
            if helps is None:
                return Line(again)
            alone = len(self.helped[helps.id]) == 1
            return Line(words.say("helps_again" if alone else "helps_too", order=helps.order, move=again))
        self.told.add((move.fact, to))
        key = "move" if move.before_says else "move_unknown"
        text = words.say(key, name=name, before=move.before_says, to=to)
        under = [words.say("partly")] if move.partly else []
        under += self._does(move.gone, move.come)
        if helps is not None and helps.id in self.helped:
            text = words.say("helps_too", order=helps.order, move=text)
        elif helps is not None:
            title = texts().titled(helps.title, helps.pack)
            under, text = [text, *under], words.say("helps", order=helps.order, title=title)
        if helps is not None:
            self.helped.setdefault(helps.id, set()).add(move.fact)
        return Line(text, under=tuple(Line(one) for one in under))

    def _does(self, gone: Sequence[Push], come: Sequence[Push]) -> Iterable[str]:
        """Yield what a change spoils. What it mends is said by the answer that it changes."""
        groups = {
            "harms": [one for one in come if one.effect == "harms"],
            "loses": [one for one in gone if one.effect == "helps"],
        }
        told: set[str] = set()
        named = {key: self._pushes(pushes, told) for key, pushes in groups.items()}
        said = [
            self.words.say(f"does.{key}", list=self._listed(names)) for key, names in named.items() if names
        ]
        if said:
            yield " ".join(said)

    def _also(self, way: Way) -> Iterable[str]:
        if way.also:
            turned = [
                self.words.say(
                    "does.turned",
                    name=lower_first(one.name),
                    before=lower_first(texts().say(f"levels.{one.before}")),
                    after=lower_first(texts().say(f"levels.{one.after}")),
                )
                for one in way.also[:MOST_TURNED]
            ]
            hidden = len(way.also) - len(turned)
            if hidden:
                turned.append(self.words.count("does.more_turned", hidden))
            yield self.words.say("does.also", list=self._listed(turned))

    def _listed(self, items: Iterable[str]) -> str:
        return f"{self.words.say('does.between')} ".join(items)

    def _pushes(self, pushes: Sequence[Push], told: set[str]) -> list[str]:
        """Return the names of some influences, each once on a line: what was told is left out."""
        names = []
        for one in pushes:
            parts = [lower_first(each) for each in one.says]
            new = [each for each in parts if each not in told]
            if not new:
                continue
            told.update(new)
            name = self.words.join(new)
            if one.level is not None:
                level = lower_first(texts().say(f"levels.{one.level}"))
                name = self.words.say("does.mechanism", name=name, level=level)
            names.append(texts().titled(name, one.pack))
        return names
