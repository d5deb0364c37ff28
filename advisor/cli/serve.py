"""``advisor serve``: the web app."""

import click


@click.command("serve", short_help="Answer the questions in the browser.")
@click.option("--address", default="127.0.0.1", show_default=True, help="Address to serve.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8000, show_default=True, help="Port to serve.")
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
def command(address: str, port: int, no_browser: bool) -> int:
    """Serve the web app: for you alone on this machine, or for a team with accounts.

    \b
    Examples:
      advisor serve
      advisor serve --port 8080 --no-browser
    """  # noqa: D301 - \b keeps the lines of the examples apart
    from advisor.web.serving.serve import serve

    serve(address, port)
    return 0
