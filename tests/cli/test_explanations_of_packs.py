"""What a pack brings is never told as the papers’: every command that explains, in every format."""

import json

import pytest

from advisor.content.folders import content_folder
from tests.unit.packs.conftest import HEAD, QUESTIONS, RULES

EXAMPLES = content_folder("questionnaires") / "examples"
LABEL = "(from: Our own lessons, beyond the two papers)"
WEB = """\
contexts:
- {id: parked, name: Room to park, changeable: 'yes', holds: parking is yes, absent: parking is no}
links:
- id: OT-L
  contexts: [parked]
  mechanism: trust
  sign: '+'
  outcome: trust
  outcome_sign: '+'
  phase: any
  says: Room to park lets people meet, so trust rises.
  source: [{paper: OT1, where: page 2}]
"""


@pytest.fixture
def pack(tmp_path):
    """A pack with a statement, a circumstance and a link."""
    folder = tmp_path / "our-trust"
    folder.mkdir()
    for name, text in (("pack.yaml", HEAD), ("rules.yaml", RULES + WEB), ("questions.yaml", QUESTIONS)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def case(answers):
    path = EXAMPLES / "felt-takeover-merger.yaml"
    return answers(f"{path.read_text(encoding='utf-8').rstrip()}\n  parking: 'no'\n")


def plain(text):
    return " ".join(text.split())


@pytest.mark.parametrize("form", ["text", "html"])
@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("explain", "OT1"), f"Why: Room to park {LABEL}"),
        (("explain", "OT1"), "The pack “Our own lessons”, beyond the two papers, says: if staff can park"),
        (("explain", "parking"), f"Why: Consider keeping places for visitors from partners {LABEL}"),
        (("explain", "parking"), f"“Room to park” comes out as “act” {LABEL}"),
        (("explain", "parked"), f"Why: Room to park {LABEL}"),
        (("explain", "trust"), "The papers, with the pack “Our own lessons”, name"),
        (("explain", "trust"), f"so trust rises. Here it counts the other way. {LABEL} [OT1, page 2]"),
        (("levers", "trust", "--changes", "1"), f"Parking {LABEL}: from “staff cannot park”"),
        (("levers", "trust", "--changes", "1"), f"places for visitors from partners {LABEL}."),
        (("levers", "trust", "--changes", "1"), "the two papers and of the pack “Our own lessons”"),
    ],
)
def test_every_page_names_the_pack(run, case, pack, form, command, says):
    name, *rest = command
    ran = run(name, case, *rest, "--pack", pack, "--format", form)
    assert ran.code == 0
    assert says in plain(ran.out)
    assert "The papers say: if staff can park" not in plain(ran.out)


def test_the_list_of_what_can_be_explained_names_the_pack(run, answers, pack):
    ran = run("explain", answers("name: X\nanswers: {parking: 'no'}\n"), "--pack", pack)
    assert f"Consider keeping places for visitors from partners {LABEL}" in plain(ran.out)


def test_as_json_every_part_names_its_pack(run, case, pack):
    trust = json.loads(run("explain", case, "trust", "--pack", pack, "-f", "json").out)
    own = [one for one in trust["why"]["under"] if one["pack"]]
    assert [(one["id"], one["links"], one["pack"]) for one in own] == [
        ("parked→trust", ["OT-L"], "Our own lessons")
    ]
    assert own[0]["under"][0]["pack"] == "Our own lessons"
    assert trust["why"]["tally"]["packs"] == ["Our own lessons"]
    assert trust["topic"]["pack"] is None
    statement = json.loads(run("explain", case, "OT1", "--pack", pack, "-f", "json").out)
    assert statement["topic"]["pack"] == statement["why"]["pack"] == "Our own lessons"
    levers = json.loads(run("levers", case, "trust", "--changes", "1", "--pack", pack, "-f", "json").out)
    moves = [
        move
        for most in levers["targets"][0]["most"]
        for way in most["ways"]
        for choice in way["choices"]
        for move in choice["among"]
    ]
    (parking,) = (one for one in moves if one["fact"] == "parking")
    assert parking["pack"] == parking["helps"]["pack"] == parking["gone"][0]["pack"] == "Our own lessons"
    assert not any(one["pack"] for one in moves if one["fact"] != "parking")


@pytest.mark.parametrize("about", ["parked", "trust", "OT1", "recommendation:parking"])
def test_the_graph_names_the_pack(run, here, pack, about):
    assert LABEL in run("graph", about, "--pack", pack).out
    for name in ("graph.svg", "graph.json"):
        assert run("graph", about, "--pack", pack, "-o", name).code == 0
    assert "from: Our own lessons" in plain((here / "graph.svg").read_text(encoding="utf-8"))
    data = json.loads((here / "graph.json").read_text(encoding="utf-8"))
    named = {one["key"] for one in data["nodes"] if one["pack"] == "Our own lessons"}
    ours = {"question:OT-1", "fact:parking", "context:parked", "statement:OT1", "recommendation:parking"}
    assert named == ours & {one["key"] for one in data["nodes"]}
    assert named
    between = [
        one for one in data["edges"] if (one["from"], one["to"]) == ("context:parked", "mechanism:trust")
    ]
    assert all(one["pack"] == "Our own lessons" for one in between)


def test_the_web_names_the_pack(run, case, pack):
    for more in ((), ("--answers", case)):
        assert LABEL in plain(run("graph", "--web", *more, "--pack", pack).out)
    data = json.loads(run("graph", "--web", "--pack", pack, "--format", "json").out)
    assert [one["pack"] for one in data["web"] if one["from"] == "parked"] == ["Our own lessons"]


def test_without_a_pack_nothing_is_labelled(run):
    path = EXAMPLES / "felt-takeover-merger.yaml"
    for command in (("explain", path, "trust"), ("levers", path, "trust", "--changes", "1")):
        assert "beyond the two papers" not in run(*command).out
