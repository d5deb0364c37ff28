"""Loading a knowledge base: its files, their order and hash, and the messages where something is wrong."""

import shutil

import pytest

from advisor.content.folders import content_folder
from advisor.content.knowledge_files import load_knowledge
from advisor.content.rule_folder import content_hash, rule_files
from advisor.errors import ContentRefused
from advisor.model.knowledge import TABLE_IDS


def loaded_hash(folder):
    return load_knowledge(folder).knowledge.hash


# ── Files ────────────────────────────────────────────────────────────────────────────────────────


def test_content_files_come_in_the_order_of_their_names_whatever_their_depth(tmp_path):
    for name in (
        "b.yaml",
        "a/z.yaml",
        "a/b/c.yaml",
        "c.yml",
        "notes.md",
        "web_layout.yaml",
        "x.examples.yaml",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    found = [path.relative_to(tmp_path).as_posix() for path in rule_files(tmp_path)]
    assert found == ["a/b/c.yaml", "a/z.yaml", "b.yaml"]


def test_content_may_be_split_and_moved_between_files(rules, knowledge):
    text = (rules / "sources.yaml").read_text(encoding="utf-8")
    (rules / "sources.yaml").unlink()
    (rules / "deeper").mkdir()
    (rules / "deeper" / "papers.yaml").write_text(text, encoding="utf-8")
    assert load_knowledge(rules).knowledge.sources == knowledge.sources


def test_every_item_keeps_its_place(rules):
    found = load_knowledge(rules)
    document, path = found.places["statements", "T3"]
    line, _ = document.places[path]
    text = (rules / "statements" / "trust.yaml").read_text(encoding="utf-8").splitlines()
    assert document.name == "rules/statements/trust.yaml"
    assert text[line - 1] == "- id: T3"


# ── Hash ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_hash_is_twelve_characters_and_the_same_in_every_folder(rules, knowledge):
    assert loaded_hash(rules) == knowledge.hash
    assert len(knowledge.hash) == 12
    assert int(knowledge.hash, 16) >= 0


def test_windows_line_ends_leave_the_hash_as_it_is(rules, knowledge):
    path = rules / "sources.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert loaded_hash(rules) == knowledge.hash


def test_the_hash_changes_with_every_edit_and_every_name(rules, knowledge):
    hashes = {knowledge.hash}
    path = rules / "sources.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    hashes.add(loaded_hash(rules))
    path.rename(rules / "papers.yaml")
    hashes.add(loaded_hash(rules))
    assert len(hashes) == 3


def test_text_cannot_move_between_files_without_changing_the_hash(tmp_path):
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text("xy")
    second.write_text("z")
    before = content_hash(tmp_path, [first, second])
    first.write_text("x")
    second.write_text("yz")
    assert content_hash(tmp_path, [first, second]) != before


# ── Order ────────────────────────────────────────────────────────────────────────────────────────


def test_statements_come_in_the_order_of_the_table_and_then_by_number(knowledge):
    names = [statement.id for statement in knowledge.advice.statements]
    assert names[:35] == list(TABLE_IDS)
    assert names[35:] == [f"X{number}" for number in range(1, 27)]


def test_the_order_of_statements_does_not_hang_on_the_names_of_files(rules, knowledge):
    shutil.move(rules / "statements" / "leadership.yaml", rules / "zz.yaml")
    shutil.move(rules / "statements" / "further.yaml", rules / "aa.yaml")
    found = load_knowledge(rules).knowledge
    assert [each.id for each in found.advice.statements] == [each.id for each in knowledge.advice.statements]


# ── What is refused ──────────────────────────────────────────────────────────────────────────────


def test_a_folder_without_a_head_is_no_knowledge_base(tmp_path):
    (tmp_path / "my_knowledge_base.yaml").write_text("sources: []")
    with pytest.raises(ContentRefused, match=r"holds no knowledge_base\.yaml, so it is not a knowledge base"):
        load_knowledge(tmp_path)


@pytest.mark.parametrize("folder", ["empty", "not_there"])
def test_a_folder_without_content_is_no_knowledge_base(tmp_path, folder):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ContentRefused, match=r"holds no knowledge_base\.yaml"):
        load_knowledge(tmp_path / folder)


def test_a_second_head_is_refused(rules, refused):
    shutil.copy(rules / "knowledge_base.yaml", rules / "statements" / "knowledge_base.yaml")
    assert refused() == [
        "rules/statements/knowledge_base.yaml:3:1: is a second knowledge_base.yaml; keep one"
    ]


