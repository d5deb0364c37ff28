"""``advisor serve``: the web app."""

import click


@click.command("serve", short_help="Answer the questions in the browser.")
@click.option("--address", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    help="Port to listen at; 0 for any free one.  [default: the first free one from 8000 to 8009]",
)
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
def command(address: str, port: int | None, no_browser: bool) -> int:
    """Serve the web app: for you alone on this machine, or for a team with accounts.

    Without anything set, it is for you alone: no other computer can reach it, and no account is needed.
    docs/deployment.md says how a team installation is set up.

    \b
    Examples:
      advisor serve
      advisor serve --port 8080 --no-browser
    """  # noqa: D301 - \b keeps the lines of the examples apart
    from advisor.cli.web import require_web

    require_web()
    from advisor.web.serving.serve import serve

    serve(address, port, opens_browser=not no_browser, says=_say)
    return 0


def _say(place: str) -> None:
    if place:
        click.echo(f"The advisor is at {place}\nOpen this address in a browser. Stop it with Ctrl+C.")
    else:
        click.echo("\nStopped. Every answer is saved.")
