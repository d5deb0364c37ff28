"""Shows questions in the terminal and reads replies."""

import unicodedata
from collections.abc import Sequence

from rich.columns import Columns
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from advisor.cli.screen import console
from advisor.model.condition import NOT_APPLICABLE, Value
from advisor.model.questionnaire import Question, Section
from advisor.model.vocabulary import FactDefinition


class QuestionScreen:
    """The terminal, for an interview."""

    def __init__(self) -> None:
        self.console = console()

    def ask(self, prompt: str = "> ") -> str:
        """Return what is typed at a prompt, without control characters; raises EOFError where input ends."""
        # Markup must not reach the prompt: the line editor counts its characters.
        typed = input(prompt)
        return "".join(one for one in typed if unicodedata.category(one) not in ("Cc", "Cs")).strip()

    def say(self, text: str = "", style: str = "") -> None:
        """Show a paragraph."""
        self.console.print(Text(text, style=style))

    def note(self, text: str, style: str = "") -> None:
        """Show an indented paragraph."""
        self.console.print(Padding(Text(text, style=style), (0, 0, 0, 2), expand=False))

    def section(self, section: Section, *, intro: bool = True) -> None:
        """Show that another part begins, or goes on."""
        self.say()
        self.console.rule(
            Text(f"{section.id}. {section.title}", style="bold cyan"), align="left", style="cyan"
        )
        if intro:
            self.say(section.intro)

    def question(self, question: Question, progress: tuple[int, int, int]) -> None:
        """Show a question with its place among all."""
        number, total, done = progress
        self.say()
        self.say(f"Question {number} of about {total} · {done} % done", "cyan")
        self.say(question.wording, "bold")

    def options(self, definition: FactDefinition) -> None:
        """Show the answers on offer."""
        if definition.kind == "whole number":
            self.note(f"Type a whole number, {definition.minimum or 0} or more.")
            return
        table = Table.grid(padding=(0, 2))
        table.add_column(justify="right", style="bold")
        table.add_column()
        for number, value in enumerate(definition.values, start=1):
            table.add_row(str(number), Text(value.label))
        self.console.print(Padding(table, (0, 0, 0, 2), expand=False))
        if definition.kind == "any of":
            self.note("Tick all that apply: for example 1 3")

    def scale(self, definition: FactDefinition) -> None:
        """Show the answers that every row of a grid offers, in one line where they fit."""
        cells = [
            Text.assemble((str(number), "bold"), f" {value.label}")
            for number, value in enumerate(definition.values, 1)
        ]
        self.console.print(Padding(Columns(cells, padding=(0, 3)), (0, 0, 0, 2), expand=False))

    def keys(self, *, not_applicable: str | None, grid: bool) -> None:
        """Show what else can be typed."""
        keys = [("d", "don’t know")]
        if not_applicable:
            keys.append((not_applicable, "does not apply"))
        keys += [("s", "skip"), ("b", "back"), ("?", "help"), ("m", "order"), ("q", "save and stop")]
        line = Text("  ")
        for place, (key, meaning) in enumerate(keys):
            line.append(" · " if place else "", style="dim")
            line.append(key, style="bold")
            line.append(f" {meaning}", style="dim")
        self.console.print(line)
        if grid:
            self.note("One line at a time, or several at once: for example 1 1 2", "dim")

    def help(self, question: Question) -> None:
        """Show how to answer, and why it is asked."""
        self.note(question.help)
        self.note(f"Why we ask: {question.why}")

    def current(self, definition: FactDefinition, value: Value | None) -> None:
        """Show the answer given before."""
        self.note(f"Your answer now: {in_words(definition, value)}. Press Enter to keep it.", "green")

    def took(self, definition: FactDefinition, value: Value | None) -> None:
        """Show what was understood."""
        self.note(f"✓ {in_words(definition, value)}", "green")

    def refused(self, text: str) -> None:
        """Show why something typed was not taken."""
        self.note(text, "yellow")

    def listing(self, lines: Sequence[str]) -> None:
        """Show indented lines."""
        for line in lines:
            self.note(line)


def in_words(definition: FactDefinition, value: Value | None) -> str:
    """Return an answer as people read it."""
    if value is None:
        return "Don’t know"
    return "Does not apply" if value == NOT_APPLICABLE else definition.label(value)
