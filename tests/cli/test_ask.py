"""``advisor ask``: the interview, answer by answer."""

import errno
import os

import pytest
import yaml

from advisor.cli.sitting import file_stem
from advisor.content import whole_files
from advisor.content.folders import content_folder
from advisor.errors import LibraryMissing
from advisor.service import Advisor

EXAMPLES = content_folder("questionnaires") / "examples"
FULL = ("--questionnaire", "full")


def typed(*lines):
    return "".join(f"{line}\n" for line in lines)


def load(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture
def begun(answers):
    """Write a full answers file that lacks only the given facts."""

    def write(*lacking, **changed):
        data = load(EXAMPLES / "required-system.yaml")
        data["answers"] = {
            fact: value for fact, value in (data["answers"] | changed).items() if fact not in lacking
        }
        return answers(yaml.safe_dump(data, sort_keys=False), "northshire.yaml")

    return write


# ── Beginning ────────────────────────────────────────────────────────────────────────────────────


def test_every_answer_is_saved_at_once_in_a_file_named_after_the_collaboration(run, here):
    ran = run("ask", typed=typed("2", "St Wyn’s & Eastmere", "3", "20", "d", "17", "s", "1 3", "q"))
    assert ran.code == 0
    assert ran.out.rstrip().endswith("Saved. Continue with: advisor ask st-wyns-eastmere.yaml")
    data = load(here / "st-wyns-eastmere.yaml")
    assert data["name"] == "St Wyn’s & Eastmere"
    assert data["questionnaire"].startswith("full ")
    assert data["answers"] == {
        "stage": "planning",
        "ioc_type": "merger",
        "origin": "unknown",
        "partner_count": 17,
        "sectors": ["acute", "mental_health"],
    }


def test_the_rapid_questionnaire_is_the_default(run, here):
    ran = run("ask", typed=typed("", "Northshire", "q"))
    assert "Rapid assessment" in ran.out
    assert "Question 1 of about 20 · 0 % done" in ran.out


def test_without_a_name_the_file_is_called_answers(run, here):
    run("ask", typed=typed("x", "rapid", "", "1", "q"))
    assert load(here / "answers.yaml")["answers"] == {"stage": "considering"}


def test_a_name_that_is_too_long_is_asked_again(run, here):
    ran = run("ask", *FULL, typed=typed("x" * 201, "Northshire", "q"))
    assert "at most 200 fit the report" in ran.out
    assert load(here / "northshire.yaml")["name"] == "Northshire"


def test_a_file_of_the_same_name_is_gone_on_with(run, here):
    run("ask", *FULL, typed=typed("Northshire", "1", "q"))
    ran = run("ask", *FULL, typed=typed("Northshire", "", "2", "q"))
    assert "northshire.yaml is there already" in ran.out
    assert load(here / "northshire.yaml")["answers"] == {
        "stage": "considering",
        "ioc_type": "clinical_network",
    }


def test_or_another_one_is_begun(run, here):
    for _ in range(2):
        run("ask", *FULL, typed=typed("Northshire", "n", "1", "q"))
    run("ask", *FULL, typed=typed("Northshire", "n", "2", "q"))
    assert sorted(path.name for path in here.iterdir()) == [
        "northshire-2.yaml",
        "northshire-3.yaml",
        "northshire.yaml",
    ]


def test_nothing_typed_leaves_no_file(run, here):
    ran = run("ask", typed="")
    assert ran.code == 0
    assert "Nothing was answered yet, so nothing was saved." in ran.out
    assert run("ask", typed=typed("q")).code == 0
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Northshire", "northshire"),
        ("Zoë’s 2026", "zoes-2026"),
        ("../../etc", "etc"),
        ("☃", "answers"),
        ("x" * 90, "x" * 60),
    ],
)
def test_names_of_files(name, stem):
    assert file_stem(name) == stem


# ── Resuming ─────────────────────────────────────────────────────────────────────────────────────


def test_it_goes_on_at_the_first_question_without_an_answer(run, begun):
    ran = run("ask", begun("accountability_clear", "capacity"), typed=typed("2", "q"))
    first = ran.out.index("Is it clear, and agreed, who answers for what?")
    second = ran.out.index("Are there people and time set aside")
    assert first < second
    assert "Full assessment of a collaboration" in ran.out
    assert "Going on with Northshire Integrated Care System: 77 answers so far." in ran.out


