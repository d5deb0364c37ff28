"""``advisor assess``: from an answers file to a report."""

import contextlib
import re
import shutil
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.options import with_outputs, with_packs, with_rules
from advisor.cli.outputs import Place, on_standard_output, planned
from advisor.cli.screen import WIDEST, working
from advisor.errors import CommandError, LibraryMissing

if TYPE_CHECKING:
    from advisor.cli.comparing import Using
    from advisor.model.case import Case
    from advisor.model.result import Result
    from advisor.service import Advisor

SUFFIXES = {".pdf": "pdf", ".html": "html", ".htm": "html", ".json": "json", ".txt": "text", ".text": "text"}
TOP = 3


@click.command("assess", short_help="Write a report from an answers file.")
@click.argument("answers", type=click.Path(path_type=Path), metavar="ANSWERS")
@with_outputs(SUFFIXES)
@with_rules
@with_packs
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
    places = planned(outputs, form, SUFFIXES, (answers,))
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
    write_reports(advisor, result, places)


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


def write_reports(advisor: "Advisor", result: "Result", places: list[Place]) -> None:
    """Write a result to each place, and say what was written."""
    written: list[str] = []
    missing: LibraryMissing | None = None
    quiet = on_standard_output(places)
    try:
        for place in places:
            try:
                content = _rendered(advisor, result, place)
            except LibraryMissing as error:
                # What needs no library is written all the same.
                missing = error
                continue
            place.write(content)
            written += [] if place.is_standard_output else [_written(place, content)]
    finally:
        # Where a later file fails, the reader still hears which were written.
        for line in written:
            click.echo(line, err=quiet)
    if missing is not None:
        raise missing
    if not quiet:
        for line in _top(result):
            click.echo(line)


def _rendered(advisor: "Advisor", result: "Result", place: Place) -> bytes:
    shown = place.is_standard_output
    if place.form == "json":
        return f"{advisor.json(result)}\n".encode()
    if place.form == "text":
        width = min(shutil.get_terminal_size((80, 24)).columns, WIDEST) if shown else 80
        # What scrolls past is kept short; a file is read at leisure.
        return advisor.text(result, width, whole=not shown).rstrip("\n").encode() + b"\n"
    if place.form == "html":
        with working(f"Writing {place.name}"):
            return advisor.html(result).encode()
    try:
        with working(f"Laying out {place.name}"):
            return advisor.pdf(result)
    except LibraryMissing as error:
        instead = "-o report.html" if shown else f"-o {Path(place.name).with_suffix('.html')}"
        raise LibraryMissing(f"{error}\nA web page works now: add {instead} in place of the PDF.") from error


def _written(place: Place, content: bytes) -> str:
    size = f"{max(1, round(len(content) / 1024)):,} kB"
    pages = _pages(content) if place.form == "pdf" else 0
    return f"Wrote {place.name} ({f'{pages} pages, ' if pages else ''}{size})"


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
