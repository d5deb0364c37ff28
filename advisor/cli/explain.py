"""``advisor explain``: why something was concluded, and why it was not otherwise."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.explaining import explaining, loaded, places_for, put
from advisor.cli.screen import working

if TYPE_CHECKING:
    from advisor.model.explanations.why import Explainables, Explanation
    from advisor.report.explained.page import Page
    from advisor.service import Advisor


@click.command("explain", short_help="Say why a piece of advice follows, or why it does not.")
@click.argument("answers", type=click.Path(path_type=Path), metavar="ANSWERS")
@click.argument("name", nargs=-1, metavar="[NAME]")
@click.option("--not", "otherwise", is_flag=True, help="Say why not otherwise too, and what would change it.")
@click.option("--deep", is_flag=True, help="Open the levels that bear on another level too.")
@explaining
def command(
    answers: Path,
    name: tuple[str, ...],
    otherwise: bool,
    deep: bool,
    outputs: tuple[str, ...],
    form: str | None,
    rules: Path | None,
    packs: tuple[str, ...],
) -> None:
    """Say why NAME follows from ANSWERS: a statement, a piece of advice, a level or a circumstance.

    Without NAME, list what can be explained.
    Where a statement does not call for action, it also says what would change that.

    \b
    Examples:
      advisor explain answers.yaml
      advisor explain answers.yaml T3
      advisor explain answers.yaml quick-wins
      advisor explain answers.yaml level of trust --not
      advisor explain answers.yaml driver -o why.html

    Exit codes: 0 done, 2 wrong command line or an unknown name, 3 answers refused, 5 output cannot be
    written.
    """  # noqa: D301 - \b keeps the lines of the examples apart
    places = places_for(outputs, form, answers)
    with working("Reading the answers and reasoning"):
        advisor, case = loaded(answers, rules, packs)
        if not name:
            found: Explainables | Explanation = advisor.explainables(case)
        else:
            found = advisor.explain(case, " ".join(name), otherwise=otherwise, deep=deep)
    put(found, lambda: _page(found, advisor), places)


def _page(found: "Explainables | Explanation", advisor: "Advisor") -> "Page":
    from advisor.model.explanations.why import Explanation
    from advisor.report.explained.explain import explainables_page, explanation_page

    if isinstance(found, Explanation):
        return explanation_page(found, advisor.knowledge)
    return explainables_page(found)
