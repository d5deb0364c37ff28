"""``advisor template``: a table to fill in, a row a collaboration."""

from pathlib import Path

import click

from advisor.cli.options import with_packs, with_questionnaires
from advisor.content.whole_files import is_there, write_whole
from advisor.errors import CommandError

ENDINGS = (".xlsx", ".csv")


@click.command("template", short_help="Write a table to fill in, a row a collaboration.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="The file; its ending says what: .xlsx or .csv.",
)
@with_questionnaires
@with_packs
def command(output: Path, folder: Path | None, packs: tuple[str, ...]) -> None:
    """Write a table with a row for each collaboration and a column for each question.

    In Excel, each cell offers its answers, and a second sheet explains every column.
    Pasted text is not held to the lists, so “advisor batch” checks everything again.

    \b
    Examples:
      advisor template -o answers.xlsx
      advisor template -o answers.csv
      advisor template -o answers.xlsx --pack further-evidence
    """  # noqa: D301 - \b keeps the lines of the examples apart
    from advisor.content.tables.template import template_csv, template_xlsx
    from advisor.content.tables.template_columns import template_columns
    from advisor.content.tables.template_version import template_version
    from advisor.interview.condition_words import ConditionWords
    from advisor.service import Advisor

    if output.suffix.lower() not in ENDINGS:
        raise CommandError(f"“{output}” does not say what to write: end it in {' or '.join(ENDINGS)}.")
    if is_there(output):
        raise CommandError(f"{output} is there already and may hold answers; choose another name.")
    advisor = Advisor.load(packs=packs, questionnaires=folder)
    if "full" not in advisor.questionnaires:
        raise CommandError(f"{folder} holds no questionnaire “full”; a template needs it.")
    questionnaire, vocabulary = advisor.questionnaires["full"], advisor.knowledge.vocabulary
    words = ConditionWords(questionnaire, vocabulary)
    columns = template_columns(questionnaire, vocabulary, words.say)
    version = template_version(advisor.knowledge, questionnaire)
    is_workbook = output.suffix.lower() == ".xlsx"
    write_whole(output, (template_xlsx if is_workbook else template_csv)(columns, version))
    more = "".join(f" --pack {one}" for one in packs)
    click.echo(f"Wrote {output}")
    click.echo(f"Fill in a row for each collaboration, then: advisor batch {output}{more} -o results")
