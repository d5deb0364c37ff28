"""``advisor check``: what is wrong with rules and questionnaires, all in one pass."""

import contextlib
import gc
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.options import text_or_json
from advisor.cli.outputs import as_json
from advisor.cli.screen import is_terminal, working, write_to_output

if TYPE_CHECKING:
    from advisor.proof.examples.proving import Proven
    from advisor.proof.problems.check import Checked
    from advisor.proof.problems.finding import Finding

PROBLEMS_FOUND = 3
SHOWN = 50
COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}


@click.command("check", short_help="Check rules and questionnaires for mistakes.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]…")
@click.option("--all", "every", is_flag=True, help=f"Show every problem; without it, the first {SHOWN}.")
@click.option("--examples", is_flag=True, help="Run the examples beside the rules, and say what they cover.")
@text_or_json
@click.option(
    "--changes",
    "old",
    metavar="OLD",
    help="Say what changed since earlier rules, and which example reports change."
    " OLD is a folder of rules or of an earlier pack, or a revision of the repository that holds them.",
)
@click.option(
    "--proof", is_flag=True, help="Prove a whole folder of rules, or of a pack, by search over cases."
)
@click.option(
    "--mutants",
    is_flag=True,
    help="Spoil every rule of a whole folder in turn, and say what no example notices.",
)
@click.option("--record", is_flag=True, help="Give each rule that changed its next version.")
def command(
    paths: tuple[Path, ...],
    every: bool,
    examples: bool,
    form: str,
    old: str | None,
    record: bool,
    proof: bool,
    mutants: bool,
) -> int:
    """Check the rules and questionnaires that come with the product, or folders and files of your own.

    Each problem stands on one line: where, rule, kind, what is wrong – why it matters – what to do.
    The exit code is 3 where advice would be wrong or lost, and 0 otherwise.
    A file that lies in no folder of rules is checked as a draft that would join the rules of the product.
    With --proof or --mutants, what these prove is said and nothing else; with --examples too, in one run.

    \b
    Examples:
      advisor check
      advisor check rules
      advisor check rules/statements/trust.yaml
      advisor check draft.yaml --format json
      advisor check --examples rules/statements/trust.yaml
      advisor check --proof --mutants --examples
      advisor check --proof my-pack
      advisor check --changes HEAD~1
      advisor check --record
    """  # noqa: D301 - \b keeps the lines of the examples apart
    if old is not None or record:
        from advisor.cli import check_versions

        return check_versions.run(paths, old, form, record=record)
    if proof or mutants:
        from advisor.cli import check_proof

        return check_proof.run(paths, form, proof=proof, mutants=mutants, examples=examples)
    from advisor.proof.examples.proving import with_examples
    from advisor.proof.problems.check import check

    begun = time.perf_counter()
    with working("Checking"):
        with _keeping_garbage():
            checked = check(with_examples(paths) if examples else paths)
        seconds = time.perf_counter() - begun
        # Examples wait until the rules can be run.
        proven = _proven(paths) if examples and checked.runs else []
    if form == "json":
        write_to_output(as_json(_data(checked, proven if examples else None)).encode())
    else:
        show(checked, every=every, seconds=seconds)
        if examples:
            show_examples(proven)
    return PROBLEMS_FOUND if checked.errors or not all(one.sound for one in proven) else 0


@contextlib.contextmanager
def _keeping_garbage() -> Iterator[None]:
    """Look for no garbage meanwhile: nearly all that a check reads stays, so looking would be in vain."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _proven(paths: tuple[Path, ...]) -> "list[Proven]":
    from advisor.proof.examples.proving import prove_paths

    return prove_paths(paths)


def _data(checked: "Checked", proven: "list[Proven] | None") -> object:
    """Return all problems as a list for programs; with examples, beside what these prove."""
    problems = [one.as_data() for one in checked.findings]
    if proven is None:
        return problems
    return {"problems": problems, "examples": [one.as_data() for one in proven]}


def show_examples(proven: "list[Proven]") -> None:
    """Print which examples fail, and what they prove."""
    if not proven:
        click.echo("The examples wait until the errors above are mended.")
    for one in proven:
        for line in one.lines():
            click.echo(line)


def show(checked: "Checked", *, every: bool, seconds: float) -> None:
    """Print the problems one a line, and what was checked."""
    found = checked.findings
    for finding in found if every else found[:SHOWN]:
        click.echo(_line(finding))
    if not every and len(found) > SHOWN:
        click.echo(f"… and {len(found) - SHOWN} more: mend these first, or add --all.")
    if not checked.whole:
        click.echo(
            "Some checks wait until every file can be read: what no rule uses, and what nobody asks for."
        )
    if checked.waiting:
        names = ", ".join(checked.waiting)
        click.echo(f"Packs wait until the errors above are mended: {names}.")
    files = f"{checked.files} file{'s' if checked.files != 1 else ''}"
    what = f"{files}, {checked.rules} statements and recommendations"
    logic = f"{checked.questions:,} questions of logic decided in {checked.steps:,} steps"
    click.echo(f"{_counted(checked)} in {what}; {logic}, {seconds:.1f} seconds.")


def _line(finding: "Finding") -> str:
    """Return a problem as a line, its kind in colour where somebody watches."""
    line = str(finding)
    if not is_terminal(sys.stdout):
        return line
    kind = f"{finding.code}:"
    return line.replace(kind, click.style(kind, fg=COLOURS[finding.severity]), 1)


def _counted(checked: "Checked") -> str:
    if not checked.findings:
        return "No problems"
    counts = dict.fromkeys(COLOURS, 0)
    for finding in checked.findings:
        counts[finding.severity] += 1
    parts = [f"{many} {name}{'s' if many > 1 else ''}" for name, many in counts.items() if many]
    many = len(checked.findings)
    return f"{many} problem{'s' if many > 1 else ''} ({', '.join(parts)})"
