# ruff: noqa: E501 - each message stands in one line, as readers see it
"""Forms: what is written is what ODK and Kobo read, and comes back as the same questionnaire."""

import datetime as dt
import io
import warnings

import openpyxl
import pytest

from advisor.content.questionnaire_files import load_questionnaires
from advisor.content.tables import reading
from advisor.content.xlsform.headings import KEPT
from advisor.content.xlsform.reading import read_xlsform
from advisor.content.xlsform.writing import questionnaire_yaml, text_at, xlsform
from tests.unit.content.forms import BASES, VOCABULARY, WRITTEN, refused
from tests.unit.content.tables import read_here


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    monkeypatch.setattr(reading, "read_in_child", read_here)


def in_welsh(questionnaire):
    """Return a questionnaire with a few texts in Welsh and one in French."""
    data = questionnaire.model_dump(mode="json")
    data["languages"] = {"cy": "Cymraeg", "fr": "Français"}
    data["translations"] = {"cy": {"title": "Asesiad", "about": "= nid fformiwla"}}
    data["sections"][0]["translations"] = {"cy": {"title": "Y cydweithio"}}
    data["questions"][0]["translations"] = {
        "cy": {"wording": "Ble?", "why": "Am fod"},
        "fr": {"help": "Choisir"},
    }
    grid = next(question for question in data["questions"] if question["rows"])
    grid["rows"][0]["translations"] = {"cy": {"label": "Rhes"}}
    data["options"] = {"stage": {"planning": {"cy": "Cynllunio"}, "unknown": {"cy": "Ddim yn gwybod"}}}
    return type(questionnaire).model_validate(data, context={"derived": VOCABULARY.derived_by_name})


WELSH = in_welsh(BASES["full"])


@pytest.fixture
def form(tmp_path):
    """Write a form, changed by hand, and return its path."""

    def write(change=None, name="rapid"):
        path = tmp_path / "form.xlsx"
        path.write_bytes(WRITTEN[name])
        if change is not None:
            book = openpyxl.load_workbook(path)
            change(book)
            book.save(path)
        return path

    return write


def find(sheet, name, column=2):
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, column).value == name)


@pytest.mark.parametrize("questionnaire", [*BASES.values(), WELSH], ids=["full", "rapid", "in Welsh"])
def test_a_form_comes_back_as_the_same_questionnaire(tmp_path, questionnaire):
    path = tmp_path / "form.xlsx"
    path.write_bytes(xlsform(questionnaire, VOCABULARY))
    imported = read_xlsform(path, {questionnaire.questionnaire: questionnaire}, VOCABULARY)
    assert imported.questionnaire == questionnaire
    assert imported.left == []
    # What was written as YAML can be loaded again.
    (tmp_path / "it.yaml").write_text(questionnaire_yaml(questionnaire), encoding="utf-8")
    assert load_questionnaires(tmp_path, VOCABULARY) == {questionnaire.questionnaire: questionnaire}


