"""Writes docs/grammar.md, the manual of the condition language, from the examples that the tests run."""

import json
from pathlib import Path

import yaml

SOURCE = Path(__file__).with_suffix(".yaml")
MANUAL = Path(__file__).parents[2] / "docs" / "grammar.md"
HEAD = """# The condition language

Written from the examples that the tests run (`make manual`); every line here is tried in `make test`.
How a whole rule looks: [`rules/README.md`](../rules/README.md).
"""


def spec():
    """Return the sections, and the sentences that are refused."""
    return yaml.safe_load(SOURCE.read_text(encoding="utf-8"))


def manual() -> str:
    """Return the manual."""
    written = spec()
    parts = [HEAD]
    for section in written["sections"]:
        parts.append(f"## {section['title']}\n\n{section['says']}\n")
        for example in section["examples"]:
            parts.append(f"```yaml\n{in_yaml(example['condition'])}\n```\n")
            rows = "\n".join(f"| {in_words(given)} | {outcome(found)} |" for given, found in example["given"])
            parts.append(f"| answers | outcome |\n|---|---|\n{rows}\n")
    parts.append("## What is refused\n")
    rows = "\n".join(f"| `{sentence}` | {why} |" for sentence, why in written["refused"])
    parts.append(f"| sentence | why, or what to write |\n|---|---|\n{rows}\n")
    return "\n".join(parts)


def in_yaml(condition: object) -> str:
    """Return a condition as an author would write it."""
    if isinstance(condition, str):
        return condition
    return yaml.safe_dump(condition, sort_keys=False).strip()


def in_words(given: dict[str, object]) -> str:
    """Return answers as a cell of the table."""
    if not given:
        return "nothing answered"
    return ", ".join(f"`{fact}: {json.dumps(value).replace(chr(34), '')}`" for fact, value in given.items())


def outcome(found: object) -> str:
    """Return the outcome as a word."""
    return str(found).lower()


if __name__ == "__main__":
    MANUAL.write_text(manual(), encoding="utf-8")
