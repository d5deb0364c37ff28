"""Whose connection it is, asked of the kernel; and what the privacy notice says of other users."""

import os
import platform
import socket
import struct
import sys
import time
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from advisor.web.serving import own_user
from advisor.web.serving.own_user import OTHERS_KEPT_OUT, can_tell, owner

OPEN_TO_OTHERS = "anybody else who is signed in to the same computer could open it"
KEPT_OUT = "Other users of this computer cannot open it."
RESET_AT_CLOSE = struct.pack("ii", 1, 0)

linux = pytest.mark.skipif(
    sys.platform != "linux" or not can_tell(), reason="only the kernel of Linux tells whose connection it is"
)


@pytest.fixture(params=["127.0.0.1", "::1"])
def listening(request):
    """A socket of a server, for each way to speak to one’s own machine."""
    family = socket.AF_INET6 if ":" in request.param else socket.AF_INET
    try:
        made = socket.create_server((request.param, 0), family=family)
    except OSError:
        pytest.skip(f"{request.param} is not on this machine")
    with made:
        yield made


def connected(client, listening):
    """Connect, and return the other end with what the server knows of the connection."""
    client.connect(listening.getsockname())
    accepted, where = listening.accept()
    return accepted, (listening.family, where[:2], listening.getsockname()[:2])


@linux
def test_a_connection_is_its_owners_until_they_close_it(listening):
    client = socket.socket(listening.family)
    accepted, ends = connected(client, listening)
    with accepted:
        assert owner(*ends) == os.geteuid()
        client.shutdown(socket.SHUT_WR)
        assert owner(*ends) == os.geteuid(), "it still waits for an answer"
        client.close()
        assert owner(*ends) is None, "not root’s, whose number the kernel tells of it"
    assert owner(*ends) is None


@linux
def test_a_connection_that_was_cut_or_never_was_is_nobodys(listening):
    client = socket.socket(listening.family)
    accepted, ends = connected(client, listening)
    with accepted:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
        client.close()
        assert owner(*ends) is None
    family, (address, _), server = ends
    assert owner(family, (address, 1), server) is None


@linux
def test_a_client_that_speaks_both_versions_of_the_protocol_is_found():
    with socket.create_server(("127.0.0.1", 0)) as listening, socket.socket(socket.AF_INET6) as client:
        client.connect(("::ffff:127.0.0.1", listening.getsockname()[1]))
        accepted, where = listening.accept()
        with accepted:
            assert owner(socket.AF_INET, where, listening.getsockname()) == os.geteuid()


@linux
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make connections of another user")
def test_a_connection_of_another_user_is_theirs(listening):
    os.seteuid(65_534)
    try:
        client = socket.socket(listening.family)
    finally:
        os.seteuid(0)
    with client:
        accepted, ends = connected(client, listening)
        with accepted:
            assert owner(*ends) == 65_534


@linux
def test_asking_takes_far_less_than_a_millisecond(listening):
    with socket.socket(listening.family) as client:
        accepted, ends = connected(client, listening)
        with accepted:
            took = []
            for _ in range(200):
                began = time.perf_counter()
                owner(*ends)
                took.append(time.perf_counter() - began)
    assert sorted(took)[100] < 0.0005


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("platform", "darwin"),
        ("release", "5.15.167.4-microsoft-standard-WSL2"),
        ("overflow", os.geteuid()),
        ("owner", None),
    ],
)
def test_where_the_system_does_not_tell_nothing_is_promised(monkeypatch, name, value):
    def read_text(path, encoding):
        return {"overflowuid": f"{value}\n", "uid_map": "  0  100000  65536\n"}[path.name]

    if name == "platform":
        monkeypatch.setattr(sys, "platform", value)
    elif name == "release":
        monkeypatch.setattr(platform, "release", lambda: value)
    elif name == "overflow":
        monkeypatch.setattr(Path, "read_text", read_text)
    else:
        monkeypatch.setattr(own_user, "owner", lambda *_: value)
    assert not can_tell.__wrapped__()


def test_the_notice_says_who_else_can_open_it(settings):
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"accounts": False})

    def notice(**environ):
        return Client().get(reverse("privacy"), **environ).content.decode()

    assert OPEN_TO_OTHERS in notice()
    assert KEPT_OUT not in notice()
    assert KEPT_OUT in notice(**{OTHERS_KEPT_OUT: True})
    assert OPEN_TO_OTHERS not in notice(**{OTHERS_KEPT_OUT: True})