def test_it_keeps_everything_else_in_the_file(run, begun):
    path = begun("accountability_clear")
    before = load(path)
    run("ask", path, typed=typed("2", "n"))
    after = load(path)
    assert after["answers"] == before["answers"] | {"accountability_clear": "partly"}
    assert after["notes"].split() == before["notes"].split()
    assert after["organisation"] == before["organisation"]


def test_a_rapid_file_can_go_on_as_a_full_one(run, here):
    run("ask", "a.yaml", "-q", "rapid", typed=typed("Northshire", "1", "q"))
    ran = run("ask", "a.yaml", *FULL, typed=typed("2", "q"))
    assert "Question 2 of about" in ran.out
    assert "Full assessment" in ran.out
    assert load(here / "a.yaml")["questionnaire"].startswith("full ")


def test_a_file_at_fault_is_refused_and_left_alone(run, answers):
    path = answers("answers:\n  stage: x\n")
    assert run("ask", path, typed=typed("1")).code == 3
    assert path.read_text(encoding="utf-8") == "answers:\n  stage: x\n"


def test_json_stays_json(run, here):
    run("ask", "a.json", *FULL, typed=typed("Northshire", "1", "q"))
    assert (here / "a.json").read_text(encoding="utf-8").startswith("{")
    assert "14" not in run("ask", "a.json", typed=typed("q")).err


# ── Replies ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        ("9", "There is no 9 here; the numbers go from 1 to 6."),
        ("1 2", "Please type one number only."),
        ("maybe", "Please type a number from 1 to 6 or d if you don’t know."),
        ("n", "“Does not apply” is not on offer here."),
        ("", "Type a number, d if you don’t know, or s to skip."),
        ("b", "This is the first question."),
        ("\x1b[A", "Please type a number"),
        ("9" * 5000, "There is no 999999 here"),
    ],
)
def test_what_is_no_answer_is_asked_again(run, here, reply, says):
    ran = run("ask", "a.yaml", *FULL, typed=typed("Northshire", reply, "3", "q"))
    assert says in " ".join(ran.out.split())
    assert load(here / "a.yaml")["answers"] == {"stage": "planning"}


def test_help_tells_how_to_answer_and_why_it_is_asked(run, here):
    ran = run("ask", "a.yaml", *FULL, typed=typed("Northshire", "?", "q"))
    flat = " ".join(ran.out.split())
    assert "Choose the stage that most of the work has reached." in flat
    assert "Why we ask: The stage decides which advice is timely" in flat


def test_going_back_shows_the_answer_and_enter_keeps_it(run, here):
    ran = run("ask", "a.yaml", *FULL, typed=typed("Northshire", "3", "b", "", "b", "5", "1", "q"))
    assert "Your answer now: Planning the detail. Press Enter to keep it." in ran.out
    assert load(here / "a.yaml")["answers"] == {"stage": "established", "ioc_type": "buddying"}


@pytest.mark.parametrize(
    ("lacking", "reply", "expected"),
    [
        ("partner_count", "14", 14),
        ("area_failures", "y", "yes"),
        ("area_failures", "n", "no"),
        ("area_failures", "No", "no"),
        ("history_addressed", "na", "not_applicable"),
        ("timetable", "n", "not_applicable"),
        ("timetable", "does not apply", "not_applicable"),
        ("timetable", "don't know", "unknown"),
        ("staff_view", "2, 3", ["imposed", "threat"]),
        ("staff_view", "No view yet", ["no_view"]),
        ("leader_problems", "4", ["none"]),
    ],
)
def test_answers_are_understood(run, begun, lacking, reply, expected):
    path = begun(lacking)
    run("ask", path, typed=typed(reply, "q"))
    assert load(path)["answers"][lacking] == expected


@pytest.mark.parametrize(
    ("lacking", "reply", "says"),
    [
        ("partner_count", "1", "Please type a whole number, 2 or more, or d if you don’t know."),
        ("partner_count", "many", "Please type a whole number, 2 or more"),
        ("history_addressed", "n", "For “No” type 3; for “does not apply” type na."),
        ("leader_problems", "1 4", "“None of these” cannot go with others."),
        ("staff_view", "some", "Please type a number from 1 to 4, or several such as 1 2, or d"),
    ],
)
def test_doubtful_answers_are_not_guessed(run, begun, lacking, reply, says):
    path = begun(lacking)
    ran = run("ask", path, typed=typed(reply, "q"))
    assert says in " ".join(ran.out.split())
    assert lacking not in load(path)["answers"]


# ── Grids ────────────────────────────────────────────────────────────────────────────────────────

