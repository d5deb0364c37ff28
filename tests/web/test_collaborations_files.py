"""Answers of collaborations in files: taken in, given out, and exported with all that is kept."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from advisor.web.accounts.models import Organisation
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor, questionnaire
from advisor.web.audit.models import Event
from advisor.web.audit.record import Action
from advisor.web.collaborations.answers import begin, case_of, save
from advisor.web.collaborations.forms import LARGEST_FILE
from advisor.web.collaborations.models import Assessment, Collaboration
from advisor.web.collaborations.sharing import share

FIRST = questionnaire("rapid").questions[0]
EXAMPLE = Path("questionnaires/examples/felt-takeover-merger.yaml")


def of(collaboration: Collaboration, name: str = "collaboration") -> str:
    return reverse(name, args=[collaboration.pk])


def upload(client: Client, content: bytes, file: str = "answers.yaml", name: str = ""):
    return client.post(
        reverse("collaboration-upload"), {"file": SimpleUploadedFile(file, content), "name": name}
    )


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_an_answers_file_comes_back_as_it_went_out(client: Client, form: str) -> None:
    upload(client, EXAMPLE.read_bytes())
    first = Assessment.objects.get()
    given = client.get(reverse("answers-file", args=[first.pk, form]))
    assert given["Content-Disposition"].startswith("attachment; filename=")
    assert Event.objects.filter(action=Action.DOWNLOADED, detail__file=f"answers.{form}").count() == 1
    upload(client, given.content, f"answers.{form}", "Again")
    second = Assessment.objects.exclude(pk=first.pk).get()
    expected = advisor().read_case(EXAMPLE)
    checked = client.get(reverse("check", args=[second.pk])).content.decode()
    assert f"{len(expected.answers)} answers were taken from the file." in checked
    for one in (first, second):
        assert case_of(one).answers == expected.answers
        assert set(case_of(one).asked_unknown) == set(expected.asked_unknown)
        assert one.questionnaire == "full"
    assert (first.collaboration.name, second.collaboration.name) == (expected.name, "Again")


def test_every_problem_of_a_file_is_shown_and_nothing_taken(client: Client) -> None:
    response = upload(client, b"name: A <i>b</i>\nanswers:\n  stage: <script>\n  stagee: planning\n")
    text = response.content.decode()
    assert "<title>Error: " in text
    assert "The file has 2 problems" in text
    assert "Line 3: “&lt;script&gt;” is not a value" in text
    assert "Line 4: “stagee” is not a fact" in text
    assert not Collaboration.objects.exists()


@pytest.mark.parametrize(
    ("file", "content", "text"),
    [
        ("answers.exe", b"answers: {}", "ends in .yaml or .json"),
        ("answers.yaml", b"#" * (LARGEST_FILE + 1), "is larger than"),
        ("answers.yaml", b"", "The file is empty"),
        ("answers.yaml", b"\xff\xfe\x00", "is not UTF-8"),
        ("answers.yaml", b"a: &x [1]\nb: [*x, *x]\n", "problem"),
        ("answers.json", b'{"answers": !!python/object:os.system {}}', "problem"),
        ("answers.yaml", b"answers: " + b"[" * 5_000, "problem"),
    ],
)
def test_hostile_and_mistaken_files_are_refused(client: Client, file: str, content: bytes, text: str) -> None:
    assert text in upload(client, content, file).content.decode()
    assert not Collaboration.objects.exists()


def test_answers_for_packs_that_are_not_in_use_survive(client: Client, scope: Scope) -> None:
    upload(client, b"name: A\npacks: [of-elsewhere]\nanswers:\n  stage: planning\n  other_fact: [a, b]\n")
    first = Assessment.objects.get()
    save(scope, first, FIRST, {"stage": "established"})
    later = begin(scope, first.collaboration, "full")
    written = client.get(reverse("answers-file", args=[later.pk, "yaml"])).content.decode()
    assert "other_fact: [a, b]" in written
    assert "stage: established" in written


# ── Export ───────────────────────────────────────────────────────────────────────────────────────


def exported(browser: Client, collaboration: Collaboration) -> dict[str, str]:
    response = browser.post(of(collaboration, "collaboration-export"))
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_an_export_holds_every_round_and_the_shares(
    client: Client, scope: Scope, assessment: Assessment, other_organisation: Organisation
) -> None:
    save(scope, assessment, FIRST, {"stage": "established"})
    begin(scope, assessment.collaboration, "full")
    client.post(of(assessment.collaboration, "sharing"), {"partner": other_organisation.name})
    files = exported(client, assessment.collaboration)
    about = json.loads(files.pop("collaboration.json"))
    assert about["name"] == assessment.collaboration.name
    assert [one["number"] for one in about["assessments"]] == [2, 1]
    assert [one["partner"] for one in about["shares"]] == [other_organisation.name]
    assert {*files} == {
        f"answers/harrowmoor-stroke-network-{number}.{form}" for number in (1, 2) for form in ("yaml", "json")
    }, "a facilitator may not read the trail"
    assert all("established" in text for text in files.values())


def test_an_export_holds_the_trail_for_whoever_may_read_it_and_names_no_partner(
    member: Callable[..., Scope],
    signed_in: Callable[[Scope], Client],
    scope: Scope,
    assessment: Assessment,
    other_organisation: Organisation,
) -> None:
    partner = member(Role.FACILITATOR, of=other_organisation)
    share(scope, assessment.collaboration, other_organisation, may_answer=True)
    save(partner, assessment, FIRST, {"stage": "established"})
    files = exported(signed_in(member(Role.ADMINISTRATOR)), assessment.collaboration)
    trail = json.loads(files["audit-trail.json"])
    assert [one["action"] for one in trail][-2:] == [Action.SHARED, Action.EXPORTED]
    assert "established" not in files["audit-trail.json"]
    assert Event.objects.filter(user=partner.user, subject_id=assessment.collaboration_id).exists()
    assert not [
        name for name, text in files.items() if str(partner.user) in text or partner.user.email in text
    ]
