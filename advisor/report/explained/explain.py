"""The pages that say why a conclusion was drawn, and why another was not."""

from collections.abc import Iterable, Iterator
from string import ascii_lowercase

from advisor.model.condition import NOT_APPLICABLE
from advisor.model.explanations.why import Explainables, Explanation, Ground
from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import SourceReference
from advisor.report.at_work import capital_first, lower_first
from advisor.report.explained.explain_not import why_not_sections
from advisor.report.explained.page import Line, Page, Section, explained_words, made_with
from advisor.report.texts import texts

MOST_ABSENT = 8
REPEATED = ("answer", "either", "together")
"""What says nothing beyond the answers that it holds."""
SIDES = (("lowers", "-"), ("raises", "+"), ("both", "+/-"))


def _near(ground: Ground) -> tuple[Ground, ...]:
    """Return the nodes from which a vote comes, and not those behind them."""
    found: list[Ground] = []
    for each in ground.under:
        found += _near(each) if each.kind in ("either", "together") else [each]
    return tuple(found)


def explanation_page(found: Explanation, knowledge: KnowledgeBase, *, commands: bool = True) -> Page:
    """Return the page of an explanation.

    Args:
        found: What was found.
        knowledge: The rules it follows from.
        commands: Whether readers type commands, so that it names those which lead on.
    """
    told = _Told(found, knowledge, commands=commands)
    lead = tuple(told.lead())
    sections = (*told.grounds(), *why_not_sections(found, knowledge), *told.carriers())
    return Page(
        title=told.title(),
        name=found.case,
        lead=lead,
        sections=(*sections, *told.papers()),
        made=made_with(found.versions),
    )


def explainables_page(found: Explainables) -> Page:
    """Return the page that lists what can be explained."""
    words = explained_words("explain")
    parts: dict[str, list[Line]] = {"recommendations": [], "levels": [], "rest": []}
    for each in found.topics:
        part = {"recommendation": "recommendations", "mechanism": "levels"}.get(each.topic.kind, "rest")
        text = capital_first(each.says) if part == "rest" else each.topic.name
        text = texts().titled(text, each.topic.pack)
        if part == "levels":
            text = words.say("list.row", name=text, value=words.say(f"short.{each.value or 'unknown'}"))
        parts[part].append(Line(words.say("list.asked", text=text, ask=each.topic.ask)))
    sections = [
        Section(words.say(f"list.{name}"), lines=tuple(lines)) for name, lines in parts.items() if lines
    ]
    last = sections.pop()
    return Page(
        title=words.say("list.title"),
        name=found.case,
        lead=(words.say("list.lead"),),
        sections=(*sections, Section(last.heading, lines=last.lines, note=words.say("list.note"))),
        made=made_with(found.versions),
    )


