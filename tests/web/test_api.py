"""Programs get the same advice as people, by the same permissions, with a token and not without."""

import json
import shlex
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advisor.web.accounts.models import Organisation
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor
from advisor.web.api import guard
from advisor.web.api.description import calls
from advisor.web.api.models import Token
from advisor.web.collaborations import room
from advisor.web.collaborations.answers import begin, case_of
from advisor.web.collaborations.models import Assessment, Collaboration
from advisor.web.reports.models import Report


class Program:
    """A program with a token, or without one."""

    def __init__(self, secret: str | None) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {secret}"} if secret else {})

    def __call__(self, method: str, address: str, body: Any = None) -> Any:
        """Call, and return the answer."""
        content = "" if body is None else json.dumps(body)
        return self.client.generic(method, f"/api/v1/{address}", content, content_type="application/json")


@pytest.fixture
def program(scope: Scope) -> Program:
    """The facilitator’s program."""
    return Program(Token.made(scope.membership, "for tests")[1])


def test_nobody_gets_in_without_an_open_token(scope: Scope) -> None:
    token, secret = Token.made(scope.membership, "for tests")
    assert Program(secret)("GET", "collaborations").status_code == 200
    for wrong in (None, "advisor_wrong", secret + "x", ""):
        assert Program(wrong)("GET", "collaborations").status_code == 401
    token.withdrawn = token.created
    token.save()
    assert Program(secret)("GET", "collaborations").status_code == 401


def test_a_token_is_no_way_around_a_missing_second_factor(member: Callable[..., Scope]) -> None:
    for role in (Role.ADMINISTRATOR, Role.CONSULTANT):
        somebody = member(role)
        program = Program(Token.made(somebody.membership, "for tests")[1])
        assert program("GET", "collaborations").status_code == 200
        Authenticator.objects.filter(user=somebody.user).delete()
        assert program("GET", "collaborations").status_code == 401


def test_a_token_of_a_closed_account_opens_nothing(program: Program, scope: Scope) -> None:
    scope.user.is_active = False
    scope.user.save()
    assert program("GET", "collaborations").status_code == 401


def test_a_browser_that_is_signed_in_is_no_token(client: Client) -> None:
    assert client.get("/api/v1/collaborations").status_code == 401


def test_only_a_hash_of_a_token_is_kept(scope: Scope) -> None:
    token, secret = Token.made(scope.membership, "for tests")
    assert secret not in str(Token.objects.filter(pk=token.pk).values())


def test_assess_gives_what_the_command_line_gives(program: Program) -> None:
    answers = {"stage": "established", "quick_wins": "no"}
    answer = program("POST", "assess", {"name": "Example", "answers": answers})
    from advisor.model.case import Case

    expected = json.loads(advisor().json(advisor().assess(Case(name="Example", answers=answers))))
    assert answer.status_code == 200
    assert answer.json() == expected


def test_wrong_answers_are_told_all_at_once(program: Program) -> None:
    answer = program("POST", "assess", {"answers": {"stage": "establishd", "no_such_fact": "yes"}})
    assert answer.status_code == 422
    problems = answer.json()["problems"]
    assert len(problems) == 2
    assert any("did you mean “established”" in one for one in problems)


def test_answers_are_saved_and_a_lost_race_is_refused(program: Program, assessment: Assessment) -> None:
    address = f"assessments/{assessment.pk}/answers"
    version = program("GET", address).json()["version"]
    saved = program(
        "PATCH", address, {"answers": {"stage": "established", "ioc_type": None}, "version": version}
    )
    assert saved.json()["answers"] == {"stage": "established"}
    assert saved.json()["asked_unknown"] == ["ioc_type"]
    late = program("PATCH", address, {"answers": {"stage": "considering"}, "version": version})
    assert late.status_code == 409
    assert late.json()["problems"] == ["“stage” has another answer, by Facilitator 0."]
    assessment.refresh_from_db()
    assert case_of(assessment).answers == {"stage": "established"}