def test_a_new_language_arrives_in_a_questionnaire_that_had_none(tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(xlsform(WELSH, VOCABULARY))
    assert read_xlsform(path, BASES, VOCABULARY).questionnaire == WELSH
    path.write_bytes(WRITTEN["full"])
    assert read_xlsform(path, {"full": WELSH}, VOCABULARY).questionnaire == BASES["full"]


@pytest.mark.parametrize("questionnaire", [*BASES.values(), WELSH], ids=["full", "rapid", "in Welsh"])
def test_pyxform_takes_the_form_without_a_warning(questionnaire):
    from pyxform.xls2xform import convert

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own libraries
        made = convert(io.BytesIO(xlsform(questionnaire, VOCABULARY)), validate=False, file_type=".xlsx")
    assert made.warnings == []
    for fact in questionnaire.question_of():
        assert f"/{fact}" in made.xform
    if questionnaire is WELSH:
        assert 'lang="Cymraeg (cy)"' in made.xform


def test_no_text_becomes_a_formula():
    cells = openpyxl.load_workbook(io.BytesIO(xlsform(WELSH, VOCABULARY)))["survey"]
    found = [cell for row in cells.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert [cell.data_type for cell in found] == ["s"]


def test_edited_texts_are_taken_over(form):
    def change(book):
        sheet = book["survey"]
        sheet.cell(find(sheet, "title"), 3, "Our own title")
        row = find(sheet, "stage")
        sheet.cell(row, 3, 2026)
        sheet.cell(row, 4, "  Two lines\nof help ")
        sheet.cell(1, 3, "label")
        last = sheet.max_column + 1
        sheet.cell(1, last, "label::Cymraeg (CY)")
        sheet.cell(row, last, "Ble?")
        sheet.cell(find(sheet, "stage"), 1, "Select_One  stage")
        sheet.cell(find(sheet, "A"), 1, "begin group")
        sheet.append(["start", "start"])
        sheet.append([])
        sheet.cell(1, 6).value = None
        sheet.append(["note", "stage_condition", "Left from an export"])
        book["settings"].cell(2, 3, "2027-01-01")

    imported = read_xlsform(form(change), BASES, VOCABULARY)
    made = imported.questionnaire
    assert (made.title, made.version, made.languages) == ("Our own title", "2027-01-01", {"cy": "Cymraeg"})
    assert (made.questions[0].wording, made.questions[0].help) == ("2026", "Two lines\nof help")
    assert made.questions[0].translations["cy"].wording == "Ble?"
    assert [problem.text for problem in imported.left] == ["there is no place for this text – " + KEPT]


def test_columns_that_kobo_leaves_out_and_rows_it_leaves_empty(form):
    def change(book):
        book["survey"].cell(1, 11).value = None
        book["survey"].delete_cols(5, 4)
        book["survey"].delete_cols(4)
        book["survey"].cell(70, 1).value = " "
        book["settings"].cell(1, 3).value = None

    assert read_xlsform(form(change), BASES, VOCABULARY).questionnaire == BASES["rapid"]


def test_what_a_form_cannot_change_is_named_and_left(form):
    def change(book):
        sheet = book["survey"]
        sheet.cell(find(sheet, "history"), 6, "true()")
        sheet.cell(find(sheet, "stage"), 7, "yes")
        sheet.cell(find(sheet, "name"), 3, "Your name")
        sheet.cell(find(sheet, "A_intro"), 4, "A hint to a note")
        sheet.cell(1, 20, "bind::odd")
        sheet.cell(1, 21, "$xpath")
        sheet.cell(1, 22, "label::Cymraeg (cy)")
        sheet.cell(find(sheet, "name"), 22, "Enw")
        sheet.move_range("A4:V4", rows=60)
        choices = book["choices"]
        choices.cell(2, 3, "Thinking")
        choices.cell(1, 4, "label::Cymraeg (cy)")
        choices.cell(1, 5, "hint")
        choices.cell(2, 5, "Not used")

    path = form(change)
    imported = read_xlsform(path, BASES, VOCABULARY)
    left = [str(problem).replace(str(path), "form.xlsx") for problem in sorted(imported.left)]
    assert imported.questionnaire == BASES["rapid"].model_copy(update={"languages": {"cy": "Cymraeg"}})
    assert len(left) == 8
    for place in (
        "choices!C2: “Considering whether to do it” was kept",
        "survey: the rows stand in another order",
        "survey!T1: the column “bind::odd” is not read",
        "survey!G10: required differs for stage",
    ):
        assert any(line.startswith(f"form.xlsx:{place}") for line in left), (place, left)


def at(sheet, name, column, value):
    def change(book):
        book[sheet].cell(find(book[sheet], name), column).value = value

    return change


def without(sheet, name):
    return lambda book: book[sheet].delete_rows(find(book[sheet], name))


def again(sheet, name):
    def change(book):
        book[sheet].append([cell.value for cell in book[sheet][find(book[sheet], name)]])

    return change


def column(sheet, number, heading, below=None):
    def change(book):
        book[sheet].cell(1, number, heading)
        if below:
            book[sheet].cell(2, number, below)

    return change


def blank_row_among_choices(book):
    book["choices"].insert_rows(3)
    book["choices"].cell(5, 1).value = "stag"


def merged(book):
    book["survey"].merge_cells("C3:C5")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (at("survey", "stage", 1, "select_won stage"), "survey!A10: “select_won stage” is not a type of this questionnaire – the answers to stage would be lost – put back select_one stage"),
        (at("survey", "stage", 1, "begin_repeat"), "survey!A10: “begin_repeat” is not a type"),
        (at("survey", "stage", 1, "geopoint"), "survey!A10: “geopoint” is not a type of this questionnaire – the answers to stage would be lost – put back select_one stage"),
        (at("survey", "stage", 1, "select_one origin"), "survey!A10: stage is “select_one origin” here – its answers would not fit – write select_one stage"),
        (at("survey", "stage", 1, None), "survey!A10: the row has no type – nothing would read it"),
        (at("survey", "stage", 1, "=A1"), "survey!A10: holds a formula whose result was not saved"),
        (at("survey", "stage", 2, "stag"), "survey!B10: “stag” is no fact or row of this questionnaire – did you mean “stage”?"),
        (at("survey", "stage", 3, None), "survey!C10: is empty – the questionnaire needs this text"),
        (at("survey", "stage", 3, "=1+1"), "survey!C10: holds a formula whose result was not saved – it cannot be read"),
        (at("survey", "stage", 3, dt.datetime(2026, 1, 2)), "survey!C10: holds the date or time 2026-01-02 – a text belongs here"),  # noqa: DTZ001 - as spreadsheets have them
        (at("survey", "stage", 3, "#REF!"), "survey!C10: holds the error #REF! – it says nothing"),
        (at("survey", "stage", 3, "a" * 4_001), "survey!C10: has 4,001 characters – at most 4,000 fit a question – shorten it"),
        (at("survey", "stage", 3, "a\x7fb"), "survey!C10: has the control character U+007F"),
        (without("survey", "stage"), "survey: the row stage (select_one stage) is missing"),
        (again("survey", "stage"), "survey!B57: “stage” stands in row 10 already – one would be lost – delete one row"),
        (column("survey", 14, "label::Cymraeg"), "survey!N1: the heading names the language “Cymraeg” without its code – forms need both – write for example label::Cymraeg (cy)"),
        (column("survey", 14, "label::English (en)"), "survey!N1: this column stands twice"),
        (column("survey", 1, "sort"), "survey: there is no column “type” – without it the sheet cannot be read"),
        (column("survey", 3, "text"), "survey: there is no column “label::English (en)”"),
        (column("choices", 1, "sort"), "choices: there is no column “list_name”"),
        (at("choices", "planning", 2, "plannin"), "choices!B4: “plannin” is no answer of stage – no rule would know it – did you mean “planning”?"),
        (at("choices", "planning", 2, "zzz"), "choices!B4: “zzz” is no answer of stage – no rule would know it – allowed: considering,"),
        (at("choices", "planning", 1, "stag"), "choices!A4: “stag” is no list of this questionnaire – did you mean “stage”?"),
        (at("choices", "planning", 3, "a\x7fb"), "choices!C4: has the control character"),
        (without("choices", "planning"), "choices: the answer planning of stage is missing – rules rely on it – put its row back"),
        (again("choices", "planning"), "choices!B125: stage has planning in row 4 already – delete one of the two rows"),
        (column("settings", 2, "form_id", "mine"), "settings!B2: form_id is “mine” – it tells which questionnaire this is – write advisor_full or advisor_rapid"),
        (column("settings", 2, "title"), "settings: form_id is “” – it tells"),
        (column("settings", 3, "version", "1" * 41), "settings!C2: the version has 41 characters"),
        (lambda book: book.remove(book["choices"]), "form.xlsx: has no sheet “choices” – a form needs survey, choices, settings"),
        (blank_row_among_choices, "choices!A5: “stag” is no list of this questionnaire"),
        (lambda book: book["survey"].delete_rows(find(book["survey"], "name")), None),
        (merged, "survey: the cells C3:C5 are merged – it is not clear which row they belong to – unmerge them"),
    ],
)  # fmt: skip
def test_a_form_at_fault_is_refused_with_the_cell(form, change, expected):
    if expected is None:
        # What is ours, and not the questionnaire’s, may be taken out.
        assert read_xlsform(form(change), BASES, VOCABULARY).questionnaire == BASES["rapid"]
        return
    found = refused(form(change))
    assert any(expected in line for line in found), found


def test_one_language_has_one_name(form):
    def change(book):
        book["survey"].cell(1, 14, "label::Cymraeg (cy)")
        book["survey"].cell(1, 15, "hint::Welsh (cy)")
        book["choices"].cell(1, 4, "label::Gymraeg (cy)")

    assert refused(form(change)) == [
        "form.xlsx:choices: the language cy is “Gymraeg” here and “Cymraeg” in another sheet – use one name",
        "form.xlsx:survey!O1: the language cy is “Cymraeg” elsewhere and “Welsh” here – use one name",
    ]


def test_every_problem_is_named_at_once_in_the_order_of_the_rows(form):
    def change(book):
        for row in (12, 9, 10):
            book["survey"].cell(row, 3).value = None

    assert [line.split(" ")[0] for line in refused(form(change))] == [
        "form.xlsx:survey!C9:",
        "form.xlsx:survey!C10:",
        "form.xlsx:survey!C12:",
    ]


def test_a_text_that_is_not_there_is_empty():
    assert text_at({"a": "text"}, ("a", 0)) == ""
    assert text_at({"a": ["text"]}, ("a", 0)) == "text"
    assert text_at({"a": ["text"]}, ("a", "b")) == ""
