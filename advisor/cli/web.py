"""``advisor web``: what those who run the web app need beside ``advisor serve``."""

import importlib.util
from pathlib import Path

import click

from advisor.errors import CommandError


def require_web() -> None:
    """Raise CommandError where the packages of the web app are not installed."""
    if importlib.util.find_spec("django") is None:
        raise CommandError(
            "The web app is not installed – it needs some more packages – "
            "type: pip install 'collaboration-advisor[web]'"
        )


@click.group("web", short_help="Run the web app: backup, restore, first administrator.")
def command() -> None:
    """Commands for those who run the web app.

    \b
    Examples:
      advisor web backup monday.zip
      advisor web invite pat@example.org --organisation "Harrowmoor NHS Trust"
    """  # noqa: D301 - \b keeps the lines of the examples apart
    require_web()


@command.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write everything that is kept to FILE, while the app runs or not.

    \b
    Example:
      advisor web backup monday.zip
    """  # noqa: D301 - \b keeps the lines of the examples apart
    from advisor.web.serving.backup import back_up
    from advisor.web.serving.serve import prepare

    prepare()
    click.echo(back_up(file))


@command.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--replace", is_flag=True, help="Replace what is there now; it is set aside in the data folder."
)
def restore(file: Path, replace: bool) -> None:
    """Bring back what a backup holds. Stop the app first.

    \b
    Example:
      advisor web restore monday.zip
    """  # noqa: D301 - \b keeps the lines of the examples apart
    from advisor.web.serving.backup import restore as bring_back

    click.echo(bring_back(file, replace=replace))


@command.command("invite")
@click.argument("email")
@click.option("--organisation", required=True, help="Name of the organisation; it is made where it is new.")
@click.option("--role", default="administrator", show_default=True, help="Role there.")
def invite(email: str, organisation: str, role: str) -> None:
    """Invite somebody, such as the first administrator: prints the link that lets them in.

    \b
    Example:
      advisor web invite pat@example.org --organisation "Harrowmoor NHS Trust"
    """  # noqa: D301 - \b keeps the lines of the examples apart
    from advisor.web.serving.serve import prepare

    prepare()
    from advisor.web.accounts.invitations import invite_first

    click.echo(invite_first(email, organisation, role))


@command.command("recover")
@click.argument("email")
def recover(email: str) -> None:
    """Let somebody in again who lost their password or second factor: prints a link to a new password.

    Their second factor is removed and their sessions end. Make sure first that it is they who ask.

    \b
    Example:
      advisor web recover pat@example.org
    """  # noqa: D301 - \b keeps the lines of the examples apart
    from advisor.web.serving.serve import prepare

    prepare()
    from advisor.web.accounts.recovery import recover as let_in_again

    click.echo(let_in_again(email))


@command.command("check")
def check() -> None:
    """Check the set-up as for a team installation that others reach.

    \b
    Example:
      advisor web check
    """  # noqa: D301 - \b keeps the lines of the examples apart
    from advisor.web.serving.serve import check_deployment

    click.echo(check_deployment())