class _Told:
    """One explanation in words."""

    def __init__(self, found: Explanation, knowledge: KnowledgeBase, *, commands: bool) -> None:
        self.found = found
        self.commands = commands
        self.knowledge = knowledge
        self.words = explained_words("explain")
        referred = {one.see for one in found.why.every() if one.see}
        every = [one.number for one in found.why.every() if one.number in referred and not one.see]
        self.letters = dict(zip(every, ascii_lowercase, strict=False))
        self.cited: dict[str, None] = {}
        self.told_unless: set[str] = set()

    def title(self) -> str:
        return texts().titled(self._title(), self.found.topic.pack)

    def _title(self) -> str:
        topic, why = self.found.topic, self.found.why
        if topic.kind == "mechanism":
            key = "mechanism_unknown" if why.value == "unknown" else "mechanism"
            name = lower_first(topic.name)
            return self.words.say(f"title.{key}", name=name, value=why.value)
        says = why.says if topic.kind in ("recommendation", "derived") and why.says else topic.name
        return self.words.say(
            f"title.{topic.kind}", name=lower_first(says) if topic.kind == "derived" else says
        )

    def lead(self) -> Iterator[str]:
        topic, why, say = self.found.topic, self.found.why, self.words.say
        value = str(why.value)
        if topic.kind in ("statement", "recommendation"):
            yield say(f"value.{value.partition(':')[0]}")
        if topic.kind == "statement":
            text = self.knowledge.advice.by_id[topic.id]
            key = "statement_pack" if topic.pack else "statement"
            told = say(key, if_=text.if_, then=text.then, because=text.because, pack=topic.pack)
            yield self.sourced(told, text.source)
        if topic.kind == "mechanism":
            yield why.says
            if why.tally is not None:
                counts = why.tally.model_dump(exclude={"decided_by", "packs"})
                numbers = {name: count or say("none") for name, count in counts.items()}
                packs = self.words.join(say("pack", title=one) for one in why.tally.packs)
                key = "named_packs" if packs else "named"
                named = say(key, packs=packs, sources=numbers["sources"])
                yield say(f"tally.{why.tally.decided_by}", **numbers, named=named)
        if topic.kind == "circumstance":
            yield say(f"circumstance.{why.value or 'unknown'}", says=why.says)
        if topic.kind == "derived":
            yield (
                say("derived", says=why.says)
                if why.says
                else say("derived_unknown", name=lower_first(why.name))
            )
        if self.found.order is not None:
            reasons = " ".join(self.found.order_reasons)
            yield say("order", order=self.found.order, reasons=reasons)

    def grounds(self) -> Iterator[Section]:
        why, say = self.found.why, self.words.say
        if why.kind == "mechanism" and why.under and why.under[0].kind == "link":
            for side, sign in SIDES:
                votes = [one for one in why.under if one.value == sign]
                folded = next((one.id for vote in votes for one in vote.under if one.folded), "")
                if votes:
                    note = say("folded", ask=f"level of {folded}") if folded and self.commands else ""
                    yield Section(say(side), lines=tuple(self.line(one) for one in votes), note=note)
            absent = [one for one in why.under if one.kind == "absence"]
            if absent:
                yield Section(say("absent_here"), lines=tuple(self.lines(absent)))
            return
        waiting = all(one.kind == "absence" for one in why.under)
        lines = (*self.lines(why.under), *self.unless(why))
        if lines:
            yield Section(say("needs" if waiting else "because"), lines=lines)

    def carriers(self) -> Iterator[Section]:
        lines: dict[str, Line] = {}
        for each in self.found.carried_by:
            text = self.sourced(texts().titled(each.says, each.pack), each.sources)
            lines.setdefault(each.says, Line(self.words.say("at_work", text=text) if each.at_work else text))
        if lines:
            key = "carried_packs" if any(each.pack for each in self.found.carried_by) else "carried"
            yield Section(self.words.say(key), lines=tuple(lines.values()))

    def papers(self) -> Iterator[Section]:
        """Yield the papers that the page cites."""
        cited = [one for one in self.knowledge.sources if one.id in self.cited]
        packs = {one.id: self.knowledge.pack_of("sources", one.id) for one in cited}
        lines = tuple(
            Line(texts().titled(self.words.say("paper", id=one.id, citation=one.citation), packs[one.id]))
            for one in cited
        )
        if lines:
            key = "papers_packs" if any(packs.values()) else "papers"
            yield Section(self.words.say(key), lines=lines)

    def lines(self, grounds: Iterable[Ground]) -> Iterator[Line]:
        """Yield a line for each ground; of many absences the first, and how many more.

        What stands in the list already, alone or in a group, is not told again.
        """
        absent = 0
        told: set[str] = set()
        said: set[tuple[str, str]] = set()
        for ground in grounds:
            absent += ground.kind == "absence"
            leaves = {leaf.id for leaf in ground.leaves()}
            saying = {(leaf.kind, leaf.says) for leaf in ground.leaves()}
            if saying <= said and ground.kind in REPEATED and ground.number not in self.letters:
                continue
            said |= {one for one in saying if one[0] == "answer"}
            again = ground.under and leaves <= told and ground.number not in self.letters
            if again and ground.kind == "applies":
                yield Line(self.words.say("applies_told"))
            elif again and ground.kind not in ("either", "together"):
                # The same answers, counted another way: they stand just above.
                yield Line(capital_first(self._text(ground)), "", tuple(self.unless(ground)))
            elif ground.kind != "absence" or absent <= MOST_ABSENT:
                yield self.line(ground)
            told |= leaves if ground.under else set()
        if absent > MOST_ABSENT:
            yield Line(self.words.count("more_open", absent - MOST_ABSENT))

    def line(self, ground: Ground) -> Line:
        """Return one ground with what is under it."""
        if ground.kind == "link":
            return self._link(ground)
        text = self._text(ground)
        if ground.see:
            # Past the alphabet nothing is referred to by letter; what it says stands all the same.
            letter = self.letters.get(ground.see)
            return Line(capital_first(self.words.say("see", says=text, letter=letter) if letter else text))
        if ground.kind == "applies" and len(ground.under) == 1 and not ground.under[0].under:
            return Line(self.words.say("applies_one", says=self._text(ground.under[0])))
        return Line(
            capital_first(text), self._mark(ground), (*self.lines(ground.under), *self.unless(ground))
        )

    def _mark(self, ground: Ground) -> str:
        letter = self.letters.get(ground.number)
        return self.words.say("letter", letter=letter) if letter else ""

    def _text(self, ground: Ground) -> str:
        return texts().titled(self._says(ground), ground.pack)

    def _says(self, ground: Ground) -> str:  # noqa: PLR0911 - one for each kind
        say = self.words.say
        match ground.kind:
            case "answer":
                return say("skipped" if ground.value == NOT_APPLICABLE else "answered", says=ground.says)
            case "absence":
                return say("absence", name=ground.name)
            case "either":
                return say("either.two" if len(ground.under) == 2 else "either.many")  # noqa: PLR2004
            case "together" | "applies":
                return say(ground.kind)
            case "mechanism":
                value = say(f"short.{ground.value}")
                return say("mechanism_is", name=ground.name, value=value, says=ground.says)
            case "statement":
                value = say(f"short.{ground.value}")
                return say("statement_is", says=ground.says, value=value)
            case _:
                return ground.says or say("unknown_fact", name=lower_first(ground.name))

    def _link(self, ground: Ground) -> Line:
        say = self.words.say
        both = "mixed" if ground.under[0].kind == "mechanism" else "both"
        manner = both if ground.value == "+/-" else "turned" if ground.turned else "straight"
        causes = [one for one in ground.every() if one.kind in ("circumstance", "mechanism")]
        first = causes[0].kind
        named = dict.fromkeys(
            self._cause(one, ground.pack) for one in causes if one.kind == first and one in _near(ground)
        )
        text = say(f"link.{manner}", cause=capital_first(self.words.join(named)), says=ground.says)
        if ground.critical:
            text = say("critical_pack" if ground.pack else "critical", text=text, pack=ground.pack)
        text = self.sourced(texts().titled(text, ground.pack), ground.sources)
        under: list[Line] = []
        for each in ground.under:
            if each.kind == "mechanism":
                under.append(self._other_level(each))
            elif each.kind == "circumstance" and not each.see:
                under += [*self.lines(each.under), *self.unless(each)]
            else:
                under.append(self.line(each))
        return Line(text, self._mark(ground), tuple(under))

    def _cause(self, ground: Ground, said: str | None) -> str:
        if ground.kind == "circumstance":
            # Where the whole line is of one pack, that is said once.
            return texts().titled(ground.says, None if ground.pack == said else ground.pack)
        value = self.words.say(f"short.{ground.value}")
        return self.words.say("list.row", name=ground.name, value=value)

    def _other_level(self, ground: Ground) -> Line:
        if ground.see:
            return self.line(ground)
        says = texts().titled(ground.says, ground.pack)
        return Line(says, self._mark(ground), tuple(self.lines(ground.under)))

    def unless(self, ground: Ground) -> Iterator[Line]:
        """Yield what would have decided otherwise, each once: what nothing shows, and what is ruled out.

        What would have come to the same is left out, and so is what the answers told already rule out.
        """
        if ground.kind == "recommendation":
            # It gathers statements, and what would word it otherwise is no reason for it.
            return
        own = self._value(str(ground.value))
        absent = {one.id for one in ground.under if one.kind == "absence"}
        ruled: dict[str, list[Ground]] = {}
        for each in ground.unless:
            value = self._value(each.value)
            if value and value == own:
                continue
            if each.state == "ruled_out":
                ruled.setdefault(value, []).extend(each.answers)
            elif not set(each.facts) <= absent:
                yield from self._not_shown(each.says, value)
        if ground.kind == "statement" and not ground.number:
            told = {leaf.id for leaf in ground.leaves()}
            for value, answers in ruled.items():
                more = {one.id: one for one in answers if one.id not in told and one.kind == "answer"}
                if value and more:
                    yield Line(self.words.say("ruled_out", value=value), "", tuple(self.lines(more.values())))

    def _not_shown(self, ways: Iterable[str], value: str) -> Iterator[Line]:
        for way in ways:
            says = self.words.say("shows" if value else "shows_else", says=way, value=value)
            if says not in self.told_unless:
                self.told_unless.add(says)
                yield Line(says)

    def _value(self, value: str) -> str:
        known: dict[str, str] = self.words.labels_at("short")
        return known.get(value.partition(":")[0], "")

    def sourced(self, text: str, sources: Iterable[SourceReference]) -> str:
        """Return a text with where it stands in the papers."""
        places: dict[str, list[str]] = {}
        for one in sources:
            places.setdefault(one.paper, []).append(one.where)
            self.cited[one.paper] = None
        if not places:
            return text
        named = "; ".join(f"{paper}, {'; '.join(where)}" for paper, where in places.items())
        return self.words.say("source", says=text, sources=named)
