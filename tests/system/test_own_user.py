"""An app without accounts, on a computer that several people use: it is for whom it runs as."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from advisor.web.serving.own_user import can_tell

KEPT_OUT = "Other users of this computer cannot open it."

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not can_tell(), reason="only the kernel of Linux tells whose connection it is"
)


def get(asked, path="/privacy/", **headers):
    asked.request("GET", path, headers=headers)
    answer = asked.getresponse()
    return answer, answer.read().decode()


@contextmanager
def connection(server, user=None):
    """A connection to the app, made by another user where one is named: it stays theirs, whoever uses it."""
    parts = urlsplit(server.url)
    with closing(HTTPConnection(parts.hostname, parts.port, timeout=30)) as made:
        if user is not None:
            os.seteuid(user)
        try:
            made.connect()
        finally:
            if user is not None:
                os.seteuid(0)
        yield made


@pytest.fixture
def somebody_else():
    """The number of a user who did not start the app."""
    if os.geteuid() != 0:
        pytest.skip("only root can make connections of another user")
    return 65_534


def test_whoever_started_it_is_let_in_and_told_that_others_are_not(server):
    with connection(server) as asked:
        answer, page = get(asked)
    assert answer.status == 200
    assert KEPT_OUT in page


@pytest.mark.parametrize("path", ["/", "/privacy/", "/api/openapi.json", "/static/web/web.css"])
def test_somebody_else_gets_a_page_that_says_why_and_nothing_more(server, somebody_else, path):
    with connection(server, somebody_else) as asked:
        answer, page = get(asked, path)
    assert answer.status == 403
    assert "This app belongs to another user of this computer" in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Set-Cookie"] is None


def test_every_request_of_a_connection_is_asked_for_and_no_header_helps(server, somebody_else):
    with connection(server) as own, connection(server, somebody_else) as other:
        forged = {"X-Forwarded-For": f"127.0.0.1:{own.sock.getsockname()[1]}"}
        for headers in ({}, forged, {}):
            assert get(other, **headers)[0].status == 403
            assert get(own)[0].status == 200


def test_what_somebody_else_sends_before_they_hang_up_does_nothing(server, somebody_else):
    """A connection that is closed belongs to nobody any more, and the kernel tells 0 of it: root’s number."""
    body = "name=Sent+blindly&questionnaire=rapid&csrfmiddlewaretoken=" + "a" * 32
    asked = (
        f"POST /collaborations/new/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: advisor_csrf={'a' * 32}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()

    def is_there():
        with connection(server) as own:
            return "Sent blindly" in get(own, "/collaborations/")[1]

    for _ in range(50):
        with connection(server, somebody_else) as other:
            other.sock.sendall(asked)
    assert not is_there()
    with connection(server) as own:
        own.sock.sendall(asked)
        assert own.sock.recv(100).split()[1] == b"302"
    assert is_there()


def test_two_thousand_quick_connections_of_ones_own_are_all_let_in(server):
    def one(_):
        with connection(server) as asked:
            return get(asked, "/static/web/icon.svg")[0].status

    with ThreadPoolExecutor(8) as several:
        assert set(several.map(one, range(2000))) == {200}
