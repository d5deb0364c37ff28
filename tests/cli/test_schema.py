"""The published schemas: written from the models, and true of what is read and written."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from advisor.cli.schema import schema_text
from advisor.content.folders import content_folder

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
EXAMPLES = content_folder("questionnaires") / "examples"
FILES = {"answers": "answers.schema.json", "result": "result.schema.json"}


@pytest.mark.parametrize(("what", "name"), FILES.items())
def test_the_published_schema_is_up_to_date(what, name):
    published = (SCHEMAS / name).read_text(encoding="utf-8")
    assert published == schema_text(what), f"run: advisor schema {what} -o docs/schemas/{name}"


@pytest.mark.parametrize("what", FILES)
def test_each_is_a_sound_schema(what):
    Draft202012Validator.check_schema(json.loads(schema_text(what)))


def test_every_example_fits_the_schema_of_answers():
    validator = Draft202012Validator(json.loads(schema_text("answers")))
    for path in EXAMPLES.glob("*.yaml"):
        validator.validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "answers",
    [
        {"answers": {"quick_win": "yes"}},
        {"answers": {"stage": "plannin"}},
        {"answers": {"partner_count": 1}},
        {"answers": {"leader_problems": ["none", "absent"]}},
        {"answers": {"sectors": []}},
        {"colour": "red"},
        {"questionnaire": "long"},
        {"name": "x" * 201},
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(answers):
    assert not Draft202012Validator(json.loads(schema_text("answers"))).is_valid(answers)


def test_results_fit_the_schema_of_results(run):
    validator = Draft202012Validator(json.loads(schema_text("result")))
    for path in EXAMPLES.glob("*.yaml"):
        validator.validate(json.loads(run("assess", path, "--format", "json").out))


def test_the_command_prints_and_writes(run, here):
    assert json.loads(run("schema", "answers").out)["title"] == "Answers file"
    assert run("schema", "result", "-o", "result.json").out == "Wrote result.json\n"
    assert (here / "result.json").read_text(encoding="utf-8") == schema_text("result")
    assert run("schema", "question").code == 2
