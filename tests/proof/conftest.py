"""What the tests of examples share: examples to write, and rules to break."""

import shutil
from pathlib import Path

import pytest

from advisor.content.folders import content_folder
from advisor.proof.examples.reading import read_examples


@pytest.fixture
def written(tmp_path, knowledge):
    """Read examples from a text, as if they lay beside the rules."""

    def write(text):
        folder = tmp_path / "rules"
        folder.mkdir(exist_ok=True)
        (folder / "trust.examples.yaml").write_text(text, encoding="utf-8")
        return read_examples(folder, knowledge)

    return write


@pytest.fixture
def copied(tmp_path):
    """A copy of the rules, to break."""
    return Path(shutil.copytree(content_folder("rules"), tmp_path / "rules"))
