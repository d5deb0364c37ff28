"""Copies of the real content, to be broken one way at a time."""

import shutil

import pytest
import yaml

from advisor.content.folders import content_folder
from advisor.proof.problems.search import Search

ADDED = ("X98", "X99", "weather")
FOLDERS = ("rules", "questionnaires")


@pytest.fixture(scope="session")
def answered():
    """What the search answered before."""
    return {}


@pytest.fixture
def searching_once(monkeypatch, answered):
    """Put each question about the real rules to the search once; added rules have ids of their own."""
    possible = Search.possible

    def remembered(self, goals, only=None):
        question = f"{goals}{sorted(only or ())}"
        if any(added in question for added in ADDED):
            return possible(self, goals, only)
        if question not in answered:
            answered[question] = possible(self, goals, only)
        return answered[question]

    monkeypatch.setattr(Search, "possible", remembered)


@pytest.fixture
def content(tmp_path, monkeypatch):
    """A copy of the rules and questionnaires that come with the product; versions are tested elsewhere."""
    monkeypatch.setattr("advisor.proof.problems.check.faults", lambda *_: iter(()))
    for name in FOLDERS:
        shutil.copytree(content_folder(name), tmp_path / name)
    return tmp_path


@pytest.fixture
def overlay(content):
    """Lay a folder of broken content over the copy; return the lines on which its edits begin."""

    def lay(folder):
        for name in FOLDERS:
            if (folder / name).is_dir():
                shutil.copytree(folder / name, content / name, dirs_exist_ok=True)
        lines = []
        edits = folder / "edits.yaml"
        for edit in yaml.safe_load(edits.read_text(encoding="utf-8")) if edits.is_file() else ():
            path = content / edit["file"]
            text = path.read_text(encoding="utf-8")
            assert text.count(edit["old"]) == 1, edit
            lines.append(text[: text.index(edit["old"])].count("\n") + 1)
            path.write_text(text.replace(edit["old"], edit["new"]), encoding="utf-8")
        return lines

    return lay
