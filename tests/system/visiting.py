"""People who visit pages without a window: forms as a browser sends them, at little cost to the machine."""

import http.client
import re
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from pathlib import Path
from random import Random
from urllib.parse import urlencode, urlsplit

PATIENCE = 60
"""Seconds until an answer must be there."""
TYPED = "12"
"""What is typed where a number is asked for."""
INPUT = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')

Fields = Mapping[str, str | Sequence[str]]


def chance(seed: int) -> Random:
    """Return what chooses answers: the same ones at every run."""
    return Random(seed)  # noqa: S311 - nothing is secret here


@dataclass(frozen=True)
class Page:
    """What a server answered."""

    path: str
    status: int
    headers: http.client.HTTPMessage
    content: bytes
    seconds: float
    """How long it took, from asking to the last byte."""

    @property
    def text(self) -> str:
        """The page as text."""
        return self.content.decode()

    @property
    def location(self) -> str:
        """Where it sends the visitor: a path on the same site."""
        return self.headers["Location"]

    @property
    def inputs(self) -> list[dict[str, str]]:
        """The attributes of each input in it."""
        return [
            {name: unescape(value) for name, value in ATTRIBUTE.findall(tag)}
            for tag in INPUT.findall(self.text)
        ]

    @property
    def hidden(self) -> dict[str, str]:
        """What its forms carry unseen: their token, and how the question stood."""
        return {one["name"]: one["value"] for one in self.inputs if one.get("type") == "hidden"}

    def answers(self, random: Random) -> dict[str, str]:
        """Return an answer to each thing that a question page asks, by its name."""
        offered: dict[str, list[str]] = {}
        for one in self.inputs:
            if one.get("type") in ("radio", "checkbox"):
                offered.setdefault(one["name"], []).append(one["value"])
        chosen = {name: random.choice(values) for name, values in offered.items()}
        return chosen | {one["name"]: TYPED for one in self.inputs if one.get("inputmode") == "numeric"}


@dataclass
class Visitor:
    """Somebody at one browser, with its cookies and one connection."""

    site: str
    cookies: dict[str, str] = field(default_factory=dict)
    timed: Callable[[Page], None] = lambda _: None
    """Is told of each page."""
    _connection: http.client.HTTPConnection | None = None

    def get(self, path: str, **headers: str) -> Page:
        """Ask for a page."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: Fields) -> Page:
        """Send a form."""
        body = urlencode(fields, doseq=True).encode()
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def upload(self, path: str, file: Path, fields: Fields) -> Page:
        """Send a form with a file in it."""
        mark = secrets.token_hex(16)
        head = f'--{mark}\r\nContent-Disposition: form-data; name="'
        parts = [f'{head}{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
        parts.append(f'{head}file"; filename="{file.name}"\r\n\r\n'.encode() + file.read_bytes())
        body = b"".join((*parts, f"\r\n--{mark}--\r\n".encode()))
        return self._ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})

    def begin(self, name: str, questionnaire: str = "rapid") -> str:
        """Begin a collaboration; return where its assessment is."""
        form = self.get("/collaborations/new/")
        made = self.post(form.path, {**form.hidden, "name": name, "questionnaire": questionnaire})
        assert made.status == 302, f"{made.status}: {made.text}"
        return made.location

    def begin_with(self, file: Path) -> str:
        """Begin a collaboration with an answers file; return where its assessment is."""
        form = self.get("/collaborations/upload/")
        made = self.upload(form.path, file, form.hidden)
        assert made.status == 302, f"{made.status}: {made.text}"
        return made.location.removesuffix("check/")

    def report(self, assessment: str, form: str = "pdf") -> str:
        """Ask for a report; return where it is."""
        page = self.get(f"{assessment}reports/")
        asked = self.post(page.path, {**page.hidden, "form": form})
        assert asked.status == 302, f"{asked.status}: {asked.text}"
        return asked.location

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
        if self._connection is None:
            parts = urlsplit(self.site)
            self._connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE)
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        began = time.monotonic()
        try:
            self._connection.request(method, path, body, {"Cookie": kept, "Accept": "text/html"} | headers)
            answer = self._connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: cookie.value for name, cookie in SimpleCookie(line).items()}
        page = Page(path, answer.status, answer.headers, content, time.monotonic() - began)
        self.timed(page)
        return page
