"""``advisor levers``: the changes that would take most pressure off, and which answers decide."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.explaining import explaining, loaded, places_for, put
from advisor.cli.screen import working
from advisor.errors import CommandError

if TYPE_CHECKING:
    from advisor.model.explanations.levers import Levers
    from advisor.model.explanations.sensitivity import Sensitivity
    from advisor.report.explained.page import Page

MOST_CHANGES = 3


@click.command("levers", short_help="Say which few changes would help most.")
@click.argument("answers", type=click.Path(path_type=Path), metavar="ANSWERS")
@click.argument("mechanisms", nargs=-1, metavar="[MECHANISM]...")
@click.option(
    "--changes",
    type=click.IntRange(1, MOST_CHANGES),
    metavar="1|2|3",
    help="How many changes at most to try together. Default: 3.",
)
@click.option(
    "--sensitivity",
    is_flag=True,
    help="Say instead which answers decide the priorities, and which advice hangs on what is unknown.",
)
@explaining
def command(
    answers: Path,
    mechanisms: tuple[str, ...],
    changes: int | None,
    sensitivity: bool,
    outputs: tuple[str, ...],
    form: str | None,
    rules: Path | None,
    packs: tuple[str, ...],
) -> None:
    """Say which one, two or three changes to ANSWERS would take most pressure off.

    Without MECHANISM: off trust, faith and confidence, each.
    Only what partners can change is tried, and nothing is scored.

    \b
    Examples:
      advisor levers answers.yaml
      advisor levers answers.yaml trust --changes 1
      advisor levers answers.yaml conflict -o levers.html
      advisor levers answers.yaml --sensitivity

    Exit codes: 0 done, 1 a fault of ours, 2 wrong command line or an unknown name, 3 answers refused,
    5 output cannot be written.
    """  # noqa: D301 - \b keeps the lines of the examples apart
    places = places_for(outputs, form, answers)
    if sensitivity and (mechanisms or changes is not None):
        raise CommandError("--sensitivity looks at all advice: leave out mechanisms and --changes.")
    with working("Reading the answers and trying changes"):
        advisor, case = loaded(answers, rules, packs)
        weighed = advisor.sensitivity(case) if sensitivity else None
        found = None if sensitivity else advisor.levers(case, mechanisms, changes or MOST_CHANGES)
    if weighed is not None:
        put(weighed, lambda: _sensitivity_page(weighed), places)
    if found is not None:
        put(found, lambda: _page(found), places)


def _page(found: "Levers") -> "Page":
    from advisor.report.explained.levers import levers_page

    return levers_page(found)


def _sensitivity_page(found: "Sensitivity") -> "Page":
    from advisor.report.explained.sensitivity import sensitivity_page

    return sensitivity_page(found)
