"""``advisor ask``: the interview in the terminal."""

import contextlib
import sys
from pathlib import Path

import click

from advisor.cli.options import with_packs


@click.command("ask", short_help="Answer the questions here, one at a time.")
@click.argument("file", type=click.Path(path_type=Path), required=False, metavar="[FILE]")
@click.option(
    "-q",
    "--questionnaire",
    "wanted",
    type=click.Choice(["rapid", "full"]),
    help="Rapid: 20 questions, about 10 minutes. Full: all that fit your case, about 35 minutes.",
)
@with_packs
@click.option(
    "--by-value",
    is_flag=True,
    help="Ask first what can change most, not section by section. Typing m while answering does the same.",
)
def command(file: Path | None, wanted: str | None, packs: tuple[str, ...], by_value: bool) -> int:
    """Ask about one collaboration, one question at a time.

    Every answer is saved in FILE at once.
    Stop when you like: the same command goes on where you stopped.
    Without FILE, the file is named after the collaboration.

    \b
    Examples:
      advisor ask
      advisor ask northshire.yaml
      advisor ask northshire.yaml --questionnaire full

    While answering: a number answers, d is “don’t know”, n is “does not apply”, s skips, b goes back,
    ? explains the question, m puts the most telling questions first, q saves and stops.
    It tells you when nothing left can change your priorities.
    """  # noqa: D301 - \b keeps the lines of the examples apart
    from advisor.cli.sitting import Sitting
    from advisor.service import Advisor

    _prepare_input()
    return Sitting(Advisor.load(packs=packs), file, wanted, packs, by_value=by_value).run()


def _prepare_input() -> None:
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        with contextlib.suppress(OSError, ValueError):
            reconfigure(errors="replace")
    if sys.stdin.isatty():
        # Arrow keys work in the line that is typed.
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401
