"""The PDF: accessible, complete, the same every time, and silent."""

import io
import subprocess
import sys
import warnings

import page
import pypdf
import pypdfium2
import pytest

from advisor.errors import LibraryMissing
from advisor.report import pdf as pdf_module
from advisor.report.pdf import PdfWarning, render_pdf, unprintable

REQUIRED = "required-system"


@pytest.fixture(scope="session")
def written(all_results, knowledge):
    """Return a function that writes a PDF once; anything the typesetter complains of is an error."""
    made = {}

    def write(name):
        if name not in made:
            with warnings.catch_warnings():
                warnings.simplefilter("error", PdfWarning)
                made[name] = render_pdf(all_results[name], knowledge)
        return made[name]

    return write


def _text(pdf):
    return "\n".join(each.get_textpage().get_text_range() for each in pypdfium2.PdfDocument(pdf))


def _conforms(pdf, tmp_path):
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf)
    return [failure.rule_id for failure in page.validate_pdf(str(file), profile="ua1").failures]


def test_the_required_example_is_a_sound_accessible_pdf(written, all_results, tmp_path):
    pdf = written(REQUIRED)
    assert _conforms(pdf, tmp_path) == []
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert reader.metadata.title.startswith("Collaboration report: ")
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert len(str(reader.outline).split("/Title")) > 10
    text = " ".join(_text(pdf).split())
    for each in all_results[REQUIRED].recommendations:
        assert f"{each.order} {each.title}" in text
    assert f"{len(reader.pages)} / {len(reader.pages)}" in text


def test_the_same_result_gives_the_same_bytes(written, all_results, knowledge):
    assert render_pdf(all_results["mostly-unknown"], knowledge) == written("mostly-unknown")


def test_a_character_that_no_typeface_holds_is_replaced_and_told(written):
    text = " ".join(_text(written("hostile")).split())
    assert "\N{PARTY POPPER}" not in text
    assert "□" in text
    assert "cannot be printed" in text


def test_characters_of_neighbours_are_printed():
    assert not unprintable("Ysbyty Llŷn, Łódź, Ñuñoa, Ελλάδα, Київ, “quotes” – … ’ →")
    assert unprintable("漢") == {"漢"}


def test_nothing_is_fetched_but_the_typeface():
    fetcher = pdf_module._typesetter().fetcher
    for address in ("file:///etc/passwd", "https://example.org/x.png", "data:text/plain,x"):
        with pytest.raises(ValueError, match="not an asset"):
            fetcher.fetch(address)


def test_a_missing_library_is_explained(monkeypatch, capsys):
    import builtins

    load = builtins.__import__

    def no_pango(name, *rest):
        if name == "weasyprint":
            sys.stdout.write("WeasyPrint could not import some external libraries.")
            raise OSError("cannot load library 'libpango-1.0-0'")
        return load(name, *rest)

    monkeypatch.setattr(builtins, "__import__", no_pango)
    with pytest.raises(LibraryMissing, match="apt-get install libpango") as raised:
        pdf_module._weasyprint()
    assert raised.value.exit_code == 4
    assert capsys.readouterr().out == ""


def test_a_complaint_of_the_typesetter_is_a_warning_of_ours():
    import logging

    with pytest.warns(PdfWarning, match="notdef"), pdf_module._complaints_told():
        logging.getLogger("weasyprint").warning(".notdef glyph rendered")


def test_other_forms_never_load_the_typesetter():
    code = "import sys, advisor.report.html, advisor.report.text; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "chosen-buddying",
        "considering-collaborative",
        "felt-takeover-merger",
        "healthy-alliance",
        "over-contracted-network",
        REQUIRED,
        "mostly-unknown",
        "empty",
        "hostile",
    ],
)
def test_every_report_is_accessible_and_of_a_length_that_is_read(written, name, tmp_path):
    pdf = written(name)
    assert _conforms(pdf, tmp_path) == []
    pages = len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    # A short report where little is known; typed text of the greatest length may cost one page more.
    assert {"mostly-unknown": 7, "empty": 4}.get(name, 8) <= pages <= (15 if name == "hostile" else 14)


@pytest.mark.slow
@pytest.mark.parametrize("name", [REQUIRED, "healthy-alliance", "considering-collaborative"])
def test_no_page_inside_the_report_is_half_empty(written, name):
    document = pypdfium2.PdfDocument(written(name))
    for number in range(1, len(document) - 2):
        picture = document[number].render(scale=0.5).to_pil().convert("L")
        room = picture.crop((0, 0, picture.width, int(picture.height * 0.93)))
        ink = room.point(lambda shade: 255 if shade < 200 else 0).getbbox()
        assert ink[3] > room.height * 0.55, number + 1


@pytest.mark.slow
def test_another_process_with_other_hashing_writes_the_same_bytes(written, tmp_path):
    code = (
        "import sys; from pathlib import Path; from advisor.service import Advisor\n"
        "from advisor.content.folders import content_folder\n"
        "advisor = Advisor.load()\n"
        "path = content_folder('questionnaires') / 'examples' / 'mostly-unknown.yaml'\n"
        "Path(sys.argv[1]).write_bytes(advisor.pdf(advisor.assess(advisor.read_case(path))))\n"
    )
    for seed in ("0", "7"):
        file = tmp_path / f"{seed}.pdf"
        subprocess.run(
            [sys.executable, "-c", code, str(file)],
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
        )
        assert file.read_bytes() == written("mostly-unknown")
