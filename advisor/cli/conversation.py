"""Leads through an interview, question by question."""

from advisor.cli.interview import Asked, Interview
from advisor.cli.question_screen import QuestionScreen, in_words
from advisor.cli.replies import Move, understand
from advisor.content.answer_values import AnswerError
from advisor.model.questionnaire import Question
from advisor.model.vocabulary import FactDefinition

NOTHING_TYPED = "Type a number, d if you don’t know, or s to skip."
KEY_LENGTH = 2
"""Numbers and keys have one or two characters; anything longer is one reply in words."""


class Conversation:
    """One sitting of an interview."""

    def __init__(self, interview: Interview, screen: QuestionScreen) -> None:
        self.interview = interview
        self.screen = screen
        self._section = ""

    def run(self, *, at_the_end: bool = False) -> bool:
        """Ask until all is answered or somebody stops; return whether the end was reached.

        Args:
            at_the_end: Begin at the last question, for somebody who looks back.
        """
        now = self.interview.path()[-1] if at_the_end else self.interview.next()
        while now is not None:
            question = now[0]
            move = self._ask(now)
            if move is Move.STOP:
                return False
            now = self._before(now) if move is Move.BACK else self.interview.next(question)
        return True

    def _before(self, now: Asked) -> Asked:
        earlier = self.interview.previous(now[0])
        if earlier is None:
            self.screen.refused("This is the first question.")
        return earlier or now

    def _ask(self, now: Asked) -> Move | None:
        question, facts = now
        if question.section != self._section:
            self._section = question.section
            sections = {each.id: each for each in self.interview.questionnaire.sections}
            self.screen.section(sections[question.section])
        self.screen.question(question, self.interview.progress(question))
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
                if move is Move.STOP or (move is Move.BACK and place == 0):
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