def test_one_wrong_answer_saves_none(program: Program, assessment: Assessment) -> None:
    answers = {"stage": "established", "ioc_type": "nonsense"}
    assert program("PATCH", f"assessments/{assessment.pk}/answers", {"answers": answers}).status_code == 422
    assessment.refresh_from_db()
    assert case_of(assessment).answers == {}


def test_a_collaboration_is_begun_explained_and_tried(program: Program) -> None:
    begun = program(
        "POST",
        "collaborations",
        {"name": "Northshire", "answers": {"quick_wins": "no", "stage": "established"}},
    )
    assert begun.status_code == 201
    (assessment,) = begun.json()["assessments"]
    address = f"assessments/{assessment['id']}"
    assert program("GET", f"{address}/result").json()["statements"]["T3"]["verdict"] == "act"
    assert program("GET", f"{address}/explain/T3").json()["topic"]["id"] == "T3"
    tried = program("POST", f"{address}/what-if", {"changes": {"quick_wins": "yes"}})
    assert tried.status_code == 200
    assert any(one["id"] == "T3" for one in tried.json()["differences"])
    nearest = program("GET", f"{address}/explain/trsut")
    assert nearest.status_code == 422
    assert "trust" in nearest.json()["detail"]
    listed = program("GET", f"{address}/explain").json()["topics"]
    names = [one["topic"]["ask"] for one in listed[:2]]
    told = [program("GET", f"{address}/explain/{name}").json() for name in names]
    assert [one["topic"]["ask"] for one in told] == names


def test_a_report_is_asked_for_and_not_ready_at_once(program: Program, assessment: Assessment) -> None:
    asked = program("POST", f"assessments/{assessment.pk}/reports", {"form": "json"})
    assert asked.status_code == 202
    address = f"assessments/{assessment.pk}/reports/{Report.objects.get().pk}"
    assert program("GET", address).json()["state"] == "waiting"
    assert program("GET", f"{address}/file").status_code == 409


def test_another_organisation_finds_nothing(
    assessment: Assessment, member: Callable[..., Scope], other_organisation: Organisation
) -> None:
    stranger = Program(Token.made(member(Role.ADMINISTRATOR, of=other_organisation).membership, "x")[1])
    assert stranger("GET", "collaborations").json() == []
    for method, address, body in (
        ("GET", "answers", None),
        ("PATCH", "answers", {"answers": {}}),
        ("GET", "result", None),
        ("GET", "explain/T3", None),
        ("POST", "what-if", {"changes": {"quick_wins": "yes"}}),
        ("POST", "reports", {"form": "json"}),
    ):
        assert stranger(method, f"assessments/{assessment.pk}/{address}", body).status_code == 404


def test_a_respondent_begins_nothing(member: Callable[..., Scope], collaboration: Collaboration) -> None:
    respondent = Program(Token.made(member(Role.RESPONDENT).membership, "x")[1])
    assert respondent("POST", "collaborations", {"name": "Northshire"}).status_code == 403
    assert respondent("GET", "collaborations").json() == []


def test_unknown_keys_are_refused(program: Program) -> None:
    assert program("POST", "assess", {"answers": {}, "anwsers": {"stage": "established"}}).status_code == 422


