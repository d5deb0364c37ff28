"""``advisor assess``: from an answers file to a report."""

import contextlib
import re
import shutil
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.screen import WIDEST, is_terminal, working, write_to_output
from advisor.content.whole_files import is_there, write_whole
from advisor.errors import CommandError, LibraryMissing

if TYPE_CHECKING:
    from advisor.cli.comparing import Using
    from advisor.model.case import Case
    from advisor.model.result import Result
    from advisor.service import Advisor

FORMATS = ("pdf", "html", "json", "text")
SUFFIXES = {".pdf": "pdf", ".html": "html", ".htm": "html", ".json": "json", ".txt": "text", ".text": "text"}
STANDARD_OUTPUT = "-"
TOP = 3


@click.command("assess", short_help="Write a report from an answers file.")
@click.argument("answers", type=click.Path(path_type=Path), metavar="ANSWERS")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE",
    help="Where to write it; the ending says what: .pdf, .html, .json or .txt."
    " May be given several times. “-” is standard output.",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="What to write where the name of the file does not say. Default: text.",
)
@click.option(
    "--rules",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="Use the rules in this folder instead of those that come with the product.",
)
@click.option(
    "--pack",
    "packs",
    multiple=True,
    metavar="PACK",
    help="Add a pack of evidence beyond the two papers: its id, or its folder. May be given several times.",
)
@click.option(
    "--as-then", is_flag=True, help="Use the rules that the file was last assessed with, where they are here."
)
@click.option(
    "--since",
    type=click.Path(path_type=Path),
    metavar="OLD",
    help="An earlier answers file of the collaboration: the report then says what changed, and why.",
)
@click.option(
    "--other-name",
    is_flag=True,
    help="With --since: OLD bears another name, and it is the same collaboration all the same.",
)
def command(
    answers: Path,
    outputs: tuple[str, ...],
    form: str | None,
    rules: Path | None,
    packs: tuple[str, ...],
    as_then: bool,
    since: Path | None,
    other_name: bool,
) -> None:
    """Write a report from ANSWERS, a YAML or JSON file of answers.

    Without -o, the report appears here as text.
    A file that is already there is replaced only once the new one is complete.

    \b
    Examples:
      advisor assess answers.yaml
      advisor assess answers.yaml -o report.pdf
      advisor assess answers.yaml -o report.pdf -o report.html
      advisor assess answers.yaml --format json > result.json
      advisor assess autumn.yaml --since spring.yaml -o report.pdf
      advisor assess answers.yaml --pack further-evidence -o report.pdf

    With --since, both files must bear the same name, so that nothing of one collaboration reaches the
    report of another.

    Exit codes: 0 done, 1 a fault of ours, 2 wrong command line, 3 answers refused, 4 a system library
    is missing, 5 output cannot be written, 130 interrupted.
    """  # noqa: D301 - \b keeps the lines of the examples apart
    planned = plan_outputs(answers, outputs, form)
    if other_name and since is None:
        raise CommandError("--other-name belongs to --since; name the earlier answers file, or leave it out.")
    with working("Reading the answers and reasoning"):
        from advisor.cli.comparing import Using
        from advisor.service import Advisor

        if as_then:
            advisor, case = as_it_was_then(answers, rules, packs)
        else:
            advisor = Advisor.load(rules, packs)
            case = advisor.read_case(answers)
        result = advisor.assess(case)
        if since is not None:
            using = Using(rules, packs)
            result = with_changes(result, since, case, advisor, using, other_name=other_name)
    for warning in case.warnings:
        click.echo(warning, err=True)
    write_reports(advisor, result, planned)


def as_it_was_then(answers: Path, rules: Path | None, packs: tuple[str, ...]) -> "tuple[Advisor, Case]":
    """Return the rules that an answers file was last assessed with, and its case as they read it."""
    from advisor.cli.earlier_rules import advisor_of_the_day
    from advisor.service import Advisor

    present = Advisor.load(rules, packs)
    return advisor_of_the_day(answers, present, rules, packs)


def with_changes(
    result: "Result",
    since: Path,
    case: "Case",
    advisor: "Advisor",
    using: "Using",
    *,
    other_name: bool = False,
) -> "Result":
    """Return a result with what changed since an earlier answers file.

    Raises:
        CommandError: The two files name different collaborations, and nobody said that they are one.
    """
    from advisor.cli.comparing import earlier_side

    side = earlier_side(since, advisor, using)
    earlier = side.case(since)
    changes = advisor.compare(earlier, case, side.advisor, side.notes)
    if "other_collaboration" in changes.notes and not other_name:
        raise CommandError(
            f"{since} names another collaboration: “{earlier.name}”, and not “{case.name}”. No report was"
            " written, so that nothing of one reaches the report of the other. If they are the same, add"
            " --other-name, or give both files one name. To compare the two, use “advisor compare”."
        )
    return result.model_copy(update={"changes": changes})


