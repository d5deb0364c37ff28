"""Leads through an interview, question by question."""

from advisor.cli.question_screen import QuestionScreen, in_words
from advisor.cli.replies import Move, understand
from advisor.content.answer_values import AnswerError
from advisor.interview.guide import Guide
from advisor.interview.interview import Asked, Interview
from advisor.model.questionnaire import Question
from advisor.model.vocabulary import FactDefinition

NOTHING_TYPED = "Type a number, d if you don’t know, or s to skip."
BY_VALUE = (
    "First comes what the collaboration is, in the usual order: that decides which other questions fit. "
    "From then on, the question whose answers can change most comes first. Type m for the usual order."
)
BY_SECTION = "From here on, the questions come in their usual order. Type m for the most telling first."
NOTHING_LEFT = "Nothing left {whose} can change which advice comes first, or its order, whatever you answer."
MAY_STOP = "Type q to stop and have the report, or go on: other advice can still become more exact."
KEY_LENGTH = 2
"""Numbers and keys have one or two characters; anything longer is one reply in words."""


class Conversation:
    """One sitting of an interview."""

    def __init__(
        self, interview: Interview, screen: QuestionScreen, guide: Guide, *, by_value: bool = False
    ) -> None:
        self.interview = interview
        self.screen = screen
        self.guide = guide
        self.by_value = by_value
        self.nothing_left = False
        self._section = ""
        self._introduced: set[str] = set()
        self._passed: list[str] = []
        self._skipped: set[str] = set()

    def run(self, *, at_the_end: bool = False) -> bool:
        """Ask until all is answered or somebody stops; return whether the end was reached.

        Args:
            at_the_end: Begin at the last question, for somebody who looks back.
        """
        now = self.interview.path()[-1] if at_the_end else self._first()
        while now is not None:
            before = self.interview.saved.case
            move = self._ask(now)
            if self.interview.saved.case is not before:
                self._tell_whether_to_go_on()
            if move is Move.STOP:
                return False
            now = self._following(now, move)
        return True

    def _first(self) -> Asked | None:
        if self.by_value:
            self.screen.say(BY_VALUE)
            return self._most_telling()
        return self.interview.next()

    def _following(self, now: Asked, move: Move | None) -> Asked | None:
        question = now[0]
        if move is Move.MOST:
            self.by_value = not self.by_value
            self.screen.say(BY_VALUE if self.by_value else BY_SECTION)
            return self._most_telling() if self.by_value else self.interview.next()
        if move is Move.BACK:
            return self._before(now)
        self._passed.append(question.id)
        if move is Move.SKIP:
            self._skipped.add(question.id)
        return self._most_telling() if self.by_value else self.interview.next(question)

    def _most_telling(self) -> Asked | None:
        """Return the question on which most hangs; those that were skipped are not asked again."""
        left = {pair[0].id: pair for pair in self.interview.open_without(self._skipped)}
        found = self.guide.most_telling(self.interview.saved.case, left) if left else None
        return left[found] if found is not None else next(iter(left.values()), None)

    def _tell_whether_to_go_on(self) -> None:
        """Say it once where nothing left can change the priorities, and whether that still holds."""
        before = self.nothing_left
        self.nothing_left = self.guide.nothing_left(self.interview.saved.case, self.interview.open())
        if self.nothing_left and not before:
            self.screen.say()
            whose = "here" if self.interview.questionnaire.questionnaire != "full" else "to ask"
            self.screen.say(NOTHING_LEFT.format(whose=whose), "bold green")
            self.screen.note(MAY_STOP)

    def _before(self, now: Asked) -> Asked:
        if self.by_value:
            asked = {pair[0].id: pair for pair in self.interview.path()}
            while self._passed:
                last = asked.get(self._passed.pop())
                if last is not None:
                    return last
        earlier = None if self.by_value else self.interview.previous(now[0])
        if earlier is None:
            self.screen.refused("This is the first question.")
        return earlier or now

    def _ask(self, now: Asked) -> Move | None:
        question, facts = now
        if question.section != self._section:
            self._section = question.section
            sections = {each.id: each for each in self.interview.questionnaire.sections}
            intro = question.section not in self._introduced
            self._introduced.add(question.section)
            self.screen.section(sections[question.section], intro=intro)
        progress = self.interview.count() if self.by_value else self.interview.progress(question)
        self.screen.question(question, progress)
        if question.rows:
            return self._ask_grid(question, facts)
        return self._ask_one(question, facts[0])

    def _definition(self, fact: str) -> FactDefinition:
        return self.interview.vocabulary.by_name[fact]

    def _ask_one(self, question: Question, fact: str) -> Move | None:
        definition = self._definition(fact)
        self.screen.options(definition)
        self.screen.keys(not_applicable=_key_for_not_applicable(question, definition), grid=False)
        if self.interview.settled(fact):
            self.screen.current(definition, self.interview.saved.case.answers.get(fact))
        while True:
            typed = self.screen.ask()
            move = self._take(typed, question, fact)
            if move is Move.HELP:
                self.screen.help(question)
            elif move is Move.KEEP:
                if self.interview.settled(fact):
                    return None
                self.screen.refused(NOTHING_TYPED)
            elif not isinstance(move, AnswerError):
                if move is None:
                    self.screen.took(definition, self.interview.saved.case.answers.get(fact))
                return move

    def _take(self, typed: str, question: Question, fact: str) -> Move | AnswerError | None:
        """Record what was typed; return the move it was, the refusal that was shown, or none."""
        definition = self._definition(fact)
        try:
            meant = understand(typed, definition, may_not_apply=question.may_not_apply)
        except AnswerError as refused:
            self.screen.refused(str(refused))
            return refused
        if isinstance(meant, Move):
            return meant
        self.interview.record(fact, meant)
        return None

    # ── Grids: one line a row ────────────────────────────────────────────────────────────────────

    def _ask_grid(self, question: Question, facts: tuple[str, ...]) -> Move | None:
        labels = {row.fact: row.label for row in question.rows}
        definition = self._definition(facts[0])
        self.screen.scale(definition)
        key = _key_for_not_applicable(question, definition)
        self.screen.keys(not_applicable=key, grid=len(facts) > 1)
        unsettled = [place for place, fact in enumerate(facts) if not self.interview.settled(fact)]
        place = unsettled[0] if unsettled else 0
        while place < len(facts):
            replies = _replies(self._row(labels[facts[place]], facts, place))
            if len(replies) > len(facts) - place:
                left = len(facts) - place
                self.screen.refused(
                    f"That is {len(replies)} answers for {left} more; please type them again."
                )
                continue
            for reply in replies:
                fact = facts[place]
                move = self._take(reply, question, fact)
                if move is None and len(replies) > 1:
                    self._echo(labels[fact], fact)
                if move in (Move.STOP, Move.MOST) or (move is Move.BACK and place == 0):
                    return move
                step = self._step(move, question, fact)
                place += step
                if step < 1:
                    break
        return None

    def _step(self, move: Move | AnswerError | None, question: Question, fact: str) -> int:
        """Return how many rows to go on after a reply; below one, what was typed after it is dropped."""
        if move is Move.BACK:
            return -1
        if move is Move.HELP:
            self.screen.help(question)
            return 0
        if move is Move.KEEP and not self.interview.settled(fact):
            self.screen.refused(NOTHING_TYPED)
            return 0
        return 0 if isinstance(move, AnswerError) else 1

    def _echo(self, label: str, fact: str) -> None:
        answer = in_words(self._definition(fact), self.interview.saved.case.answers.get(fact))
        self.screen.note(f"✓ {label}: {answer}", "green")

    def _row(self, label: str, facts: tuple[str, ...], place: int) -> str:
        fact = facts[place]
        now = ""
        if self.interview.settled(fact):
            words = in_words(self._definition(fact), self.interview.saved.case.answers.get(fact))
            now = f" (now: {words}; Enter keeps it)"
        return self.screen.ask(f"  {place + 1}/{len(facts)} {label}{now} > ")


def _replies(typed: str) -> list[str]:
    """Return the replies in one line: several where they are numbers and keys, else the line as it is."""
    parts = typed.split()
    return parts if parts and all(len(part) <= KEY_LENGTH for part in parts) else [typed]


def _key_for_not_applicable(question: Question, definition: FactDefinition) -> str | None:
    if not question.may_not_apply:
        return None
    return "na" if "no" in definition.by_value else "n"
