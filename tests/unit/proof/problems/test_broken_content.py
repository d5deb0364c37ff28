"""Each kind of problem, found in content that was broken on purpose, with the message expected.

A folder of tests/bad_content/rules is named after the kind. What lies in it is laid over a copy of the real
content; edits.yaml changes passages of real files. In expected.txt, @1 is the line of the first edit.
"""

from pathlib import Path

import pytest

from advisor.proof.problems.check import check
from advisor.proof.problems.finding import codes

BROKEN = Path(__file__).parents[3] / "bad_content" / "rules"
FOLDERS = sorted(path for path in BROKEN.iterdir() if path.is_dir())
SEVERAL = {"many-at-once", "bad-style", "bad-examples", "one-item"}
"""Folders with problems of several kinds."""
NOT_BY_CONTENT = {"undecided", "changed-without-version", "never-recorded"}
"""Tested elsewhere: no content is too tangled to decide, and versions are compared with a lock."""


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_broken_content_is_told_as_expected(content, overlay, searching_once, folder):
    lines = overlay(folder)
    expected = (folder / "expected.txt").read_text(encoding="utf-8")
    for number, line in enumerate(lines, 1):
        expected = expected.replace(f":@{number}:", f":{line}:")
    found = [str(finding) for finding in check([content]).findings]
    assert found == expected.splitlines()
    assert folder.name in SEVERAL or any(f"{folder.name}: " in line for line in found)


def test_every_kind_of_problem_has_its_broken_content():
    assert {folder.name for folder in FOLDERS} - SEVERAL == set(codes()) - NOT_BY_CONTENT


def test_the_content_of_the_product_is_clean():
    checked = check()
    assert [str(finding) for finding in checked.findings] == []
    assert checked.whole
    assert checked.questions > 800
