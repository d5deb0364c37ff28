"""Copies of the real rules, to be broken one way at a time."""

import json
import re
import shutil

import pytest

from advisor.content.folders import content_folder
from advisor.content.knowledge_files import load_knowledge
from advisor.errors import ContentRefused

ADDED = "zz_added.yaml"


@pytest.fixture
def data(tmp_path):
    """Write a table: text, bytes, or a JSON line for each of a list."""

    def write(content, name="data.csv"):
        path = tmp_path / name
        if isinstance(content, list):
            content = "".join(json.dumps(one) + "\n" for one in content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def rules(tmp_path):
    """A copy of the rules that come with the product."""
    copied = tmp_path / "rules"
    shutil.copytree(content_folder("rules"), copied)
    return copied


@pytest.fixture
def edit(rules):
    """Replace one passage of one file of the copied rules."""

    def replace(name, old, new):
        path = rules / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


@pytest.fixture
def add(rules):
    """Write a further file into the copied rules: lists of items, each item on its own line."""

    def write(**lists):
        lines = []
        for name, items in lists.items():
            lines += [f"{name}:", *(f"- {json.dumps(item, ensure_ascii=False)}" for item in items)]
        (rules / ADDED).write_text("\n".join(lines), encoding="utf-8")

    return write


@pytest.fixture
def refused(rules):
    """Load the copied rules, which must be refused, and return the problems."""

    def load():
        with pytest.raises(ContentRefused) as refusal:
            load_knowledge(rules)
        return [str(problem) for problem in refusal.value.problems]

    return load


def keys(data):
    """Return all keys in a mapping, at every depth."""
    inner = (keys(value) for value in data.values() if isinstance(value, dict))
    return set(data).union(*inner)


@pytest.fixture
def refused_in_place(rules, add, refused):
    """Write an addition with one fault, which must be refused where it stands, with what to do."""

    def check(addition, expected):
        add(**addition)
        (found,) = refused()
        place, said = found.split(": ", 1)
        file, line, column = place.split(":")
        assert said.startswith(expected)
        # Either list of an addition may hold the fault.
        assert (file, line) in {("rules/zz_added.yaml", "2"), ("rules/zz_added.yaml", "4")}
        # The place is that of the very text at fault; of the item where a key or something missing is meant.
        written = (rules / "zz_added.yaml").read_text(encoding="utf-8").splitlines()[int(line) - 1]
        text, _ = json.JSONDecoder().raw_decode(written[int(column) - 1 :])
        word = re.match("“(.+?)”", said)
        if isinstance(text, str):
            assert (word[1] if word else said.removeprefix("follows ").split()[0].rstrip(",")) in (
                text,
                *re.split(r"[ ,]+", text),
            )
        else:
            assert column == "3"
            assert not word or word[1] in {
                key for value in text.values() if isinstance(value, dict) for key in keys(value)
            }

    return check
