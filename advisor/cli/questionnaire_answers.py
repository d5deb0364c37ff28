"""``advisor questionnaire answers``: what ODK or Kobo collected becomes answers files."""

from pathlib import Path

import click

from advisor.cli.spreadsheets import say_problems, write_files, writes_to_folder
from advisor.errors import InputRefused

SOME_ROWS_REFUSED = 6
SHOWN_COLUMNS = 12


@click.command("answers", short_help="Make answers files of collected answers.")
@click.argument("data", type=click.Path(path_type=Path), metavar="DATA")
@writes_to_folder("the answers files", there="answers files that are there already")
def command(data: Path, output: Path, replace: bool) -> int:
    """Make answers files from DATA, a CSV file or Excel workbook that ODK or Kobo exported.

    Each row becomes one answers file, named after the collaboration.
    A row with a fault is left out and each faulty cell is named; the other rows are written.

    \b
    Example:
      advisor questionnaire answers collected.csv -o cases
      advisor assess cases/our-alliance.yaml -o report.pdf

    Exit codes: 0 done, 2 wrong command line, 3 the file is refused, 5 output cannot be written,
    6 some rows are refused and the others written.
    """  # noqa: D301 - \b keeps the lines of the examples apart
    from advisor.content.answers_file import SavedAnswers
    from advisor.content.answers_writing import answers_text
    from advisor.content.xlsform.submissions import read_submissions
    from advisor.service import Advisor

    vocabulary = Advisor.load().knowledge.vocabulary
    found = read_submissions(data, vocabulary)
    if not found.sound:
        raise InputRefused(list(found.problems))
    order = tuple(vocabulary.by_name)
    files = {f"{one.file}.yaml": answers_text(SavedAnswers(one.case), order).encode() for one in found.sound}
    write_files(output, files, replace=replace)
    say_problems("Columns that may hold answers:", found.doubtful)
    if found.unread:
        shown = ", ".join(found.unread[:SHOWN_COLUMNS])
        more = " …" if len(found.unread) > SHOWN_COLUMNS else ""
        click.echo(f"Columns without answers were left out: {shown}{more}", err=True)
    many = "one answers file" if len(files) == 1 else f"{len(files)} answers files"
    click.echo(f"Wrote {many} to {output}")
    if not found.problems:
        return 0
    rows = {problem.line for problem in found.problems}
    say_problems(
        f"Rows left out: {len(rows)}. Mend these cells and run the command again.", sorted(found.problems)
    )
    return SOME_ROWS_REFUSED
