"""``advisor questionnaire import``: an edited form becomes a questionnaire again."""

from pathlib import Path

import click

from advisor.cli.spreadsheets import say_problems, write_files, writes_to_folder

HEAD = """\
# Made from {form}. Use it with: advisor questionnaire {name} --questionnaires {folder}
# Texts may be changed here too; questionnaires/README.md says how.
"""


@click.command("import", short_help="Take an edited form back.")
@click.argument("form", type=click.Path(path_type=Path), metavar="FORM")
@writes_to_folder("the questionnaire", there="a questionnaire that is there already")
@click.option(
    "--questionnaires",
    "source",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="Folder of the questionnaire that the form was made from, if it did not come with the product.",
)
def command(form: Path, output: Path, replace: bool, source: Path | None) -> None:
    """Make a questionnaire from FORM, a spreadsheet in XLSForm that you or others have edited.

    Wordings, help texts and further languages are taken over.
    What is asked, when, and with which answers stays as it is.
    Every change that is not taken over is named.

    \b
    Example:
      advisor questionnaire import form.xlsx -o my-questionnaires
    """  # noqa: D301 - \b keeps the lines of the examples apart
    from advisor.cli.questionnaire import questionnaires_in
    from advisor.content.xlsform.reading import read_xlsform
    from advisor.content.xlsform.writing import questionnaire_yaml
    from advisor.service import Advisor

    advisor = Advisor.load()
    bases = questionnaires_in(source, advisor)
    imported = read_xlsform(form, bases, advisor.knowledge.vocabulary)
    name = imported.questionnaire.questionnaire
    head = HEAD.format(form=" ".join(form.name.split()), name=name, folder=" ".join(str(output).split()))
    content = f"{head}{questionnaire_yaml(imported.questionnaire)}".encode()
    write_files(output, {f"{name}.yaml": content}, replace=replace)
    say_problems("Not taken over:", sorted(imported.left))
    click.echo(f"Wrote {output / name}.yaml")
    languages = (imported.questionnaire.languages or {}).values()
    if languages:
        click.echo(f"Languages: English, {', '.join(languages)}")