def test_too_many_calls_are_put_off(program: Program, scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_A_MINUTE", 2)
    assert [program("GET", "collaborations").status_code for _ in range(2)] == [200, 200]
    refused(program("GET", "collaborations"), 429, "Wait 60 seconds")
    assert program("GET", "collaborations").headers["Retry-After"] == "60"
    another = Program(Token.made(scope.membership, "one more")[1])
    assert another("GET", "collaborations").status_code == 429, "more tokens are no way to call more often"


def test_calls_that_reason_are_put_off_sooner(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_A_MINUTE", 5)
    assert [program("POST", "assess", {"answers": {}}).status_code for _ in range(2)] == [200, 429]
    assert program("GET", "collaborations").status_code == 200


def test_a_token_is_shown_once_and_withdrawn(client: Client, scope: Scope) -> None:
    page = client.post("/api/tokens/new", {"name": "Weekly figures"}).content.decode()
    token = Token.objects.get()
    secret = page.split('<code class="token">')[1].split("<")[0]
    assert Program(secret)("GET", "collaborations").status_code == 200
    assert secret not in client.get("/api/tokens/").content.decode()
    client.post(f"/api/tokens/{token.pk}/withdraw")
    assert Program(secret)("GET", "collaborations").status_code == 401


def test_a_token_of_somebody_else_is_not_found(client: Client, member: Callable[..., Scope]) -> None:
    token, _ = Token.made(member(Role.ADMINISTRATOR).membership, "theirs")
    assert client.post(f"/api/tokens/{token.pk}/withdraw").status_code == 404


# ── Refusals ─────────────────────────────────────────────────────────────────────────────────────


def refused(answer: Any, status: int, says: str = "") -> list[str]:
    """Hold that a refusal has the one shape and says something; return its problems."""
    assert answer.status_code == status, answer.content
    told = answer.json()
    assert told.keys() == {"detail", "problems"}
    assert says in told["detail"]
    assert all(isinstance(one, str) for one in (told["detail"], *told["problems"]))
    return told["problems"]


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ([1], ["The body must be an object: send JSON in braces, as the description shows."]),
        ({"name": "x"}, ["“answers” is missing: add it."]),
        (
            {"answers": {}, "anwsers": {}},
            ["“anwsers” is not known here: correct its spelling, or leave it out."],
        ),
        (
            {"answers": {"stage": 3.5, "quick_wins": {"a": "b"}}},
            [
                f"“answers.{fact}” is no answer: give a word, a whole number, a list of words, or null for "
                "“don’t know”."
                for fact in ("stage", "quick_wins")
            ],
        ),
        (
            {"answers": {"a" * 101: "yes"}},
            [f"“answers.{'a' * 72}…” is too long: a fact or a value has at most 100 characters."],
        ),
        ({"name": "", "answers": {}}, ["“name”: String should have at least 1 character."]),
    ],
)
def test_what_is_not_as_described_is_named_in_plain_words(
    program: Program, body: Any, problems: list[str]
) -> None:
    assert refused(program("POST", "assess", body), 422, "Mend each problem") == problems


def test_every_refusal_has_one_shape(
    program: Program, assessment: Assessment, member: Callable[..., Scope]
) -> None:
    respondent = Program(Token.made(member(Role.RESPONDENT).membership, "x")[1])
    place = "/api/v1/assess"
    kind = "application/json"
    refused(program.client.generic("POST", place, b"{", content_type=kind), 400, "Check its quotes")
    refused(Program(None)("GET", "collaborations"), 401, "Connect other software")
    refused(respondent("POST", "collaborations", {"name": "x"}), 403, "An administrator can change that")
    refused(program("GET", "questionnaires/none"), 404, "Check the address")
    refused(program("GET", "no/such/call"), 404)
    refused(program("DELETE", "collaborations"), 405, "Use GET, POST")
    report = program("POST", f"assessments/{assessment.pk}/reports", {"form": "json"}).json()["id"]
    refused(program("GET", f"assessments/{assessment.pk}/reports/{report}/file"), 409, "not ready")
    Report.objects.update(state="ready")
    refused(program("GET", f"assessments/{assessment.pk}/reports/{report}/file"), 410, "once more")
    refused(
        program.client.generic("POST", place, b" " * 300_000, content_type=kind), 413, "larger than 256 KB"
    )
    (problem,) = refused(program("GET", "collaborations?offset=-1"), 422)
    assert problem == "“offset” should be greater than or equal to 0."
    assert Program(None)("GET", "collaborations").headers["WWW-Authenticate"] == "Bearer"