def plan_outputs(answers: Path, outputs: tuple[str, ...], form: str | None) -> list[tuple[str, str]]:
    """Return each place to write to with the format to write; raises CommandError where they do not fit."""
    planned: list[tuple[str, str]] = []
    used = form is None
    for output in outputs or (STANDARD_OUTPUT,):
        suffix = Path(output).suffix.lower()
        known = SUFFIXES.get(suffix) if output != STANDARD_OUTPUT else None
        if known is None and form is None and output != STANDARD_OUTPUT:
            raise CommandError(
                f"“{output}” does not say what to write: end it in .pdf, .html, .json or .txt,"
                " or add --format."
            )
        chosen = known or form or "text"
        used = used or chosen == form
        planned.append((output, chosen))
        if output != STANDARD_OUTPUT and _same_file(Path(output), answers):
            raise CommandError(f"“{output}” is the answers file itself; choose another name for the report.")
    if not used:
        names = " and ".join(output for output, _ in planned)
        raise CommandError(f"--format {form} does not fit the ending of {names}; leave one of the two out.")
    shown = [chosen for output, chosen in planned if output == STANDARD_OUTPUT]
    if "pdf" in shown and is_terminal(sys.stdout):
        raise CommandError("A PDF cannot be shown in a terminal; add -o report.pdf to write it to a file.")
    if len(shown) > 1:
        raise CommandError("Only one format fits on standard output; give the others a file with -o.")
    return planned


def _same_file(one: Path, other: Path) -> bool:
    return is_there(one) and is_there(other) and one.samefile(other)


def write_reports(advisor: "Advisor", result: "Result", planned: list[tuple[str, str]]) -> None:
    """Write a result to each place, and say what was written."""
    written: list[str] = []
    missing: LibraryMissing | None = None
    quiet = any(output == STANDARD_OUTPUT for output, _ in planned)
    try:
        for output, form in planned:
            try:
                content = _rendered(advisor, result, form, output)
            except LibraryMissing as error:
                # What needs no library is written all the same.
                missing = error
                continue
            line = _put(output, form, content)
            written += [line] if line else []
    finally:
        # Where a later file fails, the reader still hears which were written.
        for line in written:
            click.echo(line, err=quiet)
    if missing is not None:
        raise missing
    if not quiet:
        for line in _top(result):
            click.echo(line)


def _put(output: str, form: str, content: bytes) -> str:
    """Write one report to its place; return what to say about it."""
    if output == STANDARD_OUTPUT:
        write_to_output(content)
        return ""
    write_whole(Path(output), content)
    return _written(output, form, content)


def _rendered(advisor: "Advisor", result: "Result", form: str, output: str) -> bytes:
    if form == "json":
        return f"{advisor.json(result)}\n".encode()
    if form == "text":
        shown = output == STANDARD_OUTPUT
        width = min(shutil.get_terminal_size((80, 24)).columns, WIDEST) if shown else 80
        # What scrolls past is kept short; a file is read at leisure.
        return advisor.text(result, width, whole=not shown).rstrip("\n").encode() + b"\n"
    if form == "html":
        with working(f"Writing {output}"):
            return advisor.html(result).encode()
    try:
        with working(f"Laying out {output}"):
            return advisor.pdf(result)
    except LibraryMissing as error:
        instead = "-o report.html" if output == STANDARD_OUTPUT else f"-o {Path(output).with_suffix('.html')}"
        raise LibraryMissing(f"{error}\nA web page works now: add {instead} in place of the PDF.") from error


def _written(output: str, form: str, content: bytes) -> str:
    size = f"{max(1, round(len(content) / 1024)):,} kB"
    pages = _pages(content) if form == "pdf" else 0
    return f"Wrote {output} ({f'{pages} pages, ' if pages else ''}{size})"


def _pages(pdf: bytes) -> int:
    """Return the number of pages of a PDF, 0 where it does not show; most of its objects are compressed."""
    parts = [pdf]
    for found in re.finditer(rb"/ObjStm.*?stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompressobj().decompress(found[1]))
    return sum(len(re.findall(rb"/Type\s*/Page(?![A-Za-z])", part)) for part in parts)


def _top(result: "Result") -> list[str]:
    first = [one.title for one in result.recommendations if one.priority is not None][:TOP]
    if not first:
        unknown = f"{result.case.unknown} answers are" if result.case.unknown != 1 else "one answer is"
        return [f"No advice follows from the answers yet; {unknown} still open, and the report lists them."]
    return ["What comes first:", *(f"  {place}. {title}" for place, title in enumerate(first, start=1))]
