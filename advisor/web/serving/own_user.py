"""Keeps other users of the same computer out of an app without accounts.

On Linux the kernel tells whose socket is at the other end of a connection (``man 7 sock_diag``). It is asked
at every request: that takes some ten microseconds, while the same in ``/proc/net/tcp`` takes milliseconds.
"""

import os
import platform
import socket
import struct
import sys
from collections.abc import Iterable
from functools import cache
from html import escape
from http import HTTPStatus
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.core.handlers.wsgi import WSGIRequest
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from advisor.web.pages.language import page_language

ROOT = 0
OTHERS_KEPT_OUT = "advisor.others_kept_out"
"""What the environment of a request holds that has passed: the privacy notice says so."""

# Names and layouts are those of linux/netlink.h, linux/sock_diag.h and linux/inet_diag.h.
NETLINK_SOCK_DIAG = 4
SOCK_DIAG_BY_FAMILY = 20
NLM_F_REQUEST = 1
ANY_STATE = 0xFFFF_FFFF
NO_COOKIE = 0xFFFF_FFFF
QUESTION = struct.Struct("=IHHII BBBBI 2s2s16s16sIII")
ANSWER = struct.Struct("=IHHII 4x48x12x II")
WHOLE_MAP = ["0", "0", "4294967295"]


def own_user_only(application: WSGIApplication, listening: socket.socket) -> WSGIApplication:
    """Return the application for whom it runs as, and for root, who could read its files anyway.

    Everybody else is answered 403, and so is a connection of which the system knows nothing: its other end
    is closed already, or is not on this computer.

    Args:
        application: What answers requests.
        listening: The socket at which requests come in.
    """
    server = listening.getsockname()[:2]
    let_in = {ROOT, os.geteuid()}

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        client = environ["REMOTE_ADDR"], int(environ["REMOTE_PORT"])
        if owner(listening.family, client, server) not in let_in:
            return _refused(environ, start_response)
        environ[OTHERS_KEPT_OUT] = True
        return application(environ, start_response)

    return guarded


@cache
def can_tell() -> bool:
    """Return whether the system tells here whose connection it is: it is asked about one of our own."""
    if sys.platform != "linux" or _is_in_windows() or _is_unmapped():
        return False
    try:
        with (
            socket.create_server(("127.0.0.1", 0)) as listening,
            socket.create_connection(listening.getsockname(), timeout=1) as own,
        ):
            return owner(own.family, own.getsockname(), own.getpeername()) == os.geteuid()
    except OSError:
        return False


def owner(family: int, client: tuple[str, int], server: tuple[str, int]) -> int | None:
    """Return the user who holds the client’s end of a connection on this computer; none where nobody does.

    Args:
        family: ``AF_INET`` or ``AF_INET6``; the first finds clients that speak IPv4 through the second, too.
        client: Address and port of the client’s end.
        server: Address and port of ours.
    """
    ends = (_port(client), _port(server), _address(family, client), _address(family, server))
    question = QUESTION.pack(
        *(QUESTION.size, SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST, 0, 0),
        *(family, socket.IPPROTO_TCP, 0, 0, ANY_STATE),
        *(*ends, 0, NO_COOKIE, NO_COOKIE),
    )
    try:
        with socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, NETLINK_SOCK_DIAG) as kernel:
            kernel.settimeout(1)
            kernel.sendto(question, (0, 0))
            answer = kernel.recv(4096)
    except OSError:
        return None
    if len(answer) < ANSWER.size:
        return None  # an error: there is no such socket
    _length, kind, _flags, _number, _sender, user, inode = ANSWER.unpack_from(answer)
    # A socket that its process has closed has no inode any more, and would count as root’s.
    return user if kind == SOCK_DIAG_BY_FAMILY and inode else None


def _port(place: tuple[str, int]) -> bytes:
    return place[1].to_bytes(2, "big")


def _address(family: int, place: tuple[str, int]) -> bytes:
    return socket.inet_pton(family, place[0])  # the layout fills it up with zeros


def _is_in_windows() -> bool:
    """Return whether this is Linux within Windows: there one relay connects for every user of Windows."""
    return "microsoft" in platform.release().lower() or "WSL_DISTRO_NAME" in os.environ


def _is_unmapped() -> bool:
    """Return whether our user has, in a container, the number that stands for everybody without one there."""
    try:
        overflow = int(Path("/proc/sys/kernel/overflowuid").read_text(encoding="ascii"))
        has_whole_map = Path("/proc/self/uid_map").read_text(encoding="ascii").split() == WHOLE_MAP
    except (OSError, ValueError):
        return True
    return os.geteuid() == overflow and not has_whole_map


def _refused(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    with override(get_language_from_request(WSGIRequest(environ))):
        page = _page(
            _("This app belongs to another user of this computer"),
            _(
                "Only the person who started it can open it. To use the advisor yourself, start it under "
                "your own name. People who work together on one computer need a team installation."
            ),
        ).encode()
    status = HTTPStatus.FORBIDDEN
    start_response(
        f"{status.value} {status.phrase}",
        [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(page))),
            ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ],
    )
    return [page]


def _page(title: str, text: str) -> str:
    return (
        f'<!doctype html>\n<html lang="{page_language()}">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<h1>{escape(title)}</h1>\n<p>{escape(text)}</p>\n</html>\n"
    )
