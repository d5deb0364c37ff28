"""Every text of a page that reaches people, with the language that it is marked to be in."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

SILENT = ("script", "style", "svg")
VOID = ("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr")
SPOKEN = ("title", "alt", "placeholder", "label", "aria-label", "aria-description", "aria-roledescription")
SENTENCE = re.compile(r"[^\W\d_]{2,}[,:]? [^\W\d_]{2,}")
"""Two words beside one another."""


@dataclass(frozen=True)
class Text:
    """A text, the language around it, and where it stands."""

    text: str
    language: str
    place: str


class Page(HTMLParser):
    """Collects the texts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[Text] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        language = given.get("lang") or (self._open[-1][1] if self._open else "")
        for name, value in given.items():
            is_button = tag == "input" and name == "value" and given.get("type") in ("submit", "button")
            # What scripts will show stands in attributes: data-copied, data-i18n.show-password, …
            is_for_script = name.startswith("data-") and SENTENCE.search(value)
            if name in SPOKEN or is_button or is_for_script or name.startswith("data-i18n"):
                self._keep(value, language, f"{tag} {name}")
        if tag not in VOID:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        around = [tag for tag, _ in self._open]
        if not any(tag in SILENT for tag in around):
            self._keep(data, self._open[-1][1] if self._open else "", around[-1] if around else "")

    def _keep(self, text: str, language: str, place: str) -> None:
        if text.strip():
            self.texts.append(Text(" ".join(text.split()), language, place))
