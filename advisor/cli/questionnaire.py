"""``advisor questionnaire``: the questions to read, print or fill in by hand."""

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from advisor.cli.options import with_packs, with_questionnaires
from advisor.cli.outputs import listed
from advisor.cli.screen import is_terminal, write_to_output
from advisor.content.whole_files import is_there, write_whole
from advisor.errors import CommandError

if TYPE_CHECKING:
    from advisor.model.questionnaire import Questionnaire
    from advisor.model.vocabulary import Vocabulary
    from advisor.service import Advisor

FORMATS = ("text", "md", "html", "json", "yaml", "answers", "xlsx")
PRECIOUS = {"answers": "answers", "xlsx": "changes"}
BACK = {"import": "advisor.cli.questionnaire_import", "answers": "advisor.cli.questionnaire_answers"}
SUFFIXES = {
    ".txt": "text",
    ".md": "md",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".xlsx": "xlsx",
}


class WithWaysBack(click.Command):
    """A command with two more below it, for what comes back from a spreadsheet."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of one of the two where the first word names it, else that of the command."""
        module = BACK.get(args[0]) if args else None
        if module is None:
            return super().make_context(info_name, args, parent, **extra)
        below: click.Command = importlib.import_module(module).command
        return below.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)


@click.command(
    "questionnaire", cls=WithWaysBack, short_help="Print the questions, or an answers file to fill in."
)
@click.argument("name", type=click.Choice(["full", "rapid"]), default="full", metavar="[full|rapid]")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="“answers” is an empty answers file to fill in by hand. Default: as the file ends, else text.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=f"Write it to a file; the ending says what: {listed(SUFFIXES)}.",
)
@with_questionnaires
@with_packs
def command(
    name: str, form: str | None, output: Path | None, folder: Path | None, packs: tuple[str, ...]
) -> None:
    """Print the full or the rapid questionnaire, or write it to a file.

    A spreadsheet (.xlsx) is a form for ODK or Kobo.
    “advisor questionnaire import” takes an edited form back.
    “advisor questionnaire answers” makes answers files of what people answered there.

    \b
    Examples:
      advisor questionnaire rapid
      advisor questionnaire full -o questions.html
      advisor questionnaire --format answers -o answers.yaml
      advisor questionnaire full -o form.xlsx
      advisor questionnaire import form.xlsx -o my-questionnaires
      advisor questionnaire answers collected.csv -o cases
    """  # noqa: D301 - \b keeps the lines of the examples apart
    chosen = form or (_form_of(output) if output is not None else "text")
    if chosen in PRECIOUS and output is not None and is_there(output):
        raise CommandError(f"{output} is there already and may hold {PRECIOUS[chosen]}; choose another name.")
    if chosen == "xlsx" and output is None and is_terminal(sys.stdout):
        raise CommandError("A spreadsheet cannot be shown in a terminal; add -o form.xlsx.")
    content = questionnaire_as(name, chosen, folder, packs)
    if output is None:
        write_to_output(content)
        return
    write_whole(output, content)
    click.echo(f"Wrote {output}")
    if chosen == "answers":
        more = "".join(f" --pack {one}" for one in packs)
        click.echo(f"Fill it in, then: advisor assess {output}{more} -o report.pdf")


def _form_of(output: Path) -> str:
    form = SUFFIXES.get(output.suffix.lower())
    if form is None:
        if output.suffix.lower() == ".pdf":
            raise CommandError(
                f"A questionnaire is not written as PDF. Write -o {output.with_suffix('.html')} and print"
                f" that page from a browser, or end it in {listed(SUFFIXES, but='html')}."
            )
        raise CommandError(
            f"“{output}” does not say what to write: end it in {listed(SUFFIXES)}, or add --format."
        )
    return form


def questionnaire_as(name: str, form: str, folder: Path | None = None, packs: tuple[str, ...] = ()) -> bytes:
    """Return a questionnaire in a format."""
    from advisor.service import Advisor

    advisor = Advisor.load(packs=packs, questionnaires=folder)
    found = advisor.questionnaires
    if name not in found:
        raise CommandError(f"{folder} holds no questionnaire “{name}”, only {', '.join(found)}.")
    questionnaire, vocabulary = found[name], advisor.knowledge.vocabulary
    if form == "xlsx":
        from advisor.content.xlsform.writing import xlsform

        return xlsform(questionnaire, vocabulary)
    if form == "answers":
        from advisor.cli.answers_template import answers_template

        used = [pack.head.id for pack in advisor.knowledge.packs] if name == "full" else []
        return answers_template(questionnaire, vocabulary, used).encode()
    return _as_text(questionnaire, vocabulary, form).encode()


def questionnaires_in(folder: Path | None, advisor: "Advisor") -> "dict[str, Questionnaire]":
    """Return the questionnaires of a folder by name, or those of the product where none is given."""
    from advisor.content.questionnaire_files import load_questionnaires

    if folder is None:
        return advisor.questionnaires
    return load_questionnaires(folder, advisor.knowledge.vocabulary)


def _as_text(questionnaire: "Questionnaire", vocabulary: "Vocabulary", form: str) -> str:
    from advisor.cli import questionnaire_pages

    match form:
        case "json":
            return questionnaire.model_dump_json(indent=1, exclude_none=True) + "\n"
        case "yaml":
            from advisor.content.xlsform.writing import questionnaire_yaml

            return questionnaire_yaml(questionnaire)
        case "html":
            return questionnaire_pages.as_html(questionnaire, vocabulary)
        case "md":
            return questionnaire_pages.as_markdown(questionnaire, vocabulary)
        case _:
            return questionnaire_pages.as_text(questionnaire, vocabulary)
