"""``advisor batch``: many collaborations from one file, a report for each and tables of all."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.options import with_mapping, with_packs, with_rules
from advisor.errors import CommandError

if TYPE_CHECKING:
    from advisor.batch.run import Order, Progress, Rows
    from advisor.batch.verify import Verified

FORMATS = ("pdf", "html", "json")
SOME_FAILED = 6
SHOWN = 20
ONLY = (
    "Work on these rows of the input alone, such as 3-10,15, as the table counts them, headings too. All"
    " other rows keep what they have."
)
_RANGE = re.compile(r"(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?")


@click.command("batch", short_help="Write reports for many collaborations, from a table of answers.")
@click.argument("source", type=click.Path(path_type=Path, exists=True), metavar="INPUT", required=False)
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path), metavar="FOLDER", help="Where to write."
)
@click.option(
    "--reports",
    default="pdf",
    metavar="FORMATS",
    help="Reports to write: pdf, html, json, or several with commas; none: tables alone. Default: pdf.",
)
@click.option(
    "--workers", type=click.IntRange(1, 256), metavar="N", help="Processes. Default: one for each core."
)
@click.option("--cluster", metavar="ADDRESS", help="Work on a Dask cluster; see docs/batch.md.")
@click.option("--only", metavar="ROWS", help=ONLY)
@click.option("--retry", is_flag=True, help="Try again what has failed.")
@click.option(
    "--portfolio/--no-portfolio",
    default=None,
    help="Write what the collaborations have in common. Default: yes, up to 100,000 rows without reports.",
)
@click.option("--replace", is_flag=True, help="Let this input push out the results of another one in FOLDER.")
@click.option("--title", metavar="TEXT", help="Name of the portfolio. Default: that of INPUT.")
@with_packs
@with_rules
@with_mapping
@click.option(
    "--row-seconds",
    type=click.IntRange(0),
    metavar="N",
    help="Processor time that one row may take; 0 is no limit. Default: 120.",
)
@click.option(
    "--worker-memory",
    type=click.IntRange(0),
    metavar="MB",
    help="Memory that one process may use; 0 is no limit. Default: 3072.",
)
@click.option(
    "--verify",
    "verified",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="Compare every file of a finished batch with its record.",
)
def command(
    source: Path | None,
    folder: Path | None,
    reports: str,
    workers: int | None,
    cluster: str | None,
    only: str | None,
    retry: bool,
    portfolio: bool | None,
    replace: bool,
    title: str | None,
    packs: tuple[str, ...],
    rules: Path | None,
    mapping: Path | None,
    row_seconds: int | None,
    worker_memory: int | None,
    verified: Path | None,
) -> int:
    """Write a report for each row of INPUT, tables of all and a portfolio, into a folder.

    INPUT is a CSV file, an Excel workbook, JSON lines, Parquet, or a folder of answers files.
    The same command goes on where it was cut off, whatever cut it off.
    A row that cannot be used is explained in errors.xlsx, and the others are done all the same.
    The portfolio says what all have in common, in numbers that may be published.

    \b
    Examples:
      advisor template -o answers.xlsx
      advisor batch answers.xlsx -o reports
      advisor batch answers.xlsx -o reports --reports pdf,html --only 2-10,15
      advisor batch export.csv --map mapping.yaml -o reports
      advisor batch reports/errors.xlsx -o reports    (once it is mended)
      advisor batch --verify reports

    Exit codes: 0 done, 2 wrong command line, 3 input refused, 4 a system library is missing, 5 the
    folder cannot be written, 6 done but for some rows, 130 interrupted.
    """  # noqa: D301 - \b keeps the lines of the examples apart
    if verified is not None:
        if source is not None or folder is not None:
            raise CommandError("--verify stands alone: advisor batch --verify FOLDER.")
        return _verify(verified)
    if source is None:
        raise CommandError(
            "Name the table of answers; “advisor template -o answers.xlsx” writes one to fill in."
        )
    if folder is None:
        raise CommandError("Say where to write: advisor batch INPUT -o FOLDER.")
    from advisor.batch.run import MEMORY, SECONDS, Order

    order = Order(
        source=source,
        folder=folder,
        formats=formats_of(reports),
        workers=workers or 0,
        only=rows_of(only) if only is not None else None,
        retry=retry,
        rules=rules,
        packs=packs,
        mapping=mapping,
        cluster=cluster,
        seconds=SECONDS if row_seconds is None else row_seconds,
        memory=MEMORY if worker_memory is None else worker_memory,
        portfolio=portfolio,
        title=title,
        replace=replace,
    )
    _check_apart(source, folder)
    return _run(order)


def formats_of(reports: str) -> tuple[str, ...]:
    """Return the formats that were asked for, in a fixed order; raises CommandError."""
    named = [one.strip().lower() for one in reports.split(",") if one.strip()]
    if named == ["none"]:
        return ()
    strange = [one for one in named if one not in FORMATS]
    if strange or not named:
        what = f"“{strange[0]}” is not a kind of report" if strange else "No kind of report is named"
        raise CommandError(f"{what}: write --reports {','.join(FORMATS)}, or some of them, or none alone.")
    return tuple(one for one in FORMATS if one in named)


def rows_of(text: str) -> "Rows":
    """Return rows as ranges; raises CommandError.

    >>> rows_of("2-4,9").ranges
    ((2, 4), (9, 9))
    """
    from advisor.batch.run import Rows

    ranges = []
    for part in text.split(","):
        found = _RANGE.fullmatch(part.strip())
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if first > last:
            raise CommandError(f"“{part.strip()}” names no rows: write --only 2-10,15 or the like.")
        ranges.append((first, last))
    return Rows(tuple(ranges))


def _check_apart(source: Path, folder: Path) -> None:
    """Refuse to write among the answers that are being read."""
    if source.is_dir() and folder.resolve().is_relative_to(source.resolve()):
        raise CommandError(f"{folder} lies in the folder of answers itself; choose another place.")


def _run(order: "Order") -> int:
    from advisor.batch.run import run_batch
    from advisor.cli.batch_screen import listening

    with listening() as listener:
        try:
            progress = run_batch(order, listener)
        except KeyboardInterrupt:
            listener.stop()
            click.echo("\nStopped. What is done stays; the same command goes on from here.", err=True)
            raise
    click.echo(last_line(progress, order))
    return SOME_FAILED if progress.failed + progress.refused + progress.kept_failed else 0


def last_line(progress: "Progress", order: "Order") -> str:
    """Return what became of a batch, in one line."""
    failed = progress.failed + progress.kept_failed
    skipped = progress.kept + progress.waiting
    parts = [f"{progress.done:,} done", f"{failed:,} failed"]
    if progress.refused:
        parts.append(f"{progress.refused:,} not read")
    parts.append(f"{skipped:,} skipped{_why_skipped(progress)}")
    errors = ""
    if failed or progress.refused:
        what = " or ".join(one for one in (failed and "failed", progress.refused and "was not read") if one)
        errors = f"; what {what} is explained in {order.folder / 'errors.xlsx'}"
    common = f"; {progress.portfolio[-1]} says what all have in common" if progress.portfolio else ""
    return f"{', '.join(parts)}. Everything is in {order.folder}{common}{errors}."


def _why_skipped(progress: "Progress") -> str:
    reasons = []
    if progress.kept:
        reasons.append(f"{progress.kept:,} done before")
    if progress.waiting:
        reasons.append(f"{progress.waiting:,} not asked for")
    return f" ({', '.join(reasons)})" if reasons else ""


def _verify(folder: Path) -> int:
    from advisor.batch.verify import verify
    from advisor.cli.screen import working

    with working(f"Reading {folder}"):
        found = verify(folder, lambda text: click.echo(text, err=True))
    for line in told(found):
        click.echo(line)
    return 0 if found.is_sound else SOME_FAILED


def _rows(many: int) -> str:
    return "1 row" if many == 1 else f"{many:,} rows"


def told(found: "Verified") -> list[str]:
    """Return what was found, line by line."""
    lines = []
    for what, names in (
        ("is missing", found.missing),
        ("was altered after it was written", found.altered),
        ("was not written by this batch, and was left alone", found.strange),
    ):
        lines += [f"{name} {what}" for name in names[:SHOWN]]
        if len(names) > SHOWN:
            lines.append(f"… and {len(names) - SHOWN:,} more")
    counts = [
        f"{found.sound:,} files as they were written",
        f"{len(found.missing):,} missing",
        f"{len(found.altered):,} altered",
    ]
    if found.undone:
        counts.append(f"{_rows(found.undone)} not done yet")
    if found.failed:
        counts.append(f"{_rows(found.failed)} without a report")
    remedy = "" if found.is_sound else " Run the same batch again to make good what is not."
    return [*lines, f"{', '.join(counts)}.{remedy}"]
