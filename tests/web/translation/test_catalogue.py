"""What translators get: every text, up to date, and nothing of the machine that collected it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import write_po

from tests.web.translation.pseudo import ROOT, messages

HOLES = re.compile(r"%\((\w+)\)[sd]")


def singles(texts: Catalog) -> list[str]:
    """Return every text, the forms of one with a number apart."""
    found = (each.id for each in texts if each.id)
    return [one for text in found for one in (text if isinstance(text, tuple) else (text,))]


def test_the_template_is_up_to_date_run_make_messages(texts: Catalog) -> None:
    script = messages()
    assert script.TEMPLATE.read_bytes() == script.written(texts)


def test_the_template_tells_of_no_day_and_no_machine() -> None:
    written = messages().TEMPLATE.read_text(encoding="utf-8")
    head = written.partition("#: ")[0]
    assert not re.search(r"\d{4}-\d\d-\d\d|Babel", head)
    assert set(re.findall(r"#: (\S+?)/", written)) == {"advisor"}


def test_what_stands_for_a_value_has_a_name(texts: Catalog) -> None:
    for text in singles(texts):
        assert not re.search(r"%[sd]|\{\w*\}", text), text
        assert text == text.strip(), f"“{text}” is glued to something"


def test_both_forms_of_a_number_hold_the_same_values(texts: Catalog) -> None:
    for each in texts:
        if isinstance(each.id, tuple):
            one, many = (set(HOLES.findall(form)) for form in each.id)
            # “One” may be written in full.
            assert many - one <= {"num", "number"}, each.id
            assert one <= many, each.id


def test_a_catalogue_begins_empty_with_the_forms_of_its_language(texts: Catalog) -> None:
    begun = messages().begun("cy", texts)
    assert begun.num_plurals == 6
    assert len(begun) == len(texts)
    assert not any(any(each.string or ()) for each in begun if each.id)


def test_bringing_a_catalogue_up_to_date_keeps_its_translations(texts: Catalog, tmp_path: Path) -> None:
    script = messages()
    kept = script.begun("cy", texts)
    kept["Collaborations"].string = "Cydweithrediadau"
    kept.add("A text of old", "Hen destun")
    file = tmp_path / "django.po"
    file.write_bytes(script.written(kept))
    found = script.brought_up_to_date(file, texts)
    assert found["Collaborations"].string == "Cydweithrediadau"
    assert found.get("A text of old") is None
    assert b'#~ msgstr "Hen destun"' in script.written(found)
    assert found.num_plurals == 6


def test_set_up_compiles_what_is_there_and_no_more(texts: Catalog, tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (tmp_path / "setup").mkdir()
    for name in ("languages", "step"):
        shutil.copy(ROOT / "setup" / name, tmp_path / "setup")

    def compiled() -> str:
        done = subprocess.run(["setup/languages"], cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stdout

    assert compiled() == ""
    place = tmp_path / "advisor" / "web" / "locale" / "cy" / "LC_MESSAGES"
    place.mkdir(parents=True)
    catalogue = messages().begun("cy", texts)
    catalogue["Collaborations"].string = "Cydweithrediadau"
    with (place / "django.po").open("wb") as file:
        write_po(file, catalogue)
    assert compiled().startswith("Language cy … done")
    with (place / "django.mo").open("rb") as file:
        assert read_mo(file)["Collaborations"].string == "Cydweithrediadau"
    assert compiled() == ""
    catalogue["%(partner)s can see it now."].string = "%(partnr)s nawr"
    os.utime(place / "django.mo", (0, 0))
    with (place / "django.po").open("wb") as file:
        write_po(file, catalogue)
    with pytest.raises(subprocess.CalledProcessError) as refused:
        compiled()
    assert "unknown named placeholder 'partnr'" in refused.value.stdout
    with (place / "django.mo").open("rb") as file:
        assert read_mo(file).get("%(partner)s can see it now.") is None
    (place / "django.po").unlink()
    compiled()
    assert not (place / "django.mo").exists()
