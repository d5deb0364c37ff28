"""Checks that the files of examples can be read, and name what is there; running them is for --examples."""

from collections.abc import Sequence
from pathlib import Path

from advisor.content.packs import PackFolder
from advisor.content.yaml_reader import read_yaml
from advisor.errors import InputRefused, Problem
from advisor.proof.examples.reading import example_files, read_examples
from advisor.proof.problems.finding import Finding, from_problem
from advisor.proof.problems.reading import Read


def check_examples(
    read: Read, rules: Path, pack: PackFolder | None, found: Sequence[Finding]
) -> tuple[int, list[Finding]]:
    """Return how many files of examples lie beside rules or a pack, and what is wrong with them.

    Args:
        read: What was read of the rules, with the pack.
        rules: Folder of the rules.
        pack: The pack, where it is one that is checked.
        found: What is wrong with the rules: until that is mended, names in examples are not looked at.
    """
    folder, shown = (pack.folder, pack.shown) if pack else (rules, rules.name)
    files = example_files(folder)
    problems: list[Problem] = []
    if read.whole and not any(finding.severity == "error" for finding in found):
        try:
            read_examples(folder, read.knowledge, shown=shown)
        except InputRefused as error:
            problems = error.problems
    else:
        for path in files:
            try:
                read_yaml(path, f"{shown}/{path.relative_to(folder).as_posix()}")
            except InputRefused as error:
                problems += error.problems
    return len(files), [from_problem(problem) for problem in problems]
