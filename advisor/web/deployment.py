"""How one installation is set up: read from the environment, or refused with what to do."""

import ipaddress
import os
import secrets
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from advisor.content.whole_files import write_whole
from advisor.errors import CommandError, OutputError
from advisor.web.colours import LEAST_CONTRAST, contrast_with_white

SHORTEST_KEY = 50
"""Characters of a secret key at least: what Django asks for."""
KEY_FILE = "secret-key"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class Deployment(BaseSettings):
    """One installation, from variables that begin with ``ADVISOR_``.

    Without any variable it serves one person on their own machine: no accounts, SQLite, files in the
    person’s data folder.
    """

    model_config = SettingsConfigDict(
        env_prefix="ADVISOR_", frozen=True, extra="ignore", env_ignore_empty=True
    )

    accounts: bool = Field(default=False, description="Whether people sign in: a team installation.")
    secret_key: SecretStr | None = Field(
        default=None, description=f"Secret of at least {SHORTEST_KEY} characters that signs sessions."
    )
    hosts: str = Field(default="", description="Names that browsers may ask for, with commas between them.")
    data_dir: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("advisor"),
        description="Folder for the database, reports and uploads.",
    )
    database_url: str = Field(default="", description="Address of a PostgreSQL database; empty: SQLite.")
    email_host: str = Field(default="", description="Name of the mail server; empty: no e-mail is sent.")
    email_port: int = Field(default=587, ge=1, le=65_535, description="Its port.")
    email_user: str = Field(default="", description="Who signs in to it.")
    email_password: SecretStr | None = Field(default=None, description="With which password.")
    email_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the connection to it is secured."
    )
    email_from: str = Field(default="advisor@localhost", description="Sender of e-mails.")
    organisation: str = Field(default="", description="Name in the header and on reports.")
    colour: str = Field(default="#005eb8", description="Colour of the header, such as #005eb8.")
    contact: str = Field(default="", description="Whom people write to about accessibility and privacy.")
    packs: str = Field(default="", description="Packs in use beside the core pack, with commas between them.")
    oidc_url: str = Field(default="", description="Address of an OpenID Connect provider.")
    oidc_client: str = Field(default="", description="Client id at that provider.")
    oidc_secret: SecretStr | None = Field(default=None, description="Client secret at that provider.")
    oidc_name: str = Field(default="your organisation", description="Name of that provider for its button.")
    https: bool = Field(default=True, description="Whether browsers reach a team installation over HTTPS.")
    proxies: int = Field(default=0, ge=0, le=5, description="Trusted reverse proxies in front of the app.")
    retention_days: int = Field(
        default=0, ge=0, description="Days after which untouched collaborations are deleted; 0: never."
    )
    idle_minutes: int = Field(
        default=30, ge=5, description="Minutes without activity until people are signed out."
    )
    session_hours: int = Field(default=12, ge=1, description="Hours until people are signed out in any case.")
    workers: int = Field(default=1, ge=1, le=16, description="Processes that make reports.")
    threads: int = Field(default=8, ge=1, le=64, description="Requests served at once.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="What is logged."
    )

    @classmethod
    def read(cls) -> "Deployment":
        """Return what the environment says; raises CommandError with all that is wrong in it."""
        try:
            return cls()
        except ValidationError as error:
            lines = [_in_words(one["loc"], one["msg"]) for one in error.errors()]
            raise CommandError("The web app cannot be set up so:\n" + "\n".join(lines)) from None

    @field_validator("colour")
    @classmethod
    def _is_dark_enough(cls, colour: str) -> str:
        if contrast_with_white(colour) < LEAST_CONTRAST:
            raise ValueError(
                f"“{colour}” is too light for white letters (it needs a contrast of {LEAST_CONTRAST}) – "
                "give a darker one, such as #005eb8"
            )
        return colour

    @model_validator(mode="after")
    def _is_whole(self) -> "Deployment":
        if self.secret_key is not None and len(self.secret_key.get_secret_value()) < SHORTEST_KEY:
            raise ValueError(
                f"ADVISOR_SECRET_KEY is shorter than {SHORTEST_KEY} characters – sessions could be forged – "
                'make one: python3 -c "import secrets; print(secrets.token_urlsafe(64))"'
            )
        if bool(self.oidc_url) != bool(self.oidc_client):
            raise ValueError("ADVISOR_OIDC_URL and ADVISOR_OIDC_CLIENT go together – set both or neither")
        if not self.accounts:
            return self
        if self.secret_key is None:
            raise ValueError(
                "ADVISOR_SECRET_KEY is not set – accounts need one that stays the same – "
                'make one: python3 -c "import secrets; print(secrets.token_urlsafe(64))"'
            )
        if not self.allowed_hosts or "*" in self.allowed_hosts:
            raise ValueError(
                "ADVISOR_HOSTS must name the addresses that browsers use, and “*” is not one – "
                "links in e-mails could be forged – for example ADVISOR_HOSTS=advice.example.org"
            )
        return self

    @property
    def allowed_hosts(self) -> list[str]:
        """Names that browsers may ask for."""
        named = [one.strip() for one in self.hosts.split(",") if one.strip()]
        return named if self.accounts else [*LOOPBACK]

    @property
    def pack_names(self) -> tuple[str, ...]:
        """Packs in use beside the core pack."""
        return tuple(one.strip() for one in self.packs.split(",") if one.strip())

    @property
    def database(self) -> str:
        """Address of the database."""
        return self.database_url or f"sqlite:///{self.data_dir / 'advisor.sqlite3'}"

    @property
    def key(self) -> str:
        """The secret that signs sessions: the one that is set, or the one kept in the data folder.

        Before the folder is prepared it is made up for this process alone.
        """
        if self.secret_key is not None:
            return self.secret_key.get_secret_value()
        kept = self.data_dir / KEY_FILE
        return kept.read_text(encoding="ascii").strip() if kept.is_file() else secrets.token_urlsafe(64)

    def prepare(self) -> None:
        """Make the data folder, with a secret key where none is set; all that follows is for its owner alone.

        Raises:
            CommandError: The folder cannot be made or written.
        """
        # The folder may be there already and open to others: then each file must be closed to them by itself.
        os.umask(0o077)
        try:
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            kept = self.data_dir / KEY_FILE
            if self.secret_key is None and not kept.exists():
                write_whole(kept, secrets.token_urlsafe(64).encode("ascii"))
        except (OSError, OutputError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise CommandError(
                f"{self.data_dir} cannot be used for the data: {reason} – "
                "name another folder: ADVISOR_DATA_DIR=/path advisor serve"
            ) from error

    def refuse_beyond_loopback(self, address: str) -> None:
        """Raise CommandError where an address is reachable by others and people need not sign in."""
        try:
            is_own = ipaddress.ip_address(address.strip("[]")).is_loopback
        except ValueError:
            is_own = address == "localhost"
        if not is_own and not self.accounts:
            raise CommandError(
                f"{address} can be reached by others, and here nobody has to sign in – everyone could read "
                "all answers – set ADVISOR_ACCOUNTS=yes, ADVISOR_SECRET_KEY and ADVISOR_HOSTS, "
                "or serve 127.0.0.1; docs/deployment.md shows how"
            )


def _in_words(place: tuple[int | str, ...], message: str) -> str:
    name = f"ADVISOR_{str(place[0]).upper()}: " if place else ""
    return f"  {name}{message.removeprefix('Value error, ')}"
