"""``advisor compare``: what changed between two answers files, or under other rules, and why."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.explaining import explaining, loaded, places_for, put
from advisor.cli.screen import working
from advisor.errors import CommandError

if TYPE_CHECKING:
    from advisor.model.explanations.changes import Comparison
    from advisor.report.explained.page import Page
    from advisor.service import Advisor


@click.command("compare", short_help="Say what changed between two answers files, and why.")
@click.argument("old", type=click.Path(path_type=Path), metavar="OLD")
@click.argument("new", type=click.Path(path_type=Path), metavar="[NEW]", required=False)
@click.option(
    "--rules-then",
    metavar="FOLDER",
    help="Read the earlier answers with these rules: a folder, or a revision of the repository."
    " Default: those with which OLD was last assessed, where they are here.",
)
@click.option("--present-rules", is_flag=True, help="Read both with the present rules.")
@explaining
def command(
    old: Path,
    new: Path | None,
    rules_then: str | None,
    present_rules: bool,
    outputs: tuple[str, ...],
    form: str | None,
    rules: Path | None,
    packs: tuple[str, ...],
) -> None:
    """Say what changed from OLD to NEW, two answers files of one collaboration, and why.

    Each difference is put down to the answers that made it, or to rules that changed.
    With one file, say what other rules make of the same answers.

    \b
    Examples:
      advisor compare spring.yaml autumn.yaml
      advisor compare spring.yaml autumn.yaml -o changes.html
      advisor compare answers.yaml --rules-then old-rules/
      advisor compare answers.yaml --rules-then v1.0

    Exit codes: 0 done, 2 wrong command line or rules that are not there, 3 answers refused, 5 output
    cannot be written.
    """  # noqa: D301 - \b keeps the lines of the examples apart
    places = places_for(outputs, form, *filter(None, (old, new)))
    if rules_then is not None and present_rules:
        raise CommandError("--rules-then and --present-rules do not go together; leave one of them out.")
    with working("Comparing"):
        from advisor.cli.comparing import Using, earlier_side

        advisor, case = loaded(new or old, rules, packs)
        side = earlier_side(old, advisor, Using(rules, packs, rules_then, present_rules))
        if new is None and side.advisor is advisor:
            raise CommandError(_nothing_to_compare(side.notes))
        earlier = side.case(old) if new is not None else side.same(case)
        found = advisor.compare(earlier, case, side.advisor, side.notes)
    put(found, lambda: _page(found, advisor), places)


def _nothing_to_compare(notes: tuple[str, ...]) -> str:
    why = {
        "rules_not_here": "the rules with which it was last assessed are not here",
        "rules_cannot_run": "the rules with which it was last assessed no longer run",
    }
    said = next((f", and {why[one]}" for one in notes if one in why), "")
    return f"There is one file{said}: give a second one, or the earlier rules with --rules-then."


def _page(found: "Comparison", advisor: "Advisor") -> "Page":
    from advisor.report.explained.compare import comparison_page

    return comparison_page(found, advisor.knowledge)