def test_an_organisation_keeps_so_many_collaborations_and_no_more(
    program: Program, client: Client, collaboration: Collaboration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MOST_COLLABORATIONS", 1)
    says = "has 1 collaborations. No more can be kept"
    refused(program("POST", "collaborations", {"name": "One more"}), 409, says)
    page = client.post(reverse("collaboration-new"), {"name": "One more", "questionnaire": "rapid"})
    assert page.status_code == 409
    file = SimpleUploadedFile("answers.json", b'{"answers": {}}')
    upload = client.post(reverse("collaboration-upload"), {"file": file})
    assert upload.status_code == 409
    for one in (page, upload):
        assert says in one.content.decode()
    assert Collaboration.objects.count() == 1


def test_a_list_takes_as_many_queries_for_many_as_for_one(
    program: Program, scope: Scope, assessment: Assessment
) -> None:
    program("GET", "collaborations")  # marks the token as used
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            (listed, *_) = program("GET", "collaborations").json()
        assert len(queries) == 4, "the token, the count, collaborations, assessments"
        assert not any("case" in one["sql"].split("FROM")[0] for one in queries.captured_queries[2:])
        assert listed["assessments"][0]["version"] == 1
        for number in range(3):
            other = scope.organisation.collaborations.create(name=f"Northshire {number}")
            begin(scope, other, "rapid")


# ── The description ──────────────────────────────────────────────────────────────────────────────


def test_the_questions_tell_what_each_fact_can_be(program: Program) -> None:
    told = program("GET", "questionnaires/rapid").json()
    values = {one["fact"]: [each["value"] for each in one["values"]] for one in told["fact_values"]}
    rows = [row["fact"] for one in told["questions"] for row in one["rows"]]
    assert values.keys() == {*rows, *(fact for one in told["questions"] for fact in one["facts"])}
    assert "established" in values["stage"]


def test_the_description_names_every_call_and_every_refusal() -> None:
    description = Client().get("/api/v1/openapi.json").json()
    assert len(description["paths"]) == 11
    assert "Authorization" in description["info"]["description"]
    for methods in description["paths"].values():
        for call in methods.values():
            statuses = [int(one) for one in call["responses"]]
            assert {401, 429, 503} <= set(statuses)
            assert ("requestBody" in call) == (400 in statuses) == (413 in statuses)
            for status in statuses[1:]:
                (content,) = call["responses"][str(status)]["content"].values()
                assert content["schema"] == {"$ref": "#/components/schemas/Refusal"}


def test_every_call_of_the_description_is_on_its_page() -> None:
    page = Client().get("/api/").content.decode()
    described = Client().get("/api/v1/openapi.json").json()
    operations = [
        (method.upper(), path, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    assert page.count('<section aria-labelledby="') == len(operations) == 13
    for method, path, operation in operations:
        assert f"<code>{method} {path}</code>" in page
        (_, section) = page.split(f'<h3 id="{operation["operationId"]}">')
        section = section.split("</section>")[0]
        names = [one["name"] for one in operation["parameters"]]
        if "requestBody" in operation:
            sent = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].split("/")[-1]
            names += described["components"]["schemas"][sent]["properties"]
        assert all(f"<code>{name}</code>" in section for name in names), path
        assert operation["summary"] in section
        assert operation["description"] in unescape(section)
        assert all(f'href="#refusal-{status}"' in section for status in list(operation["responses"])[1:])


def test_examples_to_copy_are_calls_that_work(program: Program, assessment: Assessment) -> None:
    tried = 0
    for call in calls():
        command = shlex.split(call.curl("http://testserver").replace("\\\n", ""))
        address = next(one for one in command if one.startswith("http://testserver"))
        report = Report.objects.first()
        for name, id in (("$ID", assessment.pk), ("$REPORT", report and report.pk)):
            address = address.replace(name, str(id))
        if address.endswith("/file"):
            Report.objects.update(state="ready")
            report.file.parent.mkdir(parents=True, exist_ok=True)
            report.file.write_bytes(b"%PDF")
        body = command[command.index("-d") + 1] if "-d" in command else ""
        answer = program.client.generic(call.method, address, body, content_type="application/json")
        assert answer.status_code == call.status, call.name
        assert b"".join(answer)  # reading to its end closes a file
        tried += 1
    assert tried == 13


def test_the_page_about_tokens_leads_to_the_calls_and_to_a_file_of_them(client: Client) -> None:
    page = client.get("/api/tokens/").content.decode()
    assert "curl http://testserver/api/v1/collaborations" in page
    assert 'href="/api/"' in page
    assert 'href="/api/v1/openapi.json" download=' in page
