"""The published schemas: written from the models, and true of what is read and written."""

import json
import os
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from advisor.cli.main import main
from advisor.cli.schema import schema_text
from advisor.cli.schema_files import SCHEMAS as KINDS
from advisor.content.folders import content_folder
from advisor.content.yaml_reader import read_yaml

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
EXAMPLES = content_folder("questionnaires") / "examples"
FILES = {kind: f"{kind}.schema.json" for kind in KINDS}
WRITTEN_BY_THE_PROGRAM = "versions.lock.yaml"
CONTENT = sorted(
    path
    for folder in ("rules", "questionnaires")
    for path in content_folder(folder).rglob("*.yaml")
    if path.name != WRITTEN_BY_THE_PROGRAM
)
NAMED = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


@pytest.mark.parametrize(("what", "name"), FILES.items())
def test_the_published_schema_is_up_to_date(what, name):
    published = (SCHEMAS / name).read_text(encoding="utf-8")
    assert published == schema_text(what), f"run: advisor schema {what} -o docs/schemas/{name}"


@pytest.mark.parametrize("what", FILES)
def test_each_is_a_sound_schema(what):
    Draft202012Validator.check_schema(json.loads(schema_text(what)))


def test_no_schema_is_published_that_nothing_writes():
    assert {path.name for path in SCHEMAS.iterdir()} == set(FILES.values())


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_content_file_names_its_schema_and_fits_it(path):
    named = NAMED.match(path.read_text(encoding="utf-8"))
    assert named, f"{path} should begin with: # yaml-language-server: $schema=…"
    schema = Path(os.path.normpath(path.parent / named[1]))
    assert schema.parent == SCHEMAS
    validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(read_yaml(path).data)] == []


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("rules", {"statement": []}),
        ("rules", {"phrases": [{"id": "a", "say": "A."}]}),
        ("rules", {"contradictions": [{"id": "a", "when": "power", "says": "A."}]}),
        ("rules", {"contradictions": [{"id": "a", "when": {"every": ["power is known"]}, "says": "A."}]}),
        ("rules", {"contradictions": [{"id": "a", "when": {"not": "power is"}, "says": "A."}]}),
        ("rules", {"chains": [["trust"]]}),
        ("examples", {"examples": [{"given": {}}]}),
        ("examples", {"examples": [{"example": "A.", "given": {}, "expects": {}}]}),
        ("knowledge-base", {"date": "2026-11-22"}),
        (
            "pack",
            {"id": "Not an id", "title": "A", "what": "A", "date": "soon", "behind": "A", "prefix": "a"},
        ),
        ("questionnaire", {"questionnaire": "full", "questions": [{"id": "A1"}]}),
        ("questionnaire", {"questionnaire": "mine", "from": "full", "sections": []}),
        ("opposites", {"opposites": [{"id": "a"}]}),
        ("style", {"style": {}}),
        ("web-layout", {"width": "wide"}),
    ],
)
def test_what_no_content_file_may_hold_is_underlined(kind, data):
    assert not Draft202012Validator(json.loads(schema_text(kind))).is_valid(data)


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


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("explain", ["explain", "{}", "T3", "--not"]),
        ("explainables", ["explain", "{}"]),
        ("whatif", ["whatif", "{}", "--set", "quick_wins=yes"]),
        ("levers", ["levers", "{}", "trust", "--changes", "1"]),
        ("sensitivity", ["levers", "{}", "--sensitivity"]),
        ("next", ["next", "{}"]),
        ("compare", ["compare", "{}", str(EXAMPLES / "healthy-alliance.yaml")]),
    ],
)
def test_explanations_fit_their_schemas(kind, arguments, capsys):
    example = str(EXAMPLES / "required-system.yaml")
    assert main([each.format(example) for each in arguments] + ["--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    schema = json.loads((SCHEMAS / FILES[kind]).read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(found)] == []
    assert found["schema"] == f"advisor/{kind}/1"
