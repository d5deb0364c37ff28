"""No template, script or view holds words that translators do not see, on whatever branch they stand."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from jinja2 import nodes

from tests.web.translation.content import words
from tests.web.translation.pseudo import ROOT
from tests.web.translation.reading import SENTENCE, Page

WEB = ROOT / "advisor" / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.*"))
TRANSLATING = ("_", "ngettext")
TEXT_OF_SCRIPT = re.compile(r'"([^"\n]*)"|`([^`]*)`')
CLASSES = re.compile(r"[ a-z0-9_-]*-[ a-z0-9_-]*")
"""What styles are named by, and no words."""
CLASS = re.compile(r'class="[^"]*"')
"""In a macro that writes a part of a tag."""
FOR_PROGRAMS = ("code",)


def name(path: Path) -> str:
    return str(path.relative_to(WEB))


def test_no_words_stand_in_a_template_by_themselves() -> None:
    assert {name(path): found for path in TEMPLATES if (found := _bare_words(path))} == {}


def _bare_words(path: Path) -> list[str]:
    parts = _environment().lex(path.read_text(encoding="utf-8"))
    markup = "".join(text if kind == "data" else " " for _line, kind, text in parts)
    found = [CLASS.sub("", one.text) for one in Page(markup).texts if one.place not in FOR_PROGRAMS]
    return [text for text in found if any(len(word) > 1 for word in words(text))]


def test_no_sentence_stands_in_the_code_of_a_template() -> None:
    assert {name(path): found for path in TEMPLATES if (found := _bare_sentences(path))} == {}


def _bare_sentences(path: Path) -> list[str]:
    parsed = _environment().parse(path.read_text(encoding="utf-8"))
    return [text for text in _strings(parsed) if _is_sentence(text)]


def _environment() -> Any:
    return engines["jinja2"].env


def _is_sentence(text: str) -> bool:
    return bool(SENTENCE.search(text)) and not CLASSES.fullmatch(text)


def _strings(node: nodes.Node) -> Iterator[str]:
    """Yield the strings of a template that nobody translates."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in TRANSLATING:
        # Its texts are translated; what fills them may be anything.
        for value in (each.value for each in node.kwargs):
            yield from _strings(value)
        return
    if isinstance(node, nodes.Compare):
        return  # such as a kind of fact, which nobody reads
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for each in node.iter_child_nodes():
        yield from _strings(each)


@pytest.mark.parametrize("path", sorted((WEB / "static" / "web").glob("*.js")), ids=name)
def test_scripts_take_their_words_from_the_page(path: Path) -> None:
    code = re.sub(r"//[^\n]*|/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [one for one in TEXT_OF_SCRIPT.findall(code) if _is_sentence("".join(one))] == []
