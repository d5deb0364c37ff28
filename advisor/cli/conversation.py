"""Leads through an interview, question by question."""

from advisor.cli.interview import Asked, Interview
from advisor.cli.question_screen import QuestionScreen
from advisor.cli.replies import Move, understand
from advisor.content.answer_values import AnswerRefused
from advisor.model.questionnaire import Question
from advisor.model.vocabulary import FactDefinition


class Conversation:
    """One sitting of an interview."""

    def __init__(self, interview: Interview, screen: QuestionScreen) -> None:
        self.interview = interview
        self.screen = screen
        self._section = ""
        self._skipped: set[str] = set()

    def run(self) -> bool:
        """Ask until all is answered or somebody stops; return whether the end was reached."""
        now = self.interview.next()
        while now is not None:
            question = now[0]
            move = self._ask(now)
            if move is Move.STOP:
                return False
            if move is Move.BACK:
                now = self._before(now)
            else:
                now = self.interview.next(question)
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
                self.screen.refused("Type a number, d if you don’t know, or s to skip.")
            elif not isinstance(move, AnswerRefused):
                if move is None:
                    self.screen.took(definition, self.interview.saved.case.answers.get(fact))
                return move

    def _take(self, typed: str, question: Question, fact: str) -> Move | AnswerRefused | None:
        """Record what was typed; return the move it was, the refusal that was shown, or none."""
        definition = self._definition(fact)
        try:
            meant = understand(typed, definition, may_not_apply=question.may_not_apply)
        except AnswerRefused as refused:
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
        self.screen.keys(not_applicable=_key_for_not_applicable(question, definition), grid=True)
        unsettled = [place for place, fact in enumerate(facts) if not self.interview.settled(fact)]
        place = unsettled[0] if unsettled else 0
        waiting: list[str] = []
        while place < len(facts):
            if not waiting:
                waiting = self._row(labels[facts[place]], facts, place).split() or [""]
            typed = waiting.pop(0)
            move = self._take(typed, question, facts[place])
            if isinstance(move, AnswerRefused):
                waiting = []
            elif move is Move.HELP:
                self.screen.help(question)
            elif move is Move.STOP or (move is Move.BACK and place == 0):
                return move
            elif move is Move.BACK:
                place -= 1
            elif move is Move.KEEP and not self.interview.settled(facts[place]):
                self.screen.refused("Type a number, d if you don’t know, or s to skip.")
            else:
                place += 1
        return None

    def _row(self, label: str, facts: tuple[str, ...], place: int) -> str:
        fact = facts[place]
        now = ""
        if self.interview.settled(fact):
            from advisor.cli.question_screen import in_words

            words = in_words(self._definition(fact), self.interview.saved.case.answers.get(fact))
            now = f" (now: {words}; Enter keeps it)"
        return self.screen.ask(f"  {place + 1}/{len(facts)} {label}{now} > ")


def _key_for_not_applicable(question: Question, definition: FactDefinition) -> str | None:
    if not question.may_not_apply:
        return None
    return "na" if "no" in definition.by_value else "n"
