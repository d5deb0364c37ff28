"""``advisor doctor``: whether everything is there that the product needs."""

import click


@click.command("doctor", short_help="Check that everything needed is installed and works.")
def command() -> int:
    """Check everything that the product needs, and say how to mend what is missing.

    It takes a few seconds, because it writes a small report.

    \b
    Example:
      advisor doctor

    Exit codes: 0 all is well, 1 a fault of ours, 4 a library is missing.
    """  # noqa: D301 - \b keeps the lines of the example apart
    import textwrap

    from rich.text import Text

    from advisor import __version__
    from advisor.cli.checks import CHECKS, findings
    from advisor.cli.screen import console, working

    screen = console()
    screen.print(f"advisor {__version__}")
    widest = max(map(len, CHECKS))
    failed = []
    every = findings()
    for name in CHECKS:
        with working(f"Checking: {name}"):
            finding = next(every)
        mark, style = ("✗", "bold red") if finding.code else ("✓", "green")
        indent = " " * (widest + 6)
        lines = textwrap.wrap(finding.says, screen.width - len(indent))
        screen.print(Text.assemble((f"  {mark} {name:<{widest}}  ", style), f"\n{indent}".join(lines)))
        if finding.code:
            failed.append(finding)
            for line in textwrap.wrap(f"To mend it: {finding.remedy}", screen.width - 6):
                screen.print(Text(f"      {line}"))
    if not failed:
        screen.print(Text("All is well.", style="bold green"))
        return 0
    screen.print(Text(f"{len(failed)} of {len(CHECKS)} checks failed.", style="bold red"))
    # What is ours comes first: no library would mend it.
    return min(finding.code for finding in failed)
