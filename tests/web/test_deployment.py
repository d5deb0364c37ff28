"""An installation that would leave answers open to others is refused, with what to do."""

import os
from pathlib import Path

import pytest

from advisor.errors import CommandError
from advisor.web.deployment import Deployment


@pytest.fixture
def variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """No variable but the data folder is set."""
    for name in list(os.environ):
        if name.startswith("ADVISOR_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path / "data"))
    return monkeypatch


@pytest.mark.usefixtures("variables")
def test_one_person_needs_no_variable() -> None:
    deployment = Deployment.read()
    assert not deployment.accounts
    assert deployment.allowed_hosts == ["localhost", "127.0.0.1", "[::1]"]
    for own in ("127.0.0.1", "localhost", "[::1]", "127.0.0.5"):
        deployment.refuse_beyond_loopback(own)


@pytest.mark.usefixtures("variables")
def test_no_file_is_open_to_others_where_the_folder_is(tmp_path: Path) -> None:
    usual = os.umask(0o022)
    try:
        (tmp_path / "data").mkdir()
        deployment = Deployment.read()
        deployment.prepare()
        kept = deployment.data_dir / "advisor.sqlite3"
        kept.touch()
        assert kept.stat().st_mode & 0o077 == 0
    finally:
        os.umask(usual)


@pytest.mark.usefixtures("variables")
@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.5", "[::]", "advice.example.org"])  # noqa: S104
def test_nobody_else_reaches_an_installation_without_accounts(address: str) -> None:
    with pytest.raises(CommandError, match="ADVISOR_ACCOUNTS=yes"):
        Deployment.read().refuse_beyond_loopback(address)


@pytest.mark.parametrize(
    ("key", "hosts", "message"),
    [
        ("", "advice.example.org", "ADVISOR_SECRET_KEY is not set"),
        ("short", "advice.example.org", "shorter than 50 characters"),
        ("k" * 50, "", "ADVISOR_HOSTS must name"),
        ("k" * 50, "*", "ADVISOR_HOSTS must name"),
    ],
)
def test_accounts_need_a_key_and_hosts(
    variables: pytest.MonkeyPatch, key: str, hosts: str, message: str
) -> None:
    variables.setenv("ADVISOR_ACCOUNTS", "yes")
    variables.setenv("ADVISOR_SECRET_KEY", key)
    variables.setenv("ADVISOR_HOSTS", hosts)
    with pytest.raises(CommandError, match=message):
        Deployment.read()


def test_a_message_never_shows_the_secret(variables: pytest.MonkeyPatch) -> None:
    variables.setenv("ADVISOR_ACCOUNTS", "yes")
    variables.setenv("ADVISOR_SECRET_KEY", "do-not-show-me")
    with pytest.raises(CommandError) as raised:
        Deployment.read()
    assert "do-not-show-me" not in str(raised.value)


@pytest.mark.parametrize("colour", ["#ffff00", "red", "#12345", "#gggggg"])
def test_a_colour_must_carry_white_letters(variables: pytest.MonkeyPatch, colour: str) -> None:
    variables.setenv("ADVISOR_COLOUR", colour)
    with pytest.raises(CommandError, match=r"ADVISOR_COLOUR: .*such as #005eb8"):
        Deployment.read()


@pytest.mark.usefixtures("variables")
def test_the_key_is_made_once_and_for_its_owner_alone() -> None:
    deployment = Deployment.read()
    deployment.prepare()
    first = deployment.key
    deployment.prepare()
    assert deployment.key == first
    assert len(first) >= 50
    assert (deployment.data_dir / "secret-key").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_told(variables: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    variables.setenv("ADVISOR_DATA_DIR", str(tmp_path / "file" / "data"))
    with pytest.raises(CommandError, match="ADVISOR_DATA_DIR"):
        Deployment.read().prepare()
