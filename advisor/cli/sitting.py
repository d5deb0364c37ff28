"""One run of ``advisor ask``: finds the file, asks, and says how to go on."""

import re
import shlex
import unicodedata
from dataclasses import replace
from pathlib import Path

import click

from advisor.cli.assess import write_reports
from advisor.cli.conversation import Conversation
from advisor.cli.outputs import Place
from advisor.cli.question_screen import QuestionScreen
from advisor.cli.screen import working
from advisor.content.answer_values import AnswerError
from advisor.content.answers_file import UNNAMED, SavedAnswers, free_text
from advisor.content.answers_writing import write_answers
from advisor.content.pack_answers import version_of, warnings_on
from advisor.content.whole_files import is_there
from advisor.errors import AdvisorError, OutputError
from advisor.interview.guide import Guide
from advisor.interview.interview import Interview
from advisor.model.case import Case
from advisor.model.limits import LONGEST
from advisor.model.questionnaire import Questionnaire
from advisor.service import Advisor

INTERRUPTED = 130
DEFAULT_NAME = "answers"
LONGEST_FILE_NAME = 60


class Sitting:
    """One run of the command: find the file, ask, and say how to go on."""

    def __init__(
        self,
        advisor: Advisor,
        file: Path | None,
        wanted: str | None,
        packs: tuple[str, ...] = (),
        *,
        by_value: bool = False,
    ) -> None:
        self.options = "".join(f" --pack {shlex.quote(one)}" for one in packs)
        self.advisor = advisor
        self.file = file
        self.wanted = wanted
        self.by_value = by_value
        self.screen = QuestionScreen()
        self.is_saved = False

    @property
    def path(self) -> Path:
        """The answers file."""
        return self.file or Path(f"{DEFAULT_NAME}.yaml")

    def run(self) -> int:
        """Hold the sitting; return the exit code."""
        try:
            return self._run()
        except EOFError:
            click.echo(f"\nInput ended. {self._how_to_go_on()}")
            return 0
        except KeyboardInterrupt:
            click.echo(f"\n{self._how_to_go_on()}")
            return INTERRUPTED

    def _run(self) -> int:
        saved = self._open() if self.file is not None and is_there(self.file) else None
        questionnaire = self._questionnaire(saved)
        self.screen.say(questionnaire.title, "bold")
        asking = [pack for pack in self.advisor.knowledge.packs if pack.questions]
        if asking and questionnaire.questionnaire != "full":
            self.screen.say("The pack’s questions stand in the full questionnaire; this one leaves them out.")
        if saved is None:
            self._introduce(questionnaire)
            saved = self._begin()
        if saved.case.answers:
            self.screen.say(f"Going on with {saved.case.name}: {len(saved.case.answers)} answers so far.")
        interview = Interview(questionnaire, self.advisor.knowledge.vocabulary, saved, self._save)
        if not self.is_saved:
            interview.keep(saved.case)
        self.screen.say(f"Every answer is saved at once in {self.path}.")
        guide = Guide(self.advisor, questionnaire.questionnaire)
        with working("Getting the questions ready"):
            guide.prepare()
        conversation = Conversation(interview, self.screen, guide, by_value=self.by_value)
        looking_back = False
        while True:
            if conversation.run(at_the_end=looking_back):
                self._sum_up(interview)
            elif conversation.nothing_left:
                self.screen.say()
            else:
                click.echo(f"\n{self._how_to_go_on()}")
                return 0
            looking_back = self._offer_report()
            if not looking_back:
                return 0

    def _how_to_go_on(self) -> str:
        if not self.is_saved:
            return "Nothing was answered yet, so nothing was saved."
        return f"Saved. Continue with: advisor ask {quoted(self.path)}{self.options}"

    # ── Before the questions ─────────────────────────────────────────────────────────────────────

    def _open(self) -> SavedAnswers:
        saved = self.advisor.read_saved(self.path)
        self.is_saved = True
        for warning in warnings_on(saved, self.advisor.knowledge):
            self.screen.say(warning)
        return saved

    def _questionnaire(self, saved: SavedAnswers | None) -> Questionnaire:
        found = self.advisor.questionnaires
        before = (saved.case.questionnaire or "").split() if saved is not None else []
        name = self.wanted or (before[0] if before and before[0] in found else None)
        return found[name or self._choose_questionnaire()]

    def _choose_questionnaire(self) -> str:
        rapid, full = self.advisor.questionnaires["rapid"], self.advisor.questionnaires["full"]
        self.screen.say("Which questions would you like?", "bold")
        self.screen.listing(
            [
                f"1  Rapid: {len(rapid.questions)} questions, about {rapid.minutes} minutes",
                f"2  Full: up to {len(full.questions)} questions, about {full.minutes} minutes",
            ]
        )
        while True:
            typed = self.screen.ask("1 or 2 (Enter for 1) > ").lower()
            if typed in ("", "1", "rapid"):
                return rapid.questionnaire
            if typed in ("2", "full"):
                return full.questionnaire
            if typed in ("q", "quit", "exit", "stop"):
                raise EOFError
            self.screen.refused("Please type 1 or 2.")

    def _introduce(self, questionnaire: Questionnaire) -> None:
        self.screen.say(questionnaire.about)
        self.screen.say()

    def _begin(self) -> SavedAnswers:
        """Ask for the name of the collaboration, and settle the file where none was given."""
        self.screen.say("What is the collaboration called?", "bold")
        name = self._ask_name()
        if self.file is None:
            self.file = Path(f"{file_stem(name)}.yaml")
            if self.file.exists():
                return self._already_there(name)
        return SavedAnswers(Case(name=name or UNNAMED, answers={}))

    def _ask_name(self) -> str:
        while True:
            try:
                return free_text(
                    "The name", self.screen.ask("Name (Enter leaves it out) > "), LONGEST["name"]
                )
            except AnswerError as refused:
                self.screen.refused(str(refused))

    def _already_there(self, name: str) -> SavedAnswers:
        typed = self.screen.ask(f"{self.file} is there already. Go on with it? (Enter for yes, n for no) > ")
        if not typed.lower().startswith("n"):
            return self._open()
        number = 2
        while (file := Path(f"{file_stem(name)}-{number}.yaml")).exists():
            number += 1
        self.file = file
        return SavedAnswers(Case(name=name or UNNAMED, answers={}))

    # ── Saving ───────────────────────────────────────────────────────────────────────────────────

    def _save(self, saved: SavedAnswers) -> None:
        """Save, and where that fails let the person mend it: nothing typed may be lost."""
        used = [pack.head.id for pack in self.advisor.knowledge.packs]
        saved = replace(saved, packs=tuple(dict.fromkeys((*saved.packs, *used))))
        order = self.advisor.knowledge.vocabulary.by_name
        while True:
            try:
                write_answers(self.path, saved, order)
            except OutputError as error:
                self.screen.refused(f"Not saved: {error}")
                self._choose_other_file(error)
            else:
                self.is_saved = True
                return

    def _choose_other_file(self, error: OutputError) -> None:
        try:
            typed = self.screen.ask("Press Enter to try again, or type another file name > ")
        except EOFError:
            raise error from None
        if typed:
            self.file = Path(typed)

    # ── After the questions ──────────────────────────────────────────────────────────────────────

    def _sum_up(self, interview: Interview) -> None:
        screen = self.screen
        screen.say()
        skipped = [question.id for question, _ in interview.open()]
        if skipped:
            many = "One question is" if len(skipped) == 1 else f"{len(skipped)} questions are"
            again = f"advisor ask {quoted(self.path)}{self.options}"
            screen.say(f"{many} still open; “{again}” asks again.", "bold")
        else:
            screen.say("That was the last question. Thank you.", "bold")
        unknown = len(interview.saved.case.asked_unknown)
        if unknown:
            often = "once" if unknown == 1 else f"{unknown} times"
            screen.say(f"You answered “don’t know” {often}; the report says what to find out.")
        kept = interview.kept_but_not_asked()
        if kept:
            screen.say(
                "Some earlier answers belong to questions that no longer come up."
                f" They are kept and count: {', '.join(kept)}."
            )

    def _offer_report(self) -> bool:
        """Offer to write the report; return whether somebody would rather go back to the questions."""
        report = str(self.path.with_suffix(".pdf"))
        later = f"advisor assess {quoted(self.path)}{self.options} -o {quoted(Path(report))}"
        self.screen.say(f"Write the report now, to {report}?")
        try:
            typed = self.screen.ask("Enter for yes, n for no, b for back to the questions > ").lower()
        except EOFError:
            typed = "n"
        if typed in ("b", "back"):
            return True
        if typed in ("", "y", "yes"):
            self._write_report(report, later)
        else:
            self.screen.say("For the report later:")
            self.screen.note(later)
        return False

    def _write_report(self, report: str, later: str) -> None:
        with working("Reasoning"):
            result = self.advisor.assess(self.advisor.read_case(self.path))
        try:
            write_reports(self.advisor, result, [Place(report, "pdf")])
        except AdvisorError:
            # The answers are safe; say what failed, and leave the exit code to its cause.
            self.screen.say(f"Your answers are saved. For the report later: {later}")
            raise
        # So that a later reading can say whether the rules have changed since.
        made_with = version_of(self.advisor.knowledge)
        self._save(replace(self.advisor.read_saved(self.path), knowledge_base=made_with))


def file_stem(name: str) -> str:
    """Return a file name made from the name of a collaboration.

    >>> file_stem("St Wyn’s & Eastmere, 2026")
    'st-wyns-eastmere-2026'
    """
    plain = (
        unicodedata.normalize("NFKD", name.replace("’", "").replace("'", ""))
        .encode("ascii", "ignore")
        .decode()
    )
    stem = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST_FILE_NAME].strip("-")
    return stem or DEFAULT_NAME


def quoted(path: Path) -> str:
    """Return a path as it is typed on a command line."""
    return shlex.quote(str(path))
