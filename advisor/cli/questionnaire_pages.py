"""A questionnaire to read: as text, as Markdown, and as a page to print."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from advisor.interview.condition_words import ConditionWords
from advisor.model.questionnaire import Question, Questionnaire
from advisor.model.vocabulary import Vocabulary

WIDTH = 80
BOX = "[ ]"


@dataclass(frozen=True)
class Shown:
    """One question as it is shown.

    Attributes:
        question: The question.
        condition: When to answer it, in words; empty: always.
        choices: Answers on offer; empty for a number.
        several: Whether several may be ticked.
        rows: Wording of each row of a grid, with when to answer it.
    """

    question: Question
    condition: str
    choices: tuple[str, ...]
    several: bool
    rows: tuple[str, ...]

    @property
    def how(self) -> str:
        """Return how to answer, where that needs saying."""
        if not self.choices:
            return "Write a whole number."
        return "Tick all that apply." if self.several else ""


def shown(questionnaire: Questionnaire, vocabulary: Vocabulary, section: str) -> Iterator[Shown]:
    """Yield the questions of a section as they are shown."""
    words = ConditionWords(questionnaire, vocabulary)
    for question in questionnaire.questions:
        if question.section != section:
            continue
        definition = vocabulary.by_name[question.sets[0]]
        choices = [value.label for value in definition.values]
        if choices:
            choices += ["Don’t know", *(["Does not apply"] if question.may_not_apply else [])]
        condition = f"Answer if {words.say(question.show_if)}." if question.show_if is not None else ""
        rows = (
            f"{row.label} (if {words.say(row.show_if)})" if row.show_if is not None else row.label
            for row in question.rows
        )
        yield Shown(question, condition, tuple(choices), definition.kind == "any of", tuple(rows))


def as_text(questionnaire: Questionnaire, vocabulary: Vocabulary) -> str:
    """Return a questionnaire as plain text."""
    lines = [questionnaire.title, "=" * len(questionnaire.title), f"Version {questionnaire.version}", ""]
    lines += textwrap.wrap(questionnaire.about, WIDTH)
    for section in questionnaire.sections:
        heading = f"{section.id}. {section.title}"
        lines += ["", heading, "-" * len(heading), *textwrap.wrap(section.intro, WIDTH)]
        for each in shown(questionnaire, vocabulary, section.id):
            lines += ["", *_text_question(each)]
    return "\n".join(lines) + "\n"


def _text_question(each: Shown) -> list[str]:
    question = each.question
    lines = textwrap.wrap(f"{question.id}. {question.wording}", WIDTH)
    for text in (each.condition, question.help, each.how):
        lines += textwrap.wrap(text, WIDTH, initial_indent="    ", subsequent_indent="    ")
    if each.rows:
        scale = f"For each: {' / '.join(each.choices)}"
        lines += textwrap.wrap(scale, WIDTH, initial_indent="    ", subsequent_indent="    ")
        for row in each.rows:
            *first, last = textwrap.wrap(row, WIDTH - 24)
            lines += [f"    {line}" for line in first]
            lines.append(f"    {last + ' ':.<{WIDTH - 20}} ____________")
    else:
        for choice in each.choices or ("________",):
            lines += textwrap.wrap(
                f"{BOX} {choice}" if each.choices else choice,
                WIDTH,
                initial_indent="    ",
                subsequent_indent="        ",
            )
    return lines


def as_markdown(questionnaire: Questionnaire, vocabulary: Vocabulary) -> str:
    """Return a questionnaire as Markdown."""
    parts = [f"# {questionnaire.title}", f"Version {questionnaire.version}", questionnaire.about]
    for section in questionnaire.sections:
        parts += [f"## {section.id}. {section.title}", section.intro]
        for each in shown(questionnaire, vocabulary, section.id):
            question = each.question
            parts.append(f"### {question.id}. {question.wording}")
            if each.condition:
                parts.append(f"*{each.condition}*")
            parts.append(" ".join(filter(None, (question.help, each.how))))
            if each.rows:
                head = [" ", *each.choices]
                rows = [[row, *("☐" for _ in each.choices)] for row in each.rows]
                table = [head, ["---"] + [":-:"] * len(each.choices), *rows]
                parts.append("\n".join(f"| {' | '.join(cells)} |" for cells in table))
            else:
                parts.append("\n".join(f"- [ ] {choice}" for choice in each.choices) or "Number: ________")
    return "\n\n".join(part.strip() for part in parts) + "\n"


def as_html(questionnaire: Questionnaire, vocabulary: Vocabulary) -> str:
    """Return a questionnaire as one page to print."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("advisor.cli", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sections = [
        (section, list(shown(questionnaire, vocabulary, section.id))) for section in questionnaire.sections
    ]
    return environment.get_template("questionnaire.html.j2").render(
        questionnaire=questionnaire, sections=sections
    )
