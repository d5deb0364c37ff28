"""Programs get the same advice as people, by the same permissions, with a token and not without."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from advisor.web.accounts.models import Organisation
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor
from advisor.web.api import guard
from advisor.web.api.models import Token
from advisor.web.collaborations.answers import case_of
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
    assert [program("GET", "collaborations").status_code for _ in range(3)] == [200, 200, 429]
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


def test_the_description_names_every_call() -> None:
    description = Client().get("/api/v1/openapi.json").json()
    assert len(description["paths"]) == 10
    assert "Authorization" in description["info"]["description"]