def test_a_fault_in_the_head_is_placed(edit, refused):
    edit("knowledge_base.yaml", "priorities: 5", "priorities: many")
    (found,) = refused()
    assert found.startswith("rules/knowledge_base.yaml:14:15: priorities: Input should be a valid integer")


def test_unsound_files_are_all_reported_at_once(rules, refused):
    (rules / "aa.yaml").write_text("sources: [\n")
    (rules / "bb.yaml").write_text("sources: []\nsources: []\n")
    first, second = refused()
    assert first.startswith("rules/aa.yaml:2:1: is not sound YAML")
    assert second.startswith("rules/bb.yaml:2:1: “sources” stands twice")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a\n", "1:1: is not a mapping of names to lists"),
        ("", " is not a mapping of names to lists"),
        ("sorces: []", "1:1: “sorces” is not a list of the knowledge base; did you mean “sources”?"),
        ("sources: S1", "1:10: “sources” needs a list"),
        ("sources:", "1:9: “sources” needs a list"),
        ("derived: {}", "1:10: “derived” needs a list"),
        ("chains:\n- 5", "2:3: a chain needs a list of two or more names, such as [quick_wins, progress]"),
        ("chains:\n- text", "2:3: a chain needs a list of two or more names, such as [quick_wins, progress]"),
        (
            "chains:\n- [trust]",
            "2:3: a chain needs a list of two or more names, such as [quick_wins, progress]",
        ),
        (
            "chains:\n- [a, 5]",
            "2:3: a chain needs a list of two or more names, such as [quick_wins, progress]",
        ),
        ("sources:\n- {id: S3, nmae: x}", "2:12: “nmae” is not a key here"),
        ("derived:\n- 5\n- {meaning: x}\n", "2:3: Input should be a valid dictionary"),
    ],
)
def test_what_is_no_list_of_the_knowledge_base_is_refused_at_its_place(rules, refused, text, expected):
    (rules / "zz.yaml").write_text(text, encoding="utf-8")
    found = refused()
    assert any(one.startswith(f"rules/zz.yaml:{expected}") for one in found), found
    assert all(one.startswith("rules/zz.yaml:") for one in found)


def test_a_strange_list_that_is_near_nothing_is_told_the_known_ones(rules, refused):
    (rules / "zz.yaml").write_text("zzz: []")
    (found,) = refused()
    assert "known lists: facts, derived, sources" in found


@pytest.mark.parametrize(
    ("file", "anchor", "name"),
    [
        ("sources.yaml", "- id: S1\n", "S1"),
        ("statements/trust.yaml", "- id: T3\n", "T3"),
        ("vocabulary.yaml", "- fact: quick_wins\n", "quick_wins"),
        ("collaboration_types.yaml", "- type: merger\n", "merger"),
    ],
)
def test_an_item_that_stands_twice_is_refused_with_the_place_of_the_first(rules, refused, file, anchor, name):
    text = (rules / file).read_text(encoding="utf-8")
    line = text[: text.index(anchor)].count("\n") + 1
    (rules / "zz.yaml").write_bytes((rules / file).read_bytes())
    expected = f"{name} stands twice, first in rules/{file} line {line}; keep one"
    assert any(one.endswith(f": {expected}") for one in refused())


def test_links_loops_and_chains_are_told_apart_by_their_ways(add, refused, knowledge):
    loop = {"path": list(knowledge.web.loops[0].path), "says": "Again."}
    link = knowledge.web.mechanism_links[0].model_dump(by_alias=True, mode="json")
    add(loops=[loop], chains=[list(knowledge.web.chains[0])], mechanism_links=[link])
    found = refused()
    assert len(found) == 3
    assert [one.split(": ")[1].split(" stands twice")[0] for one in found] == [
        "→".join(knowledge.web.loops[0].path),
        "→".join(knowledge.web.chains[0]),
        knowledge.web.mechanism_links[0].id,
    ]


def test_derived_facts_may_be_used_before_the_file_that_defines_them(rules):
    shutil.move(rules / "derived.yaml", rules / "zz_last.yaml")
    statement = load_knowledge(rules).knowledge.advice.by_id["C1"]
    assert {"derived"} <= {
        atom.subject.kind for _, line in statement.verdicts.in_order() for atom in _atoms(line)
    }


def _atoms(condition):
    from advisor.model.condition import atoms

    return atoms(condition)


def test_the_rules_of_the_product_load(knowledge):
    assert load_knowledge(content_folder("rules")).knowledge == knowledge
