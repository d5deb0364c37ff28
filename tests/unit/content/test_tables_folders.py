"""A folder of answers files is a table, a file a collaboration."""

from advisor.content.answers_file import SavedAnswers
from advisor.content.answers_writing import write_answers
from tests.unit.content.tables import cases, refused, said, sheet_of, warned


def test_a_folder_of_answers_files_is_read_in_the_order_of_names(tmp_path, data):
    (case,) = cases(data("name,stage\nBay,reset\n"))
    folder = tmp_path / "cases"
    folder.mkdir()
    write_answers(folder / "b.yaml", SavedAnswers(case))
    write_answers(folder / "c.json", SavedAnswers(case.model_copy(update={"name": "West"})))
    (folder / "a.yml").write_text("answers:\n  stage: soon\n")
    (folder / "d.yaml").write_text("answers:\n  stage: reset\n")
    (folder / "notes.txt").write_text("x")
    (folder / ".hidden.yaml").write_text("x")
    sheet, rows = sheet_of(folder)
    assert [(one.number, one.name, one.case is not None) for one in rows] == [
        (1, "a", False),
        (2, "Bay", True),
        (3, "West", True),
        (4, "d", True),
    ]
    assert said(folder, rows[0].problems)[0].startswith("cases/a.yml:2: “soon” is not a value of stage")
    assert said(folder, sheet.warnings) == [
        "cases: one other file or folder was left out – only .yaml, .yml, .json are read"
    ]


def test_a_folder_without_answers_is_refused(tmp_path, monkeypatch):
    assert refused(tmp_path)[0].endswith(
        "holds no answers files (.yaml, .yml, .json) – there is nothing to read – name another folder"
    )

    def fail(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.iterdir", fail)
    assert "cannot be read – Permission denied – ask for the right to read it" in refused(tmp_path)[0]


def test_a_folder_of_nothing_but_answers_files_has_no_warnings(tmp_path):
    (tmp_path / "a.yaml").write_text("answers:\n  stage: reset\n")
    assert warned(tmp_path) == []
