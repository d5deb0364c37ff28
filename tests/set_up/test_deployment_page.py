"""What docs/deployment.md and the container file say of the set-up is what the app reads."""

import re
from pathlib import Path

from advisor.web.deployment import Deployment

ROOT = Path(__file__).parents[2]
VARIABLES = {f"ADVISOR_{name.upper()}": field for name, field in Deployment.model_fields.items()}
PAGE = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(ADVISOR_\w+)` \| (.*?) \|", PAGE, re.MULTILINE))


def test_the_table_lists_every_variable_in_its_order_with_its_meaning():
    assert {name: field.description for name, field in VARIABLES.items()} == ROWS
    assert list(ROWS) == list(VARIABLES)


def test_the_table_says_what_holds_without_a_variable():
    said = dict(re.findall(r"^\| `(ADVISOR_\w+)` \| .* \| (.*?) \|$", PAGE, re.MULTILINE))
    words = {False: "no", True: "yes", "": "empty", None: "none"}
    for name, field in VARIABLES.items():
        if field.default_factory is None:
            default = field.default
            plain = type(default) is not int and default in words
            assert said[name] == (words[default] if plain else str(default)), name


def test_no_other_variable_is_named():
    for text in (PAGE, (ROOT / "Containerfile").read_text(encoding="utf-8")):
        assert set(re.findall(r"ADVISOR_\w+", text)) <= set(VARIABLES)
