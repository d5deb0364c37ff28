"""``advisor questionnaire``: the questions to read, print or fill in by hand."""

from pathlib import Path

import click

from advisor.cli.screen import write_to_output
from advisor.content.whole_files import is_there, write_whole
from advisor.errors import CommandError

FORMATS = ("text", "md", "html", "json", "yaml", "answers")
SUFFIXES = {
    ".txt": "text",
    ".md": "md",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".yaml": "yaml",
    ".yml": "yaml",
}


@click.command("questionnaire", short_help="Print the questions, or an answers file to fill in.")
@click.argument("name", type=click.Choice(["full", "rapid"]), default="full", metavar="[full|rapid]")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="“answers” is an empty answers file to fill in by hand. Default: as the file ends, else text.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it to a file.")
def command(name: str, form: str | None, output: Path | None) -> None:
    """Print the full or the rapid questionnaire, or write it to a file.

    \b
    Examples:
      advisor questionnaire rapid
      advisor questionnaire full -o questions.html
      advisor questionnaire --format answers -o answers.yaml
    """  # noqa: D301 - \b keeps the lines of the examples apart
    chosen = form or (_form_of(output) if output is not None else "text")
    if chosen == "answers" and output is not None and is_there(output):
        raise CommandError(f"{output} is there already and may hold answers; choose another name.")
    content = questionnaire_as(name, chosen).encode()
    if output is None:
        write_to_output(content)
        return
    write_whole(output, content)
    click.echo(f"Wrote {output}")
    if chosen == "answers":
        click.echo(f"Fill it in, then: advisor assess {output} -o report.pdf")


def _form_of(output: Path) -> str:
    form = SUFFIXES.get(output.suffix.lower())
    if form is None:
        raise CommandError(
            f"“{output}” does not say what to write: end it in {', '.join(SUFFIXES)}, or add --format."
        )
    return form


def questionnaire_as(name: str, form: str) -> str:
    """Return a questionnaire in a format."""
    from advisor.cli import questionnaire_pages
    from advisor.cli.answers_template import answers_template
    from advisor.service import Advisor

    advisor = Advisor.load()
    questionnaire, vocabulary = advisor.questionnaires[name], advisor.knowledge.vocabulary
    match form:
        case "answers":
            return answers_template(questionnaire, vocabulary)
        case "json":
            return questionnaire.model_dump_json(indent=1, exclude_none=True) + "\n"
        case "yaml":
            import yaml

            data = questionnaire.model_dump(mode="json", exclude_none=True)
            return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100))
        case "html":
            return questionnaire_pages.as_html(questionnaire, vocabulary)
        case "md":
            return questionnaire_pages.as_markdown(questionnaire, vocabulary)
        case _:
            return questionnaire_pages.as_text(questionnaire, vocabulary)