CONTACT = ("contact_informal", "contact_face_to_face", "contact_whole_meetings")


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        (["1", "2", "3"], ["often", "now_and_then", "rarely"]),
        (["1 2 d"], ["often", "now_and_then", "unknown"]),
        (["1", "b", "2", "3 3"], ["now_and_then", "rarely", "rarely"]),
        (["1 2", "b", "", "3"], ["often", "now_and_then", "rarely"]),
        (["1 9", "2 3"], ["often", "now_and_then", "rarely"]),
        (["1 2 3 1", "3 3 3"], ["rarely", "rarely", "rarely"]),
        (["?", "don’t know", "rarely", "1"], ["unknown", "rarely", "often"]),
        (["", "1 2 3"], ["often", "now_and_then", "rarely"]),
        (["1", "s", "3"], ["often", None, "rarely"]),
        (["1", "q"], ["often", None, None]),
        (["b", "1", "1 1 1"], ["often", "often", "often"]),
    ],
)
def test_rows_are_answered_one_by_one_or_several_at_once(run, begun, replies, expected):
    path = begun(*CONTACT)
    run("ask", path, typed=typed(*replies, "q"))
    data = load(path)["answers"]
    assert [data.get(fact) for fact in CONTACT] == expected


def test_what_was_typed_for_several_rows_is_shown(run, begun):
    ran = run("ask", begun(*CONTACT), typed=typed("1 2 3", "q"))
    assert "✓ Informal chats: Often" in ran.out
    assert "✓ Face to face: Now and then" in ran.out


# ── The end ──────────────────────────────────────────────────────────────────────────────────────


def test_at_the_end_the_report_is_offered(run, begun, monkeypatch):
    monkeypatch.setattr(Advisor, "pdf", lambda *_: b"%PDF")
    path = begun("accountability_clear")
    ran = run("ask", path, typed=typed("1", ""))
    assert ran.code == 0
    assert "That was the last question. Thank you." in ran.out
    assert "What comes first:" in ran.out
    assert path.with_suffix(".pdf").read_bytes() == b"%PDF"


def test_or_the_command_for_it_is_shown(run, begun):
    path = begun("accountability_clear")
    ran = run("ask", path, typed=typed("1"))
    assert "For the report later:" in ran.out
    assert not path.with_suffix(".pdf").exists()


def test_without_libraries_the_answers_are_safe_and_the_exit_code_says_why(run, begun, monkeypatch):
    def missing(*_):
        raise LibraryMissing("not there")

    monkeypatch.setattr(Advisor, "pdf", missing)
    ran = run("ask", begun("accountability_clear"), typed=typed("1", "y"))
    assert ran.code == 4
    assert "Your answers are saved." in ran.out
    assert ".html" in ran.err


def test_skipped_questions_and_unknown_answers_are_summed_up(run, begun):
    ran = run("ask", begun("accountability_clear", "capacity", "finances"), typed=typed("s", "d", "d", "n"))
    assert "One question is still open" in ran.out
    assert "You answered “don’t know” 4 times" in ran.out


def test_answers_that_no_longer_come_up_are_kept_and_named(run, begun):
    path = begun("history")
    ran = run("ask", path, typed=typed("1", "n"))
    assert "They are kept and count: " in " ".join(ran.out.split())
    assert load(path)["answers"]["history_addressed"] == "no"


def test_from_the_end_one_can_go_back(run, begun):
    path = begun()
    ran = run("ask", path, typed=typed("b", "", "", "", "3", "n"))
    assert "How much do you agree, today?" in ran.out
    assert load(path)["answers"]["stated_risk_tolerance"] == "disagree"


# ── Nothing is lost ──────────────────────────────────────────────────────────────────────────────


def test_a_full_disk_lets_the_person_mend_it(run, here, monkeypatch):
    real, calls = os.fsync, []

    def sometimes_full(handle):
        calls.append(handle)
        if len(calls) in (3, 4):
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr(whole_files.os, "fsync", sometimes_full)
    ran = run("ask", "a.yaml", *FULL, typed=typed("Northshire", "3", "", "b.yaml", "q"))
    assert ran.out.count("Not saved: ") == 2
    assert "Continue with: advisor ask b.yaml" in ran.out
    assert load(here / "b.yaml")["answers"] == {"stage": "planning"}
    assert load(here / "a.yaml")["answers"] == {}


def test_a_full_disk_with_nobody_to_mend_it(run, here):
    ran = run("ask", "nowhere/a.yaml", *FULL, typed=typed("Northshire"))
    assert ran.code == 5
    assert "its folder does not exist" in ran.err
