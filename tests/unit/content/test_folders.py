"""Where the content lies."""

import pytest

from advisor.content import folders


@pytest.mark.parametrize("name", ["rules", "questionnaires", "report_templates"])
def test_in_a_checkout_the_content_lies_beside_the_code(name):
    folder = folders.content_folder(name)
    assert folder.is_dir()
    assert folder.parent / "advisor" == folders._PACKAGE


def test_once_installed_the_content_lies_inside_the_package(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "_PACKAGE", tmp_path / "advisor")
    inside = tmp_path / "advisor" / "_data" / "rules"
    inside.mkdir(parents=True)
    assert folders.content_folder("rules") == inside
    assert folders.content_folder("questionnaires") == tmp_path / "questionnaires"
