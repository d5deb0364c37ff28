"""``advisor next``: which question to answer next, and whether it is worth going on."""

from pathlib import Path

import click

from advisor.cli.explaining import explaining


@click.command("next", short_help="Say which question to answer next, or that you can stop.")
@click.argument("answers", type=click.Path(path_type=Path), metavar="ANSWERS")
@click.option(
    "-q",
    "--questionnaire",
    type=click.Choice(["rapid", "full"]),
    default="full",
    show_default=True,
    help="Whose questions to look at.",
)
@explaining
def command(
    answers: Path,
    questionnaire: str,
    outputs: tuple[str, ...],
    form: str | None,
    rules: Path | None,
    packs: tuple[str, ...],
) -> int:
    """Say which unanswered question would change most, and what hangs on it.

    It also says whether anything left can change your priorities.
    Where nothing can, you may stop: that holds for every answer still to come.

    \b
    Examples:
      advisor next northshire.yaml
      advisor next northshire.yaml --questionnaire rapid
      advisor next northshire.yaml -o next.html
    """  # noqa: D301 - \b keeps the lines of the examples apart
    from advisor.cli.explaining import loaded, places_for, put
    from advisor.cli.screen import working
    from advisor.report.explained.next import next_page

    places = places_for(outputs, form, answers)
    advisor, case = loaded(answers, rules, packs)
    with working("Trying every answer"):
        found = advisor.what_next(case, questionnaire)
    put(found, lambda: next_page(found, str(answers)), places)
    return 0
