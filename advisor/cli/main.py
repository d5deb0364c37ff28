"""The command line as a whole: its commands, and what becomes of every error.

Each cause has an exit code, each message says what to do, and none is a traceback.
"""

import contextlib
import importlib
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import click

from advisor import __version__
from advisor.errors import AdvisorError, ContentRefused, InputRefused

COMMANDS = {
    "ask": "advisor.cli.ask",
    "assess": "advisor.cli.assess",
    "template": "advisor.cli.template",
    "batch": "advisor.cli.batch",
    "explain": "advisor.cli.explain",
    "levers": "advisor.cli.levers",
    "next": "advisor.cli.next",
    "whatif": "advisor.cli.whatif",
    "compare": "advisor.cli.compare",
    "portfolio": "advisor.cli.portfolio",
    "serve": "advisor.cli.serve",
    "web": "advisor.cli.web",
    "questionnaire": "advisor.cli.questionnaire",
    "check": "advisor.cli.check",
    "packs": "advisor.cli.packs",
    "graph": "advisor.cli.graph",
    "schema": "advisor.cli.schema",
    "doctor": "advisor.cli.doctor",
}
FAULT_OF_OURS = 1
WRONG_COMMAND_LINE = 2
OUTPUT_NOT_WRITTEN = 5
INTERRUPTED = 130
SHOWN_PROBLEMS = 50


class Commands(click.Group):
    """The commands, each loaded when it is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        """Return the commands in the order in which people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command by name, or none where there is no such command."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = importlib.import_module(module).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that was asked for; where there is none, name the nearest."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            from advisor.content.nearest import nearest

            meant = nearest(name, COMMANDS)
            if meant:
                hint = f"Did you mean “advisor {meant}”?"
            elif os.path.exists(name):  # noqa: PTH110 - a name of any shape
                hint = f"For advice on this file: advisor assess {name}"
            else:
                hint = f"The commands are {', '.join(COMMANDS)}."
            raise click.UsageError(f"“{name}” is not a command. {hint}", ctx=ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(
    __version__, "-V", "--version", message="advisor %(version)s", help="Print the version."
)
@click.option("--debug", is_flag=True, expose_value=False, help="Show where a fault of ours arose.")
@click.pass_context
def cli(context: click.Context) -> None:
    """Advice for health and care organisations that work together, or are thinking about it.

    You answer questions about one collaboration.
    You get a report on what to do first, why, and how good the evidence is.
    Everything stays on this machine.

    \b
    Start here:
      advisor ask                                  answer questions, one at a time
      advisor assess answers.yaml -o report.pdf    write the report from your answers
    """  # noqa: D301 - \b keeps the lines of the examples apart
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    # The flag may stand anywhere, because people add it at the end of a command that failed.
    options = given[: given.index("--")] if "--" in given else given
    debug = "--debug" in options
    given = [one for place, one in enumerate(given) if one != "--debug" or place >= len(options)]
    _accept_any_character()
    if not debug:
        # Warnings speak to those who make the product.
        warnings.simplefilter("ignore")
    return guarded(lambda: cli.main(given, prog_name="advisor", standalone_mode=False), debug=debug)


def guarded(run: Callable[[], Any], *, debug: bool) -> int:  # noqa: PLR0911 - one for each cause
    """Run something and return the exit code for what became of it, with a message where it failed."""
    try:
        code = run()
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except (BrokenPipeError, SystemExit):
        # Whoever was reading has seen enough, as “head” does; that is no error. Click leaves for this alone.
        _let_go_of_output()
        return 0
    except (KeyboardInterrupt, click.Abort):
        _say("\nInterrupted. No file was left half-written.")
        return INTERRUPTED
    except InputRefused as error:
        _say(_problems(error))
        return error.exit_code
    except AdvisorError as error:
        _say(str(error))
        if debug:
            _say(_traceback())
        return error.exit_code
    except click.ClickException as error:
        _say(_usage(error))
        return WRONG_COMMAND_LINE
    except Exception as error:  # noqa: BLE001 - whatever is left is ours, and nobody should see a traceback
        return _fault(error, debug=debug)


def _fault(error: Exception, *, debug: bool) -> int:
    if isinstance(error, OSError) and error.filename is None and not _output_works():
        _say(f"The output cannot be written – {error.strerror or error}. Choose another place for it.")
        _let_go_of_output()
        return OUTPUT_NOT_WRITTEN
    what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    hint = "" if debug else " To see where, run the same command again with --debug at the end."
    _say(f"This is a fault of ours, not of your answers: {what}.{hint}")
    if debug:
        _say(_traceback())
    return FAULT_OF_OURS


def _output_works() -> bool:
    try:
        sys.stdout.flush()
    except OSError:
        return False
    return True


def _problems(error: InputRefused) -> str:
    problems = error.problems
    what = "The content cannot be used" if isinstance(error, ContentRefused) else "The answers cannot be used"
    many = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
    lines = [
        f"{what}: {many}. Nothing was written.",
        *(f"  {problem}" for problem in problems[:SHOWN_PROBLEMS]),
    ]
    if len(problems) > SHOWN_PROBLEMS:
        lines.append(f"  … and {len(problems) - SHOWN_PROBLEMS} more; mend these first.")
    return "\n".join(lines)


def _usage(error: click.ClickException) -> str:
    message = error.format_message()
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "advisor"
    return f"{message}\nFor help and examples: {command} --help"


def _traceback() -> str:
    import traceback

    return traceback.format_exc()


def _say(text: str) -> None:
    """Say something on standard error, if anybody listens."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
    with contextlib.suppress(OSError, ValueError):
        click.echo(text, err=True)


def _let_go_of_output() -> None:
    """Point standard output at nothing, so that closing it at exit cannot fail again."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _accept_any_character() -> None:
    """Let a terminal of a small alphabet show “?” where it lacks a character."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            with contextlib.suppress(OSError, ValueError):
                reconfigure(errors="replace")
