"""``advisor serve``: prepares what the app needs, and serves it until somebody stops it."""

import errno
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import django
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import OperationalError

from advisor.errors import CommandError
from advisor.web.deployment import Deployment
from advisor.web.serving.in_use import held

PORTS = range(8000, 8010)
"""Ports that are tried in turn where none is asked for."""
ASSETS = ("nhsuk/nhsuk-frontend.min.css", "inter/inter.woff2")
"""What setup/assets makes last in each folder of its own."""


def set_up() -> Deployment:
    """Make the data folder and set up Django; raises CommandError where that cannot be done."""
    deployment = Deployment.read()
    deployment.prepare()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "advisor.web.settings")
    django.setup()
    return deployment


def prepare() -> Deployment:
    """Set up Django, the database and its tables; raises CommandError where that cannot be done."""
    deployment = set_up()
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    except OperationalError as error:
        raise CommandError(
            f"The database cannot be used: {error} – check that it runs and that "
            "ADVISOR_DATABASE_URL is right, or leave that out for a file in the data folder"
        ) from error
    return deployment


def check_deployment() -> str:
    """Check a team installation as Django checks one before it goes public; return that all is well.

    Raises:
        CommandError: Something is not safe; says what.
    """
    prepare()
    try:
        call_command("check", deploy=True, fail_level="WARNING", verbosity=0)
    except SystemCheckError as error:
        raise CommandError(str(error)) from None
    return "This installation is set up safely."


def serve(address: str, port: int | None, *, opens_browser: bool, says: Callable[[str], None]) -> None:
    """Serve until interrupted.

    Args:
        address: Address to listen at; loopback unless people sign in.
        port: Port to listen at; 0 for any that is free, none for the first free one of the usual ones.
        opens_browser: Whether to open a browser where there is one.
        says: Is told where the app is.

    Raises:
        CommandError: It cannot be served so; says why, and what to do.
    """
    Deployment.read().refuse_beyond_loopback(address)
    _require_assets()
    deployment = set_up()
    with held(deployment.data_dir):
        _serve(deployment, address, port, opens_browser=opens_browser, says=says)


def _serve(
    deployment: Deployment,
    address: str,
    port: int | None,
    *,
    opens_browser: bool,
    says: Callable[[str], None],
) -> None:
    listening = _listening(address, port)
    prepare()

    # Only now: these need Django.
    from django.urls import get_resolver  # noqa: PLC0415
    from waitress.server import create_server  # noqa: PLC0415

    from advisor.web.advice import advisor  # noqa: PLC0415
    from advisor.web.security.bodies import LARGEST_UPLOAD  # noqa: PLC0415
    from advisor.web.serving.housekeeping import tidy_now_and_then  # noqa: PLC0415
    from advisor.web.serving.own_user import can_tell, own_user_only  # noqa: PLC0415
    from advisor.web.serving.worker import take_up_again  # noqa: PLC0415
    from advisor.web.serving.workers import Workers  # noqa: PLC0415
    from advisor.web.wsgi import application  # noqa: PLC0415

    # The first page does not wait for the questions, nor for the views behind every address.
    advisor().questionnaires  # noqa: B018
    get_resolver().url_patterns  # noqa: B018
    is_for_one = not deployment.accounts and can_tell()
    server = create_server(
        own_user_only(application, listening) if is_for_one else application,
        sockets=[listening],
        threads=deployment.threads,
        ident=None,
        clear_untrusted_proxy_headers=True,
        # The server keeps a body before the app sees it: up to this a page says that it is too large.
        max_request_body_size=2 * LARGEST_UPLOAD,
        **_trusting(deployment),
    )
    workers = Workers(deployment.workers)
    signal.signal(signal.SIGTERM, _stop)
    take_up_again()  # this server alone holds the data folder, so no worker is at work
    workers.start()
    tidy_now_and_then()
    threading.Thread(target=_warm_up, daemon=True).start()
    place = f"http://{_in_address(address)}:{listening.getsockname()[1]}/"
    says(place)
    if opens_browser and _has_window():
        threading.Timer(0.5, webbrowser.open, [place]).start()
    try:
        server.run()  # returns when interrupted or told to end
    finally:
        workers.stop()
        server.close()
        says("")


def _warm_up() -> None:
    """Compile what the first pages, results, and looks at what to ask next would else wait for."""
    from django.template import engines  # noqa: PLC0415

    from advisor.interview.guide import Guide  # noqa: PLC0415 - needs what Django’s settings say
    from advisor.model.case import Case  # noqa: PLC0415
    from advisor.web.advice import advisor  # noqa: PLC0415
    from advisor.web.result.shown import shown  # noqa: PLC0415

    templates = engines["jinja2"].env  # type: ignore[attr-defined] # the engine is Jinja2’s
    for name in templates.list_templates(extensions=("html", "jinja")):
        templates.get_template(name)
    shown(Case(name="", answers={}))
    for questionnaire in advisor().questionnaires:
        Guide(advisor(), questionnaire).prepare()


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def _require_assets() -> None:
    static = Path(__file__).parent.parent / "static"
    if not all((static / name).is_file() for name in ASSETS):
        raise CommandError(
            "The look of the pages is not set up – styles and typeface are fetched once – type: make web"
        )


def _listening(address: str, port: int | None) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    host = address.strip("[]")
    for one in PORTS if port is None else (port,):
        taken = socket.socket(family, socket.SOCK_STREAM)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind((host, one))
        except OSError as error:
            taken.close()
            if error.errno == errno.EADDRINUSE and port is None:
                continue
            reason = "another program uses it" if error.errno == errno.EADDRINUSE else error.strerror
            raise CommandError(
                f"Port {one} of {address} cannot be used: {reason} – name another: advisor serve --port 8080"
            ) from error
        return taken
    raise CommandError(
        f"Ports {PORTS[0]} to {PORTS[-1]} are all in use – name another: advisor serve --port 8080"
    )


def _in_address(host: str) -> str:
    """Return how the address of a page names a host: version 6 of the protocol stands in brackets.

    >>> _in_address("::1"), _in_address("[::1]"), _in_address("127.0.0.1")
    ('[::1]', '[::1]', '127.0.0.1')
    """
    return f"[{host.strip('[]')}]" if ":" in host else host


def _trusting(deployment: Deployment) -> dict[str, Any]:
    """Return what is believed of the headers that reverse proxies add: nothing, unless a team has some."""
    if not (deployment.accounts and deployment.proxies):
        return {}
    return {
        "trusted_proxy": "*",
        "trusted_proxy_count": deployment.proxies,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }


def _has_window() -> bool:
    """Return whether a browser would open in a window: one in the terminal would take it over."""
    return sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
